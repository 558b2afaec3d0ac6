//! Information on a session: the model, the numbers of the moment, the curves.

use super::Session;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::ModelConfig;
use crate::train::Snapshot;
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
            images_per_second: self.speed.images_per_second,
            evaluation_share: (self.speed.training_ms > 0.0)
                .then(|| self.speed.evaluation_ms / self.speed.training_ms),
        })
    }

    /// A curve as (step, value) pairs: "training", "heldOut", "heldOutMse", "reconstruction" or "kl".
    pub fn history(&self, kind: &str) -> Result<Vec<f32>> {
        let history = self.trainer()?.history();
        let curve = match kind {
            "training" => &history.training,
            "heldOut" => &history.held_out,
            "heldOutMse" => &history.held_out_mse,
            "reconstruction" => &history.reconstruction,
            "kl" => &history.kl,
            _ => {
                let wanted =
                    "\"training\", \"heldOut\", \"heldOutMse\", \"reconstruction\" or \"kl\"";
                return Err(Error::config("history", kind, wanted));
            }
        };
        let points = curve.points().iter();
        Ok(points.flat_map(|&(x, y)| [x as f32, y]).collect())
    }
}
