//! What each image adds to the loss of its batch, for a batch whose rows are computed in several places.

use super::{Autoencoder, LossParts, Workspace, passes};
use crate::nn::{self, Loss, Reduction};

/// Numbers that an image adds: to the reconstruction loss, to the divergence, and to the size of the codes.
pub(crate) const TERMS: usize = 3;

impl Autoencoder {
    /// Writes the terms of the last pass' first rows, [`TERMS`] numbers each. With them `target` holds as many images.
    pub(crate) fn terms(&self, target: &[f32], workspace: &Workspace, terms: &mut [f32]) {
        let (features, latent_dim) = (self.config.features(), self.config.latent_dim());
        for (row, terms) in terms.chunks_exact_mut(TERMS).enumerate() {
            let [image, numbers] =
                [features, latent_dim].map(|width| row * width..(row + 1) * width);
            let output = match self.config.loss {
                Loss::Mse => &workspace.reconstruction[image.clone()],
                Loss::Bce => &workspace.decoder.output()[image.clone()],
            };
            let compare = match self.config.loss {
                Loss::Mse => nn::mse,
                Loss::Bce => nn::bce_with_logits,
            };
            terms[0] = compare(output, &target[image], None, 1, Reduction::SumPerImage);
            let code = &workspace.code(numbers.end)[numbers.clone()];
            if self.heads.is_some() {
                let log_var = &workspace.code.log_var[numbers];
                terms[1] = nn::gaussian_kl(code, log_var, 0.0, None, 1);
            }
            terms[2] = code.iter().map(|c| c.abs()).sum();
        }
    }

    /// The loss of a whole batch by the terms of its rows in their order: the bits of [`Autoencoder::loss`].
    pub(crate) fn loss_of_terms(&self, terms: &[f32], beta: f32) -> LossParts {
        let rows = terms.len() / TERMS;
        let mean = |first: usize, n: usize| {
            let terms = terms.iter().skip(first).step_by(TERMS);
            (terms.map(|&x| f64::from(x)).sum::<f64>() / n as f64) as f32
        };
        let (config, latent_dim) = (&self.config, self.config.latent_dim());
        let n = self.reduction().divisor(rows * config.features(), rows);
        let kl = self.heads.as_ref().map(|_| mean(1, rows));
        let penalty = match config.code_sparsity as f32 {
            0.0 => 0.0,
            amount => amount * mean(2, rows * latent_dim) * latent_dim as f32,
        };
        passes::parts(mean(0, n), kl, beta, penalty)
    }
}
