//! The kinds of auto-encoder that people name, as configurations.
//!
//! They are points on three free axes, architecture × bottleneck × corruption, and share everything else.

use super::{Architecture, Bottleneck, Corruption, ModelConfig, OptimizerConfig, quoted};
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

const WIDE: Bottleneck = Bottleneck::Plain { latent_dim: 32 };
const NORMAL: Bottleneck = Bottleneck::Variational {
    latent_dim: 2,
    beta: 1.0,
    kl_warmup_steps: 0,
};
const NOISE: Corruption = Corruption {
    kind: Noise::Gaussian,
    amount: 0.5,
};

fn dense(hidden: &[usize]) -> Architecture {
    Architecture::Dense {
        hidden: hidden.to_vec(),
    }
}

/// With convolutions. Their steps take longer, so they come in smaller batches and at a higher rate: in the seconds that
/// a visitor waits there are enough of them (docs/learning.md).
fn conv() -> ModelConfig {
    let base = ModelConfig::default();
    ModelConfig {
        architecture: Architecture::Conv {
            channels: vec![16, 32],
            kernel: 3,
            stride: 2,
            hidden: Vec::new(),
        },
        batch_size: 32,
        optimizer: OptimizerConfig {
            learning_rate: 0.003,
            ..base.optimizer
        },
        ..base
    }
}

/// The preset called `name`.
///
/// # Errors
/// [`Error::Config`] for a name that is not in [`NAMES`].
pub fn preset(name: &str) -> Result<ModelConfig> {
    let base = ModelConfig::default();
    Ok(match name {
        "vanilla" => base,
        "convolutional" => conv(),
        "variational" => ModelConfig {
            architecture: dense(&[400]),
            bottleneck: NORMAL,
            loss: Loss::Bce,
            ..base
        },
        "denoising" => ModelConfig {
            architecture: dense(&[512]),
            bottleneck: Bottleneck::Plain { latent_dim: 64 },
            corruption: NOISE,
            ..base
        },
        "sparse" => ModelConfig {
            architecture: dense(&[128]),
            bottleneck: WIDE,
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
            bottleneck: NORMAL,
            loss: Loss::Bce,
            ..conv()
        },
        "conv-denoising" => ModelConfig {
            bottleneck: WIDE,
            corruption: NOISE,
            ..conv()
        },
        _ => {
            return Err(Error::config(
                "preset",
                quoted(name),
                format!("one of {}", NAMES.join(", ")),
            ));
        }
    })
}
