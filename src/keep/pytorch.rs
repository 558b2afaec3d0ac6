//! A model as PyTorch source.

use hourglass::error::Result;
use hourglass::export;
use hourglass::formats::archive;
use wasm_bindgen::prelude::*;

/// The folder that its files stand in.
const FOLDER: &str = "hourglass-pytorch";

/// A ZIP of `model.py`, `train.py`, `README.md` and `model.safetensors`, of a run as `save()` gives it.
#[wasm_bindgen]
pub fn pytorch(saved: &[u8]) -> Result<Vec<u8>> {
    let files = export::pytorch::files(saved)?.into_iter();
    let files: Vec<(String, Vec<u8>)> = files
        .map(|(name, bytes)| (format!("{FOLDER}/{name}"), bytes))
        .collect();
    let files = files.iter().map(|(name, bytes)| (&**name, &**bytes));
    archive::pack(&files.collect::<Vec<_>>())
}
