//! The comparison with other libraries, run by `bench/run.mjs` on the optimized engine.

use crate::args::Args;
use crate::shell::{Outcome, command, root, run};
use crate::{browser, dist};

/// `bench [ARGUMENT…]`
pub fn task(args: Args) -> Outcome {
    dist::write()?;
    browser::install_packages(&root().join("bench"))?;
    run(command("node")
        .arg("bench/run.mjs")
        .args(args.rest())
        .env("CHROMIUM", browser::chromium()?))
}
