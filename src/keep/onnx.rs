//! A saved run as a file that other programs run.

use hourglass::error::Result;
use hourglass::export::onnx::{Part, write};
use wasm_bindgen::prelude::*;

/// `saved`, what the library's `save()` gave, as an ONNX file: its `"model"`, `"encoder"` or `"decoder"`.
#[wasm_bindgen]
pub fn onnx(saved: &[u8], part: &str) -> Result<Vec<u8>> {
    write(saved, Part::named(part)?)
}
