//! Which rooms of the page may know which.

use super::imports::{imports, unknown_imports};
use super::script_rooms::{ROOMS, Room};
use super::tree::Source;

/// The room of a script: of those that its path starts with, the longest. The engine in `pkg/` is generated.
fn room_of<'a>(rooms: &[(&'a str, &str)], path: &str) -> Option<&'a str> {
    let path = path.trim_start_matches("www/");
    let names = rooms.iter().map(|(name, _)| *name).chain(["pkg/"]);
    let fits = |name: &&str| {
        if name.ends_with('/') {
            path.starts_with(name)
        } else {
            path == *name
        }
    };
    names.filter(fits).max_by_key(|name| name.len())
}

/// Imports of a script that its room must not know.
pub fn strangers(source: &Source) -> Vec<String> {
    let Some(room) = room_of(ROOMS, &source.path) else {
        return vec![format!(
            "{}: stands in no room of tests/it/layering/script_rooms.rs",
            source.path
        )];
    };
    let known = ROOMS.iter().find(|(name, _)| *name == room);
    let known = known.map_or("", |(_, known)| known);
    let may = |path: &str| {
        let other = room_of(ROOMS, path).unwrap_or(path);
        let file = path.trim_start_matches("www/");
        other == room || known.split(' ').any(|name| name == other || name == file)
    };
    let mut found: Vec<String> = imports(source)
        .into_iter()
        .filter(|import| !may(&import.path))
        .map(|import| format!("{}: {room} must not know {}", source.path, import.path))
        .collect();
    found.extend(unknown_imports(source));
    found
}

/// Rooms of the table that may use what does not stand before them.
pub fn upward_arrows(rooms: &[Room]) -> Vec<String> {
    let mut found = Vec::new();
    for (place, (room, known)) in rooms.iter().enumerate() {
        let before = &rooms[..place];
        let names = known.split_whitespace();
        let above = names.filter(|name| room_of(before, name) != room_of(rooms, name));
        found.extend(above.map(|name| format!("{room} stands below {name}")));
    }
    found
}

/// Rooms and files of the table that are not there.
pub fn empty_rooms(rooms: &[Room], sources: &[Source]) -> Vec<String> {
    let names = rooms
        .iter()
        .flat_map(|(room, known)| known.split_whitespace().chain([*room]));
    let missing = names.filter(|name| {
        let path = format!("www/{name}");
        *name != "pkg/" && !sources.iter().any(|source| source.path.starts_with(&path))
    });
    let mut missing: Vec<String> = missing.map(|name| format!("{name} is empty")).collect();
    missing.sort();
    missing.dedup();
    missing
}

#[test]
fn the_table_has_no_upward_arrow() {
    assert_eq!(upward_arrows(ROOMS), Vec::<String>::new());
    let bad: &[Room] = &[
        ("lib/", "app/store.js"),
        ("app/", "lib/ pkg/ main.js"),
        ("app/store.js", "app/ ui/"),
        ("ui/", "app/"),
    ];
    assert_eq!(
        upward_arrows(bad),
        [
            "lib/ stands below app/store.js",
            "app/store.js stands below ui/"
        ]
    );
}

#[test]
fn a_forbidden_import_of_a_script_is_found() {
    let bad = |path, text| strangers(&Source::sample(path, text));
    let count = |path, text| bad(path, text).len();
    assert_eq!(
        bad(
            "www/ui/map-panel.js",
            "import f from \"../pkg/hourglass.js\";"
        ),
        ["www/ui/map-panel.js: ui/ must not know www/pkg/hourglass.js"]
    );
    let panel = "www/ui/map-panel.js";
    assert_eq!(count(panel, "import { f } from \"../app/store.js\";"), 0);
    assert_eq!(count(panel, "import { f } from \"../draw/pixels.js\";"), 0);
    assert_eq!(count(panel, "import { f } from \"../draw/charts.js\";"), 1);
    assert_eq!(
        count(
            panel,
            " /** @typedef {import(\"../lib/protocol.js\").T} T */"
        ),
        0
    );
    assert_eq!(
        count("www/app/a.js", "await import(\"../ui/theme.js\");"),
        1
    );
    assert_eq!(count("www/lib/a.js", "import \"../app/store.js\";"), 1);
    assert_eq!(
        count("www/worker/a.js", "import \"../strings/help.js\";"),
        1
    );
    assert_eq!(count("www/worker.js", "import \"./worker/loop.js\";"), 0);
    assert_eq!(count("www/worker/a.js", "import \"../worker.js\";"), 1);
}

#[test]
fn the_rooms_of_own_images_are_apart() {
    let bad = |path, text| strangers(&Source::sample(path, text)).len();
    assert_eq!(bad("www/own/undo.js", "import \"./ui/tray.js\";"), 1);
    assert_eq!(bad("www/own/undo.js", "import \"./worker/batch.js\";"), 1);
    assert_eq!(bad("www/own/undo.js", "import \"./state.js\";"), 0);
    assert_eq!(bad("www/own/ui/tray.js", "import \"../limits.js\";"), 0);
    assert_eq!(bad("www/own/ui/tray.js", "import \"../undo.js\";"), 1);
    let worker = "www/own/worker/decode.js";
    assert_eq!(bad(worker, "import \"../../strings/intake.js\";"), 0);
    assert_eq!(bad(worker, "import \"../../strings/own.js\";"), 1);
    assert_eq!(bad(worker, "new URL(\"../../pkg/intake.js\", base);"), 1);
}

#[test]
fn a_script_without_a_room_and_a_room_without_a_script_are_found() {
    let bad = |path, text| strangers(&Source::sample(path, text)).len();
    assert_eq!(bad("www/attic/old.js", ""), 1);
    assert_eq!(bad("www/old.js", ""), 1);
    assert_eq!(bad("www/app/a.js", "import(name);"), 1);
    let sources = [Source::sample("www/lib/a.js", "")];
    let rooms: &[Room] = &[("lib/", "pkg/"), ("app/", "lib/a.js lib/b.js")];
    assert_eq!(
        empty_rooms(rooms, &sources),
        ["app/ is empty", "lib/b.js is empty"]
    );
}

#[test]
fn no_room_of_the_table_is_empty() {
    assert_eq!(
        empty_rooms(ROOMS, &super::tree::sources()),
        Vec::<String>::new()
    );
}
