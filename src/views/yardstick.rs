//! The linear yardstick: what PCA with a code of the same length does on the held-out images.

use crate::data::{Dataset, corrupt};
use crate::error::Result;
use crate::model::pca::{Covariance, PcaSolver};
use crate::model::{Corruption, EVAL_ROWS, ModelConfig, Pca};
use crate::rng::{Purpose, Rng};
use ndarray::Array2;

/// Longest code for which the yardstick is computed.
pub const MAX_COMPONENTS: usize = 32;
/// Images of one unit of work; fixed, so that the sums do not depend on the machine's speed.
const ROWS: usize = 64;
/// Training images whose mean stands for that of all.
const MOST_FOR_MEAN: usize = 512;

/// PCA of the training images, a unit of work at a time.
#[derive(Debug, Default)]
pub struct Yardstick {
    stage: Stage,
    /// Mean squared error on the held-out images by number of components, from 1.
    mse: Vec<f64>,
    pca: Option<Pca>,
    /// The same of images with that noise on them, which a seed names.
    noisy: Option<((Corruption, u64), Vec<f64>)>,
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
                    self.mse = errors(&pca, held_out, None);
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

    /// Where the model's images have noise: the error of PCA that is given the same noisy images, in one unit of work.
    /// To be called once [`Yardstick::advance`] is done.
    pub fn measure_noisy(
        &mut self,
        data: &Dataset,
        held_out: Option<&Dataset>,
        config: &ModelConfig,
    ) {
        let (Some(pca), Some(held_out)) = (&self.pca, held_out) else {
            return;
        };
        let noise = (config.corruption, config.seed);
        if config.has_noise() && self.noisy.as_ref().is_none_or(|known| known.0 != noise) {
            self.noisy = Some((noise, errors(pca, held_out, Some((config, data)))));
        }
    }

    /// What PCA with a code of the model's length makes of the held-out images as the model is given them, noise
    /// included: mean squared error a pixel against the clean image, once it is known.
    pub fn error(&self, config: &ModelConfig) -> Option<f64> {
        if !config.has_noise() {
            return self.mse(config.latent_dim());
        }
        let (noise, mse) = self.noisy.as_ref()?;
        let is_known = *noise == (config.corruption, config.seed);
        let mse = mse.get(config.latent_dim().checked_sub(1)?);
        mse.copied().filter(|_| is_known)
    }

    /// Mean squared error a pixel with `latent_dim` components, once it is known.
    pub fn mse(&self, latent_dim: usize) -> Option<f64> {
        self.mse.get(latent_dim.checked_sub(1)?).copied()
    }
}

/// Errors with 1, 2, … components. These are orthonormal: of an image with the coordinates c, rebuilt from z, each
/// leaves `(z − c)² − c²` more than the mean image does.
///
/// Noisy images come with the model and the training images. Their coordinates are taken from the mean of noisy training
/// images, so that noise which lights up every picture is not held against PCA.
fn errors(pca: &Pca, held_out: &Dataset, noise: Option<(&ModelConfig, &Dataset)>) -> Vec<f64> {
    let (n, features) = (held_out.len(), held_out.shape().features());
    let mut images = pixels(held_out, n);
    let squared = |x: f32| f64::from(x) * f64::from(x);
    let mean = pca.mean.as_slice().unwrap_or_default();
    let mut left = 0.0;
    for (x, mean) in images.iter().zip(mean.iter().cycle()) {
        left += squared(x - mean);
    }
    let c = coordinates(pca, images.clone());
    let mut z = c.clone();
    if let Some((config, data)) = noise {
        put_noise(config, held_out, Purpose::HeldOutCorruption, &mut images);
        let mut lit = pixels(data, data.len().min(MOST_FOR_MEAN));
        put_noise(config, data, Purpose::Corruption, &mut lit);
        let n_lit = (lit.len() / features) as f32;
        for (px, mean) in mean.iter().enumerate() {
            let lit = lit.iter().skip(px).step_by(features).sum::<f32>() / n_lit;
            for x in images.iter_mut().skip(px).step_by(features) {
                *x += mean - lit;
            }
        }
        z = coordinates(pca, images);
    }
    let k = pca.n_components();
    let errors = (0..k).map(|component| {
        let places = (component..c.len()).step_by(k);
        left -= places
            .map(|at| squared(c[at]) - squared(z[at] - c[at]))
            .sum::<f64>();
        // Rounding may take off more than is left: an error is not negative.
        left.max(0.0) / (n * features) as f64
    });
    errors.collect()
}

fn pixels(set: &Dataset, n: usize) -> Vec<f32> {
    let mut images = vec![0.0; n * set.shape().features()];
    set.write_range(0, n, &mut images);
    images
}

/// The images' coordinates along the components, image by image.
fn coordinates(pca: &Pca, images: Vec<f32>) -> Vec<f32> {
    let shape = (images.len() / pca.n_features(), pca.n_features());
    let images = Array2::from_shape_vec(shape, images).unwrap_or_default();
    pca.project(&images.view()).into_raw_vec_and_offset().0
}

/// Puts the model's noise on images; held-out ones get that with which the model is measured.
fn put_noise(config: &ModelConfig, set: &Dataset, purpose: Purpose, images: &mut [f32]) {
    let Corruption { kind, amount } = config.corruption;
    let rows = EVAL_ROWS * set.shape().features();
    for (part, images) in images.chunks_mut(rows).enumerate() {
        let first = (part * EVAL_ROWS) as u64;
        let mut rng = Rng::stream(config.seed, purpose, first);
        corrupt(kind, amount as f32, set.shape(), images, &mut rng);
    }
}
