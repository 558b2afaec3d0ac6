//! How many pictures there are to train on, before any is cut, split or varied.

use hourglass::data::patches::{self, Cutting};
use hourglass::data::{split, spread};
use hourglass::error::Result;
use wasm_bindgen::prelude::*;

/// How a set is divided.
#[wasm_bindgen]
pub struct Counts {
    /// Pictures that are never trained on.
    #[wasm_bindgen(readonly, js_name = heldOut)]
    pub held_out: usize,
    /// Pictures to train on.
    #[wasm_bindgen(readonly)]
    pub training: usize,
    /// Variants of all of these together.
    #[wasm_bindgen(readonly)]
    pub variants: usize,
    /// Variants of each of these: those wished for, or as many as there is room for.
    #[wasm_bindgen(readonly, js_name = variantsOfEach)]
    pub variants_of_each: usize,
}

/// How classes of these sizes are divided, with pictures of `features` bytes and so many variants wished for.
#[wasm_bindgen(js_name = countsOf)]
pub fn counts_of(sizes: &[usize], features: usize, share: f64, variants: usize) -> Counts {
    let counts = split::Counts::of(sizes, features, share, variants);
    Counts {
        held_out: counts.held_out,
        training: counts.training,
        variants: counts.training * counts.variants,
        variants_of_each: counts.variants,
    }
}

/// How many patches a photo makes.
#[wasm_bindgen(js_name = patchCount)]
pub fn patch_count(width: usize, height: usize, cutting: &str) -> Result<usize> {
    Ok(patches::count(width, height, &Cutting::parse(cutting)?))
}

/// How many more of each class to take where there is room for `most` more: `there` are taken already, `left` are left.
#[wasm_bindgen(js_name = sharesOf)]
pub fn shares_of(there: &[usize], left: &[usize], most: usize) -> Vec<usize> {
    spread::shares(there, left, most)
}
