//! The training loop.

mod feed;
mod measuring;
mod shared;
mod slow;
mod state;

use super::blow_up::BlowUp;
use super::evaluation::{Evaluation, Evaluator};
use super::rollback::Rollback;
use super::{History, Plateau, Then};
use crate::data::{Batches, Dataset};
use crate::error::{Error, Result};
use crate::model::{Autoencoder, Batch, LossParts, ModelConfig, Workspace, decimal};
use crate::nn::Optimizer;
use feed::Feed;
pub use slow::{SlowParam, SlowStep};

/// Trains a model on images: batch, gradients, update; again.
#[derive(Debug)]
pub struct Trainer {
    model: Autoencoder,
    optimizer: Optimizer,
    data: Dataset,
    held_out: Option<Dataset>,
    batches: Batches,
    workspace: Workspace,
    feed: Feed,
    step: u64,
    last: Option<LossParts>,
    history: History,
    rollback: Rollback,
    evaluator: Evaluator,
    evaluating: bool,
    evaluation: Option<Evaluation>,
    ends: Option<(Evaluation, Then)>,
    plateau: Plateau,
    blow_up: BlowUp,
    on_plateau: bool,
}

/// When a stretch of training ends.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// Steps to make at most.
    pub max_steps: u64,
    /// Whether to stop when the held-out loss no longer falls, or what was learned is lost again.
    pub until_plateau: bool,
}

/// Why a stretch of training ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The time or the steps are used up.
    Running,
    /// The next batch's images have not arrived yet.
    Waiting,
    /// The held-out loss no longer falls.
    Plateau,
}

impl Trainer {
    /// A fresh model for `data`, at step 0.
    ///
    /// # Errors
    /// [`Error::Shape`] if the images have another shape than the configuration's input, or there are none.
    pub fn new(config: &ModelConfig, data: Dataset, held_out: Option<Dataset>) -> Result<Self> {
        Self::check(config, &data, held_out.as_ref())?;
        let mut model = Autoencoder::new(config);
        let mut lengths = Vec::new();
        model.visit_params(&mut |_, param| lengths.push(param.value.len()));
        let rate = config.optimizer.learning_rate;
        let optimizer = Optimizer::new(
            config.optimizer.kind,
            rate,
            config.weight_decay as f32,
            &lengths,
        );
        let batch_size = config.batch_size.min(data.total());
        Ok(Self {
            rollback: Rollback::new(&mut model, &optimizer, 0),
            evaluator: Evaluator::new(&model),
            workspace: model.workspace(model.rows_at_a_time(batch_size), true),
            feed: Feed::new(config, batch_size),
            batches: Batches::new(data.total(), config.batch_size, config.seed, config.shuffle),
            model,
            optimizer,
            data,
            held_out,
            step: 0,
            last: None,
            history: History::default(),
            evaluating: false,
            evaluation: None,
            ends: None,
            plateau: Plateau::default(),
            blow_up: BlowUp::default(),
            on_plateau: false,
        })
    }

    /// Checks what [`Trainer::new`] would refuse.
    ///
    /// # Errors
    /// As [`Trainer::new`].
    pub fn check(config: &ModelConfig, data: &Dataset, held_out: Option<&Dataset>) -> Result<()> {
        if data.total() == 0 {
            return Err(Error::shape("Training images", 0, "at least 1"));
        }
        for set in std::iter::once(data).chain(held_out) {
            let (got, want) = (set.shape(), config.input);
            if (got.channels, got.height, got.width) != (want.channels, want.height, want.width) {
                return Err(Error::shape(
                    "Images (width × height × channels)",
                    format!("{} × {} × {}", got.width, got.height, got.channels),
                    format!("{} × {} × {}", want.width, want.height, want.channels),
                ));
            }
        }
        Ok(())
    }

    /// A copy of the model with weights of its own.
    pub fn copy_model(&mut self) -> Autoencoder {
        self.model.copy()
    }

    /// Gives the images back.
    pub fn into_data(self) -> (Dataset, Option<Dataset>) {
        (self.data, self.held_out)
    }

