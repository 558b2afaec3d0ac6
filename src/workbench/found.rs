//! What a task has found, as a plain object: numbers by name, and arrays beside them.

use hourglass::data::ImageShape;
use hourglass::error::Error;
use hourglass::labs::interval::{self, Mean};
use hourglass::labs::quality::Quality;
use js_sys::{Float32Array, JSON, Reflect, Uint8Array};
use ndarray::{ArrayView2, Axis};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

/// Numbers as JSON has them, and arrays.
pub struct Found {
    numbers: Value,
    arrays: Vec<(&'static str, JsValue)>,
}

impl Found {
    /// These numbers, which are an object.
    pub fn of(numbers: Value) -> Self {
        Self {
            numbers,
            arrays: Vec::new(),
        }
    }

    /// With an array of floats.
    pub fn floats(mut self, name: &'static str, numbers: &[f32]) -> Self {
        self.arrays.push((name, Float32Array::from(numbers).into()));
        self
    }

    /// With an array of bytes.
    pub fn bytes(mut self, name: &'static str, bytes: &[u8]) -> Self {
        self.arrays.push((name, Uint8Array::from(bytes).into()));
        self
    }

    /// With pictures, `(count, features)`, pixel by pixel.
    pub fn pictures(
        self,
        name: &'static str,
        pictures: &ArrayView2<'_, f32>,
        shape: ImageShape,
    ) -> Self {
        let plane = shape.height * shape.width;
        let numbers: Vec<f32> = pictures
            .rows()
            .into_iter()
            .flat_map(|picture| {
                let at = |pixel: usize, channel: usize| picture[channel * plane + pixel];
                (0..plane * shape.channels)
                    .map(|idx| at(idx / shape.channels, idx % shape.channels))
                    .collect::<Vec<f32>>()
            })
            .collect();
        self.floats(name, &numbers)
    }

    /// The object.
    pub fn into_js(self) -> JsValue {
        let object = JSON::parse(&self.numbers.to_string()).unwrap_or(JsValue::NULL);
        for (name, array) in self.arrays {
            // A plain object refuses no property.
            let _ = Reflect::set(&object, &name.into(), &array);
        }
        object
    }
}

/// A name that is not one of those that there are.
pub fn malformed(what: &str, got: &str) -> Error {
    Error::config(what, format!("{got:?}"), "one that the module has")
}

/// A mean with its interval; null where there is none, as of a single image.
pub fn mean(mean: &Mean) -> Value {
    let is_known = mean.interval.iter().all(|end| end.is_finite());
    json!({ "mean": mean.mean, "interval": is_known.then_some(mean.interval) })
}

/// A mean of shares: its interval, which knows nothing of bounds, is cut to 0..1.
pub fn mean_share(shares: &[f64]) -> Value {
    let mut found = interval::mean(shares);
    found.interval = found.interval.map(|end| end.clamp(0.0, 1.0));
    mean(&found)
}

/// Closeness to the originals with its spread.
pub fn quality(quality: &Quality) -> Value {
    json!({
        "mse": mean(&quality.mse),
        "psnr": mean(&quality.psnr),
        "ssim": quality.ssim.as_ref().map(mean),
    })
}

/// Some of the rows.
pub fn some(rows: &ArrayView2<'_, f32>, idxs: &[usize]) -> ndarray::Array2<f32> {
    let there: Vec<usize> = idxs
        .iter()
        .copied()
        .filter(|idx| *idx < rows.nrows())
        .collect();
    rows.select(Axis(0), &there)
}
