//! Weights as safetensors, with PyTorch's names and shapes.
//!
//! The tensors are the model's parameters and nothing else, so that PyTorch loads the file with
//! `load_state_dict`. What a run needs besides stands in the file's metadata, as strings: `config`,
//! `seed`, `step`, `history`, and `optimizer` with its running means in base64 (little-endian f32).
//! Format: <https://huggingface.co/docs/safetensors>.

use crate::error::{Error, Result};
use crate::model::{Autoencoder, ModelConfig};
use crate::nn::OptimizerState;
use crate::train::{Curve, History, Trainer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Largest optimizer state that is written, in bytes: readers refuse headers over 100 MB.
const MAX_STATE_BYTES: usize = 64 << 20;

const WHAT: &str = "safetensors";

/// A file that was read and fits a model, but has not replaced anything yet.
#[derive(Debug)]
pub struct Loaded {
    params: Vec<Vec<f32>>,
    step: u64,
    state: Option<OptimizerState>,
    history: History,
}

/// The whole run as one safetensors file.
///
/// The optimizer's state is left out if it is larger than the format's header allows; a run that is
/// resumed then starts with a fresh optimizer.
///
/// # Errors
/// [`Error::Format`] if the file cannot be written.
pub fn save(trainer: &mut Trainer) -> Result<Vec<u8>> {
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = Vec::new();
    trainer.model_mut().visit_params(&mut |name, p| {
        tensors.push((name.to_string(), p.shape.clone(), to_bytes(&p.value)));
    });
    let mut metadata = HashMap::from([
        ("format".to_string(), "pt".to_string()),
        ("config".to_string(), trainer.model().config().to_json()),
        (
            "seed".to_string(),
            trainer.model().config().seed.to_string(),
        ),
        ("step".to_string(), trainer.steps().to_string()),
        ("history".to_string(), history_to_json(trainer.history())),
    ]);
    let state = &trainer.optimizer().state;
    let n_bytes: usize = state
        .slots
        .iter()
        .flatten()
        .map(|slot| 4 * slot.len())
        .sum();
    if n_bytes <= MAX_STATE_BYTES {
        let slots: Vec<String> = state
            .slots
            .iter()
            .map(|slot| BASE64.encode(to_bytes(&slot.concat())))
            .collect();
        metadata.insert(
            "optimizer".into(),
            json!({ "t": state.t, "slots": slots }).to_string(),
        );
    }
    let mut views = Vec::with_capacity(tensors.len());
    for (name, shape, bytes) in &tensors {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes)
            .map_err(|e| Error::format(WHAT, e.to_string()))?;
        views.push((name.as_str(), view));
    }
    safetensors::serialize(views, Some(metadata)).map_err(|e| Error::format(WHAT, e.to_string()))
}

/// The configuration in a file's metadata, if it has one.
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
/// Without our metadata the tensors alone count: step 0 and a fresh optimizer.
///
/// # Errors
/// [`Error::Format`] for a file that is not sound; [`Error::Weights`] naming the first tensor that is
/// missing, not f32, of another shape, or not finite.
pub fn read(file: &[u8], config: &ModelConfig) -> Result<Loaded> {
    let mut model = Autoencoder::new(config);
    let tensors = SafeTensors::deserialize(file).map_err(|e| Error::format(WHAT, e.to_string()))?;
    let metadata = metadata(file)?;
    let (mut params, mut first_error) = (Vec::new(), None);
    model.visit_params(&mut |name, param| match read_tensor(
        &tensors,
        &name.to_string(),
        &param.shape,
    ) {
        Ok(values) => params.push(values),
        Err(error) => first_error = first_error.take().or(Some(error)),
    });
    if let Some(error) = first_error {
        return Err(error);
    }
    let lengths: Vec<usize> = params.iter().map(Vec::len).collect();
    let n_slots = config.optimizer.kind.n_slots();
    let state = metadata
        .get("optimizer")
        .map(|json| read_state(json, &lengths, n_slots))
        .transpose()?;
    let step = match metadata.get("step") {
        Some(step) => step
            .parse()
            .map_err(|_| Error::format(WHAT, format!("its step is {step:?}, not a number")))?,
        None => 0,
    };
    let history = metadata.get("history");
    let history = history
        .and_then(|json| history_from_json(json))
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

fn metadata(file: &[u8]) -> Result<HashMap<String, String>> {
    let (_, header) =
        SafeTensors::read_metadata(file).map_err(|e| Error::format(WHAT, e.to_string()))?;
    Ok(header.metadata().clone().unwrap_or_default())
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

fn read_state(json: &str, lengths: &[usize], n_slots: usize) -> Result<OptimizerState> {
    let bad = |why: &str| Error::format(WHAT, format!("its optimizer state {why}"));
    let saved: Value = serde_json::from_str(json).map_err(|_| bad("is not readable"))?;
    let (Some(t), Some(saved)) = (saved["t"].as_u64(), saved["slots"].as_array()) else {
        return Err(bad("has not the parts that it should have"));
    };
    if saved.len() != n_slots {
        return Err(bad("is another optimizer's"));
    }
    let total: usize = lengths.iter().sum();
    let mut slots = Vec::with_capacity(n_slots);
    for slot in saved {
        let values = from_bytes(
            &BASE64
                .decode(slot.as_str().unwrap_or_default())
                .map_err(|_| bad("is not base64"))?,
        );
        if values.len() != total || values.iter().any(|x| !x.is_finite()) {
            return Err(bad("does not fit the weights"));
        }
        let mut rest = &values[..];
        slots.push(
            lengths
                .iter()
                .map(|&len| rest.split_off(..len).unwrap_or_default().to_vec())
                .collect(),
        );
    }
    Ok(OptimizerState { t, slots })
}

fn history_to_json(history: &History) -> String {
    let (training, held_out) = (history.training.to_numbers(), history.held_out.to_numbers());
    json!({ "training": training, "heldOut": held_out }).to_string()
}

fn history_from_json(json: &str) -> Option<History> {
    let saved: Value = serde_json::from_str(json).ok()?;
    let curve = |name: &str| {
        let numbers: Option<Vec<f64>> = saved[name].as_array()?.iter().map(Value::as_f64).collect();
        Curve::from_numbers(&numbers?)
    };
    Some(History {
        training: curve("training")?,
        held_out: curve("heldOut")?,
    })
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
