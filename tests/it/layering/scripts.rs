//! Which rooms of the page may know which.

use super::imports::{imports, unknown_imports};
use super::tree::Source;

/// A room of `www/`, a folder or a file that stands for itself, and the rooms and single files that its scripts
/// may import.
type Room = (&'static str, &'static str);

/// The page's rooms from the ground up: each may use itself and what is named beside it, which stands further up
/// in this table. A new room belongs in here, and so does a new reason to know another one.
const ROOMS: &[Room] = &[
    // What runs where modules do not.
    ("boot.js", ""),
    // What sandboxed frames have in the place of other scripts.
    ("sandbox/", ""),
    // Where the scripts lie, and the engine's files, in texts that bundlers find.
    ("home.js", ""),
    ("engine.js", "pkg/"),
    ("qr.js", "pkg/"),
    ("keep.js", "pkg/"),
    ("lib/", "home.js"),
    // The library's use of the module that makes files, fetched on demand.
    ("lib/export-model.js", "keep.js lib/"),
    ("draw/", ""),
    ("draw/charts.js", "engine.js lib/ draw/resolution.js"),
    ("draw/qr.js", "qr.js"),
    ("data/", "lib/"),
    ("strings/", "draw/format.js data/pack-table.js"),
    // The library, as anyone may use it.
    ("hourglass.js", "lib/ lib/export-model.js"),
    // The worker that trains.
    ("worker/", "lib/"),
    ("worker.js", "lib/ worker/ pkg/"),
    // The page.
    ("app/", "lib/ hourglass.js strings/ data/"),
    ("ui/", "draw/ strings/ data/pack-table.js app/"),
    // A visitor's own images: the worker that reads files, the set, its panel.
    ("own/class-name.js", ""),
    ("own/intake-protocol.js", ""),
    ("own/hidden.js", ""),
    (
        "own/worker/",
        "lib/ strings/intake.js strings/tables.js own/class-name.js own/intake-protocol.js own/hidden.js",
    ),
    ("own/intake-worker.js", "lib/ own/worker/ pkg/"),
    (
        "own/",
        "lib/ strings/ data/ app/ own/class-name.js own/intake-protocol.js own/hidden.js",
    ),
    (
        "own/ui/",
        "draw/ strings/ app/ ui/ data/pack-table.js own/limits.js own/no-pca.js own/overfitting.js",
    ),
    ("own/door.js", "lib/ strings/ ui/ own/ own/ui/"),
    // The labs: their workers, what they do, their widgets.
    ("labs/lab-protocol.js", ""),
    ("labs/worker/", "lib/"),
    ("labs/lab-worker.js", "lib/ labs/worker/ pkg/"),
    ("labs/", "lib/ strings/ app/"),
    ("labs/ui/", "draw/ strings/ ui/ labs/"),
    ("labs/lab-table.js", "labs/ui/"),
    (
        "labs/panel.js",
        "lib/ strings/ app/ ui/ labs/ labs/lab-table.js",
    ),
    ("labs/door.js", "strings/ ui/ labs/panel.js"),
    // What gives a link away.
    ("embed/labs-by-name.js", ""),
    // A configuration as settings: figures and kept runs have one.
    ("embed/config-settings.js", "app/"),
    // What keeps a run: the worker that makes its file, the parts that are fetched when they are wanted.
    ("keep/keep-protocol.js", ""),
    ("keep/worker/", "lib/"),
    ("keep/keep-worker.js", "lib/ keep/worker/ pkg/"),
    (
        "keep/",
        "lib/ draw/inks.js strings/ data/pack-table.js app/ embed/config-settings.js",
    ),
    // Figures as files are drawn by what draws them on the page.
    (
        "keep/plots/",
        "lib/ draw/ draw/charts.js keep.js strings/ app/ ui/ keep/",
    ),
    (
        "keep/film/",
        "lib/ draw/ draw/charts.js keep.js strings/ app/ ui/ keep/ keep/plots/",
    ),
    ("keep/ui/", "draw/ strings/ app/ ui/ keep/ keep/film/"),
    (
        "keep/plot-buttons.js",
        "lib/ strings/ app/ ui/ keep/ keep/ui/ keep/plots/",
    ),
    ("keep/dialog.js", "lib/ strings/ ui/ keep/ keep/ui/"),
    ("keep/door.js", "keep/ keep/dialog.js keep/plot-buttons.js"),
    // One step in slow motion: its worker, and the page's end of it; then what is seen of it.
    ("slow/slow-protocol.js", ""),
    ("slow/worker/", "lib/"),
    ("slow/slow-worker.js", "lib/ slow/worker/ pkg/"),
    ("slow/stepper.js", "lib/"),
    (
        "slow/",
        "lib/ draw/ strings/ app/ slow/slow-protocol.js slow/stepper.js",
    ),
    ("slow/ui/", "draw/ strings/ ui/ slow/"),
    (
        "slow/open.js",
        "lib/ strings/ app/ ui/ slow/ slow/ui/ slow/stepper.js",
    ),
    ("slow/door.js", "strings/ app/ ui/ slow/open.js"),
    // What a class sees of the page, and the dialog that makes its link.
    ("share/link-parts.js", "lib/ draw/qr.js strings/ ui/"),
    (
        "class/",
        "lib/ draw/qr.js strings/ app/ ui/ keep/offline.js share/link-parts.js",
    ),
    (
        "share/",
        "lib/ draw/ strings/ app/ ui/ own/set-settings.js embed/labs-by-name.js share/link-parts.js class/dialog.js",
    ),
    // The captions of the first minute.
    ("first-minute/", "lib/ strings/ app/ ui/"),
    // Lessons: what they ask of the numbers that the page measures, and a sheet of paper with the page's figures.
    ("lessons/door.js", "lib/ strings/ ui/ lessons/panel.js"),
    (
        "lessons/",
        "lib/ draw/ strings/ app/ ui/ first-minute/rules.js keep/plots/ lessons/ui/",
    ),
    (
        "lessons/ui/",
        "draw/ strings/ app/ ui/ class/ lessons/",
    ),
    // The model as it was.
    (
        "past/",
        "lib/ draw/ strings/ app/ ui/ embed/config-settings.js keep/film/ladder.js",
    ),
    // What works without a network.
    ("offline/", "keep/"),
    ("print.js", "draw/resolution.js app/theme.js"),
    (
        "later.js",
        "app/theme.js print.js class/watch.js keep/door.js past/door.js slow/door.js first-minute/door.js",
    ),
    (
        "page.js",
        "draw/charts.js strings/ app/ ui/ own/door.js labs/door.js share/dialog.js class/door.js keep/door.js later.js",
    ),
    // Figures in other pages.
    (
        "embed/",
        "lib/ draw/ draw/charts.js data/pack-table.js strings/ app/ ui/ labs/ labs/lab-table.js page.js embed/labs-by-name.js embed/config-settings.js",
    ),
    ("embed.js", "strings/ embed/"),
    ("embed/frame.js", "embed.js"),
    ("main.js", "data/ page.js embed/frame.js"),
];

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
            "{}: stands in no room of tests/it/layering/scripts.rs",
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
