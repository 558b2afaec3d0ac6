//! What the page's lab workers call: images and a trained model on a bench, and tasks of the labs on them.
//!
//! Exports and nothing that computes; what stands behind them is in `hourglass::labs`. A module of its own, so that
//! only those who use a lab fetch it.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what JavaScript passes"
)]

mod bench;
mod compress;
mod denoise;
mod found;
mod generate;
mod generate_sets;
mod map;
mod map_classify;
mod map_points;
mod odd_one_out;
mod odd_rivals;
mod odd_told;
mod pretrain;
mod pretrain_spread;
mod sliced_pca;
mod task;
mod training;

use wasm_bindgen::prelude::*;

/// To be called once, before anything else: panics then say what happened.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}
