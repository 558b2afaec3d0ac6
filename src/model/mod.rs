//! What a model is: its configuration, presets, the auto-encoder, its weights, and the linear yardstick.

mod autoencoder;
mod config;
pub mod limits;
pub mod pca;
pub mod presets;
mod read;
mod reading;

pub use autoencoder::{Autoencoder, LossParts, ParamName, Workspace};
pub use config::{
    Architecture, Bottleneck, Corruption, CorruptionKind, InputConfig, ModelConfig,
    OptimizerConfig, VERSION,
};
pub use pca::Pca;
pub use reading::Steering;

/// Images that an evaluation looks at in one go.
pub const EVAL_ROWS: usize = 128;
