//! What the page calls to see one training step in slow motion.
//!
//! Exports and nothing that computes; what stands behind them is in `hourglass::train` and `hourglass::views`. A module
//! of its own, so that only those who look at a step fetch it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what JavaScript passes"
)]

mod stepper;

use wasm_bindgen::prelude::*;

/// To be called once, before anything else: panics then say what happened.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
