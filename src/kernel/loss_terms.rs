//! Differences between pictures, as sums and as gradients.

use super::map::zip_map;
use super::math::{sigmoid, softplus};
use super::reduce::sum_by;
use super::simd::F32x4;

/// `y − t`, or 0 where its square would be a denormal number. Arithmetic on these takes many times longer.
#[inline(always)]
fn difference(y: F32x4, t: F32x4) -> F32x4 {
    (y - t).unless_below(1e-18)
}

/// `Σ (y − t)²`
pub fn squared_error(y: &[f32], t: &[f32]) -> f32 {
    sum_by(y, t, |y, t| {
        let difference = difference(y, t);
        difference * difference
    })
}

/// `d = (y − t)·scale`
pub fn squared_error_backward(y: &[f32], t: &[f32], d: &mut [f32], scale: f32) {
    let scale = F32x4::splat(scale);
    zip_map(y, t, d, |y, t| difference(y, t) * scale);
}

/// `Σ max(z, 0) − z·t + ln(1 + e^−|z|)`: the cross-entropy between `t` and `σ(z)`, stable for every `z`.
pub fn cross_entropy_with_logits(z: &[f32], t: &[f32]) -> f32 {
    let zero = F32x4::splat(0.0);
    sum_by(z, t, |z, t| z.max(zero) - z * t + softplus(zero - z.abs()))
}

/// `d = (σ(z) − t)·scale`
pub fn cross_entropy_with_logits_backward(z: &[f32], t: &[f32], d: &mut [f32], scale: f32) {
    let scale = F32x4::splat(scale);
    zip_map(z, t, d, |z, t| difference(sigmoid(z), t) * scale);
}
