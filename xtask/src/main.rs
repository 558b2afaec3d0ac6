//! The project's tasks: `cargo xtask serve | build | test | dist | bench`.

mod args;
mod bench;
mod browser;
mod dist;
mod fuzz;
mod gate;
mod http;
mod serve;
mod shell;
mod site;
mod stages;
mod summary;
mod wasm;

use std::process::ExitCode;

use args::Args;

const USAGE: &str = "\
cargo xtask TASK

  serve [--port N] [--open] [--no-build]   build the page and serve it on this machine
        [--root DIR]                       (--root dist serves what dist wrote)
  build                                    build the engine into www/pkg, nothing else
  test [--only STAGE,…]                    everything that must hold before a change lands
  dist                                     write the static site into dist/
  bench [ARGUMENT…]                        compare with other libraries; arguments go to bench/run.mjs
                                           (bench memory: what the page takes in ten minutes)
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let args = Args::new(words.collect());
    let outcome = match task.as_str() {
        "serve" => serve::task(args),
        "build" => args.finish().and_then(|()| wasm::build()),
        "test" => return gate::task(args).unwrap_or_else(|message| fail(&message)),
        "dist" => args.finish().and_then(|()| dist::task()),
        "bench" => bench::task(args),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no task {other:?}\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(&message),
    }
}

/// Tells the person at the terminal what went wrong.
fn fail(message: &str) -> ExitCode {
    eprintln!("\nxtask: {message}");
    ExitCode::FAILURE
}
