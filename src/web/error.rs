//! The crate's errors as JavaScript sees them.

use crate::error::Error;
use wasm_bindgen::JsValue;

/// An `Error` of JavaScript with [`Error::name`] and the message.
impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let js = js_sys::Error::new(&error.to_string());
        js.set_name(error.name());
        js.into()
    }
}
