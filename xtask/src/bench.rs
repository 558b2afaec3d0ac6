//! The comparison with other libraries, run by `bench/run.mjs` on the optimized engine.

use std::ffi::OsString;

use crate::shell::{Outcome, command, root, run};
use crate::{dist, engines, packages};

/// Runs it with `words` as its arguments.
pub fn task(words: &[OsString]) -> Outcome {
    dist::write()?;
    packages::install(&root().join("bench"))?;
    run(command("node")
        .arg("bench/run.mjs")
        .args(words)
        .env("CHROMIUM", engines::chromium()?))
}
