//! The linear yardstick: what PCA with a code of the same length does on the held-out images.

mod noisy;

use crate::data::Dataset;
use crate::error::Result;
use crate::model::pca::{Covariance, PcaSolver};
use crate::model::{ModelConfig, Pca};
use ndarray::Array2;
use noisy::Noisy;

/// Longest code for which the yardstick is computed.
pub const MAX_COMPONENTS: usize = 32;
/// Images of one unit of work; fixed, so that the sums do not depend on the machine's speed.
const ROWS: usize = 64;

/// PCA of the training images, a unit of work at a time.
#[derive(Debug, Default)]
pub struct Yardstick {
    stage: Stage,
    /// Mean squared error on the held-out images by number of components, from 1.
    mse: Vec<f64>,
    pca: Option<Pca>,
    /// The same of images with noise on them.
    noisy: Option<Noisy>,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Start,
    Gather {
        covariance: Box<Covariance>,
        next: usize,
        images: Vec<f32>,
    },
    Solve(Box<PcaSolver>),
    Done,
}

impl Yardstick {
    /// Does one unit of work of a few milliseconds; true when there is nothing (more) to do now.
    ///
    /// # Errors
    /// [`crate::Error::TooLarge`] for images too large for a covariance.
    pub fn advance(
        &mut self,
        data: &Dataset,
        held_out: Option<&Dataset>,
        seed: u64,
    ) -> Result<bool> {
        let Some(held_out) = held_out.filter(|set| data.is_complete() && !set.is_empty()) else {
            return Ok(true);
        };
        let features = data.shape().features();
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => Stage::Gather {
                covariance: Box::new(Covariance::new(features)?),
                next: 0,
                images: vec![0.0; ROWS * features],
            },
            Stage::Gather {
                mut covariance,
                next,
                mut images,
            } => {
                let rows = ROWS.min(data.len() - next);
                let part = &mut images[..rows * features];
                data.write_range(next, rows, part);
                covariance.add(part, rows);
                if next + rows < data.len() {
                    Stage::Gather {
                        covariance,
                        next: next + rows,
                        images,
                    }
                } else {
                    Stage::Solve(Box::new(PcaSolver::new(
                        *covariance,
                        MAX_COMPONENTS.min(features),
                        seed,
                    )?))
                }
            }
            Stage::Solve(mut solver) => {
                if solver.advance()? {
                    let pca = solver.finish()?;
                    self.mse = errors(&pca, held_out);
                    self.pca = Some(pca);
                    Stage::Done
                } else {
                    Stage::Solve(solver)
                }
            }
            Stage::Done => Stage::Done,
        };
        Ok(matches!(self.stage, Stage::Done))
    }

    /// Where the model's images have noise: one unit of work on the error of PCA that is given the same noisy images;
    /// true when there is nothing (more) to do. To be called once [`Yardstick::advance`] is done.
    pub fn advance_noisy(
        &mut self,
        data: &Dataset,
        held_out: Option<&Dataset>,
        config: &ModelConfig,
    ) -> bool {
        let (Some(pca), Some(held_out)) = (&self.pca, held_out) else {
            return true;
        };
        if !config.has_noise() {
            return true;
        }
        if self.noisy.as_ref().is_none_or(|noisy| !noisy.is_of(config)) {
            self.noisy = Some(Noisy::new(config));
        }
        let noisy = self.noisy.as_mut();
        noisy.is_none_or(|noisy| noisy.advance(pca, data, held_out))
    }

    /// What PCA with a code of the model's length makes of the held-out images as the model is given them, noise
    /// included: mean squared error a pixel against the clean image, once it is known.
    pub fn error(&self, config: &ModelConfig) -> Option<f64> {
        if !config.has_noise() {
            return self.mse(config.latent_dim());
        }
        let noisy = self.noisy.as_ref().filter(|noisy| noisy.is_of(config));
        noisy?.error(config.latent_dim())
    }

    /// Mean squared error a pixel with `latent_dim` components, once it is known.
    pub fn mse(&self, latent_dim: usize) -> Option<f64> {
        self.mse.get(latent_dim.checked_sub(1)?).copied()
    }
}

/// Errors with 1, 2, … components: since these are orthonormal, each takes its squared coordinates off
/// what the mean image leaves.
fn errors(pca: &Pca, held_out: &Dataset) -> Vec<f64> {
    let (n, features) = (held_out.len(), held_out.shape().features());
    let mut images = Array2::zeros((n, features));
    held_out.write_range(0, n, images.as_slice_mut().unwrap_or_default());
    let squared = |x: f32| f64::from(x) * f64::from(x);
    let rows = images.rows();
    let deviations = rows
        .into_iter()
        .flat_map(|image| image.into_iter().zip(&pca.mean));
    let mut left: f64 = deviations.map(|(x, mean)| squared(x - mean)).sum();
    let codes = pca.project(&images.view());
    let columns = codes.columns();
    let errors = columns.into_iter().map(|numbers| {
        left -= numbers.iter().map(|&c| squared(c)).sum::<f64>();
        // Rounding may take off more than is left: an error is not negative.
        left.max(0.0) / (n * features) as f64
    });
    errors.collect()
}
