//! The fuzz targets on stable Rust: each takes its seeds, files of `tests/corpus`, and twenty thousand mutations.
//!
//! Nothing depends on chance or time, so what fails once fails always; `cargo +nightly fuzz` looks further.

mod bodies;
mod mutate;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Mutations of each target.
const MUTATIONS: u64 = 20_000;
/// Larger seeds take long and hold no more kinds of parts.
const LARGEST_SEED: usize = 8 << 10;

/// Names and bytes of the corpus's files with one of these endings, in the order of their names.
fn seeds(endings: &[&str]) -> (Vec<String>, Vec<Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/files");
    let entries = fs::read_dir(&folder).expect("the corpus is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of the corpus").path())
        .collect();
    paths.sort();
    let mut found = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::read(&path).expect("a file of the corpus");
        if bytes.len() <= LARGEST_SEED && endings.iter().any(|ending| name.ends_with(ending)) {
            found.0.push(name.into_owned());
            found.1.push(bytes);
        }
    }
    found
}

/// Runs `body` on everything; a panic names the target and the file, and leaves the bytes to be looked at.
fn run(target: &str, endings: &[&str], body: fn(&[u8])) {
    let (names, seeds) = seeds(endings);
    assert!(seeds.len() >= 4, "{target} has only {} seeds", seeds.len());
    let attempt = |what: &str, file: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| body(file))).is_err() {
            let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}"));
            let kept = fs::write(&place, file).map_or_else(
                |error| error.to_string(),
                |()| format!("its bytes are in {}", place.display()),
            );
            panic!("{target}: {what}; {kept}");
        }
    };
    for (name, file) in names.iter().zip(&seeds) {
        attempt(name, file);
    }
    for number in 0..MUTATIONS {
        let (place, file) = mutate::mutate(&seeds, number);
        attempt(&format!("mutation {number}, of {}", names[place]), &file);
    }
}

/// Tests of the targets' names.
macro_rules! targets {
    ($($target:ident: $endings:expr,)*) => {
        $(#[test] fn $target() { run(stringify!($target), &$endings, bodies::$target); })*
    };
}

targets! {
    picture: [".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".avif"],
    archive: [".zip"],
    gunzip: [".gz", "-ubyte.gz"],
    idx: ["-ubyte", ".idx"],
    npy: [".npy"],
    csv: [".csv"],
    collection: [".safetensors"],
}

#[test]
fn a_number_names_a_mutation() {
    let seeds = [b"one".to_vec(), b"another one".to_vec(), Vec::new()];
    let all: Vec<_> = (0..1000)
        .map(|number| mutate::mutate(&seeds, number))
        .collect();
    assert!((0..1000).all(|number| mutate::mutate(&seeds, number) == all[number as usize]));
    let changed = all
        .iter()
        .filter(|(place, file)| *file != seeds[*place])
        .count();
    assert!(changed > 900, "{changed}");
}

#[test]
fn a_panic_names_the_target_and_the_mutation() {
    let body = |file: &[u8]| assert!(!file.starts_with(b"PK\x03\x05"));
    let outcome = catch_unwind(|| run("none", &[".zip"], body));
    let cause = outcome.expect_err("some mutation begins so");
    let words = cause.downcast_ref::<String>().expect("a sentence");
    assert!(
        words.starts_with("none: mutation ") && words.contains(".zip; its bytes are in"),
        "{words}"
    );
}
