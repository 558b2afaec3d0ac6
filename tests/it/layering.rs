//! The house rules, held against every source file: who may know whom, how long a file may be,
//! where `unsafe` may stand. Each rule is a function of one file's text, and is tried on a bad
//! sample first, so that a rule which finds nothing is known to be able to find something.

mod rooms;
mod rules;
mod scan;
mod scripts;
mod tree;

use tree::{Source, sources};

/// All findings of `rule` over the files that `wanted` chooses; there must be some such files.
fn findings(wanted: fn(&Source) -> bool, rule: fn(&Source) -> Vec<String>) -> Vec<String> {
    let files: Vec<Source> = sources().into_iter().filter(wanted).collect();
    assert!(!files.is_empty(), "no file was looked at");
    files.iter().flat_map(rule).collect()
}

/// Fails with one finding a line.
fn none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn rust_modules_know_only_those_below() {
    none(&findings(Source::is_engine, rooms::strangers));
}

#[test]
fn javascript_files_know_only_their_neighbors() {
    none(&findings(Source::is_page_script, scripts::strangers));
}

#[test]
fn no_file_is_over_300_lines() {
    none(&findings(|_| true, rules::length));
}

#[test]
fn every_file_says_what_it_is() {
    none(&findings(|_| true, rules::opening));
}

#[test]
fn unsafe_stays_in_the_kernel() {
    none(&findings(Source::is_rust, rules::unsafe_code));
}

#[test]
fn nothing_is_left_for_later() {
    none(&findings(|_| true, rules::leftovers));
}

#[test]
fn the_page_has_no_inline_script_or_style() {
    none(&findings(|source| source.ending() == "html", rules::inline));
}
