//! Bytes as text in the code pages of other systems.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser's tables of code pages, which would weigh ten times as much as all that reads archives here.
    type TextDecoder;
    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str, options: &JsValue) -> Result<TextDecoder, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, js_name = parse)]
    fn json(text: &str) -> JsValue;
}

/// Bytes as text by the browser's table of that label; none where they are no text in it.
pub fn decoded(label: &str, bytes: &[u8]) -> Option<String> {
    let options = json(r#"{"fatal":true,"ignoreBOM":true}"#);
    TextDecoder::new(label, &options).ok()?.decode(bytes).ok()
}
