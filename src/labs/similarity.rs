//! How alike two pictures look.

use crate::data::ImageShape;
use crate::error::{Error, Result};

/// Side of the window in which pictures are compared, in pixels.
pub const WINDOW: usize = 7;
/// Constants that keep the quotient calm where a window is dark or flat, for pixels in 0..1.
const C1: f64 = 0.01 * 0.01;
const C2: f64 = 0.03 * 0.03;

/// Mean structural similarity of two pictures, −1..1, and 1 for equal ones.
///
/// In each window of [`WINDOW`] × [`WINDOW`] pixels that lies inside:
/// `(2·μx·μy + C₁)(2·σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂))`, with sample variances, averaged over the windows
/// and then over the channels. The same as scikit-image's `structural_similarity` with its defaults and a data range
/// of 1. Source: Wang, Bovik, Sheikh and Simoncelli, 2004.
///
/// # Errors
/// [`Error::Shape`] where a picture has another size than `shape` says, or is smaller than the window.
pub fn ssim(a: &[f32], b: &[f32], shape: ImageShape) -> Result<f64> {
    let plane = shape.height * shape.width;
    for picture in [a, b] {
        if picture.len() != shape.features() {
            return Err(Error::shape("A picture", picture.len(), shape.features()));
        }
    }
    if shape.height < WINDOW || shape.width < WINDOW {
        let got = format!("{} × {}", shape.height, shape.width);
        return Err(Error::shape("Pictures for SSIM", got, "at least 7 × 7"));
    }
    let channels = a.chunks_exact(plane).zip(b.chunks_exact(plane));
    let total: f64 = channels
        .map(|(a, b)| channel(a, b, shape.height, shape.width))
        .sum();
    Ok(total / shape.channels as f64)
}

/// The mean over the windows of one channel.
fn channel(a: &[f32], b: &[f32], height: usize, width: usize) -> f64 {
    let sums = [
        areas(a, a, height, width, |a, _| a),
        areas(b, b, height, width, |b, _| b),
        areas(a, a, height, width, |a, _| a * a),
        areas(b, b, height, width, |b, _| b * b),
        areas(a, b, height, width, |a, b| a * b),
    ];
    let n = (WINDOW * WINDOW) as f64;
    let (rows, columns) = (height - WINDOW + 1, width - WINDOW + 1);
    let mut total = 0.0;
    for y in 0..rows {
        for x in 0..columns {
            let [sum_a, sum_b, sum_aa, sum_bb, sum_ab] =
                [0, 1, 2, 3, 4].map(|of| within(&sums[of], width, y, x));
            let (mean_a, mean_b) = (sum_a / n, sum_b / n);
            let sample = |sum: f64, square: f64| (sum - n * square) / (n - 1.0);
            let (var_a, var_b) = (
                sample(sum_aa, mean_a * mean_a),
                sample(sum_bb, mean_b * mean_b),
            );
            let both = sample(sum_ab, mean_a * mean_b);
            total += (2.0 * mean_a * mean_b + C1) * (2.0 * both + C2)
                / ((mean_a * mean_a + mean_b * mean_b + C1) * (var_a + var_b + C2));
        }
    }
    total / (rows * columns) as f64
}

/// Sums over all rectangles that begin at the top left: `(height + 1) × (width + 1)`.
fn areas(
    a: &[f32],
    b: &[f32],
    height: usize,
    width: usize,
    of: impl Fn(f64, f64) -> f64,
) -> Vec<f64> {
    let stride = width + 1;
    let mut sums = vec![0.0; (height + 1) * stride];
    for y in 0..height {
        let mut row = 0.0;
        for x in 0..width {
            let at = y * width + x;
            row += of(f64::from(a[at]), f64::from(b[at]));
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
        }
    }
    sums
}

/// The sum over the window whose top left pixel is (`y`, `x`).
fn within(sums: &[f64], width: usize, y: usize, x: usize) -> f64 {
    let at = |y: usize, x: usize| sums[y * (width + 1) + x];
    at(y + WINDOW, x + WINDOW) - at(y, x + WINDOW) - at(y + WINDOW, x) + at(y, x)
}
