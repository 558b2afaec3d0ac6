//! `ModelConfig`: what a model is, as plain data, the same in Rust, files, URLs and the terminal.

use super::architecture::Architecture;
use super::input::InputConfig;
use crate::error::{Error, Result};
use crate::nn::{Activation, Loss, OptimizerKind};
use crate::noise::Noise;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format.
pub const VERSION: u32 = 1;

/// The code between encoder and decoder.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Bottleneck {
    /// The encoder's output as it is.
    Plain {
        /// Numbers in the code.
        latent_dim: usize,
    },
    /// A normal distribution over codes for every image, held close to the standard one
    /// (Kingma & Welling 2013, arXiv:1312.6114).
    Variational {
        /// Numbers in the code.
        latent_dim: usize,
        /// Price of the KL divergence; 1 gives the evidence lower bound (Higgins et al. 2017 for others).
        beta: f64,
        /// Steps over which the price grows from 0 to `beta`, in a straight line.
        kl_warmup_steps: u64,
    },
}

impl Bottleneck {
    /// Numbers in the code.
    pub fn latent_dim(&self) -> usize {
        match *self {
            Self::Plain { latent_dim } | Self::Variational { latent_dim, .. } => latent_dim,
        }
    }

    /// The price of the KL divergence at `step`, `beta · min(1, step / kl_warmup_steps)`; `None` for a
    /// plain code.
    pub fn beta_at(&self, step: u64) -> Option<f64> {
        match *self {
            Self::Plain { .. } => None,
            Self::Variational {
                beta,
                kl_warmup_steps,
                ..
            } if step < kl_warmup_steps => Some(beta * step as f64 / kl_warmup_steps as f64),
            Self::Variational { beta, .. } => Some(beta),
        }
    }
}

/// Noise on the input, but not on the target (Vincent et al. 2008).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Corruption {
    /// The kind of noise.
    pub kind: Noise,
    /// How much of it; 0 for none.
    pub amount: f64,
}

/// The optimizer with its constants.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OptimizerConfig {
    /// The kind of optimizer, with the constants of its kind.
    #[serde(flatten)]
    pub kind: OptimizerKind,
    /// Step size.
    #[serde(rename = "learningRate")]
    pub learning_rate: f64,
}

/// Everything that makes a model and its training, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Value")]
pub struct ModelConfig {
    /// Version of the format.
    pub version: u32,
    /// Size of the images.
    pub input: InputConfig,
    /// The encoder's layers.
    pub architecture: Architecture,
    /// The function after every hidden layer.
    pub activation: Activation,
    /// The function after the last layer: `sigmoid` or `linear`.
    pub output_activation: Activation,
    /// The code.
    pub bottleneck: Bottleneck,
    /// Noise on the input.
    pub corruption: Corruption,
    /// The reconstruction loss.
    pub loss: Loss,
    /// The function after a plain code: `linear` or `sigmoid`.
    pub code_activation: Activation,
    /// Price of a code that is not sparse. Without a `sparsity_target` the L1 norm is priced
    /// ([`crate::nn::code_sparsity`]), with one the distance to it ([`crate::nn::rate_sparsity`]).
    pub code_sparsity: f64,
    /// Share of the images for which a number of a sigmoid code should be on; 0 for none.
    pub sparsity_target: f64,
    /// L2 price on the parameters, added to their gradient as PyTorch does.
    pub weight_decay: f64,
    /// The optimizer.
    pub optimizer: OptimizerConfig,
    /// Images a step.
    pub batch_size: usize,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether every epoch has its own order of images.
    pub shuffle: bool,
}

impl Default for ModelConfig {
    fn default() -> Self {
        Self {
            version: VERSION,
            input: InputConfig {
                channels: 1,
                height: 28,
                width: 28,
            },
            architecture: Architecture::Dense {
                hidden: vec![128, 64],
            },
            activation: Activation::Relu,
            output_activation: Activation::Sigmoid,
            bottleneck: Bottleneck::Plain { latent_dim: 2 },
            corruption: Corruption {
                kind: Noise::None,
                amount: 0.0,
            },
            loss: Loss::Mse,
            code_activation: Activation::Linear,
            code_sparsity: 0.0,
            sparsity_target: 0.0,
            weight_decay: 0.0,
            optimizer: OptimizerConfig {
                kind: OptimizerKind::adam(),
                learning_rate: 1e-3,
            },
            batch_size: 128,
            seed: 1,
            shuffle: true,
        }
    }
}

impl ModelConfig {
    /// Reads JSON; a missing key takes its default.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not JSON, an unknown key, a wrong type or a value out of bounds,
    /// naming the key, what came and what is allowed; [`Error::TooLarge`] for a model past
    /// [`super::limits::MEMORY_BYTES`].
    pub fn from_json(json: &str) -> Result<Self> {
        let value: Value =
            serde_json::from_str(json).map_err(|e| Error::config("config", e, "a JSON object"))?;
        Self::try_from(value)
    }

    /// All keys as JSON.
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    /// The keys that differ from their defaults, and the version, as JSON.
    pub fn to_sparse_json(&self) -> String {
        let defaults = Self::default().to_value();
        let mut value = self.to_value();
        if let Value::Object(keys) = &mut value {
            keys.retain(|key, value| key == "version" || defaults.get(key) != Some(value));
        }
        value.to_string()
    }

    fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Numbers in an image.
    pub fn features(&self) -> usize {
        self.input.features()
    }

    /// Numbers in a code.
    pub fn latent_dim(&self) -> usize {
        self.bottleneck.latent_dim()
    }

    /// Whether the code is a distribution.
    pub fn is_variational(&self) -> bool {
        matches!(self.bottleneck, Bottleneck::Variational { .. })
    }

    /// Whether the input is corrupted.
    pub fn has_noise(&self) -> bool {
        self.corruption.kind != Noise::None
    }
}
