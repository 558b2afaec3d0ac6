//! A file's tensors against the model's parameters, layer by layer.

use super::super::container::{Container, Tensor};
use super::from_bytes;
use crate::error::{Error, Result};
use std::cmp::Reverse;

/// Finds the first layer, from the image to the reconstruction, that file and model do not share.
///
/// # Errors
/// [`Error::Weights`] for a tensor that is missing, that no layer has, or of another type or shape.
pub(super) fn compare(file: &Container<'_>, wanted: &[(String, Vec<usize>)]) -> Result<()> {
    let is_known = |name: &str| wanted.iter().any(|(known, _)| known == name);
    let names = file.tensors.iter().map(|(name, _)| name.as_str());
    let strange = names.filter(|name| place(name).0 < SIDES.len() && !is_known(name));
    let stranger = strange.min_by_key(|name| place(name));
    let other = wanted
        .iter()
        .find(|(name, shape)| fitting(file, name, shape).is_none());
    match (stranger, other) {
        (Some(name), other) if other.is_none_or(|(other, _)| place(name) < place(other)) => {
            Err(Error::Weights {
                tensor: name.into(),
                got: file.tensor(name).map_or_else(|| "…".into(), describe),
                wanted: "no such layer".into(),
            })
        }
        (_, Some((name, shape))) => {
            let got = file.tensor(name);
            let got = got.map_or_else(|| "nothing in the file".into(), describe);
            Err(differs(name, got, shape))
        }
        _ => Ok(()),
    }
}

/// The numbers of the tensor `name`, of the shape `shape`.
///
/// # Errors
/// [`Error::Weights`] if it is not in the file, of another type or shape, or not finite.
pub(super) fn read_tensor(file: &Container<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let Some(tensor) = fitting(file, name, shape) else {
        let got = file.tensor(name);
        let got = got.map_or_else(|| "nothing in the file".into(), describe);
        return Err(differs(name, got, shape));
    };
    let values = from_bytes(tensor.bytes);
    match values.iter().position(|x| !x.is_finite()) {
        Some(i) => {
            let got = format!("a number at place {i} that is not finite");
            Err(differs(name, got, shape))
        }
        None => Ok(values),
    }
}

fn fitting<'a, 'f>(file: &'f Container<'a>, name: &str, shape: &[usize]) -> Option<&'f Tensor<'a>> {
    let tensor = file.tensor(name);
    tensor.filter(|tensor| tensor.dtype == "F32" && tensor.shape == shape)
}

fn differs(name: &str, got: String, shape: &[usize]) -> Error {
    Error::Weights {
        tensor: name.into(),
        got,
        wanted: format!("F32 numbers of shape {shape:?}"),
    }
}

fn describe(tensor: &Tensor<'_>) -> String {
    format!("{} numbers of shape {:?}", tensor.dtype, tensor.shape)
}

/// The sides of a model in the names of its parameters, from the image to the reconstruction.
const SIDES: [&str; 4] = ["encoder", "bottleneck.mu", "bottleneck", "decoder"];

/// A parameter's place in order: its side, its layer on that side, then the weight before the bias.
fn place(name: &str) -> (usize, u64, Reverse<&str>) {
    let is_on = |side: &str| {
        let rest = name.strip_prefix(side);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    let side = SIDES.iter().position(|side| is_on(side));
    let layer = name.split('.').nth(1).and_then(|i| i.parse().ok());
    let rest = name.rsplit('.').next().unwrap_or_default();
    (
        side.unwrap_or(SIDES.len()),
        layer.unwrap_or(u64::MAX),
        Reverse(rest),
    )
}
