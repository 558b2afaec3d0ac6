//! Weights as safetensors, with PyTorch's names and shapes.
//!
//! The tensors are the model's parameters and nothing else, so that PyTorch loads the file with
//! `load_state_dict`. What a run needs besides stands in the file's metadata, as strings: `hourglass` (the
//! version of what follows), `config`, `seed`, `step`, `history`, and `optimizer` with its running means in
//! base64 (little-endian f32). Where these would not fit the format's header, for models of more than eight million
//! weights, they are tensors too: `optimizer.{mean}.{parameter}`. So they are in a [`checkpoint`], which is for this
//! program alone and is written and read faster, without base64 inside JSON.
//! Format: <https://huggingface.co/docs/safetensors>.

use super::container::{self, unsound};
use crate::error::Result;
use crate::model::{ModelConfig, quoted};
use crate::nn::OptimizerState;
use crate::train::{History, Trainer};
use serde_json::Map;

mod base64;
pub(super) mod checked;
pub(super) mod header;
mod layers;
mod run;

use header::{MARK, VERSION};

/// Largest optimizer state that goes into the header, in bytes: readers refuse headers over 100 MB.
const MAX_STATE_BYTES: usize = 64 << 20;

/// Most steps that a file may claim: beyond, JavaScript and the count of images would not be exact.
const MAX_STEP: u64 = 1 << 50;

/// A file that was read and fits a model, but has not replaced anything yet.
#[derive(Debug)]
pub struct Loaded {
    params: Vec<Vec<f32>>,
    step: u64,
    state: Option<OptimizerState>,
    history: History,
}

/// The whole run as one safetensors file; the same run gives the same bytes.
///
/// # Errors
/// [`Error::TooLarge`](crate::Error::TooLarge) if the memory for it is refused.
pub fn save(trainer: &mut Trainer) -> Result<Vec<u8>> {
    let means = trainer.optimizer().state.slots.iter().flatten();
    let is_large = means.map(|mean| 4 * mean.len()).sum::<usize>() > MAX_STATE_BYTES;
    write(trainer, is_large)
}

/// The whole run for [`read`] and nothing else: all running means are tensors.
///
/// # Errors
/// As [`save`].
pub fn checkpoint(trainer: &mut Trainer) -> Result<Vec<u8>> {
    write(trainer, true)
}

/// `as_tensors`: whether the running means stand beside the parameters, and not in the metadata.
fn write(trainer: &mut Trainer, as_tensors: bool) -> Result<Vec<u8>> {
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = Vec::new();
    trainer.model_mut().visit_params(&mut |name, p| {
        tensors.push((name.to_string(), p.shape.clone(), to_bytes(&p.value)));
    });
    let (config, state) = (trainer.model().config(), &trainer.optimizer().state);
    if as_tensors {
        let n_params = tensors.len();
        for (slot, means) in state.slots.iter().enumerate() {
            for (at, mean) in (0..n_params).zip(means) {
                let (name, shape, _) = &tensors[at];
                tensors.push((run::mean_name(slot, name), shape.clone(), to_bytes(mean)));
            }
        }
    }
    let texts = [
        (MARK, VERSION.into()),
        ("format", "pt".into()),
        ("config", config.to_json()),
        ("seed", config.seed.to_string()),
        ("step", trainer.steps().to_string()),
        ("history", run::history_to_json(trainer.history())),
        (
            "optimizer",
            run::optimizer_to_json(trainer.optimizer(), as_tensors),
        ),
    ];
    let mut metadata = Map::new();
    for (key, text) in texts {
        metadata.insert(key.into(), text.into());
    }
    container::write("F32", &tensors, metadata)
}

/// The configuration in a file's metadata, if it is a file of ours.
///
/// # Errors
/// [`Error::Format`](crate::Error::Format) for what is not a safetensors file,
/// [`Error::Config`](crate::Error::Config) for a bad configuration.
pub fn saved_config(file: &[u8]) -> Result<Option<ModelConfig>> {
    let file = header::open(file)?;
    file.text("config").map(ModelConfig::from_json).transpose()
}

/// Reads a file for a model of `config`, changing nothing; nothing is allocated before all layers fit.
///
/// Without our metadata the tensors alone count: step 0 and a fresh optimizer. The optimizer is fresh, too,
/// if the file's was of another kind.
///
/// # Errors
/// [`Error::Format`](crate::Error::Format) for a file that is not sound;
/// [`Error::Weights`](crate::Error::Weights) naming the first layer that is missing,
/// too much, not f32 or of another shape, and then the first that is not finite.
pub fn read(file: &[u8], config: &ModelConfig) -> Result<Loaded> {
    let file = header::open(file)?;
    let wanted = config.parameters().into_iter();
    let wanted: Vec<_> = wanted
        .map(|(name, shape)| (name.to_string(), shape))
        .collect();
    layers::compare(&file, &wanted)?;
    let params = wanted
        .iter()
        .map(|(name, shape)| layers::read_tensor(&file, name, shape));
    let params = params.collect::<Result<Vec<_>>>()?;
    let state = file
        .text("optimizer")
        .map(|json| run::read_optimizer(json, &file, &wanted, config.optimizer.kind))
        .transpose()?
        .flatten();
    let step = file.text("step").map_or(Ok(0), |text| {
        let step = text.parse().ok().filter(|&step| step <= MAX_STEP);
        step.ok_or_else(|| {
            unsound(format!(
                "its step is {}, not a number up to {MAX_STEP}",
                quoted(text)
            ))
        })
    })?;
    let history = file.text("history").map(|json| {
        run::history_from_json(json).ok_or_else(|| unsound("its curves are not readable"))
    });
    Ok(Loaded {
        params,
        step,
        state,
        history: history.transpose()?.unwrap_or_default(),
    })
}

impl Loaded {
    /// The steps that were made before it was saved.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Puts what was read in place of the trainer's model, which must be the one it was read for.
    pub fn apply(self, trainer: &mut Trainer) {
        let mut values = self.params.into_iter();
        trainer.model_mut().visit_params(&mut |_, param| {
            if let Some(value) = values.next() {
                param.value = value;
            }
        });
        trainer.resume_at(self.step, self.state, self.history);
    }
}

fn to_bytes(values: &[f32]) -> Vec<u8> {
    let mut bytes = vec![0; 4 * values.len()];
    for (four, x) in bytes.as_chunks_mut().0.iter_mut().zip(values) {
        *four = x.to_le_bytes();
    }
    bytes
}

fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|&b| f32::from_le_bytes(b))
        .collect()
}
