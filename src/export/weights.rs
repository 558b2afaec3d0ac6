//! Weights as safetensors, with PyTorch's names and shapes.
//!
//! The tensors are the model's parameters and nothing else, so that PyTorch loads the file with
//! `load_state_dict`. What a run needs besides stands in the file's metadata, as strings: `hourglass` (the
//! version of what follows), `config`, `seed`, `step`, `history`, and `optimizer` with its running means in
//! base64 (little-endian f32). Only where these would not fit the format's header, for models of more than
//! eight million weights, they are tensors too: `optimizer.{mean}.{parameter}`.
//! Format: <https://huggingface.co/docs/safetensors>.

use crate::error::{Error, Result};
use crate::model::{Autoencoder, ModelConfig};
use crate::nn::OptimizerState;
use crate::train::{History, Trainer};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::collections::HashMap;

mod run;

/// Largest optimizer state that goes into the header, in bytes: readers refuse headers over 100 MB.
const MAX_STATE_BYTES: usize = 64 << 20;

/// Under this key the version of our metadata stands; a file without it is somebody else's.
const MARK: &str = "hourglass";

/// Most steps that a file may claim: numbers that JavaScript counts exactly.
const MAX_STEP: u64 = 1 << 53;

const WHAT: &str = "safetensors";

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
/// [`Error::Format`] if the file cannot be written.
pub fn save(trainer: &mut Trainer) -> Result<Vec<u8>> {
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = Vec::new();
    trainer.model_mut().visit_params(&mut |name, p| {
        tensors.push((name.to_string(), p.shape.clone(), to_bytes(&p.value)));
    });
    let (config, state) = (trainer.model().config(), &trainer.optimizer().state);
    let means = state.slots.iter().flatten();
    let is_large = means.map(|mean| 4 * mean.len()).sum::<usize>() > MAX_STATE_BYTES;
    if is_large {
        let params = tensors.clone();
        for (slot, means) in state.slots.iter().enumerate() {
            for ((name, shape, _), mean) in params.iter().zip(means) {
                tensors.push((run::mean_name(slot, name), shape.clone(), to_bytes(mean)));
            }
        }
    }
    let metadata = HashMap::from(
        [
            (MARK, "1".into()),
            ("format", "pt".into()),
            ("config", config.to_json()),
            ("seed", config.seed.to_string()),
            ("step", trainer.steps().to_string()),
            ("history", run::history_to_json(trainer.history())),
            (
                "optimizer",
                run::optimizer_to_json(trainer.optimizer(), is_large),
            ),
        ]
        .map(|(key, text)| (key.to_string(), text)),
    );
    let mut views = Vec::with_capacity(tensors.len());
    for (name, shape, bytes) in &tensors {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(unsound)?;
        views.push((name.as_str(), view));
    }
    let file = safetensors::serialize(views, Some(metadata)).map_err(unsound)?;
    run::with_sorted_header(&file)
}

fn unsound(error: impl std::fmt::Display) -> Error {
    Error::format(WHAT, error.to_string())
}

/// The configuration in a file's metadata, if it is a file of ours.
///
/// # Errors
/// [`Error::Format`] for what is not a safetensors file, [`Error::Config`] for a bad configuration.
pub fn saved_config(file: &[u8]) -> Result<Option<ModelConfig>> {
    metadata(file)?
        .get("config")
        .map(|json| ModelConfig::from_json(json))
        .transpose()
}

/// Reads a file for a model of `config`, changing nothing.
///
/// Without our metadata the tensors alone count: step 0 and a fresh optimizer. The optimizer is fresh, too,
/// if the file's was of another kind.
///
/// # Errors
/// [`Error::Format`] for a file that is not sound; [`Error::Weights`] naming the first tensor that is
/// missing, not f32, of another shape, or not finite.
pub fn read(file: &[u8], config: &ModelConfig) -> Result<Loaded> {
    let mut model = Autoencoder::new(config);
    let tensors = SafeTensors::deserialize(file).map_err(unsound)?;
    let metadata = metadata(file)?;
    let mut wanted = Vec::new();
    model.visit_params(&mut |name, param| wanted.push((name.to_string(), param.shape.clone())));
    let params = wanted
        .iter()
        .map(|(name, shape)| read_tensor(&tensors, name, shape));
    let params = params.collect::<Result<Vec<_>>>()?;
    refuse_more(&tensors, &wanted)?;
    let state = metadata
        .get("optimizer")
        .map(|json| run::read_optimizer(json, &tensors, &wanted, config.optimizer.kind))
        .transpose()?
        .flatten();
    let step = metadata.get("step").map_or(Ok(0), |text| {
        let step = text.parse().ok().filter(|&step| step <= MAX_STEP);
        step.ok_or_else(|| {
            unsound(format!(
                "its step is {text:?}, not a number up to {MAX_STEP}"
            ))
        })
    })?;
    let history = metadata.get("history");
    let history = history
        .and_then(|json| run::history_from_json(json))
        .unwrap_or_default();
    Ok(Loaded {
        params,
        step,
        state,
        history,
    })
}

impl Loaded {
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

/// Our metadata; empty for somebody else's file.
fn metadata(file: &[u8]) -> Result<HashMap<String, String>> {
    let (_, header) = SafeTensors::read_metadata(file).map_err(unsound)?;
    let metadata = header.metadata().clone().unwrap_or_default();
    Ok(if metadata.contains_key(MARK) {
        metadata
    } else {
        HashMap::new()
    })
}

/// Refuses a file with layers that the model does not have: it is another architecture's, too.
fn refuse_more(tensors: &SafeTensors<'_>, wanted: &[(String, Vec<usize>)]) -> Result<()> {
    let is_layer = |name: &str| {
        let side = name.split('.').next().unwrap_or_default();
        ["encoder", "bottleneck", "decoder"].contains(&side)
    };
    let is_known = |name: &str| wanted.iter().any(|(known, _)| known == name);
    let mut names = tensors.names();
    names.sort_unstable();
    match names.iter().find(|name| is_layer(name) && !is_known(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Weights {
            tensor: (*name).to_string(),
            got: "a tensor of this name in the file".into(),
            wanted: "no such layer".into(),
        }),
    }
}

fn read_tensor(tensors: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let wrong = |got: String| Error::Weights {
        tensor: name.into(),
        got,
        wanted: format!("f32 numbers of shape {shape:?}"),
    };
    let Ok(view) = tensors.tensor(name) else {
        return Err(wrong("no tensor of this name".into()));
    };
    if view.dtype() != Dtype::F32 || view.shape() != shape {
        return Err(wrong(format!(
            "{:?} numbers of shape {:?}",
            view.dtype(),
            view.shape()
        )));
    }
    let values = from_bytes(view.data());
    match values.iter().position(|x| !x.is_finite()) {
        Some(i) => Err(wrong(format!(
            "{} at place {i}, not a finite number",
            values[i]
        ))),
        None => Ok(values),
    }
}

fn to_bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|&b| f32::from_le_bytes(b))
        .collect()
}
