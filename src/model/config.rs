//! `ModelConfig`: what a model is, as plain data, the same in Rust, files, URLs and the terminal.

use super::limits;
use crate::error::{Error, Result};
use crate::nn::{Activation, Loss, OptimizerKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format.
pub const VERSION: u32 = 1;

/// Size of the images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InputConfig {
    /// 1 for grey, 3 for RGB.
    pub channels: usize,
    /// Height in pixels.
    pub height: usize,
    /// Width in pixels.
    pub width: usize,
}

impl InputConfig {
    /// Numbers in an image.
    pub fn features(&self) -> usize {
        self.channels * self.height * self.width
    }
}

/// The layers between image and code; the decoder mirrors them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Architecture {
    /// Dense layers.
    Dense {
        /// Units of each hidden layer, from the image to the code.
        hidden: Vec<usize>,
    },
}

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
}

impl Bottleneck {
    /// Numbers in the code.
    pub fn latent_dim(&self) -> usize {
        match *self {
            Self::Plain { latent_dim } => latent_dim,
        }
    }
}

/// What is done to the input, but not to the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Corruption {
    /// The kind of noise.
    pub kind: CorruptionKind,
    /// How much of it; 0 for none.
    pub amount: f64,
}

/// The kinds of noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorruptionKind {
    /// The input is left as it is.
    None,
}

impl CorruptionKind {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 1] = ["none"];
}

/// The optimizer with its constants.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OptimizerConfig {
    /// Which one, with the constants of its kind.
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
    /// What a reconstruction is measured by.
    pub loss: Loss,
    /// L1 price on the code, see [`crate::nn::code_sparsity`].
    pub code_sparsity: f64,
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
                kind: CorruptionKind::None,
                amount: 0.0,
            },
            loss: Loss::Mse,
            code_sparsity: 0.0,
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
    /// [`limits::MEMORY_BYTES`].
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

    /// Widths from the image to the code.
    pub fn encoder_widths(&self) -> Vec<usize> {
        let Architecture::Dense { hidden } = &self.architecture;
        let ends = (
            std::iter::once(self.features()),
            std::iter::once(self.latent_dim()),
        );
        ends.0.chain(hidden.iter().copied()).chain(ends.1).collect()
    }

    /// Number of trainable numbers.
    pub fn n_params(&self) -> u64 {
        let widths = self.encoder_widths();
        widths
            .windows(2)
            .map(|w| (2 * w[0] * w[1] + w[0] + w[1]) as u64)
            .sum()
    }

    /// An upper estimate of the memory that training needs, in bytes.
    pub fn memory_bytes(&self) -> u64 {
        // Value, gradient, two optimizer slots, their rollback copies, and two packed forms.
        const COPIES_OF_PARAMS: u64 = 10;
        let rows = self.batch_size.max(crate::model::EVAL_ROWS) as u64;
        let a_row: u64 = self.encoder_widths().iter().map(|&w| 8 * w as u64).sum();
        4 * (COPIES_OF_PARAMS * self.n_params() + 2 * rows * a_row)
    }

    pub(super) fn check_memory(self) -> Result<Self> {
        let (got, limit) = (self.memory_bytes(), limits::MEMORY_BYTES);
        if got > limit {
            return Err(Error::TooLarge {
                what: "The model".into(),
                got: format!("about {} MiB with {} weights", got >> 20, self.n_params()),
                limit: format!("{} MiB", limit >> 20),
            });
        }
        Ok(self)
    }
}
