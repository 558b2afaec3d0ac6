//! Results of several parts, as plain objects that JavaScript owns. A class would have to be freed.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A plain object.
    #[wasm_bindgen(js_name = Object)]
    pub type Parts;

    #[wasm_bindgen(constructor, js_class = Object)]
    fn new() -> Parts;

    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Parts, name: &str, value: JsValue);
}

impl Parts {
    /// An object of these parts.
    pub fn of<const N: usize>(parts: [(&str, JsValue); N]) -> Self {
        let object = Self::new();
        for (name, value) in parts {
            object.set(name, value);
        }
        object
    }
}

/// A copy as a `Float32Array`.
pub fn floats(numbers: &[f32]) -> JsValue {
    Float32Array::from(numbers).into()
}

/// A copy as a `Float32Array`, or null.
pub fn floats_or_null(numbers: Option<&[f32]>) -> JsValue {
    numbers.map_or(JsValue::NULL, floats)
}
