//! The comparison with other libraries, run by `bench/run.mjs` on the optimized engine.

use crate::args::Args;
use crate::shell::{Outcome, command, root, run};
use crate::{browser, dist};

/// `bench [ARGUMENT…]`, or `bench -- ARGUMENT…` as Cargo's own commands have it.
pub fn task(args: Args) -> Outcome {
    dist::write()?;
    browser::install_packages(&root().join("bench"))?;
    run(command("node")
        .arg("bench/run.mjs")
        .args(args.rest().iter().skip_while(|word| *word == "--"))
        .env("CHROMIUM", browser::chromium()?))
}
