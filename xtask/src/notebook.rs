//! The script of the notebooks' package in `python/`: all of a figure in one file.

use crate::shell::{Outcome, command, root, run};
use crate::{packages, wasm};

/// Builds the engine and writes the script.
pub fn task() -> Outcome {
    write()?;
    println!("The package is in python/; `pip install ./python` installs it.");
    Ok(())
}

/// As [`task`], for the tests of the package.
pub fn write() -> Outcome {
    wasm::build()?;
    packages::install(&root())?;
    run(command("node").arg("xtask/notebook.js"))
}
