//! A Gaussian code: drawing from it, and its divergence from N(0, 1), with the gradients.
//!
//! Each function clamps log σ² to a range, since the layer that computes it may give any number. Outside of
//! the range the gradient by log σ² is 0.

use super::map::{map, zip_in_place};
use super::math::exp;
use super::reduce::sum_by;
use super::simd::{F32x4, LANES};

/// The least and the greatest log σ² that counts.
pub type Range = (f32, f32);

#[inline(always)]
fn clamped(x: F32x4, range: Range) -> F32x4 {
    x.min(F32x4::splat(range.1)).max(F32x4::splat(range.0))
}

/// `y` where `x` is within the range, else 0.
#[inline(always)]
fn within(x: F32x4, range: Range, y: F32x4) -> F32x4 {
    let outside = x.lt(F32x4::splat(range.0)) | x.gt(F32x4::splat(range.1));
    F32x4::select(outside, F32x4::splat(0.0), y)
}

/// `½·(μ² + σ² − log σ² − 1)`
#[inline(always)]
fn divergence(mu: F32x4, log_var: F32x4, range: Range) -> F32x4 {
    let log_var = clamped(log_var, range);
    let spread = exp(log_var) - log_var - F32x4::splat(1.0);
    F32x4::splat(0.5) * (mu * mu + spread)
}

/// `z = μ + σ·ε`
pub fn sample(mu: &[f32], log_var: &[f32], epsilon: &[f32], z: &mut [f32], range: Range) {
    let half = F32x4::splat(0.5);
    map(log_var, z, |x| exp(half * clamped(x, range)));
    zip_in_place(z, epsilon, |sigma, epsilon| sigma * epsilon);
    zip_in_place(z, mu, |moved, mu| mu + moved);
}

/// `d_log_var = d_z·ε·½·σ`
pub fn sample_backward(
    log_var: &[f32],
    epsilon: &[f32],
    d_z: &[f32],
    d_log_var: &mut [f32],
    range: Range,
) {
    let half = F32x4::splat(0.5);
    map(log_var, d_log_var, |x| {
        within(x, range, half * exp(half * x))
    });
    zip_in_place(d_log_var, epsilon, |d, epsilon| d * epsilon);
    zip_in_place(d_log_var, d_z, |d, d_z| d * d_z);
}

/// `Σ ½·(μ² + σ² − log σ² − 1)`
pub fn gaussian_kl(mu: &[f32], log_var: &[f32], range: Range) -> f32 {
    sum_by(mu, log_var, |mu, log_var| divergence(mu, log_var, range))
}

/// `d_μ += scale·μ` and `d_log_var += scale·½·(σ² − 1)`
pub fn gaussian_kl_backward(
    mu: &[f32],
    log_var: &[f32],
    d_mu: &mut [f32],
    d_log_var: &mut [f32],
    scale: f32,
    range: Range,
) {
    let (scale, half) = (F32x4::splat(scale), F32x4::splat(0.5 * scale));
    zip_in_place(d_mu, mu, |d, mu| d + scale * mu);
    zip_in_place(d_log_var, log_var, |d, x| {
        d + within(x, range, half * (exp(x) - F32x4::splat(1.0)))
    });
}

/// `sumsⱼ += Σ_rows ½·(μⱼ² + σⱼ² − log σⱼ² − 1)`
///
/// # Panics
/// Unless `mu` and `log_var` hold equally many whole rows of `sums.len()` numbers.
pub fn add_gaussian_kl(mu: &[f32], log_var: &[f32], sums: &mut [f64], range: Range) {
    assert_eq!(mu.len(), log_var.len(), "add_gaussian_kl: lengths");
    assert_eq!(mu.len() % sums.len().max(1), 0, "add_gaussian_kl: rows");
    let rows = mu.chunks_exact(sums.len().max(1));
    for (mu, log_var) in rows.zip(log_var.chunks_exact(sums.len().max(1))) {
        let parts = mu.chunks(LANES).zip(log_var.chunks(LANES));
        for ((mu, log_var), sums) in parts.zip(sums.chunks_mut(LANES)) {
            let mut lanes = [[0.0; LANES]; 2];
            lanes[0][..mu.len()].copy_from_slice(mu);
            lanes[1][..mu.len()].copy_from_slice(log_var);
            let [mu, log_var] = lanes.map(F32x4::new);
            let terms = divergence(mu, log_var, range).to_array();
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += f64::from(term);
            }
        }
    }
}
