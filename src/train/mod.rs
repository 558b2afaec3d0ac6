//! Training: one loop for every kind of model.

mod blow_up;
mod evaluation;
mod history;
mod latent_stats;
mod plateau;
mod rollback;
mod snapshot;
mod trainer;
mod trend;

pub use evaluation::{Evaluation, Evaluator, psnr};
pub use history::{CURVE_POINTS, Curve, History, Then};
pub use plateau::Plateau;
pub use snapshot::Snapshot;
pub use trainer::{Outcome, RunLimits, SlowParam, SlowStep, Trainer};
