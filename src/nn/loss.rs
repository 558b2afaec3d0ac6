//! Losses with their gradients. Each states its reduction.

mod softmax;
mod sparsity;
mod variational;

pub use softmax::softmax_cross_entropy;
pub use sparsity::{code_sparsity, rate_sparsity};
pub use variational::{
    LOG_VAR_RANGE, add_kl_per_dim, gaussian_kl, reparameterize, reparameterize_backward,
};

use crate::kernel::loss_terms;
use serde::{Deserialize, Serialize};

/// How a reconstruction is compared with its image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Squared error, see [`mse`].
    Mse,
    /// Binary cross-entropy of logits, see [`bce_with_logits`].
    Bce,
}

impl Loss {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 2] = ["mse", "bce"];

    /// Those that the names are of, in their order.
    pub const ALL: [Self; 2] = [Self::Mse, Self::Bce];
}

/// How the terms of all pixels of a batch become one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reduction {
    /// The mean over pixels and batch.
    Mean,
    /// Summed over an image's pixels, averaged over the batch. With this reduction cross-entropy plus KL
    /// is the negative evidence lower bound (Kingma and Welling 2013, arXiv:1312.6114).
    SumPerImage,
}

impl Reduction {
    /// What the sum over all terms is divided by: their number, or the number of images.
    fn divisor(self, terms: usize, rows: usize) -> usize {
        match self {
            Self::Mean => terms,
            Self::SumPerImage => rows,
        }
    }
}

/// `L = Σ (y − t)² / n`, with `n` by the reduction, and `dL/dy = 2·(y − t) / n` into `d_y` if given.
///
/// `y`, `t` and `d_y` are `(rows, features)`.
pub fn mse(
    y: &[f32],
    t: &[f32],
    d_y: Option<&mut [f32]>,
    rows: usize,
    reduction: Reduction,
) -> f32 {
    let n = reduction.divisor(y.len(), rows);
    if let Some(d_y) = d_y {
        loss_terms::squared_error_backward(y, t, d_y, 2.0 / n as f32);
    }
    total(y, t, rows, n, loss_terms::squared_error)
}

/// `L = Σ (max(z, 0) − z·t + ln(1 + e^−|z|)) / n`, with `n` by the reduction: the cross-entropy between
/// `t` and `σ(z)`, stable for every logit `z`; and `dL/dz = (σ(z) − t) / n` into `d_z` if given.
///
/// `z`, `t` and `d_z` are `(rows, features)`.
pub fn bce_with_logits(
    z: &[f32],
    t: &[f32],
    d_z: Option<&mut [f32]>,
    rows: usize,
    reduction: Reduction,
) -> f32 {
    let n = reduction.divisor(z.len(), rows);
    if let Some(d_z) = d_z {
        loss_terms::cross_entropy_with_logits_backward(z, t, d_z, 1.0 / n as f32);
    }
    total(z, t, rows, n, loss_terms::cross_entropy_with_logits)
}

/// `Σ_rows sum(a_row, b_row) / n`: f32 within a row, f64 over rows, always in the same order.
fn total(a: &[f32], b: &[f32], rows: usize, n: usize, sum: impl Fn(&[f32], &[f32]) -> f32) -> f32 {
    if a.is_empty() {
        return 0.0;
    }
    let features = a.len() / rows;
    let rows = a.chunks_exact(features).zip(b.chunks_exact(features));
    let total: f64 = rows.map(|(a, b)| f64::from(sum(a, b))).sum();
    (total / n as f64) as f32
}
