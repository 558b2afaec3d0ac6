//! Training: one loop for every kind of model.

mod evaluation;
mod history;
mod latent_stats;
mod plateau;
mod rollback;
mod snapshot;
mod trainer;

pub use evaluation::{Evaluation, psnr};
pub use history::{CURVE_POINTS, Curve, History};
pub use plateau::Plateau;
pub use snapshot::Snapshot;
pub use trainer::{Outcome, RunLimits, Trainer};

use crate::data::Noise;
use crate::model::{CorruptionKind, ModelConfig};

/// The noise that a configuration asks for, in the words of those who make it.
pub fn noise(config: &ModelConfig) -> (Noise, f32) {
    let kind = match config.corruption.kind {
        CorruptionKind::None => Noise::None,
        CorruptionKind::Gaussian => Noise::Gaussian,
        CorruptionKind::SaltAndPepper => Noise::SaltAndPepper,
        CorruptionKind::Masking => Noise::Masking,
        CorruptionKind::Scribble => Noise::Scribble,
    };
    (kind, config.corruption.amount as f32)
}
