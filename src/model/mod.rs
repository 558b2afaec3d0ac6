//! What a model is: its configuration, presets, the auto-encoder, its weights, and the linear yardstick.

mod architecture;
mod autoencoder;
mod config;
mod config_json;
mod input;
mod json_reader;
pub mod limits;
mod memory;
mod parameters;
pub mod pca;
pub mod presets;
mod steering;

pub use architecture::Architecture;
pub use autoencoder::{Autoencoder, Batch, LossParts, ParamName, Workspace};
pub(crate) use autoencoder::{Part, TERMS};
pub use config::{Bottleneck, Corruption, ModelConfig, OptimizerConfig, VERSION};
pub use input::InputConfig;
pub(crate) use json_reader::{decimal, quoted};
pub use pca::Pca;
pub use steering::Steering;

/// Images of one forward pass in an evaluation: more need more memory and are no faster.
pub const EVAL_ROWS: usize = 64;
