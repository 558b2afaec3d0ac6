//! The kinds of auto-encoder that people name, as configurations.
//!
//! They are points on three free axes, architecture × bottleneck × corruption, and share everything else.

use super::{Architecture, Bottleneck, Corruption, ModelConfig};
use crate::error::{Error, Result};
use crate::nn::{Activation, Loss};
use crate::noise::Noise;

/// The names of the presets.
pub const NAMES: [&str; 8] = [
    "vanilla",
    "convolutional",
    "variational",
    "denoising",
    "sparse",
    "linear",
    "conv-variational",
    "conv-denoising",
];

/// The preset called `name`.
///
/// # Errors
/// [`Error::Config`] for a name that is not in [`NAMES`].
pub fn preset(name: &str) -> Result<ModelConfig> {
    let base = ModelConfig::default();
    let dense = |hidden: &[usize]| Architecture::Dense {
        hidden: hidden.to_vec(),
    };
    let conv = Architecture::Conv {
        channels: vec![16, 32],
        kernel: 3,
        stride: 2,
        hidden: Vec::new(),
    };
    let wide = Bottleneck::Plain { latent_dim: 32 };
    let normal = Bottleneck::Variational {
        latent_dim: 2,
        beta: 1.0,
        kl_warmup_steps: 0,
    };
    let noise = Corruption {
        kind: Noise::Gaussian,
        amount: 0.5,
    };
    Ok(match name {
        "vanilla" => base,
        "convolutional" => ModelConfig {
            architecture: conv,
            ..base
        },
        "variational" => ModelConfig {
            architecture: dense(&[400]),
            bottleneck: normal,
            loss: Loss::Bce,
            ..base
        },
        "denoising" => ModelConfig {
            architecture: dense(&[512]),
            bottleneck: Bottleneck::Plain { latent_dim: 64 },
            corruption: noise,
            ..base
        },
        "sparse" => ModelConfig {
            architecture: dense(&[128]),
            bottleneck: wide,
            code_sparsity: 1e-4,
            ..base
        },
        "linear" => ModelConfig {
            architecture: dense(&[]),
            activation: Activation::Linear,
            output_activation: Activation::Linear,
            ..base
        },
        "conv-variational" => ModelConfig {
            architecture: conv,
            bottleneck: normal,
            loss: Loss::Bce,
            ..base
        },
        "conv-denoising" => ModelConfig {
            architecture: conv,
            bottleneck: wide,
            corruption: noise,
            ..base
        },
        _ => {
            return Err(Error::config(
                "preset",
                format!("{name:?}"),
                format!("one of {}", NAMES.join(", ")),
            ));
        }
    })
}
