//! The comparison with other libraries, run by `bench/run.mjs` on the optimized engine, or by `bench/native/run.mjs`
//! without a browser.

use std::ffi::OsString;

use crate::shell::{Outcome, cargo, command, root, run, target_dir};
use crate::{dist, engines, packages};

/// Runs it with `words` as its arguments. `native` as the first one runs `bench/native/run.mjs` with the others.
pub fn task(words: &[OsString]) -> Outcome {
    if let [first, words @ ..] = words
        && first == "native"
    {
        return native(words);
    }
    dist::write()?;
    packages::install(&root().join("bench"))?;
    run(command("node")
        .arg("bench/run.mjs")
        .args(words)
        .env("CHROMIUM", engines::chromium()?))
}

/// The comparison without a browser.
fn native(words: &[OsString]) -> Outcome {
    run(cargo().args(["build", "--release", "--example", "train"]))?;
    let program = target_dir()?.join("release/examples/train");
    run(command("node")
        .arg("bench/native/run.mjs")
        .arg("--program")
        .arg(program)
        .args(words))
}
