//! Information on a session: the model, the numbers of the moment, the curves.

use super::Session;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::ModelConfig;
use crate::train::{Evaluation, Snapshot};
use crate::views::{self, Station};
use crate::web::convert::to_json;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Info<'a> {
    config: &'a ModelConfig,
    n_params: u64,
    latent_dim: usize,
    input_shape: [usize; 3],
    layers: Vec<Station>,
    n_images: usize,
    n_held_out: usize,
    steps_per_epoch: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionSnapshot {
    #[serde(flatten)]
    run: Snapshot,
    pca_mse: Option<f64>,
    /// What PCA makes of the held-out images as the model is given them.
    pca_error: Option<f64>,
    images_per_second: Option<f64>,
    evaluation_share: Option<f64>,
}

#[wasm_bindgen]
impl Session {
    /// What the model is made of, as JSON.
    pub fn info(&self) -> Result<String> {
        let trainer = self.trainer()?;
        let config = trainer.model().config();
        to_json(&Info {
            config,
            n_params: config.n_params(),
            latent_dim: config.latent_dim(),
            input_shape: [
                config.input.channels,
                config.input.height,
                config.input.width,
            ],
            layers: views::stations(trainer.model()),
            n_images: trainer.data().len(),
            n_held_out: trainer.held_out().map_or(0, Dataset::len),
            steps_per_epoch: trainer.steps_per_epoch(),
        })
    }

    /// The numbers of this moment, as JSON.
    pub fn snapshot(&self) -> Result<String> {
        let trainer = self.trainer()?;
        to_json(&SessionSnapshot {
            run: trainer.snapshot(),
            pca_mse: self.yardstick.mse(trainer.model().config().latent_dim()),
            pca_error: self.yardstick.error(trainer.model().config()),
            images_per_second: self.speed.images_per_second,
            evaluation_share: (self.speed.training_ms > 0.0)
                .then(|| self.speed.evaluation_ms / self.speed.training_ms),
        })
    }

    /// A curve as (step, value) pairs. All end at the last evaluation, with the values of that moment alone.
    ///
    /// "training", "heldOut", "heldOutError", "reconstruction" or "kl"; "trainingThen" are the training losses at the
    /// evaluations alone.
    pub fn history(&self, kind: &str) -> Result<Vec<f32>> {
        let trainer = self.trainer()?;
        let (history, ends) = (trainer.history(), trainer.ends());
        let measured = |value: fn(&Evaluation) -> f64| ends.map(|(e, _)| (e.step, value(&e)));
        // A batch's loss is of the weights before its update.
        let trained = |idx: usize, back: u64| {
            let (e, then) = ends?;
            Some((e.step.checked_sub(back)?, then[idx]?))
        };
        let (curve, end) = match kind {
            "training" => (&history.training, trained(0, 1)),
            "heldOut" => (&history.held_out, measured(|e| e.loss)),
            "heldOutError" => (&history.held_out_error, measured(|e| e.error)),
            "reconstruction" => (&history.reconstruction, trained(1, 1)),
            "kl" => (&history.kl, trained(2, 1)),
            "trainingThen" => (&history.training_then, trained(0, 0)),
            _ => return Err(Error::config("history", kind, "the name of a curve")),
        };
        Ok(curve.drawn(end))
    }
}
