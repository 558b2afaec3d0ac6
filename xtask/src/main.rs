//! The project's tasks: `cargo xtask serve | build | test | dist | npm | python | bench`.

mod ahead;
mod arguments;
mod bench;
mod busy;
mod dist;
mod engines;
mod fuzz;
mod gate;
mod http;
mod notebook;
mod npm;
mod packages;
mod progress;
mod python;
mod serve;
mod shell;
mod site;
mod stages;
mod summary;
mod wasm;

use std::process::ExitCode;

use arguments::Task;
use shell::Outcome;

fn main() -> ExitCode {
    let asked = arguments::read(lexopt::Parser::from_env()).map_err(|error| error.to_string());
    asked.and_then(perform).unwrap_or_else(|message| {
        eprintln!("\nxtask: {message}");
        ExitCode::FAILURE
    })
}

/// Does what is asked. Only the gate ends badly without a message, since its summary has said everything.
fn perform(task: Task) -> Outcome<ExitCode> {
    match task {
        Task::Help(text) => print!("{text}"),
        Task::Serve(options) => serve::task(options)?,
        Task::Build => wasm::build()?,
        Task::Test(options) => return gate::task(&options),
        Task::Dist => dist::task()?,
        Task::Npm => npm::task()?,
        Task::Python => notebook::task()?,
        Task::Bench(words) => bench::task(&words)?,
        Task::Spin => busy::spin(),
    }
    Ok(ExitCode::SUCCESS)
}
