//! The npm package in `dist-npm/`: the library as people's programs install it, and its tarball.

use std::path::PathBuf;

use crate::shell::{Outcome, command, npm, root, run, tee};
use crate::summary::Tally;
use crate::{dist, engines, packages, stages};

/// The folder that is packed.
const PACKAGE: &str = "dist-npm/package";

/// Builds everything and writes `dist-npm/`; nothing is published.
pub fn task() -> Outcome {
    dist::write()?;
    write()?;
    println!("The package is in dist-npm/; `npm publish` with the tarball's name publishes it.");
    Ok(())
}

/// The package as the site's files in `dist/` have it: right for its users, right in their builds, and in a browser.
pub fn stage() -> Outcome<Tally> {
    packages::install(&root())?;
    let tarball = write()?;
    let mut tally = Tally::default();
    tally.add(&check("publint", &["run", PACKAGE, "--strict"])?);
    let tarball = tarball.to_string_lossy().into_owned();
    tally.add(&check(
        "attw",
        &[&tarball, "--profile", "esm-only", "--no-emoji"],
    )?);
    let mut node = command("node");
    node.args(["--test", "--test-reporter=spec", "--test-timeout=300000"])
        .arg("tests/packages/packages.test.js")
        .env("PACKAGE", tarball)
        .env("CHROMIUM", engines::test_chromium()?);
    tally.add(&stages::counted(&mut node, Tally::of_node)?);
    Ok(tally)
}

/// Writes the package from `dist/` and packs it; the path of the tarball.
fn write() -> Outcome<PathBuf> {
    let dist = root().join("dist");
    if !dist.join("www/pkg/hourglass_bg.wasm").exists() {
        return Err("dist/ is not there: `cargo xtask dist` writes it".into());
    }
    let version = env!("CARGO_PKG_VERSION");
    run(command("node")
        .arg("xtask/package.js")
        .arg(&dist)
        .args([PACKAGE, version]))?;
    run(npm()
        .args(["pack", "--silent", "--pack-destination", "dist-npm"])
        .arg(format!("./{PACKAGE}")))?;
    Ok(root().join(format!("dist-npm/hourglass-figure-{version}.tgz")))
}

/// One check by a tool of npm's, which says everything itself.
fn check(tool: &str, arguments: &[&str]) -> Outcome<Tally> {
    let (good, _) = tee(packages::tool(tool)?.args(arguments))?;
    Ok(Tally {
        passed: u32::from(good),
        failed: u32::from(!good),
        ..Tally::default()
    })
}
