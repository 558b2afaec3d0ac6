//! The house rules, held against every source file: who may know whom, how long a file may be,
//! where `unsafe` may stand. Each rule is a function of one file's text, and is tried on a bad
//! sample first, so that a rule which finds nothing is known to be able to find something.

mod documents;
mod imports;
mod rooms;
mod rules;
mod scan;
mod script_rooms;
mod script_scan;
mod scripts;
mod tree;

use imports::Graph;
use tree::{Source, sources, text_of};

/// The page's two doors in `index.html`: what they import is preloaded.
const ENTRIES: [&str; 2] = ["www/data/preload.js", "www/main.js"];

/// The documents that say where things stand. The list of changes tells of what was.
const DOCUMENTS: [&str; 11] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "bench/README.md",
    "docs/embedding.md",
    "docs/hinton.md",
    "docs/learning.md",
    "docs/own-images.md",
    "examples/blog/README.md",
    "fuzz/README.md",
    "www/data/README.md",
];

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
fn javascript_files_know_only_the_rooms_of_the_table() {
    none(&findings(Source::is_page_script, scripts::strangers));
}

#[test]
fn the_page_s_scripts_import_in_no_circle_and_what_is_there() {
    let graph = Graph::of(&sources());
    none(&graph.loose_ends());
    none(&graph.circles());
}

#[test]
fn the_page_preloads_what_it_needs_at_once_and_nothing_else() {
    let graph = Graph::of(&sources());
    none(&imports::preloads(&text_of("index.html"), &graph, &ENTRIES));
}

#[test]
fn every_script_and_every_room_of_the_engine_stands_in_the_architecture() {
    let sources = sources();
    let scripts = sources.iter().filter(|source| source.is_page_script());
    let mut paths: Vec<String> = scripts.map(|source| source.path.clone()).collect();
    paths.extend(documents::engine_rooms(&sources));
    let document = "ARCHITECTURE.md";
    none(&documents::unnamed(document, &text_of(document), &paths));
}

#[test]
fn documents_name_what_exists() {
    let found = DOCUMENTS
        .into_iter()
        .flat_map(|document| documents::stale(document, &text_of(document), tree::exists));
    none(&found.collect::<Vec<_>>());
}

#[test]
fn no_file_is_over_300_lines() {
    // The article is a text, which is read from its beginning to its end.
    none(&findings(
        |source| source.path != "article.html",
        rules::length,
    ));
}

#[test]
fn no_line_of_a_script_is_over_120_columns() {
    none(&findings(Source::is_script, rules::width));
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
