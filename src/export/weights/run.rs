//! What a run needs besides its weights: the optimizer's running means, the curves.

use super::super::container::{Container, unsound};
use super::base64;
use super::layers::read_tensor;
use super::{MAX_STEP, from_bytes, to_bytes};
use crate::error::Result;
use crate::nn::{Optimizer, OptimizerKind, OptimizerState};
use crate::train::{Curve, History};
use serde_json::{Value, json};

/// The tensor in which running mean `slot` of a parameter stands when the header has no room for it.
pub(super) fn mean_name(slot: usize, param: &str) -> String {
    format!("optimizer.{slot}.{param}")
}

/// Kind, count of updates and running means of an optimizer, which may stand in tensors instead (`as_tensors`).
pub(super) fn optimizer_to_json(optimizer: &Optimizer, as_tensors: bool) -> String {
    let state = &optimizer.state;
    let encode = |slot: &Vec<Vec<f32>>| base64::encode(&to_bytes(&slot.concat()));
    let slots: Option<Vec<String>> =
        (!as_tensors).then(|| state.slots.iter().map(encode).collect());
    json!({ "kind": kind_name(optimizer.kind), "t": state.t, "slots": slots }).to_string()
}

fn kind_name(kind: OptimizerKind) -> Value {
    serde_json::to_value(kind).map_or(Value::Null, |kind| kind["kind"].clone())
}

/// The saved state, if it is that of an optimizer of `kind`.
pub(super) fn read_optimizer(
    json: &str,
    file: &Container<'_>,
    params: &[(String, Vec<usize>)],
    kind: OptimizerKind,
) -> Result<Option<OptimizerState>> {
    let bad = |why: &str| unsound(format!("its optimizer state {why}"));
    let saved: Value = serde_json::from_str(json).map_err(|_| bad("is not readable"))?;
    if saved["kind"] != kind_name(kind) {
        return Ok(None);
    }
    let t = saved["t"].as_u64().filter(|&t| t <= MAX_STEP);
    let t = t.ok_or_else(|| bad(&format!("has no count of updates up to {MAX_STEP}")))?;
    let mut slots = Vec::with_capacity(kind.n_slots());
    match saved["slots"].as_array() {
        Some(encoded) if encoded.len() == kind.n_slots() => {
            for slot in encoded {
                let bytes = base64::decode(slot.as_str().unwrap_or_default());
                let values = from_bytes(&bytes.ok_or_else(|| bad("is not base64"))?);
                let means = split(&values, params).filter(|_| values.iter().all(|x| x.is_finite()));
                slots.push(means.ok_or_else(|| bad("does not fit the weights"))?);
            }
        }
        Some(_) => return Err(bad("has not as many running means as its kind")),
        None => {
            for slot in 0..kind.n_slots() {
                let mean = |(name, shape): &(String, Vec<usize>)| {
                    read_tensor(file, &mean_name(slot, name), shape)
                };
                slots.push(params.iter().map(mean).collect::<Result<_>>()?);
            }
        }
    }
    let mut numbers = slots
        .iter()
        .skip(kind.n_slots() - kind.n_squares())
        .flatten()
        .flatten();
    if numbers.any(|&x| x < 0.0) {
        return Err(bad("has a mean of squares below 0"));
    }
    Ok(Some(OptimizerState { t, slots }))
}

/// Cuts one running mean into a part for each parameter; `None` if the lengths do not agree.
fn split(mut values: &[f32], params: &[(String, Vec<usize>)]) -> Option<Vec<Vec<f32>>> {
    let mut parts = Vec::with_capacity(params.len());
    for (_, shape) in params {
        parts.push(values.split_off(..shape.iter().product())?.to_vec());
    }
    values.is_empty().then_some(parts)
}

pub(super) fn history_to_json(history: &History) -> String {
    json!({
        "training": history.training.to_numbers(),
        "heldOut": history.held_out.to_numbers(),
        "heldOutError": history.held_out_error.to_numbers(),
        "reconstruction": history.reconstruction.to_numbers(),
        "kl": history.kl.to_numbers(),
        "trainingThen": history.training_then.to_numbers(),
    })
    .to_string()
}

pub(super) fn history_from_json(json: &str) -> Option<History> {
    let saved: Value = serde_json::from_str(json).ok()?;
    let curve = |name: &str| {
        let numbers: Option<Vec<f64>> = saved[name].as_array()?.iter().map(Value::as_f64).collect();
        Curve::from_numbers(&numbers?)
    };
    // Files of earlier programs have only some of the curves.
    let later = |name: &str| {
        saved
            .get(name)
            .map_or(Some(Curve::default()), |_| curve(name))
    };
    Some(History {
        training: curve("training")?,
        held_out: curve("heldOut")?,
        held_out_error: later("heldOutError")?,
        reconstruction: later("reconstruction")?,
        kl: later("kl")?,
        training_then: later("trainingThen")?,
    })
}
