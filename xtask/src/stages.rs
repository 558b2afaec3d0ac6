//! The stages of the gate, each a tool run over the whole project.

use std::process::Command;

use crate::shell::{Outcome, cargo, command, root, run, target_dir, tee};
use crate::summary::Tally;
use crate::{dist, engines, packages, wasm};

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
    packages::install(&root()).map(|()| Tally::ONE)
}

/// The types in the JavaScript's comments: the page's, and the browser tests'.
pub fn types() -> Outcome<Tally> {
    let mut tally = Tally::default();
    for project in ["tsconfig.json", "tests/tsconfig.json"] {
        tally.add(&check(packages::tool("tsc")?.args(["--project", project]))?);
    }
    Ok(tally)
}

/// eslint over all JavaScript.
pub fn eslint() -> Outcome<Tally> {
    check(packages::tool("eslint")?.args(["--max-warnings", "0", "."]))
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
    // By itself node leaves one core free: of two, half would stand idle.
    node.args(["--test", "--test-concurrency=2", "--test-timeout=120000"])
        .arg("--test-reporter=spec")
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
    counted(
        node.env("CHROMIUM", engines::test_chromium()?),
        Tally::of_cargo,
    )
}

/// The real page in a real browser.
pub fn browser() -> Outcome<Tally> {
    let mut playwright = packages::tool("playwright")?;
    playwright
        .args(["test", "--reporter", "list"])
        .env("CHROMIUM", engines::test_chromium()?);
    counted(&mut playwright, Tally::of_playwright)
}

/// The page in other browsers' engines, as far as they are here; the note says which ran.
pub fn browsers() -> Outcome<Tally> {
    let mut smoke = command("node");
    smoke
        .args(["--test", "--test-reporter=spec", "--test-timeout=300000"])
        .arg("tests/browsers/smoke.test.js");
    let mut missing = Vec::new();
    match engines::firefox() {
        Ok(program) => {
            smoke.env("FIREFOX", program);
        }
        Err(why) => missing.push(("Firefox", "FIREFOX_MISSING", why)),
    }
    match engines::webkit() {
        Ok(webkit) => {
            smoke
                .env("WEBKIT_DRIVER", webkit.driver)
                .env("MINIBROWSER", webkit.browser)
                .env("XVFB_RUN", webkit.screen);
        }
        Err(why) => missing.push(("WebKit", "WEBKIT_MISSING", why)),
    }
    for (name, variable, why) in &missing {
        println!("{name} is skipped: {why}");
        smoke.env(variable, why);
    }
    let (good, output) = tee(&mut smoke)?;
    let mut tally = tally(good, Tally::of_node(&output));
    let ran = output
        .lines()
        .filter_map(|line| line.strip_suffix(" runs."));
    let skipped = missing
        .iter()
        .map(|(name, _, why)| format!("{name} skipped: {why}"));
    tally.note = ran
        .map(|name| format!("in {name}"))
        .chain(skipped)
        .collect::<Vec<_>>()
        .join("; ");
    Ok(tally)
}

/// What runs in the browser, compiled for it.
const BROWSER: [&str; 18] = [
    "--target",
    wasm::TARGET,
    "--package",
    "hourglass",
    "--package",
    "hourglass-kernel",
    "--package",
    "hourglass-page",
    "--package",
    "hourglass-intake",
    "--package",
    "hourglass-workbench",
    "--package",
    "hourglass-qr",
    "--package",
    "hourglass-keep",
    "--package",
    "hourglass-slow",
];

/// Warnings are errors.
const DENY: [&str; 3] = ["--", "-D", "warnings"];

/// One check: `command` ends well.
fn check(command: &mut Command) -> Outcome<Tally> {
    run(command).map(|()| Tally::ONE)
}

/// Many checks, counted from what `command` prints.
pub fn counted(command: &mut Command, count: fn(&str) -> Tally) -> Outcome<Tally> {
    let (good, output) = tee(command)?;
    Ok(tally(good, count(&output)))
}

/// What was counted, with a failure more where the program ended badly without one.
pub fn tally(good: bool, mut counts: Tally) -> Tally {
    if !good {
        counts.failed = counts.failed.max(1);
    }
    counts
}
