//! The numbers of a run at one moment.

use serde::Serialize;

/// What a run says of itself. `None` is what is not known yet.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Steps made.
    pub step: u64,
    /// Epochs finished.
    pub epoch: u64,
    /// Loss of the last step's batch, before its update.
    pub loss: Option<f64>,
    /// Its reconstruction part.
    pub reconstruction_loss: Option<f64>,
    /// Its variational part.
    pub kl: Option<f64>,
    /// Loss on the held-out images, at the last evaluation.
    pub held_out_loss: Option<f64>,
    /// Mean squared error a pixel on the held-out images.
    pub held_out_mse: Option<f64>,
    /// Peak signal-to-noise ratio on them, in dB.
    pub held_out_psnr: Option<f64>,
    /// The step of the last evaluation.
    pub held_out_step: Option<u64>,
}
