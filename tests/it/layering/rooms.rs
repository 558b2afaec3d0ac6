//! Which rooms of the engine may know which.

use super::scan::{code, tokens};
use super::tree::Source;

/// The engine's rooms; each may use itself and the rooms and crates named beside it.
/// New rooms and new dependencies belong in here.
const ROOMS: &[(&str, &str, &str)] = &[
    ("error", "", ""),
    ("rng", "kernel", ""),
    ("noise", "", "serde"),
    ("kernel", "", ""),
    ("data", "error rng noise kernel", "ndarray serde serde_json"),
    ("formats", "error data", "miniz_oxide rawzip"),
    ("nn", "error rng kernel", "ndarray serde"),
    (
        "model",
        "error rng noise kernel nn",
        "ndarray serde serde_json",
    ),
    (
        "train",
        "error rng kernel nn data model",
        "ndarray serde serde_json",
    ),
    (
        "views",
        "error rng kernel nn data model train",
        "ndarray serde",
    ),
    (
        "labs",
        "error rng kernel nn data model train",
        "ndarray constriction",
    ),
    (
        // Kept runs are archives.
        "export",
        "error noise data formats nn model train",
        "onnx_rs safetensors serde serde_json",
    ),
    // And gif, which is not watched here: modules that read such files have its name.
    ("film", "error", "shiguredo_mp4"),
    ("plot", "error", "plotters"),
    (
        "web",
        "error rng kernel nn data model train views export plot",
        "serde serde_json ndarray plotters plotters_canvas wasm_bindgen js_sys web_sys getrandom console_error_panic_hook",
    ),
    // Crates of their own: they use the engine as any program outside does.
    ("page", "", ""),
    ("intake", "", "wasm_bindgen console_error_panic_hook"),
    ("qr", "", "fast_qr wasm_bindgen rqrr"),
    (
        "keep",
        "",
        "wasm_bindgen js_sys plotters serde serde_json console_error_panic_hook",
    ),
    (
        "slow",
        "",
        "wasm_bindgen js_sys serde serde_json console_error_panic_hook",
    ),
    (
        "workbench",
        "",
        "wasm_bindgen js_sys ndarray serde serde_json console_error_panic_hook",
    ),
];

/// Names in a file of `src/` that its room must not know.
pub fn strangers(source: &Source) -> Vec<String> {
    let path = source.path.trim_start_matches("src/");
    let room = path.split(['/', '.']).next().unwrap_or_default();
    if room == "lib" {
        return Vec::new();
    }
    let Some((_, rooms, crates)) = ROOMS.iter().find(|(name, ..)| *name == room) else {
        return vec![format!(
            "{}: the room {room:?} stands in no table of tests/it/layering/rooms.rs",
            source.path
        )];
    };
    let may = |list: &str, name: &str| list.split(' ').any(|known| known == name);
    let tokens = tokens(&code(without_tests(&source.text)));
    let others = rooms_named(&tokens)
        .into_iter()
        .filter(|other| *other != room && !may(rooms, other));
    let foreign = crates_named(&tokens)
        .into_iter()
        .filter(|name| !may(crates, name));
    let mut found: Vec<String> = others
        .chain(foreign)
        .map(|name| format!("{}: {room} must not know {name}", source.path))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The text before its unit tests, which stand last and may reach further for a reference value.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

/// The watched crates, those of any room, that paths or imports name.
fn crates_named(tokens: &[String]) -> Vec<&str> {
    let watched = |name: &str| {
        ROOMS
            .iter()
            .any(|(.., crates)| crates.split(' ').any(|known| known == name))
    };
    let heads = tokens
        .iter()
        .enumerate()
        .filter(|(place, _)| starts_path(tokens, *place));
    heads
        .map(|(_, token)| token.as_str())
        .filter(|token| watched(token))
        .collect()
}

/// The rooms that paths from the crate's root name: `crate::a`, `crate::{a, b::c}`,
/// and `super::super::a` for good measure.
fn rooms_named(tokens: &[String]) -> Vec<&'static str> {
    let room = |token: &str| match token {
        "Error" | "Result" => Some("error"),
        _ => ROOMS
            .iter()
            .map(|(name, ..)| *name)
            .find(|name| *name == token),
    };
    let mut named = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        // The kernel is a crate of its own, so that it alone is compiled for speed.
        if token == "hourglass_kernel" {
            named.push("kernel");
        }
        let rooted =
            token == "crate" || (token == "super" && place >= 3 && tokens[place - 3] == "super");
        if !rooted || !is_path_mark(tokens, place + 1) {
            continue;
        }
        let first = &tokens[place + 3..];
        match first.first().map(String::as_str) {
            Some("{") => named.extend(heads(first).into_iter().filter_map(room)),
            Some(head) => named.extend(room(head)),
            None => {}
        }
    }
    named
}

/// The first word of each branch of `{a, b::{c, d}}`.
fn heads(tokens: &[String]) -> Vec<&str> {
    let (mut depth, mut fresh, mut heads) = (0, false, Vec::new());
    for token in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            word if depth == 1 && fresh => heads.push(word),
            _ => {}
        }
        fresh = depth == 1 && (token == "," || token == "{");
        if depth == 0 {
            break;
        }
    }
    heads
}

fn is_path_mark(tokens: &[String], place: usize) -> bool {
    tokens.get(place).is_some_and(|mark| mark == ":")
        && tokens.get(place + 1).is_some_and(|mark| mark == ":")
}

/// Whether the word at `place` is the head of a path: `name::…` or `use name…`, not `a::name`.
fn starts_path(tokens: &[String], place: usize) -> bool {
    let inner = place >= 2 && tokens[place - 1] == ":" && tokens[place - 2] == ":";
    let imported = place >= 1 && tokens[place - 1] == "use";
    !inner && (imported || is_path_mark(tokens, place + 1))
}

#[test]
fn a_forbidden_room_is_found_in_every_spelling() {
    let bad = |text| strangers(&Source::sample("src/nn/dense.rs", text)).len();
    assert_eq!(bad("use crate::data::Dataset;"), 1);
    assert_eq!(
        bad("use crate::{kernel::{gemm, train}, data::{Dataset, Batches}, rng};"),
        1
    );
    assert_eq!(bad("fn f() { crate::train::run() }"), 1);
    assert_eq!(bad("use super::super::model::Autoencoder;"), 1);
    assert_eq!(bad("use crate::Result;"), 0);
    let kernel = Source::sample("src/plot/map.rs", "use hourglass_kernel::gemm;");
    assert_eq!(strangers(&kernel).len(), 1);
    assert_eq!(
        strangers(&Source::sample(
            "src/kernel/gemm.rs",
            "use crate::{Error, rng};"
        ))
        .len(),
        2
    );
    assert_eq!(
        bad("use crate::kernel::gemm; // crate::data\nlet s = \"crate::data\";"),
        0
    );
}

#[test]
fn a_forbidden_crate_is_found() {
    let bad = |path, text| strangers(&Source::sample(path, text)).len();
    assert_eq!(bad("src/train/trainer.rs", "use web_sys::console;"), 1);
    assert_eq!(
        bad(
            "src/kernel/gemm.rs",
            "let a = ndarray::Array2::zeros((1, 1));"
        ),
        1
    );
    assert_eq!(bad("src/plot/map.rs", "use ndarray;"), 1);
    assert_eq!(
        bad("src/plot/map.rs", "let plotters = 1; self::ndarray::f();"),
        0
    );
    assert_eq!(
        bad("src/web/session.rs", "use wasm_bindgen::prelude::*;"),
        0
    );
    assert_eq!(bad("src/attic/old.rs", ""), 1);
}
