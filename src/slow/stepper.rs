//! One step: begun with a saved run, made on the images of its batch, looked at.

use hourglass::data::{Batches, Dataset, ImageShape};
use hourglass::error::{Error, Result};
use hourglass::export::weights::{self, Loaded};
use hourglass::model::ModelConfig;
use hourglass::train::{SlowStep, Trainer};
use hourglass::views::slow::{self, Open, StepRecord};
use js_sys::{Array, Float32Array};
use wasm_bindgen::prelude::*;

/// A run at the moment before a step, and then the step.
#[wasm_bindgen]
pub struct Stepper {
    config: ModelConfig,
    /// What was saved; a fresh model without it. The step takes it.
    loaded: Option<Loaded>,
    step: u64,
    rows: Vec<u32>,
    slow: Option<SlowStep>,
    record: Option<StepRecord>,
}

#[wasm_bindgen]
impl Stepper {
    /// The run that `Hourglass.save()` gave as `state`, or a fresh model of `config`, with so many training images. A
    /// saved run brings its own configuration, in which steered values are those of its moment.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, state: Option<Vec<u8>>, total: usize) -> Result<Stepper> {
        if total == 0 || u32::try_from(total).is_err() {
            return Err(Error::shape("Training images", total, "at least 1"));
        }
        let saved = match &state {
            Some(file) => weights::saved_config(file)?,
            None => None,
        };
        let config = match saved {
            Some(config) => config,
            None => ModelConfig::from_json(config)?,
        };
        let loaded = state
            .map(|file| weights::read(&file, &config))
            .transpose()?;
        let step = loaded.as_ref().map_or(0, Loaded::step);
        let mut batches = Batches::new(total, config.batch_size, config.seed, config.shuffle);
        let rows = batches.batch(step).to_vec();
        Ok(Self {
            config,
            loaded,
            step,
            rows,
            slow: None,
            record: None,
        })
    }

    /// Steps made before this one.
    pub fn step(&self) -> f64 {
        self.step as f64
    }

    /// Indices of the batch's images among the training images, in their order.
    pub fn rows(&self) -> Vec<u32> {
        self.rows.clone()
    }

    /// Makes the step on the batch's images, each pixel by pixel.
    pub fn make(&mut self, bytes: &[u8]) -> Result<()> {
        if self.slow.is_some() {
            return Err(Error::NotReady {
                what: "This step was made already".into(),
            });
        }
        let input = self.config.input;
        let shape = ImageShape::new(input.channels, input.height, input.width)?;
        let (got, wanted) = (bytes.len(), self.rows.len() * shape.features());
        if got != wanted {
            return Err(Error::shape("Bytes of the batch's images", got, wanted));
        }
        let mut images = Dataset::new(shape, self.rows.len())?;
        images.append_interleaved(bytes, None)?;
        let mut trainer = Trainer::of_batch(&self.config, images)?;
        if let Some(loaded) = self.loaded.take() {
            loaded.apply(&mut trainer);
        }
        self.slow = Some(SlowStep::make(trainer)?);
        Ok(())
    }

    fn made(&self) -> Result<&SlowStep> {
        self.slow.as_ref().ok_or_else(not_made)
    }

    /// Follows the image at a place of the batch; the record as JSON, without its arrays.
    pub fn follow(&mut self, row: usize) -> Result<String> {
        let record = slow::record(self.made()?, row)?;
        let json = to_json(&record);
        self.record = Some(record);
        json
    }

    fn record(&self) -> Result<&StepRecord> {
        self.record.as_ref().ok_or_else(not_made)
    }

    /// The followed image's numbers at each station: a `Float32Array` for each.
    pub fn stations(&self) -> Result<Array> {
        let stations = self.record()?.stations.iter();
        Ok(stations
            .map(|numbers| Float32Array::from(&numbers[..]))
            .collect())
    }

    /// The followed image's code, or its mean.
    pub fn mu(&self) -> Result<Vec<f32>> {
        Ok(self.record()?.mu.clone())
    }

    /// Standard deviations of a variational code.
    pub fn sigma(&self) -> Result<Option<Vec<f32>>> {
        Ok(self.record()?.sigma.clone())
    }

    /// The random numbers of its sample.
    pub fn epsilon(&self) -> Result<Option<Vec<f32>>> {
        Ok(self.record()?.epsilon.clone())
    }

    /// What the decoder was given.
    pub fn z(&self) -> Result<Vec<f32>> {
        Ok(self.record()?.z.clone())
    }

    /// Opens a number of the followed image, as JSON.
    pub fn open(&self, what: &str, station: usize, at: usize, layer: usize) -> Result<String> {
        let what = Open::named(what, station, at, layer)?;
        to_json(&slow::open(self.made()?, self.record()?.row, what)?)
    }
}

fn not_made() -> Error {
    Error::NotReady {
        what: "The step has not been made yet".into(),
    }
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::format("JSON", error.to_string()))
}
