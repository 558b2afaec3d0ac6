//! The rooms of the page, and which may know which.

/// A room of `www/`, a folder or a file that stands for itself, and the rooms and single files that its scripts
/// may import.
pub type Room = (&'static str, &'static str);

/// The page's rooms from the ground up: each may use itself and what is named beside it, which stands further up
/// in this table. A new room belongs in here, and so does a new reason to know another one.
pub const ROOMS: &[Room] = &[
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
    // And of more workers.
    ("lib/helpers.js", "lib/"),
    ("draw/", ""),
    ("draw/charts.js", "engine.js lib/ draw/resolution.js"),
    ("draw/qr.js", "qr.js"),
    ("data/", "lib/"),
    ("strings/", "draw/format.js data/pack-table.js"),
    // The library, as anyone may use it.
    ("hourglass.js", "lib/ lib/export-model.js lib/helpers.js"),
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
    (
        "lessons/",
        "lib/ draw/ draw/qr.js strings/ app/ ui/ first-minute/rules.js keep/plots/",
    ),
    ("lessons/ui/", "draw/ strings/ app/ ui/ class/ lessons/"),
    (
        "lessons/panel.js",
        "strings/ app/ ui/ class/dialog.js lessons/ lessons/ui/",
    ),
    ("lessons/door.js", "lib/ strings/ ui/ lessons/panel.js"),
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
        "app/theme.js app/share-steps.js ui/compare-panel.js ui/workers-field.js print.js class/watch.js keep/door.js past/door.js slow/door.js first-minute/door.js lessons/door.js",
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
