//! Between Rust's values and JavaScript's.

use hourglass::data::ImageShape;
use hourglass::error::{Error, Result};
use wasm_bindgen::JsValue;

/// An `Error` of JavaScript with the crate's name and message.
pub fn to_js(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name(error.name());
    js.into()
}

/// How many pictures of `shape` lie in `bytes`.
pub fn count(bytes: &[u8], shape: ImageShape) -> Result<usize> {
    let count = bytes.len() / shape.features();
    if count * shape.features() == bytes.len() {
        return Ok(count);
    }
    let wanted = format!("a multiple of {}", shape.features());
    Err(Error::shape("Bytes of the pictures", bytes.len(), wanted))
}
