//! The labs: measures and filters against scikit-learn, scikit-image and `SciPy` (`tests/golden/labs.py` made the
//! numbers), files of codes.

mod codes;
mod features;
mod generate;
mod measures;
mod noise;
mod pretrain;
mod slices;
mod spreading;
mod truths;
mod truths_of_codes;
mod uses;

use hourglass::data::ImageShape;
use hourglass::model::{Autoencoder, InputConfig, ModelConfig};
use ndarray::Array2;
use serde_json::{Value, json};

use crate::golden::rule;

/// Points `(count, width)` of so many classes by turns, and their labels: those of `tests/golden/codes_of_classes.py`.
fn points(name: &str, count: usize, width: usize, classes: usize) -> (Array2<f32>, Vec<u8>) {
    let centers = rule::bytes("centers", 10 * width);
    let offsets = rule::bytes(&format!("{name} points"), count * width);
    let point = |(row, at): (usize, usize)| {
        let center = f32::from(centers[row % classes * width + at]);
        (center + 2.0 * f32::from(offsets[row * width + at])) / 256.0
    };
    let labels = (0..count).map(|row| (row % classes) as u8);
    (
        Array2::from_shape_fn((count, width), point),
        labels.collect(),
    )
}

/// Images by the rule, smooth enough to have structure: `(count, features)` of one channel, 8 × 8.
fn images(name: &str, count: usize) -> Array2<f32> {
    let bytes = rule::bytes(name, count * 3);
    let shade = |image: usize, y: usize, x: usize| {
        let [angle, size, tone] = [0, 1, 2].map(|at| f32::from(bytes[3 * image + at]) / 255.0);
        let (u, v) = (x as f32 / 7.0 - angle, y as f32 / 7.0 - size);
        (tone * (1.0 - u * u - v * v)).clamp(0.0, 1.0)
    };
    Array2::from_shape_fn((count, 64), |(image, at)| shade(image, at / 8, at % 8))
}

const SMALL: ImageShape = ImageShape {
    channels: 1,
    height: 8,
    width: 8,
};

/// A small model of those images, with its initial weights.
fn model(config: &Value) -> Autoencoder {
    let input = InputConfig {
        channels: 1,
        height: 8,
        width: 8,
    };
    let mut all = json!({ "input": input, "architecture": { "kind": "dense", "hidden": [16] } });
    for (key, value) in config.as_object().unwrap() {
        all[key] = value.clone();
    }
    Autoencoder::new(&ModelConfig::from_json(&all.to_string()).unwrap())
}
