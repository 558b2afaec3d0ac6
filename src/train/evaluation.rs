//! Measuring a model on images that it does not train on, a part at a time.

use super::latent_stats::LatentStats;
use crate::data::{Dataset, corrupt};
use crate::model::{Autoencoder, Corruption, EVAL_ROWS, Workspace};
use crate::nn::{self, Reduction};
use crate::rng::{Purpose, Rng};
use serde::Serialize;

/// Means over a set of images.
///
/// `mse` and `psnr` belong to images without noise, reconstructed from the code (mu, if it is a distribution). `error`
/// is the same of images as the model is given them: with noise, if it has noise. The loss and its parts follow the
/// training loss' formula: with noise on the input, from a sample of the code, and with the full price beta. Noise and
/// samples are the same at every evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// The step before which the weights were measured.
    pub step: u64,
    /// The training loss' formula on these images.
    pub loss: f64,
    /// Reconstruction part of the loss.
    pub reconstruction_loss: f64,
    /// KL divergence in nats; `None` for a plain code.
    pub kl: Option<f64>,
    /// Mean squared error a pixel, on the 0..1 scale.
    pub mse: f64,
    /// Peak signal-to-noise ratio in dB, see [`psnr`].
    pub psnr: f64,
    /// Mean squared error a pixel between clean images and what the model makes of them as it is given them.
    pub error: f64,
    /// Peak signal-to-noise ratio of the images with the model's noise on them; `None` for a model without.
    pub noisy_psnr: Option<f64>,
    /// Peak signal-to-noise ratio of the reconstructions of the noisy images.
    pub denoised_psnr: Option<f64>,
}

/// `10·log₁₀(1 / mse)` in decibels, for a signal of peak 1. Infinite for a perfect picture.
pub fn psnr(mse: f64) -> f64 {
    -10.0 * mse.log10()
}

/// An evaluation on its way: sums over the images seen so far.
#[derive(Debug)]
pub struct Evaluator {
    workspace: Workspace,
    images: Vec<f32>,
    noisy: Vec<f32>,
    epsilon: Vec<f32>,
    seen: usize,
    sums: Sums,
    latent: LatentStats,
    /// The last finished evaluation's KL divergences and count of active units.
    latent_result: Option<(Vec<f64>, usize)>,
}

/// Sums of a measure over images.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    loss: f64,
    reconstruction_loss: f64,
    kl: f64,
    mse: f64,
    noisy_mse: f64,
    denoised_mse: f64,
}

impl Evaluator {
    /// An evaluation of no images yet.
    pub fn new(model: &Autoencoder) -> Self {
        let config = model.config();
        let (features, latent_dim) = (config.features(), config.latent_dim());
        let buffer = |wanted: bool, len: usize| vec![0.0; if wanted { EVAL_ROWS * len } else { 0 }];
        Self {
            workspace: model.workspace(EVAL_ROWS, false),
            images: buffer(true, features),
            noisy: buffer(config.has_noise(), features),
            epsilon: buffer(config.is_variational(), latent_dim),
            seen: 0,
            sums: Sums::default(),
            latent: LatentStats::default(),
            latent_result: None,
        }
    }

    /// Starts over.
    pub(super) fn start(&mut self) {
        self.seen = 0;
        self.sums = Sums::default();
    }

    /// Mean KL divergence of each number of a variational code in nats, and the count of active numbers, from the
    /// last finished evaluation.
    pub(super) fn latent(&self) -> Option<&(Vec<f64>, usize)> {
        self.latent_result.as_ref()
    }

    /// Looks at the next [`EVAL_ROWS`] images of `data`; the result once all were seen.
    pub(super) fn advance(
        &mut self,
        model: &Autoencoder,
        data: &Dataset,
        step: u64,
    ) -> Option<Evaluation> {
        if self.seen < data.len() {
            self.measure(model, data, self.seen);
        }
        (self.seen == data.len() && self.seen > 0).then(|| self.result(model, step))
    }

    /// Adds a part of a set. Noise and samples are drawn for [`EVAL_ROWS`] images at a time, so the result
    /// does not depend on the parts as long as all but the last are multiples of that.
    pub fn add(&mut self, model: &Autoencoder, part: &Dataset) {
        for start in (0..part.len()).step_by(EVAL_ROWS) {
            self.measure(model, part, start);
        }
    }

    /// Images added so far.
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// The means over all images that were added; NaN if there were none.
    pub fn result(&mut self, model: &Autoencoder, step: u64) -> Evaluation {
        let config = model.config();
        let (n, sums) = (self.seen as f64, self.sums);
        let noisy = config.has_noise();
        self.latent_result = config.is_variational().then(|| self.latent.result());
        Evaluation {
            step,
            loss: sums.loss / n,
            reconstruction_loss: sums.reconstruction_loss / n,
            kl: config.is_variational().then_some(sums.kl / n),
            mse: sums.mse / n,
            psnr: psnr(sums.mse / n),
            error: if noisy { sums.denoised_mse } else { sums.mse } / n,
            noisy_psnr: noisy.then(|| psnr(sums.noisy_mse / n)),
            denoised_psnr: noisy.then(|| psnr(sums.denoised_mse / n)),
        }
    }

    /// Adds the measures of at most [`EVAL_ROWS`] images of `data` from `start` on.
    fn measure(&mut self, model: &Autoencoder, data: &Dataset, start: usize) {
        let config = model.config();
        if self.seen == 0 && config.is_variational() {
            self.latent.start(config.latent_dim());
        }
        let rows = EVAL_ROWS.min(data.len() - start);
        let (len, first) = (rows * config.features(), self.seen as u64);
        self.seen += rows;
        let workspace = &mut self.workspace;
        let images = &mut self.images[..len];
        data.write_range(start, rows, images);
        let error = |y: &[f32], weight: f64| {
            weight * f64::from(nn::mse(y, images, None, rows, Reduction::Mean))
        };
        let weight = rows as f64;
        model.forward(images, workspace, rows);
        self.sums.mse += error(workspace.reconstruction(len), weight);

        let mut input = &*images;
        if config.has_noise() {
            let noisy = &mut self.noisy[..len];
            noisy.copy_from_slice(images);
            let Corruption { kind, amount } = config.corruption;
            let mut rng = Rng::stream(config.seed, Purpose::HeldOutCorruption, first);
            corrupt(kind, amount as f32, data.shape(), noisy, &mut rng);
            self.sums.noisy_mse += error(noisy, weight);
            model.forward(noisy, workspace, rows);
            self.sums.denoised_mse += error(workspace.reconstruction(len), weight);
            input = noisy;
        }
        if config.is_variational() {
            let epsilon = &mut self.epsilon[..rows * config.latent_dim()];
            Rng::stream(config.seed, Purpose::HeldOutEpsilon, first).fill_normal(epsilon);
            model.forward_sampled(input, epsilon, workspace, rows);
        }
        let beta = config.bottleneck.beta_at(u64::MAX).unwrap_or(0.0);
        let parts = model.loss(images, workspace, beta as f32, rows);
        self.sums.loss += weight * f64::from(parts.loss);
        self.sums.reconstruction_loss += weight * f64::from(parts.reconstruction_loss);
        self.sums.kl += weight * f64::from(parts.kl.unwrap_or(0.0));
        let codes = rows * config.latent_dim();
        if let Some((log_var, _)) = workspace.sampled(codes) {
            self.latent.add(workspace.code(codes), log_var, rows);
        }
    }
}
