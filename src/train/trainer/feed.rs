//! The input of a step: images, their noise, and the random numbers of a code's sample.

use crate::data::{Dataset, corrupt};
use crate::model::{Corruption, ModelConfig, TERMS};
use crate::rng::{Purpose, Rng};

/// The buffers of a batch, kept between steps.
#[derive(Debug)]
pub(super) struct Feed {
    pub(super) target: Vec<f32>,
    /// The target with noise; empty without.
    pub(super) noisy: Vec<f32>,
    /// Standard normal numbers; empty for a plain code.
    pub(super) epsilon: Vec<f32>,
    /// What each row adds to the loss, where several trainers compute a step.
    pub(super) terms: Vec<f32>,
}

impl Feed {
    pub(super) fn new(config: &ModelConfig, batch_size: usize) -> Self {
        let buffer =
            |wanted: bool, len: usize| vec![0.0; if wanted { batch_size * len } else { 0 }];
        Self {
            target: buffer(true, config.features()),
            noisy: buffer(config.has_noise(), config.features()),
            epsilon: buffer(config.is_variational(), config.latent_dim()),
            terms: buffer(true, TERMS),
        }
    }

    /// Input, target and epsilon of `step` for the images `image_idxs`. They depend on the images, the seed, the
    /// step and the amount of noise alone.
    pub(super) fn batch(
        &mut self,
        config: &ModelConfig,
        data: &Dataset,
        image_idxs: &[u32],
        step: u64,
    ) -> (&[f32], &[f32], &[f32]) {
        let (rows, seed) = (image_idxs.len(), config.seed);
        let target = &mut self.target[..rows * config.features()];
        data.write_batch(image_idxs, target);
        let n_epsilon = if self.epsilon.is_empty() {
            0
        } else {
            rows * config.latent_dim()
        };
        let epsilon = &mut self.epsilon[..n_epsilon];
        Rng::stream(seed, Purpose::Epsilon, step).fill_normal(epsilon);
        if !config.has_noise() {
            return (target, target, epsilon);
        }
        let noisy = &mut self.noisy[..rows * config.features()];
        noisy.copy_from_slice(target);
        let mut rng = Rng::stream(seed, Purpose::Corruption, step);
        let Corruption { kind, amount } = config.corruption;
        corrupt(kind, amount as f32, data.shape(), noisy, &mut rng);
        (noisy, target, epsilon)
    }
}
