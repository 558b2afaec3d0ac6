//! The stages of the gate, each a tool run over the whole project.

use std::process::Command;

use crate::shell::{Outcome, cargo, command, root, run, target_dir, tee};
use crate::summary::Tally;
use crate::{browser, dist, wasm};

/// rustfmt's defaults, everywhere.
pub fn format() -> Outcome<Tally> {
    check(cargo().args(["fmt", "--all", "--check"]))
}

/// clippy over everything that runs natively.
pub fn clippy() -> Outcome<Tally> {
    check(
        cargo()
            .args(["clippy", "--workspace", "--all-targets", "--all-features"])
            .args(DENY),
    )
}

/// clippy over what only the browser sees.
pub fn clippy_wasm() -> Outcome<Tally> {
    wasm::install_target()?;
    let mut clippy = cargo();
    clippy
        .arg("clippy")
        .args(BROWSER)
        .args(["--lib", "--test", "wasm"])
        .args(DENY);
    check(&mut clippy)
}

/// Unit, integration and documentation tests.
pub fn native() -> Outcome<Tally> {
    counted(
        cargo().args(["test", "--workspace", "--no-fail-fast"]),
        Tally::of_cargo,
    )
}

/// The documentation of both builds, without a broken link.
pub fn docs() -> Outcome<Tally> {
    let rustdoc = |target: &[&str]| {
        let mut doc = cargo();
        doc.args(["doc", "--no-deps", "--document-private-items"])
            .args(target);
        doc.env("RUSTDOCFLAGS", "-D warnings");
        run(&mut doc)
    };
    rustdoc(&["--workspace"])?;
    wasm::install_target()?;
    rustdoc(&BROWSER)?;
    Ok(Tally {
        passed: 2,
        ..Tally::default()
    })
}

/// The engine builds for the browser.
pub fn engine() -> Outcome<Tally> {
    wasm::build().map(|()| Tally::ONE)
}

/// The tools from npm, exactly as locked.
pub fn packages() -> Outcome<Tally> {
    browser::install_packages(&root()).map(|()| Tally::ONE)
}

/// The types in the JavaScript's comments: the page's, and the browser tests'.
pub fn types() -> Outcome<Tally> {
    let mut tally = Tally::default();
    for project in ["tsconfig.json", "tests/tsconfig.json"] {
        tally.add(&check(browser::tool("tsc")?.args(["--project", project]))?);
    }
    Ok(tally)
}

/// eslint over all JavaScript.
pub fn eslint() -> Outcome<Tally> {
    check(browser::tool("eslint")?.args(["--max-warnings", "0", "."]))
}

/// JavaScript tests that need no browser.
pub fn node() -> Outcome<Tally> {
    let mut files = Vec::new();
    let folder = root().join("tests/js");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("tests/js: {error}"))?;
    for entry in entries {
        let path = entry.map_err(|error| format!("tests/js: {error}"))?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".test.js") || name.ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    let mut node = command("node");
    node.args(["--test", "--test-timeout=120000", "--test-reporter=spec"])
        .args(files);
    counted(&mut node, Tally::of_node)
}

/// The static site is within its budget.
pub fn dist() -> Outcome<Tally> {
    dist::task().map(|()| Tally::ONE)
}

/// Rust tests compiled to WebAssembly, run in a real browser.
pub fn wasm() -> Outcome<Tally> {
    let modules = wasm::test_modules(&target_dir()?.join("wasm-tests"))?;
    let mut node = command("node");
    node.arg("tests/browser/wasm-tests.js").args(modules);
    counted(node.env("CHROMIUM", browser::chromium()?), Tally::of_cargo)
}

/// The real page in a real browser.
pub fn browser() -> Outcome<Tally> {
    let mut playwright = browser::tool("playwright")?;
    playwright
        .args(["test", "--reporter", "list"])
        .env("CHROMIUM", browser::chromium()?);
    counted(&mut playwright, Tally::of_playwright)
}

/// What runs in the browser, compiled for it.
const BROWSER: [&str; 8] = [
    "--target",
    wasm::TARGET,
    "--package",
    "hourglass",
    "--package",
    "hourglass-kernel",
    "--package",
    "hourglass-intake",
];

/// Warnings are errors.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// One check: `command` ends well.
fn check(command: &mut Command) -> Outcome<Tally> {
    run(command).map(|()| Tally::ONE)
}

/// Many checks, counted from what `command` prints. Ending badly without a failure is one more.
fn counted(command: &mut Command, count: fn(&str) -> Tally) -> Outcome<Tally> {
    let (good, output) = tee(command)?;
    let mut tally = count(&output);
    if !good {
        tally.failed = tally.failed.max(1);
    }
    Ok(tally)
}
