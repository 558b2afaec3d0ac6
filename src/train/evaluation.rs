//! Measuring a model on images that it does not train on, a part at a time.

use crate::data::Dataset;
use crate::model::{Autoencoder, EVAL_ROWS, LossParts, Workspace};
use crate::nn;
use serde::Serialize;

/// Means over a set of images.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// The step before which the weights were measured.
    pub step: u64,
    /// The training loss' formula on these images.
    pub loss: f64,
    /// Its reconstruction part.
    pub reconstruction_loss: f64,
    /// Its variational part.
    pub kl: Option<f64>,
    /// Mean squared error a pixel, on the 0..1 scale.
    pub mse: f64,
    /// Peak signal-to-noise ratio in dB, see [`psnr`].
    pub psnr: f64,
}

/// `10·log₁₀(1 / mse)` in decibels, for a signal of peak 1. Infinite for a perfect picture.
pub fn psnr(mse: f64) -> f64 {
    -10.0 * mse.log10()
}

/// An evaluation on its way: sums over the images seen so far.
#[derive(Debug)]
pub(super) struct Evaluator {
    workspace: Workspace,
    images: Vec<f32>,
    next: usize,
    sums: [f64; 4],
    has_kl: bool,
}

impl Evaluator {
    pub(super) fn new(model: &Autoencoder) -> Self {
        Self {
            workspace: model.workspace(EVAL_ROWS, false),
            images: vec![0.0; EVAL_ROWS * model.config().features()],
            next: 0,
            sums: [0.0; 4],
            has_kl: false,
        }
    }

    /// Starts over.
    pub(super) fn start(&mut self) {
        self.next = 0;
        self.sums = [0.0; 4];
    }

    /// Looks at the next [`EVAL_ROWS`] images of `data`; the result once all were seen.
    pub(super) fn advance(
        &mut self,
        model: &Autoencoder,
        data: &Dataset,
        step: u64,
    ) -> Option<Evaluation> {
        let rows = EVAL_ROWS.min(data.len() - self.next);
        if rows > 0 {
            let len = rows * model.config().features();
            let images = &mut self.images[..len];
            data.write_range(self.next, rows, images);
            let (parts, mse) = measure(model, &mut self.workspace, images, rows);
            let weight = rows as f64;
            self.sums[0] += weight * f64::from(parts.loss);
            self.sums[1] += weight * f64::from(parts.reconstruction_loss);
            self.sums[2] += weight * f64::from(parts.kl.unwrap_or(0.0));
            self.sums[3] += weight * f64::from(mse);
            self.has_kl = parts.kl.is_some();
            self.next += rows;
        }
        if self.next < data.len() || data.is_empty() {
            return None;
        }
        let [loss, reconstruction_loss, kl, mse] = self.sums.map(|sum| sum / self.next as f64);
        Some(Evaluation {
            step,
            loss,
            reconstruction_loss,
            kl: self.has_kl.then_some(kl),
            mse,
            psnr: psnr(mse),
        })
    }
}

/// Loss and mean squared error of `rows` images.
fn measure(
    model: &Autoencoder,
    workspace: &mut Workspace,
    images: &[f32],
    rows: usize,
) -> (LossParts, f32) {
    model.forward(images, workspace, rows);
    let parts = model.loss(images, workspace, rows);
    (
        parts,
        nn::mse(workspace.reconstruction(images.len()), images, None, rows),
    )
}
