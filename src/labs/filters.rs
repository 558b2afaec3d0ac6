//! The classical ways to remove noise, which a denoising auto-encoder has to beat.
//!
//! Each takes one picture, channel by channel as the models have it, and writes the filtered one. Beyond the border
//! the outermost pixels are repeated. Values are in 0..1.

mod total_variation;

pub use total_variation::total_variation;

use crate::data::ImageShape;

/// Sides of the median's window that are tried, in pixels.
pub const MEDIAN_SIDES: [usize; 3] = [3, 5, 7];
/// A Gaussian's weights reach so many deviations far, as in `SciPy`.
const TRUNCATE: f64 = 4.0;

/// The median of the `side` × `side` pixels around each pixel.
///
/// The same as scikit-image's `filters.median` with a square footprint.
pub fn median(image: &[f32], shape: ImageShape, side: usize, out: &mut [f32]) {
    let (height, width, reach) = (shape.height, shape.width, side / 2);
    let mut window = Vec::with_capacity(side * side);
    for (plane, out) in planes(image, out, shape) {
        for y in 0..height {
            for x in 0..width {
                window.clear();
                for dy in 0..side {
                    let row = near(y + dy, reach, height) * width;
                    window.extend((0..side).map(|dx| plane[row + near(x + dx, reach, width)]));
                }
                let middle = window.len() / 2;
                out[y * width + x] = *window.select_nth_unstable_by(middle, f32::total_cmp).1;
            }
        }
    }
}

/// The mean around each pixel with the weights of a Gaussian of `sigma` pixels, row by row and column by column.
///
/// The same as scikit-image's `filters.gaussian`.
pub fn gaussian(image: &[f32], shape: ImageShape, sigma: f64, out: &mut [f32]) {
    let (height, width) = (shape.height, shape.width);
    let reach = (TRUNCATE * sigma + 0.5) as usize;
    let weights: Vec<f64> = (0..=2 * reach)
        .map(|at| {
            let distance = (at as f64 - reach as f64) / sigma;
            (-0.5 * distance * distance).exp()
        })
        .collect();
    let total: f64 = weights.iter().sum();
    let mut between = vec![0.0; height * width];
    for (plane, out) in planes(image, out, shape) {
        for y in 0..height {
            for x in 0..width {
                let pixel = |dy: usize| f64::from(plane[near(y + dy, reach, height) * width + x]);
                between[y * width + x] = weighted(&weights, pixel) / total;
            }
        }
        for y in 0..height {
            for x in 0..width {
                let pixel = |dx: usize| between[y * width + near(x + dx, reach, width)];
                out[y * width + x] = (weighted(&weights, pixel) / total) as f32;
            }
        }
    }
}

fn weighted(weights: &[f64], value: impl Fn(usize) -> f64) -> f64 {
    weights
        .iter()
        .enumerate()
        .map(|(at, weight)| weight * value(at))
        .sum()
}

/// The place `at − reach`, held within `0..len`.
fn near(at: usize, reach: usize, len: usize) -> usize {
    at.saturating_sub(reach).min(len - 1)
}

/// The channels of a picture, each beside its place in the result.
fn planes<'a>(
    image: &'a [f32],
    out: &'a mut [f32],
    shape: ImageShape,
) -> impl Iterator<Item = (&'a [f32], &'a mut [f32])> {
    let plane = shape.height * shape.width;
    image.chunks_exact(plane).zip(out.chunks_exact_mut(plane))
}
