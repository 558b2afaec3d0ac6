//! The static site in `dist/`: plain files that work from any path of any host.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

use crate::packages;
use crate::shell::{Outcome, command, output, root, run, target_dir};
use crate::wasm;

/// All that a visitor loads before the data and until the page is complete, packed by gzip, fits in this many bytes.
const BUDGET: u64 = 267_000;

/// What the engine's WebAssembly may use, all of it long in every browser.
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The passes of `wasm-opt` over the module. Functions with similar names have similar code, so they pack better side
/// by side. Low memory counts as unused: the first kilobyte is the far end of the stack, and no address with an offset
/// starts there. A large function that is called once stays one: inlined it packs worse.
const PASSES: [&str; 9] = [
    "--low-memory-unused",
    "-Oz",
    "--reorder-locals",
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--one-caller-inline-max-function-size=80",
    "--always-inline-max-function-size=4",
];

/// Again until nothing becomes smaller: twice the time for 0.2 %, so only for the module that every visitor fetches.
const EVERYONES: (&str, &str) = ("hourglass_bg.wasm", "--converge");

/// What is fetched when somebody brings images, uses a lab, shares a link, keeps something or looks at a step, what
/// works without a network, shows the past and explains the first minute once training has begun, and what figures in
/// other pages fetch and the article, by how the paths begin; of the scripts `xtask/bundle.js` says it.
const ON_DEMAND: [&str; 27] = [
    "www/worker/",
    "www/own/",
    "www/pkg/intake",
    "www/style/own",
    "www/labs/",
    "www/pkg/workbench",
    "www/style/labs",
    "www/pkg/qr",
    "www/style/share",
    "www/keep/",
    "www/pkg/keep",
    "www/style/keep",
    "www/style/first-minute",
    "www/past/",
    "www/style/past",
    "www/slow/",
    "www/pkg/slow",
    "www/style/slow",
    "www/style/class",
    "www/lessons/",
    "www/style/lessons",
    "service-worker.js",
    "www/embed",
    "www/style/embed",
    "www/sandbox/",
    "article.html",
    "www/style/article",
];

/// The page, and the article with its figures.
const PAGES: [&str; 2] = ["index.html", "article.html"];

/// Files beside the page that belong to its licence terms.
const LICENSES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// Writes `dist/`, prints what everything weighs, and holds the budget.
pub fn task() -> Outcome {
    let packed = write()?;
    if packed > BUDGET {
        return Err(format!(
            "the page weighs {packed} bytes packed; at most {BUDGET} are allowed"
        ));
    }
    Ok(())
}

/// Builds the engine and writes `dist/`; the packed size of all that comes before the data.
pub fn write() -> Outcome<u64> {
    wasm::build()?;
    packages::install(&root())?;
    let dist = root().join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("cannot clear dist: {error}"))?;
    }
    for name in PAGES.into_iter().chain(LICENSES) {
        copy(&root().join(name), &dist.join(name))?;
    }
    copy_folder(&root().join("www"), &dist.join("www"))?;
    optimize_all(&dist.join("www/pkg"))?;
    let later = output(command("node").arg("xtask/bundle.js").arg(&dist))?;
    run(command("node").arg("xtask/offline.js").arg(&dist))?;
    let later: Vec<&Path> = later.lines().map(Path::new).collect();
    let (table, packed) = weigh(&sizes(&dist)?, &later);
    print!("{table}");
    println!("The site is in dist/.");
    Ok(packed)
}

/// Optimizes the modules in `folder`, at once: each takes one core.
fn optimize_all(folder: &Path) -> Outcome {
    let known = target_dir()?.join("optimized").join(PASSES.concat());
    thread::scope(|scope| {
        let tasks: Vec<_> = wasm::names()
            .map(|name| format!("{name}_bg.wasm"))
            .map(|file| (folder.join(&file), known.join(file)))
            .map(|(wasm, known)| scope.spawn(move || optimize_once(&wasm, &known)))
            .collect();
        let mut ends = tasks.into_iter().map(ScopedJoinHandle::join);
        ends.try_for_each(|end| end.unwrap_or_else(|_| Err("optimizing a module panicked".into())))
    })
}

/// Puts a module's optimized form in its place: as `known` has it, or made now where that is of another one.
fn optimize_once(wasm: &Path, known: &Path) -> Outcome {
    let source = known.with_extension("source");
    let read = |path: &Path| fs::read(path).ok();
    let is_same = known.exists() && read(wasm).is_some() && read(wasm) == read(&source);
    if is_same {
        return copy(known, wasm);
    }
    // What is known is of another module from here on.
    let _ = fs::remove_file(known);
    copy(wasm, &source)?;
    optimize(wasm)?;
    copy(wasm, known)
}

/// Rewrites a module smaller and faster, with the same results bit for bit.
fn optimize(wasm: &Path) -> Outcome {
    println!("Optimizing {} …", wasm.display());
    let result = wasm.with_extension("optimized");
    run(packages::tool("wasm-opt")?
        .args(FEATURES)
        .args(PASSES)
        .args(wasm.ends_with(EVERYONES.0).then_some(EVERYONES.1))
        .arg("--output")
        .arg(&result)
        .arg(wasm))?;
    fs::rename(&result, wasm).map_err(|error| format!("{}: {error}", wasm.display()))
}

