//! A training step that is kept with all its phases: the step itself is the one of [`Trainer::step`].

use super::Trainer;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::{Autoencoder, LossParts, ModelConfig, ParamName, Workspace};
use crate::nn::{Optimizer, OptimizerState, Param};

/// One parameter around an update.
#[derive(Debug, Clone)]
pub struct SlowParam {
    /// Its name.
    pub name: ParamName,
    /// Its numbers before the update, and the batch's gradient.
    pub before: Param,
    /// Its numbers after the update.
    pub after: Vec<f32>,
}

/// A trainer right after a step, with what the step began with and what it left behind.
///
/// Batch, gradients and update come from the functions that [`Trainer::step`] is made of, in its order. The passes
/// leave their numbers on the tapes, and an update changes parameters and running means alone: these are copied
/// before it.
#[derive(Debug)]
pub struct SlowStep {
    trainer: Trainer,
    step: u64,
    rows: usize,
    parts: LossParts,
    penalty: f32,
    params: Vec<SlowParam>,
    means: OptimizerState,
}

impl Trainer {
    /// A trainer for one step on the images of a single batch, in their order. Which images the step would have taken
    /// out of a whole set, the caller knows of [`Batches`](crate::data::Batches).
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn of_batch(config: &ModelConfig, images: Dataset) -> Result<Self> {
        let config = ModelConfig {
            // The images are a batch already: taken in file order, they are the batch of every step.
            shuffle: false,
            ..config.clone()
        };
        Self::new(&config, images, None)
    }
}

impl SlowStep {
    /// Makes the trainer's next step.
    ///
    /// # Errors
    /// As [`Trainer::step`], and [`Error::TooLarge`] where what the whole batch leaves behind is past the limit. The trainer
    /// is lost then.
    pub fn make(mut trainer: Trainer) -> Result<Self> {
        let step = trainer.step;
        if !trainer.next_batch_is_there() {
            return Err(Error::NotReady {
                what: "The batch's images have not arrived yet".into(),
            });
        }
        let rows = trainer.batches.batch(step).len();
        if rows > trainer.workspace.capacity() {
            // All rows are to be seen afterwards.
            trainer.model.config().check_memory_of(rows)?;
            trainer.workspace = trainer.model.workspace(rows, true);
        }
        let parts = trainer.pass();
        if !parts.loss.is_finite() {
            return Err(trainer.roll_back());
        }
        let penalty = trainer.model.code_penalty(&mut trainer.workspace, rows);
        let mut params = Vec::new();
        trainer.model.visit_params(&mut |name, param| {
            let (before, after) = (param.clone(), Vec::new());
            params.push(SlowParam {
                name,
                before,
                after,
            });
        });
        let means = trainer.optimizer.state.clone();
        trainer.update(&parts);
        let mut kept = params.iter_mut();
        trainer.model.visit_params(&mut |_, param| {
            if let Some(kept) = kept.next() {
                kept.after.clone_from(&param.value);
            }
        });
        Ok(Self {
            trainer,
            step,
            rows,
            parts,
            penalty,
            params,
            means,
        })
    }

    /// The trainer after the step.
    pub fn into_trainer(self) -> Trainer {
        self.trainer
    }

    /// The model after the step.
    pub fn model(&self) -> &Autoencoder {
        &self.trainer.model
    }

    /// The optimizer after the step.
    pub fn optimizer(&self) -> &Optimizer {
        &self.trainer.optimizer
    }

    /// The optimizer's running means before the step.
    pub fn means(&self) -> &OptimizerState {
        &self.means
    }

    /// The parameters in the order of [`Autoencoder::visit_params`]: weight and bias of each layer in turn.
    pub fn params(&self) -> &[SlowParam] {
        &self.params
    }

    /// What both passes left on the tapes.
    pub fn workspace(&self) -> &Workspace {
        &self.trainer.workspace
    }

    /// Steps made before this one.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Images in the batch.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The batch's loss.
    pub fn parts(&self) -> LossParts {
        self.parts
    }

    /// The part of the loss that prices the codes of the batch for not being sparse.
    pub fn penalty(&self) -> f32 {
        self.penalty
    }

    /// The price of the KL divergence in this step; `None` for a plain code.
    pub fn beta(&self) -> Option<f64> {
        self.model().config().bottleneck.beta_at(self.step)
    }

    /// The image that went in as `row` of the batch, with the noise of this step.
    pub fn input(&self, row: usize) -> &[f32] {
        let noisy = &self.trainer.feed.noisy;
        self.image_of(
            if noisy.is_empty() {
                &self.trainer.feed.target
            } else {
                noisy
            },
            row,
        )
    }

    /// The image that should come out as `row` of the batch.
    pub fn target(&self, row: usize) -> &[f32] {
        self.image_of(&self.trainer.feed.target, row)
    }

    fn image_of<'a>(&self, images: &'a [f32], row: usize) -> &'a [f32] {
        let features = self.model().config().features();
        &images[row * features..][..features]
    }

    /// The standard normal numbers with which the code of `row` was sampled; `None` for a plain code.
    pub fn epsilon(&self, row: usize) -> Option<&[f32]> {
        let (epsilon, latent_dim) = (
            &self.trainer.feed.epsilon,
            self.model().config().latent_dim(),
        );
        (!epsilon.is_empty()).then(|| &epsilon[row * latent_dim..][..latent_dim])
    }
}
