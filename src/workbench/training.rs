//! A model that a task trains for itself.

use hourglass::data::Dataset;
use hourglass::error::Result;
use hourglass::model::ModelConfig;
use hourglass::train::{Outcome, RunLimits, Trainer};

/// Training for so many epochs.
pub struct Training {
    pub trainer: Trainer,
    last_step: u64,
}

impl Training {
    /// A new model for these images.
    pub fn new(config: &ModelConfig, images: Dataset, epochs: f64) -> Result<Self> {
        let trainer = Trainer::new(config, images, None)?;
        let steps = (epochs * trainer.steps_per_epoch() as f64).ceil();
        Ok(Self {
            last_step: steps.clamp(1.0, 1e7) as u64,
            trainer,
        })
    }

    /// Trains until `is_over`; the share of the steps that are made, 1 for all.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let limits = RunLimits {
            max_steps: self.last_step.saturating_sub(self.trainer.steps()),
            until_plateau: false,
        };
        let outcome = self.trainer.run_for(limits, |_| is_over())?;
        debug_assert!(
            outcome != Outcome::Waiting,
            "all images are there from the start"
        );
        Ok(self.trainer.steps() as f64 / self.last_step as f64)
    }
}
