//! Losses with their gradients. Each states its reduction.

use crate::kernel::errors;
use serde::{Deserialize, Serialize};

/// What a reconstruction is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Mean squared error, see [`mse`].
    Mse,
    /// Binary cross-entropy of logits, see [`bce_with_logits`].
    Bce,
}

impl Loss {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 2] = ["mse", "bce"];
}

/// `L = mean((y − t)²)` over pixels and batch, and `dL/dy = 2·(y − t) / n` into `d_y` if given.
///
/// `y`, `t` and `d_y` are `(rows, features)`.
pub fn mse(y: &[f32], t: &[f32], d_y: Option<&mut [f32]>, rows: usize) -> f32 {
    if let Some(d_y) = d_y {
        errors::squared_error_backward(y, t, d_y, 2.0 / y.len() as f32);
    }
    mean(y, t, rows, errors::squared_error)
}

/// `L = mean(max(z, 0) − z·t + ln(1 + e^−|z|))` over pixels and batch: the cross-entropy between `t`
/// and `σ(z)`, stable for every logit `z`; and `dL/dz = (σ(z) − t) / n` into `d_z` if given.
///
/// `z`, `t` and `d_z` are `(rows, features)`.
pub fn bce_with_logits(z: &[f32], t: &[f32], d_z: Option<&mut [f32]>, rows: usize) -> f32 {
    if let Some(d_z) = d_z {
        errors::cross_entropy_with_logits_backward(z, t, d_z, 1.0 / z.len() as f32);
    }
    mean(z, t, rows, errors::cross_entropy_with_logits)
}

/// The mean over the batch of `Σ |code|`, times `amount`, and its gradient added to `d_code`.
///
/// An L1 price on the code makes it sparse. `code` and `d_code` are `(rows, latent_dim)`.
pub fn code_sparsity(code: &[f32], amount: f32, d_code: Option<&mut [f32]>, rows: usize) -> f32 {
    if let Some(d_code) = d_code {
        let price = amount / rows as f32;
        for (d, &c) in d_code.iter_mut().zip(code) {
            // The subgradient at 0 is 0, as PyTorch's sign() has it.
            *d += if c == 0.0 { 0.0 } else { price.copysign(c) };
        }
    }
    amount
        * mean(code, code, rows, |code, _| {
            code.iter().map(|c| c.abs()).sum()
        })
        * (code.len() / rows.max(1)) as f32
}

/// Mean of `sum` over all elements, given its sum over a row: f32 within a row, f64 over rows, always in
/// the same order.
fn mean(a: &[f32], b: &[f32], rows: usize, sum: impl Fn(&[f32], &[f32]) -> f32) -> f32 {
    if a.is_empty() {
        return 0.0;
    }
    let features = a.len() / rows;
    let rows = a.chunks_exact(features).zip(b.chunks_exact(features));
    let total: f64 = rows.map(|(a, b)| f64::from(sum(a, b))).sum();
    (total / a.len() as f64) as f32
}