/// Whether a file of `www/` is part of the site; types serve only those who write programs.
fn is_shipped(name: &str) -> bool {
    !name.starts_with('.') && !name.ends_with(".d.ts")
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    let entries = fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))?;
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", from.display()))?
            .path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else if is_shipped(&name.to_string_lossy()) {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    fs::copy(from, to).map_err(|error| format!("cannot copy {}: {error}", from.display()))?;
    Ok(())
}

/// One file of the site.
struct Size {
    path: PathBuf,
    raw: u64,
    packed: u64,
}

/// Raw and packed sizes of all files below `folder`, by node's gzip.
fn sizes(folder: &Path) -> Outcome<Vec<Size>> {
    let lines = output(command("node").arg("xtask/sizes.js").arg(folder))?;
    let read = |line: &str| {
        let (sizes, path) = line.split_once('\t')?;
        let (raw, packed) = sizes.split_once(' ')?;
        Some(Size {
            path: path.into(),
            raw: raw.parse().ok()?,
            packed: packed.parse().ok()?,
        })
    };
    let read = |line| read(line).ok_or_else(|| format!("xtask/sizes.js printed {line:?}"));
    lines.lines().map(read).collect()
}

/// Whether the page loads this file only when somebody asks for what is in it; `later` are such scripts.
fn is_on_demand(path: &Path, later: &[&Path]) -> bool {
    let name = path.to_string_lossy();
    later.contains(&path) || ON_DEMAND.iter().any(|start| name.starts_with(start))
}

/// Whether this file is code or words, not data. A sandboxed frame has its data as scripts.
fn is_weighed(path: &Path) -> bool {
    if path.starts_with("www/sandbox/data") {
        return false;
    }
    let ending = path.extension().unwrap_or_default();
    ["html", "css", "js", "svg", "wasm"]
        .iter()
        .any(|weighed| ending == *weighed)
}

/// A table of code and words, and the packed size of those that the page loads by itself.
fn weigh(sizes: &[Size], later: &[&Path]) -> (String, u64) {
    let weighed: Vec<&Size> = sizes.iter().filter(|size| is_weighed(&size.path)).collect();
    let (later, first): (Vec<&Size>, Vec<&Size>) = weighed
        .iter()
        .partition(|size| is_on_demand(&size.path, later));
    let line = |raw: u64, packed: u64, what: &str| format!("{raw:>8}{packed:>8}  {what}\n");
    let sum = |sizes: &[&Size]| -> (u64, u64) {
        let raw = sizes.iter().map(|size| size.raw).sum();
        (raw, sizes.iter().map(|size| size.packed).sum())
    };
    let lines: String = weighed
        .iter()
        .map(|size| line(size.raw, size.packed, &size.path.display().to_string()))
        .collect();
    let ((raw, packed), (late_raw, late_packed)) = (sum(&first), sum(&later));
    let table = [
        "\n     raw    gzip  (bytes)\n".into(),
        lines,
        line(
            raw,
            packed,
            &format!("all before the data; packed, {BUDGET} are allowed"),
        ),
        line(
            late_raw,
            late_packed,
            "on demand (help texts, own images, labs, links), and for other pages: not counted",
        ),
    ];
    (table.concat(), packed)
}

#[cfg(test)]
mod tests {
    use super::{Size, is_shipped, weigh};
    use std::path::Path;

    #[test]
    fn the_weight_is_that_of_code_and_words_not_of_data() {
        let size = |path: &str, raw, packed| Size {
            path: path.into(),
            raw,
            packed,
        };
        let sizes = [
            size("index.html", 9000, 3000),
            size("www/pkg/hourglass_bg.wasm", 200_000, 80_000),
            size("www/help-4F2K.js", 20_000, 7000),
            size("www/pkg/intake_bg.wasm", 300_000, 90_000),
            size("www/pkg/workbench_bg.wasm", 500_000, 200_000),
            size("www/labs/lab-worker.js", 6000, 3000),
            size("www/sandbox/figure.js", 250_000, 90_000),
            size("www/sandbox/data/mnist.gz.js", 2_000_000, 1_600_000),
            size(
                "www/data/mnist-train-images.idx3-ubyte.gz",
                1_600_000,
                1_600_000,
            ),
        ];
        let (table, packed) = weigh(&sizes, &[Path::new("www/help-4F2K.js")]);
        assert_eq!(packed, 83_000);
        assert!(!table.contains("mnist"));
        assert!(table.contains("help-4F2K") && table.contains("390000  on demand"));
    }

    #[test]
    fn types_and_hidden_files_stay_at_home() {
        assert!(is_shipped("main.js"));
        assert!(!is_shipped("hourglass.d.ts"));
        assert!(!is_shipped(".DS_Store"));
    }
}
