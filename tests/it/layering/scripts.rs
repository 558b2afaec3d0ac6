//! Which scripts of the page may know which.

use super::tree::Source;

/// Scripts of the page, by the start of their path, and what such a script must not import.
const STRANGERS: &[(&str, &str)] = &[
    (
        "www/worker",
        "store options strings charts main ui hourglass messenger",
    ),
    (
        "www/own/intake-worker",
        "store options charts main ui hourglass messenger",
    ),
    (
        "www/own/worker/",
        "store options charts main ui hourglass messenger pkg",
    ),
    ("www/lib/protocol", "store ui pkg worker main"),
    (
        "www/hourglass.js",
        "store options strings ui pkg charts main",
    ),
    (
        "www/lib/messenger",
        "store options strings ui pkg charts main",
    ),
    (
        "www/draw/charts",
        "store ui worker messenger hourglass main",
    ),
    (
        "www/app/store",
        "ui worker pkg protocol messenger charts main",
    ),
    ("www/ui/", "worker pkg protocol messenger main"),
    (
        "www/own/ui/",
        "worker pkg protocol messenger main intake image-set",
    ),
];

/// Imports of a page script that the table forbids.
pub fn strangers(source: &Source) -> Vec<String> {
    let Some((_, others)) = STRANGERS
        .iter()
        .find(|(start, _)| source.path.starts_with(start))
    else {
        return Vec::new();
    };
    let lines = source.text.lines().filter(|line| is_import(line));
    let forbidden = lines.filter(|line| {
        let path = line.split('"').nth(1).unwrap_or_default();
        let mut others = others.split(' ');
        // The engine in pkg/ has the library's name, but is not the library.
        let named = |name: &str| {
            path.split('/')
                .any(|part| part.trim_end_matches(".js") == name)
        };
        others.any(|name| {
            if path.contains("/pkg/") {
                name == "pkg"
            } else {
                named(name)
            }
        })
    });
    let finding = |line: &str| format!("{}: must not {}", source.path, line.trim());
    forbidden.map(finding).collect()
}

/// An import that runs, not one in a comment about types.
fn is_import(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with(['*', '/'])
        && (line.contains(" from \"")
            || line.contains("import(\"")
            || line.starts_with("import \""))
}

#[test]
fn a_forbidden_import_of_a_script_is_found() {
    let bad = |path, text| strangers(&Source::sample(path, text)).len();
    let panel = "www/ui/map-panel.js";
    assert_eq!(bad(panel, "import f from \"../pkg/hourglass.js\";"), 1);
    assert_eq!(bad(panel, "import { f } from \"../store.js\";"), 0);
    assert_eq!(
        bad(panel, " * @typedef {import(\"../protocol.js\").T} T"),
        0
    );
    let looped = "www/worker/loop.js";
    assert_eq!(bad(looped, "import { f } from \"../store.js\";"), 1);
    assert_eq!(
        bad("www/worker.js", "import f from \"./worker/loop.js\";"),
        0
    );
    assert_eq!(
        bad(
            "www/draw/charts.js",
            "await import(\"./pkg/hourglass.js\");"
        ),
        0
    );
}
