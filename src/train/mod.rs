//! Training: one loop for every kind of model.

mod evaluation;
mod guard;
mod history;
mod plateau;
mod snapshot;
mod trainer;

pub use evaluation::{Evaluation, psnr};
pub use history::{CURVE_POINTS, Curve, History};
pub use plateau::Plateau;
pub use snapshot::Snapshot;
pub use trainer::{Outcome, RunLimits, Trainer};
