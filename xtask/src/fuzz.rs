//! The fuzz targets: on stable Rust always, and with libFuzzer where nightly Rust and cargo-fuzz are at hand.

use std::process::{Command, Stdio};

use crate::shell::{Outcome, cargo, command, root, run};
use crate::stages::counted;
use crate::summary::Tally;

/// Seconds for each target under libFuzzer: enough to see that it runs, and what lies near its seeds.
const SECONDS: u32 = 5;
/// Megabytes that a target may take.
const MEMORY: u32 = 1024;

/// Runs every target; the note says with what.
pub fn stage() -> Outcome<Tally> {
    // Of the whole workspace, as the native tests are: with other features it would all be compiled again.
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--test", "fuzz"]);
    let mut tally = counted(&mut tests, Tally::of_cargo)?;
    tally.note += "seeds and 20,000 mutations each";
    tally.add(&lib_fuzzer()?);
    Ok(tally)
}

/// A short run of every target with libFuzzer, or a sentence.
fn lib_fuzzer() -> Outcome<Tally> {
    let targets = targets()?;
    let is_there = fuzz()
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_there {
        let why = "libFuzzer skipped: it needs nightly Rust and cargo-fuzz (fuzz/README.md)";
        println!("{why}");
        return Ok(Tally {
            skipped: targets.len() as u32,
            note: why.to_owned(),
            ..Tally::default()
        });
    }
    // Without seeds the fuzzer finds less, and still runs.
    if let Err(why) = run(command("python3").arg("fuzz/seeds.py")) {
        println!("No seeds: {why}");
    }
    let mut tally = Tally {
        note: format!("libFuzzer for {SECONDS} s each"),
        ..Tally::default()
    };
    for target in targets {
        run(fuzz()
            .args(["run", &target, "--"])
            .arg(format!("-max_total_time={SECONDS}"))
            .arg(format!("-rss_limit_mb={MEMORY}")))?;
        tally.add(&Tally::ONE);
    }
    Ok(tally)
}

/// Rustup's cargo, since only that one knows other toolchains.
fn fuzz() -> Command {
    let mut cargo = command("cargo");
    cargo.args(["+nightly", "fuzz"]);
    cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    cargo
}

/// The targets' names, as their files have them.
fn targets() -> Outcome<Vec<String>> {
    let folder = root().join("fuzz/targets");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("fuzz/targets: {error}"))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| format!("fuzz/targets: {error}"))?
            .path();
        names.extend(
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}
