//! How much each number of a variational code says about the images.

use crate::nn;

/// A number of the code whose mean varies more than this between images is in use
/// (Burda et al. 2016, arXiv:1509.00519, section 5.2).
const ACTIVE_VARIANCE: f64 = 0.01;

/// Sums over the images seen so far, for each number of the code.
#[derive(Debug, Default)]
pub(super) struct LatentStats {
    n_images: usize,
    kl: Vec<f64>,
    mu: Vec<f64>,
    mu_squared: Vec<f64>,
}

impl LatentStats {
    pub(super) fn start(&mut self, latent_dim: usize) {
        self.n_images = 0;
        for sums in [&mut self.kl, &mut self.mu, &mut self.mu_squared] {
            sums.clear();
            sums.resize(latent_dim, 0.0);
        }
    }

    /// Adds the distributions of `rows` images, `(rows, latent_dim)` each.
    pub(super) fn add(&mut self, mu: &[f32], log_var: &[f32], rows: usize) {
        self.n_images += rows;
        nn::add_kl_per_dim(mu, log_var, &mut self.kl);
        for code in mu.chunks_exact(self.mu.len()) {
            for ((sum, squares), &x) in self.mu.iter_mut().zip(&mut self.mu_squared).zip(code) {
                *sum += f64::from(x);
                *squares += f64::from(x) * f64::from(x);
            }
        }
    }

    /// Mean KL divergence of each number in nats, and how many numbers are active. Needs at least one image.
    pub(super) fn result(&self) -> (Vec<f64>, usize) {
        let n = self.n_images as f64;
        let sums = self.mu.iter().zip(&self.mu_squared);
        let variances = sums.map(|(sum, squares)| squares / n - (sum / n) * (sum / n));
        let n_active = variances.filter(|&v| v > ACTIVE_VARIANCE).count();
        (self.kl.iter().map(|sum| sum / n).collect(), n_active)
    }
}
