//! What the command line asks for: a task with its options, or how tasks are called.

use std::ffi::OsString;

use lexopt::prelude::*;
use lexopt::{Error, Parser};

use crate::{busy, gate, serve};

/// How the tasks are called.
const USAGE: &str = "\
cargo xtask TASK

  serve [--port N] [--open] [--no-build]   build the page and serve it on this machine
        [--root DIR]
  build                                    build the engine into www/pkg, nothing else
  test [--only STAGE,…] [--repeat N]       everything that must hold before a change lands
       [--busy]
  dist                                     write the static site into dist/
  npm                                      write the npm package into dist-npm/, publish nothing
  python                                   write the script of the notebooks' package in python/
  bench [ARGUMENT…]                        compare with other libraries; arguments go to bench/run.mjs
                                           (bench memory: what the page takes in ten minutes;
                                           bench native: without a browser, beside PyTorch)

`cargo xtask TASK --help` says more about serve and test.
";

const SERVE_USAGE: &str = "\
cargo xtask serve [--port N] [--open] [--no-build] [--root DIR]

Builds the page and serves it on this machine, to this machine alone.

  --port N      the port to begin with (8080); when it is taken, the next free one
  --open        show the page in the browser
  --no-build    serve the engine that was built before
  --root DIR    serve this folder as it is; dist is what `cargo xtask dist` wrote
";

const TEST_USAGE: &str = "\
cargo xtask test [--only STAGE,…] [--repeat N] [--busy]

Runs everything that must hold before a change lands; the last line counts what passed and failed.

  --only STAGE,…   run these stages and no others
  --repeat N       run them N times, or until one fails
  --busy           keep one core busy with something else meanwhile
";

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Say how tasks are called.
    Help(String),
    /// Serve the page.
    Serve(serve::Options),
    /// Build the engine.
    Build,
    /// Run the gate.
    Test(gate::Options),
    /// Write the static site.
    Dist,
    /// Write the npm package.
    Npm,
    /// Write the script of the Python package.
    Python,
    /// Run the comparison with these arguments.
    Bench(Vec<OsString>),
    /// Keep one core busy, for the gate.
    Spin,
}

/// Reads the command line.
pub fn read(mut parser: Parser) -> Result<Task, Error> {
    let name = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Task::Help(USAGE.to_owned())),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "help" => Ok(Task::Help(USAGE.to_owned())),
        "serve" => serve(parser),
        "build" => alone(parser, Task::Build),
        "test" => test(parser),
        "dist" => alone(parser, Task::Dist),
        "npm" => alone(parser, Task::Npm),
        "python" => alone(parser, Task::Python),
        "bench" => bench(parser),
        busy::SPIN => alone(parser, Task::Spin),
        _ => Err(format!("there is no task {name:?}\n\n{USAGE}").into()),
    }
}

fn serve(mut parser: Parser) -> Result<Task, Error> {
    let mut options = serve::Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Task::Help(SERVE_USAGE.to_owned())),
            Long("port") => options.port = Some(parser.value()?.parse()?),
            Long("open") => options.open = true,
            Long("no-build") => options.no_build = true,
            Long("root") => options.root = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Serve(options))
}

fn test(mut parser: Parser) -> Result<Task, Error> {
    let mut options = gate::Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => {
                let stages = gate::names().join(", ");
                return Ok(Task::Help(format!("{TEST_USAGE}\nStages: {stages}\n")));
            }
            Long("only") => options.only = Some(parser.value()?.string()?),
            Long("repeat") => options.repeat = parser.value()?.parse()?,
            Long("busy") => options.busy = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Test(options))
}

/// All words are the comparison's own, `--help` too. `bench -- WORD…` works as with Cargo's commands.
fn bench(mut parser: Parser) -> Result<Task, Error> {
    let words = parser.raw_args()?.skip_while(|word| word == "--");
    Ok(Task::Bench(words.collect()))
}

/// A task without options.
fn alone(mut parser: Parser, task: Task) -> Result<Task, Error> {
    match parser.next()? {
        None => Ok(task),
        Some(Long("help") | Short('h')) => Ok(Task::Help(USAGE.to_owned())),
        Some(other) => Err(other.unexpected()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Task, read};
    use crate::{gate, serve};
    use std::num::NonZeroU32;

    fn task(line: &str) -> Result<Task, String> {
        let words = std::iter::once("xtask").chain(line.split_whitespace());
        read(lexopt::Parser::from_iter(words)).map_err(|error| error.to_string())
    }

    /// Whether `line` asks how a task is called, and is told about `option`.
    fn explains(line: &str, option: &str) -> bool {
        matches!(task(line), Ok(Task::Help(text)) if text.contains(option))
    }

    #[test]
    fn reads_flags_and_both_spellings_of_a_value() {
        let wanted = serve::Options {
            port: Some(81),
            open: true,
            ..serve::Options::default()
        };
        assert_eq!(task("serve --open --port 81"), Ok(Task::Serve(wanted)));
        let wanted = serve::Options {
            no_build: true,
            root: Some("dist".into()),
            ..serve::Options::default()
        };
        assert_eq!(
            task("serve --root=dist --no-build"),
            Ok(Task::Serve(wanted))
        );
        let only = gate::Options {
            only: Some("types,eslint".to_owned()),
            ..gate::Options::default()
        };
        assert_eq!(task("test --only types,eslint"), Ok(Task::Test(only)));
        let repeated = gate::Options {
            repeat: NonZeroU32::new(20).expect("more than 0"),
            busy: true,
            ..gate::Options::default()
        };
        assert_eq!(task("test --repeat 20 --busy"), Ok(Task::Test(repeated)));
        assert_eq!(task("build"), Ok(Task::Build));
        assert_eq!(task("npm"), Ok(Task::Npm));
    }

    #[test]
    fn the_comparison_gets_its_words_untouched() {
        for line in ["bench memory --help", "bench -- memory --help"] {
            let wanted = Task::Bench(vec!["memory".into(), "--help".into()]);
            assert_eq!(task(line), Ok(wanted), "{line}");
        }
    }

    #[test]
    fn says_how_it_is_called() {
        assert!(explains("", "bench") && explains("help", "bench") && explains("-h", "bench"));
        assert!(explains("serve --port 81 --help", "--no-build"));
        assert!(explains("test --help", "--only") && explains("test -h", "clippy-wasm"));
        assert!(explains("dist --help", "dist"));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "sevre",
            "--port 80",
            "serve --port eighty",
            "serve --port 70000",
            "serve --port",
            "serve --prot 80",
            "serve here",
            "serve --open=yes",
            "test --only",
            "test --repeat 0",
            "dist dist",
        ] {
            assert!(task(line).is_err(), "{line}");
        }
    }
}
