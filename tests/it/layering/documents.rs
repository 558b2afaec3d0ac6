//! What the documents say stands where, held against what does.

use std::collections::BTreeSet;

/// Folders whose files a document may name.
const FOLDERS: [&str; 9] = [
    "src/",
    "www/",
    "tests/",
    "xtask/",
    "bench/",
    "benches/",
    "examples/",
    "fuzz/",
    "docs/",
];

/// The lines of a document outside blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    })
}

/// What stands between backticks.
fn spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The files and folders that a document names: by their path, or in the first cell of a table's row by their
/// name in that folder of `www/` which the heading above names.
fn named(text: &str) -> BTreeSet<String> {
    let mut folder = "";
    let mut named = BTreeSet::new();
    for line in prose(text) {
        if line.starts_with('#') {
            let heading = spans(line).find(|span| span.starts_with("www/"));
            folder = heading.unwrap_or_default();
        }
        let row = line.starts_with("| `") && !folder.is_empty();
        for (place, span) in spans(line).enumerate() {
            let in_folder = row && place == 0 && !span.contains("www/");
            let start = if in_folder { folder } else { "" };
            named.insert(format!("{start}{span}"));
        }
    }
    named
}

/// Files that the document should name and does not.
pub fn unnamed(document: &str, text: &str, paths: &[String]) -> Vec<String> {
    let named = named(text);
    let unnamed = paths.iter().filter(|path| !named.contains(path.as_str()));
    unnamed
        .map(|path| format!("{document}: does not name {path}"))
        .collect()
}

/// Paths that a document names and that `exists` does not know.
pub fn stale(document: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let named = named(text);
    let paths = named.iter().filter(|span| {
        FOLDERS.iter().any(|folder| span.starts_with(folder))
            && span
                .chars()
                .all(|c| c.is_alphanumeric() || "/-_.".contains(c))
    });
    paths
        .filter(|path| !exists(path))
        .map(|path| format!("{document}: {path} does not exist"))
        .collect()
}

/// The rooms of the engine, as a document names them: `src/nn/`, `src/rng.rs`.
pub fn engine_rooms(sources: &[super::tree::Source]) -> Vec<String> {
    let paths = sources.iter().filter(|source| source.is_engine());
    let rooms: BTreeSet<String> = paths
        .filter_map(|source| match source.path["src/".len()..].split_once('/') {
            Some((room, _)) => Some(format!("src/{room}/")),
            None if source.path == "src/lib.rs" => None,
            None => Some(source.path.clone()),
        })
        .collect();
    rooms.into_iter().collect()
}

#[cfg(test)]
const SAMPLE: &str = "\
The store, `www/app/store.js`, and `src/nn/` are rooms of `cargo`'s, as `tests/*/a.json` is.
```sh
cat src/gone.rs `www/gone.js`
```
### `www/ui/`: widgets

| file | |
|---|---|
| `map.js` | draws with `dom.js` |
| `own/tray.js` | draws |

## Elsewhere

| `loss.js` | is in no folder |
";

#[test]
fn a_file_without_a_name_is_found() {
    let paths = [
        "www/app/store.js",
        "www/ui/map.js",
        "www/ui/own/tray.js",
        "src/nn/",
        "www/ui/dom.js",
        "www/ui/loss.js",
        "www/gone.js",
    ];
    let found = unnamed("A.md", SAMPLE, &paths.map(str::to_owned));
    assert_eq!(
        found,
        [
            "A.md: does not name www/ui/dom.js",
            "A.md: does not name www/ui/loss.js",
            "A.md: does not name www/gone.js"
        ]
    );
}

#[test]
fn a_name_without_a_file_is_found() {
    let exists = |path: &str| path != "www/ui/map.js" && path != "src/nn/";
    assert_eq!(
        stale("A.md", SAMPLE, exists),
        [
            "A.md: src/nn/ does not exist",
            "A.md: www/ui/map.js does not exist"
        ]
    );
    assert_eq!(stale("A.md", SAMPLE, |_| true), Vec::<String>::new());
}

#[test]
fn folders_and_single_files_are_the_engine_s_rooms() {
    let sources = [
        "src/lib.rs",
        "src/rng.rs",
        "src/nn/mod.rs",
        "src/nn/a/b.rs",
        "www/a.js",
    ];
    let sources = sources.map(|path| super::tree::Source::sample(path, ""));
    assert_eq!(engine_rooms(&sources), ["src/nn/", "src/rng.rs"]);
}
