//! What the page calls to make files that others read, and to open what was kept.
//!
//! Exports and nothing that computes; what stands behind them is in `hourglass::export`, `hourglass::formats` and
//! `hourglass::plot`. A module of its own, so that only those who keep something fetch it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what JavaScript passes"
)]

mod charts;
mod films;
mod onnx;
mod pytorch;
mod runs;

use wasm_bindgen::prelude::*;

/// To be called once, before anything else: panics then say what happened.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
