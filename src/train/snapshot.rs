//! The numbers of a run at one moment.

use serde::Serialize;

/// The numbers of a run. `None` stands for a number that is not known yet.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Steps made.
    pub step: u64,
    /// Epochs finished.
    pub epoch: u64,
    /// Loss of the last step's batch, before the update.
    pub loss: Option<f64>,
    /// Reconstruction part of the last step's loss.
    pub reconstruction_loss: Option<f64>,
    /// KL divergence of the last step's batch in nats, before it is multiplied by beta.
    pub kl: Option<f64>,
    /// The price beta of the KL divergence in the next step's loss.
    pub beta: Option<f64>,
    /// Loss on the held-out images, at the last evaluation.
    pub held_out_loss: Option<f64>,
    /// Reconstruction part of the held-out loss.
    pub held_out_reconstruction_loss: Option<f64>,
    /// KL divergence on the held-out images, in nats.
    pub held_out_kl: Option<f64>,
    /// Mean squared error a pixel on the held-out images.
    pub held_out_mse: Option<f64>,
    /// Peak signal-to-noise ratio on the held-out images, in dB.
    pub held_out_psnr: Option<f64>,
    /// Mean squared error a pixel on the held-out images as the model is given them: with its noise, if it has noise.
    pub held_out_error: Option<f64>,
    /// The same as a peak signal-to-noise ratio, in dB.
    pub held_out_error_psnr: Option<f64>,
    /// Whether the held-out loss rises by more than chance; `None` while that cannot be told.
    pub held_out_rises: Option<bool>,
    /// The step of the last evaluation.
    pub held_out_step: Option<u64>,
    /// Peak signal-to-noise ratio of the held-out images with noise, in dB.
    pub noisy_psnr: Option<f64>,
    /// Peak signal-to-noise ratio of the reconstructions of the noisy held-out images, in dB.
    pub denoised_psnr: Option<f64>,
    /// KL divergence of each number of the code on the held-out images, in nats.
    pub kl_per_dim: Option<Vec<f64>>,
    /// How many numbers of the code vary between images.
    pub active_units: Option<usize>,
}
