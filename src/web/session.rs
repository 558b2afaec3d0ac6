//! The engine as a worker holds it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what JavaScript passes"
)]

mod report;
mod results;
mod shared;
mod speed;
mod views;

use super::convert;
use crate::data::{Dataset, ImageShape};
use crate::error::{Error, Result};
use crate::export::weights;
use crate::model::{ModelConfig, Steering, Workspace, presets};
use crate::train::{Evaluator, Outcome, RunLimits, Trainer};
use crate::views::{LatentMap, Yardstick};
use speed::Speed;
use wasm_bindgen::prelude::*;

/// Milliseconds that never go back.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn now() -> f64;
}

/// One model, its data and its training, for `www/worker.js`.
#[wasm_bindgen]
pub struct Session {
    /// Absent only while one trainer is exchanged for another.
    trainer: Option<Trainer>,
    shape: ImageShape,
    map: LatentMap,
    /// Of passes with one image.
    workspace: Workspace,
    /// An evaluation that waits for the rest of its images.
    evaluator: Option<Evaluator>,
    yardstick: Yardstick,
    speed: Speed,
}

/// To be called once, before anything else: panics then say what happened.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

#[wasm_bindgen]
impl Session {
    /// Checks a configuration and returns it with all keys, as JSON.
    #[wasm_bindgen(js_name = completeConfig)]
    pub fn complete_config(json: &str) -> Result<String> {
        Ok(ModelConfig::from_json(json)?.to_json())
    }

    /// The preset of that name with all its keys, as JSON.
    pub fn preset(name: &str) -> Result<String> {
        Ok(presets::preset(name)?.to_json())
    }

    /// A model for `total` images of the given size, which arrive by [`Session::append`].
    #[wasm_bindgen(constructor)]
    pub fn new(
        config: &str,
        width: usize,
        height: usize,
        channels: usize,
        total: usize,
    ) -> Result<Session> {
        let config = ModelConfig::from_json(config)?;
        let shape = ImageShape::new(channels, height, width)?;
        let trainer = Trainer::new(&config, Dataset::new(shape, total)?, None)?;
        Ok(Self {
            map: LatentMap::new(trainer.model()),
            workspace: trainer.model().workspace(1, false),
            evaluator: None,
            trainer: Some(trainer),
            shape,
            yardstick: Yardstick::default(),
            speed: Speed::default(),
        })
    }

    fn trainer(&self) -> Result<&Trainer> {
        self.trainer.as_ref().ok_or_else(no_model)
    }

    fn trainer_mut(&mut self) -> Result<&mut Trainer> {
        self.trainer.as_mut().ok_or_else(no_model)
    }

    /// Appends training images.
    pub fn append(&mut self, bytes: &[u8], labels: Option<Vec<u8>>) -> Result<()> {
        let data = self.trainer_mut()?.data_mut();
        data.append_interleaved(bytes, labels.as_deref())
    }

    /// Takes the held-out images, all at once.
    #[wasm_bindgen(js_name = appendHeldOut)]
    pub fn append_held_out(&mut self, bytes: &[u8], labels: Option<Vec<u8>>) -> Result<()> {
        let count = bytes.len() / self.shape.features();
        let images = convert::images(self.shape, bytes, labels.as_deref(), count)?;
        self.trainer_mut()?.set_held_out(images);
        Ok(())
    }

    /// Another model on the same data, at step 0. A configuration that is refused changes nothing.
    pub fn reconfigure(&mut self, config: &str) -> Result<()> {
        self.replace_model(&ModelConfig::from_json(config)?)
    }

    fn replace_model(&mut self, config: &ModelConfig) -> Result<()> {
        let trainer = self.trainer()?;
        Trainer::check(config, trainer.data(), trainer.held_out())?;
        let (data, held_out) = self.trainer.take().ok_or_else(no_model)?.into_data();
        let trainer = Trainer::new(config, data, held_out)?;
        self.map = LatentMap::new(trainer.model());
        self.workspace = trainer.model().workspace(1, false);
        self.evaluator = None;
        self.trainer = Some(trainer);
        self.speed = Speed::default();
        Ok(())
    }