    /// One training step: loss and gradients of the next batch, then one update.
    ///
    /// # Errors
    /// [`Error::NotReady`] if its images have not arrived; [`Error::Diverged`] if its loss is not finite:
    /// the model is then back at its last weights that gave a finite loss.
    pub fn step(&mut self) -> Result<LossParts> {
        if !self.next_batch_is_there() {
            return Err(Error::NotReady {
                what: "The next batch's images have not arrived yet".into(),
            });
        }
        let parts = self.pass();
        if !parts.loss.is_finite() {
            return Err(self.roll_back());
        }
        self.update(&parts);
        Ok(parts)
    }

    /// Loss and gradients of the next batch: a step's first half, which changes no weight.
    fn pass(&mut self) -> LossParts {
        let image_idxs = self.batches.batch(self.step);
        let (config, rows) = (self.model.config(), image_idxs.len());
        let (input, target, epsilon) = self.feed.batch(config, &self.data, image_idxs, self.step);
        if rows > self.workspace.capacity() {
            self.part(0..rows, rows, self.step, false);
            return self.loss_of_rows(rows);
        }
        let batch = Batch {
            input,
            target,
            epsilon,
            beta: config.bottleneck.beta_at(self.step).unwrap_or(0.0) as f32,
            rows,
        };
        self.model.gradients(batch, &mut self.workspace)
    }

    /// One update by the gradients of [`Trainer::pass`]: a step's second half.
    fn update(&mut self, parts: &LossParts) {
        if self.rollback.is_due(self.step) {
            self.rollback
                .keep(&mut self.model, &self.optimizer, self.step);
        }
        self.optimizer.begin_step();
        let (optimizer, mut index) = (&mut self.optimizer, 0);
        self.model.visit_params(&mut |_, param| {
            optimizer.update(index, param);
            index += 1;
        });
        self.model.weights_changed();
        self.history.push(self.step, parts);
        self.step += 1;
        self.last = Some(*parts);
    }

    fn roll_back(&mut self) -> Error {
        let diverged = Error::Diverged {
            step: self.step,
            learning_rate: decimal(self.optimizer.learning_rate),
        };
        let step = self.rollback.restore(&mut self.model, &mut self.optimizer);
        self.go_back_to(step);
        diverged
    }

    /// The weights are those of an earlier step: what came after is forgotten.
    fn go_back_to(&mut self, step: u64) {
        self.step = step;
        self.history.truncate_after(step);
        self.evaluating = false;
        self.last = None;
        if self.evaluation.is_some_and(|e| e.step > self.step) {
            self.evaluation = None;
        }
        if self.ends.is_some_and(|(e, _)| e.step > self.step) {
            self.ends = None;
        }
    }

    fn next_batch_is_there(&mut self) -> bool {
        let n_arrived = self.data.len() as u32;
        self.data.is_complete()
            || self
                .batches
                .batch(self.step)
                .iter()
                .all(|&idx| idx < n_arrived)
    }

    /// Trains until `time_is_up` says so or the limits are reached, evaluating on the way.
    ///
    /// Time is looked at after every step and every part of an evaluation.
    ///
    /// # Errors
    /// [`Error::Diverged`], see [`Trainer::step`]; with `until_plateau` also [`Error::BlownUp`] where the held-out
    /// error has become that of one picture for all images: the model is then back at its best weights.
    pub fn run_for(
        &mut self,
        limits: RunLimits,
        mut time_is_up: impl FnMut(&Self) -> bool,
    ) -> Result<Outcome> {
        let last_step = self.step.saturating_add(limits.max_steps);
        if limits.until_plateau && std::mem::take(&mut self.on_plateau) {
            // Training goes on after a stop at a plateau: the wait begins anew.
            self.plateau.restart();
        }
        while self.step < last_step {
            if self.evaluation_is_due() {
                self.advance_evaluation();
                if limits.until_plateau && !self.evaluating {
                    self.watch_for_a_blow_up()?;
                }
            } else if self.next_batch_is_there() {
                self.step()?;
            } else {
                return Ok(Outcome::Waiting);
            }
            if limits.until_plateau && self.on_plateau {
                return Ok(Outcome::Plateau);
            }
            if time_is_up(self) {
                break;
            }
        }
        Ok(Outcome::Running)
    }
}
