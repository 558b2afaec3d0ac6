//! The variational code: its sample and its price.
//!
//! The encoder gives each image a Gaussian, `μ` and `log σ²`; the decoder sees a draw from it, and the
//! loss holds the Gaussian near N(0, 1). Source: Kingma and Welling, *Auto-Encoding Variational Bayes*
//! 2013, arXiv:1312.6114; for `beta` Higgins et al., *β-VAE*, ICLR 2017. Everywhere `log_var` is clamped
//! to [`LOG_VAR_RANGE`]. All slices are `(rows, latent_dim)`.

use super::total;
use crate::kernel::variational;

/// The range of `log σ²`, within which σ and σ² are finite and not 0. Outside of it the gradient by `log σ²`
/// is 0, as in PyTorch's `clamp`.
pub const LOG_VAR_RANGE: (f32, f32) = (-20.0, 20.0);

/// `z = μ + σ·ε` with `σ = e^(log_var / 2)`: a draw from N(μ, σ²) that has a gradient, given `epsilon`
/// from N(0, 1).
pub fn reparameterize(mu: &[f32], log_var: &[f32], epsilon: &[f32], z: &mut [f32]) {
    variational::sample(mu, log_var, epsilon, z, LOG_VAR_RANGE);
}

/// Writes `d_log_var = d_z·ε·½·σ`; the gradient by `μ` is `d_z` itself.
pub fn reparameterize_backward(
    log_var: &[f32],
    epsilon: &[f32],
    d_z: &[f32],
    d_log_var: &mut [f32],
) {
    variational::sample_backward(log_var, epsilon, d_z, d_log_var, LOG_VAR_RANGE);
}

/// `KL(N(μ, σ²) ‖ N(0, 1)) = ½·(μ² + σ² − log σ² − 1)` in nats, summed over an image's code and averaged
/// over the batch; not multiplied by `beta`.
///
/// The gradients of `beta` times the divergence are added to `grads`, `(d_mu, d_log_var)`: `beta·μ / rows`
/// and `beta·½·(σ² − 1) / rows`.
pub fn gaussian_kl(
    mu: &[f32],
    log_var: &[f32],
    beta: f32,
    grads: Option<(&mut [f32], &mut [f32])>,
    rows: usize,
) -> f32 {
    if let Some(grads) = grads {
        gaussian_kl_backward(mu, log_var, beta, grads, rows);
    }
    total(mu, log_var, rows, rows, |mu, log_var| {
        variational::gaussian_kl(mu, log_var, LOG_VAR_RANGE)
    })
}

/// Adds the gradients of `beta` times [`gaussian_kl`] over a batch of `rows` to `(d_mu, d_log_var)`, for any of its
/// rows.
pub fn gaussian_kl_backward(
    mu: &[f32],
    log_var: &[f32],
    beta: f32,
    (d_mu, d_log_var): (&mut [f32], &mut [f32]),
    rows: usize,
) {
    let scale = beta / rows as f32;
    variational::gaussian_kl_backward(mu, log_var, d_mu, d_log_var, scale, LOG_VAR_RANGE);
}

/// `sumsⱼ += Σ_rows ½·(μⱼ² + σⱼ² − log σⱼ² − 1)`: the KL of each number of the code, in nats. `sums` is of
/// length `latent_dim`.
pub fn add_kl_per_dim(mu: &[f32], log_var: &[f32], sums: &mut [f64]) {
    variational::add_gaussian_kl(mu, log_var, sums, LOG_VAR_RANGE);
}