    /// Changes what can be changed while training runs; JSON with `learningRate`, `beta`, `corruptionAmount`
    /// or `codeSparsity`.
    pub fn steer(&mut self, json: &str) -> Result<()> {
        let steering = Steering::from_json(json)?;
        self.trainer_mut()?.steer(steering)
    }

    /// Trains for about `ms`, at most `max_steps`: "running", "waiting" for images, or "plateau".
    #[wasm_bindgen(js_name = runFor)]
    pub fn run_for(&mut self, ms: f64, max_steps: f64, until_plateau: bool) -> Result<String> {
        let Self {
            trainer: Some(trainer),
            speed,
            ..
        } = self
        else {
            return Err(no_model());
        };
        let start = now();
        let (mut last, mut evaluating) = (start, trainer.is_evaluating());
        let seen = trainer.images_seen();
        let limits = RunLimits {
            max_steps: max_steps as u64,
            until_plateau,
        };
        let outcome = trainer.run_for(limits, |trainer| {
            let time = now();
            if evaluating {
                speed.evaluation_ms += time - last;
            }
            (last, evaluating) = (time, trainer.is_evaluating());
            time - start >= ms
        });
        speed.count(trainer.images_seen().saturating_sub(seen), last - start);
        match outcome? {
            Outcome::Running => Ok("running".into()),
            Outcome::Waiting => Ok("waiting".into()),
            Outcome::Plateau => Ok("plateau".into()),
        }
    }

    /// Steps made so far.
    pub fn step(&self) -> f64 {
        self.trainer
            .as_ref()
            .map_or(0.0, |trainer| trainer.steps() as f64)
    }

    /// Measures the held-out images with the present weights, if that is not known yet.
    #[wasm_bindgen(js_name = evaluateHeldOut)]
    pub fn evaluate_held_out(&mut self) -> Result<()> {
        self.trainer_mut()?.evaluate_held_out();
        Ok(())
    }

    /// Works on the PCA yardstick for about `ms`; true when there is nothing to do.
    #[wasm_bindgen(js_name = advancePca)]
    pub fn advance_pca(&mut self, ms: f64) -> Result<bool> {
        let Self {
            trainer: Some(trainer),
            yardstick,
            ..
        } = self
        else {
            return Err(no_model());
        };
        let start = now();
        loop {
            let (data, held_out) = (trainer.data(), trainer.held_out());
            let done = yardstick.advance(data, held_out, 1)?;
            if done {
                yardstick.measure_noisy(data, held_out, trainer.model().config());
            }
            if done || now() - start >= ms {
                return Ok(done);
            }
        }
    }

    /// The run as a safetensors file; `for_loading` here alone it is quicker.
    pub fn save(&mut self, for_loading: bool) -> Result<Vec<u8>> {
        let save = if for_loading {
            weights::checkpoint
        } else {
            weights::save
        };
        save(self.trainer_mut()?)
    }

    /// Continues a saved run. A file that does not fit changes nothing.
    pub fn load(&mut self, file: &[u8]) -> Result<()> {
        let config = weights::saved_config(file)?.unwrap_or_else(|| self.config());
        let trainer = self.trainer()?;
        Trainer::check(&config, trainer.data(), trainer.held_out())?;
        let loaded = weights::read(file, &config)?;
        self.replace_model(&config)?;
        loaded.apply(self.trainer_mut()?);
        Ok(())
    }

    fn config(&self) -> ModelConfig {
        self.trainer
            .as_ref()
            .map_or_else(ModelConfig::default, |t| t.model().config().clone())
    }

    /// Back to the initial weights, of the same seed or another.
    pub fn reset(&mut self, seed: Option<f64>) -> Result<()> {
        let mut config = self.config();
        if let Some(seed) = seed {
            config.seed = seed as u64;
        }
        // Through JSON, so that the seed is held against its bounds.
        self.reconfigure(&config.to_json())
    }

    /// A seed from the browser's own entropy.
    #[allow(clippy::unused_self, reason = "a method for whoever holds a session")]
    #[wasm_bindgen(js_name = newSeed)]
    pub fn new_seed(&self) -> Result<u32> {
        getrandom::u32().map_err(|e| Error::NotReady {
            what: format!("The browser gave no random number: {e}"),
        })
    }
}

fn no_model() -> Error {
    Error::NotReady {
        what: "There is no model; the last command did not finish".into(),
    }
}
