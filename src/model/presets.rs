//! The kinds of auto-encoder that people name, as configurations.

use super::{Architecture, Bottleneck, ModelConfig};
use crate::error::{Error, Result};
use crate::nn::Activation;

/// The names of the presets.
pub const NAMES: [&str; 3] = ["vanilla", "sparse", "linear"];

/// The preset called `name`.
///
/// # Errors
/// [`Error::Config`] for a name that is not in [`NAMES`].
pub fn preset(name: &str) -> Result<ModelConfig> {
    let base = ModelConfig::default();
    match name {
        "vanilla" => Ok(base),
        "sparse" => Ok(ModelConfig {
            architecture: Architecture::Dense { hidden: vec![128] },
            bottleneck: Bottleneck::Plain { latent_dim: 32 },
            code_sparsity: 1e-4,
            ..base
        }),
        "linear" => Ok(ModelConfig {
            architecture: Architecture::Dense { hidden: Vec::new() },
            activation: Activation::Linear,
            output_activation: Activation::Linear,
            ..base
        }),
        _ => Err(Error::config(
            "preset",
            format!("{name:?}"),
            format!("one of {}", NAMES.join(", ")),
        )),
    }
}
