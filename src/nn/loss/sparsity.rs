//! Prices that make a code sparse.

use super::total;
use crate::kernel::{column_sums, math::ln_scalar};
use crate::nn::SHARD_ROWS;

/// How near a rate may come to 0 and to 1: a unit that is always off still has a finite price.
const RATE_MARGIN: f32 = 1e-6;

/// `amount · Σ |code| / rows`; its gradient `amount · sign(code) / rows` is added to `d_code`.
///
/// An L1 price on the code, which makes it sparse. `code` and `d_code` are `(rows, latent_dim)`.
pub fn code_sparsity(code: &[f32], amount: f32, d_code: Option<&mut [f32]>, rows: usize) -> f32 {
    if let Some(d_code) = d_code {
        code_sparsity_backward(code, amount, d_code, rows);
    }
    amount
        * total(code, code, rows, code.len(), |code, _| {
            code.iter().map(|c| c.abs()).sum()
        })
        * (code.len() / rows.max(1)) as f32
}

/// Adds the gradient of [`code_sparsity`] over a batch of `rows` to `d_code`, for any of its rows.
pub fn code_sparsity_backward(code: &[f32], amount: f32, d_code: &mut [f32], rows: usize) {
    let price = amount / rows as f32;
    for (d, &c) in d_code.iter_mut().zip(code) {
        // The subgradient at 0 is 0, as PyTorch's sign() has it.
        *d += if c == 0.0 { 0.0 } else { price.copysign(c) };
    }
}

/// `amount · Σⱼ (ρ·ln(ρ / r) + (1 − ρ)·ln((1 − ρ) / (1 − r)))`, where `r` is the mean of unit `j` over the
/// batch and `ρ` the `target` rate; its gradient `amount · ((1 − ρ) / (1 − r) − ρ / r) / rows` is added to
/// `d_code`.
///
/// The divergence from a wanted rate of activity, for codes within 0..1 (Ng, *Sparse Autoencoder*, CS294A
/// lecture notes, Stanford 2011). `code` and `d_code` are `(rows, latent_dim)`; `rates`, of length
/// `latent_dim`, is working memory. In the price and in the gradient a rate is kept 10⁻⁶ away from 0 and 1,
/// so that a unit that is always off is still pushed back.
pub fn rate_sparsity(
    code: &[f32],
    target: f32,
    amount: f32,
    d_code: Option<&mut [f32]>,
    rows: usize,
    rates: &mut [f32],
) -> f32 {
    column_sums(code, rows, rates, SHARD_ROWS);
    let mut price = 0.0;
    for rate in &mut *rates {
        let r = (*rate / rows as f32).clamp(RATE_MARGIN, 1.0 - RATE_MARGIN);
        let (on, off) = (target, 1.0 - target);
        price += f64::from(on * ln_scalar(on / r) + off * ln_scalar(off / (1.0 - r)));
        *rate = amount * (off / (1.0 - r) - on / r) / rows as f32;
    }
    if let Some(d_code) = d_code {
        for d_code in d_code.chunks_exact_mut(rates.len()) {
            for (d, slope) in d_code.iter_mut().zip(&*rates) {
                *d += slope;
            }
        }
    }
    (f64::from(amount) * price) as f32
}
