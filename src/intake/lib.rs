//! What the page's intake worker calls: files into pictures, pictures into numbers, a set into a file.
//!
//! Exports and nothing that computes; what stands behind them is in `hourglass::data`,
//! `hourglass::formats` and `hourglass::export`. A module of its own, so that only those who bring files fetch it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what JavaScript passes"
)]

mod counts;
mod files;
mod photos;
mod preparer;
mod readings;
mod sets;
mod tables;

use hourglass::data::limits;
use wasm_bindgen::prelude::*;

/// To be called once, before anything else: panics then say what happened.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// The limits that JavaScript holds, since it sees files before they are read, as JSON.
#[wasm_bindgen(js_name = limits)]
pub fn limits_json() -> String {
    format!(
        r#"{{"pictureBytes":{},"fileBytes":{},"files":{},"images":{},"bytes":{}}}"#,
        limits::MAX_PICTURE_BYTES,
        limits::MAX_FILE_BYTES,
        limits::MAX_FILES,
        limits::MAX_IMAGES,
        limits::MAX_BYTES,
    )
}
