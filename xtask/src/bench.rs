//! The comparison with other libraries, run by `bench/run.mjs` on the optimized engine.

use std::ffi::OsString;

use crate::shell::{Outcome, command, root, run};
use crate::{browser, dist};

/// Runs it with `words` as its arguments.
pub fn task(words: &[OsString]) -> Outcome {
    dist::write()?;
    browser::install_packages(&root().join("bench"))?;
    run(command("node")
        .arg("bench/run.mjs")
        .args(words)
        .env("CHROMIUM", browser::chromium()?))
}
