//! A saved run for those who make something else of its weights: checked as a whole, and its tensors as they stand.

use super::super::container::{Tensor, unsound};
use super::{header, read, saved_config};
use crate::error::Result;
use crate::model::ModelConfig;

/// A run that [`super::save`] has written, for readers that need no optimizer.
pub(in crate::export) struct CheckedRun<'a> {
    pub config: ModelConfig,
    pub step: u64,
    /// The parameters by name, little-endian f32, none of them infinite or no number.
    pub tensors: Vec<(String, Tensor<'a>)>,
}

/// Checks a file as [`read`] does, and copies nothing of it.
///
/// # Errors
/// Those of [`saved_config`] and [`read`]; [`crate::error::Error::Format`] for a file without a configuration.
pub(in crate::export) fn checked(file: &[u8]) -> Result<CheckedRun<'_>> {
    let config = saved_config(file)?.ok_or_else(|| {
        unsound("it has no configuration, so it is no run that Hourglass has saved")
    })?;
    let step = read(file, &config)?.step;
    let mut tensors = header::open(file)?.tensors;
    // A large optimizer's means stand beside the parameters, under names of their own.
    tensors.retain(|(name, _)| !name.starts_with("optimizer."));
    Ok(CheckedRun {
        config,
        step,
        tensors,
    })
}
