//! What a trainer holds: the numbers of the moment, and the way to change or restore them.

use super::Trainer;
use crate::data::Dataset;
use crate::error::Result;
use crate::model::{Autoencoder, LossParts, Steering};
use crate::nn::{Optimizer, OptimizerState};
use crate::train::blow_up::BlowUp;
use crate::train::rollback::Rollback;
use crate::train::{Evaluation, History, Snapshot, Then, psnr, trend};

impl Trainer {
    /// Changes what may change during training, from the next step on.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) for what the model does not have; nothing changes then.
    pub fn steer(&mut self, steering: Steering) -> Result<()> {
        let steered = self.model.config().steered(steering)?;
        self.optimizer.learning_rate = steered.optimizer.learning_rate;
        let mut before = self.model.config().clone();
        before.optimizer = steered.optimizer;
        if steered != before {
            // The loss has another formula now: measurements and plateau of the old one do not hold for it.
            self.evaluation = None;
            self.evaluating = false;
            self.plateau.restart();
            self.blow_up = BlowUp::default();
        }
        self.model.set_config(steered);
        Ok(())
    }

    /// Goes back to a saved moment: step, optimizer and history; the weights are the caller's.
    ///
    /// With `None` for `state` the optimizer starts afresh.
    pub(crate) fn resume_at(&mut self, step: u64, state: Option<OptimizerState>, history: History) {
        self.model.weights_changed();
        self.step = step;
        match state {
            Some(state) => self.optimizer.state = state,
            None => self.optimizer.forget(),
        }
        self.history = history;
        self.last = None;
        self.evaluation = None;
        self.ends = None;
        self.evaluating = false;
        self.plateau.restart();
        self.on_plateau = false;
        self.blow_up = BlowUp::default();
        self.rollback = Rollback::new(&mut self.model, &self.optimizer, step);
    }

    /// The numbers of this moment.
    pub fn snapshot(&self) -> Snapshot {
        let loss =
            |pick: fn(&LossParts) -> f32| self.last.as_ref().map(|parts| f64::from(pick(parts)));
        let held_out = self.evaluation.filter(|e| e.loss.is_finite());
        let latent = held_out.and_then(|_| self.evaluator.latent());
        Snapshot {
            step: self.step,
            epoch: self.batches.epoch_of(self.step),
            loss: loss(|p| p.loss),
            reconstruction_loss: loss(|p| p.reconstruction_loss),
            kl: self.last.and_then(|p| p.kl).map(f64::from),
            beta: self.model.config().bottleneck.beta_at(self.step),
            held_out_loss: held_out.map(|e| e.loss),
            held_out_reconstruction_loss: held_out.map(|e| e.reconstruction_loss),
            held_out_kl: held_out.and_then(|e| e.kl),
            held_out_mse: held_out.map(|e| e.mse),
            held_out_psnr: held_out.map(|e| e.psnr),
            held_out_error: held_out.map(|e| e.error),
            held_out_error_psnr: held_out.map(|e| psnr(e.error)),
            held_out_rises: trend::rises(self.history.held_out.points()),
            held_out_step: held_out.map(|e| e.step),
            noisy_psnr: held_out.and_then(|e| e.noisy_psnr),
            denoised_psnr: held_out.and_then(|e| e.denoised_psnr),
            kl_per_dim: latent.map(|(kl, _)| kl.clone()),
            active_units: latent.map(|&(_, n_active)| n_active),
        }
    }

    /// Steps made.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// Steps in an epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        self.batches.steps_per_epoch()
    }

    /// The curves so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The last evaluation, and the training losses beside it: what all curves end with.
    pub fn ends(&self) -> Option<(Evaluation, Then)> {
        self.ends
    }

    /// The model.
    pub fn model(&self) -> &Autoencoder {
        &self.model
    }

    /// The model, to write its weights: call [`Autoencoder::weights_changed`] afterwards.
    pub(crate) fn model_mut(&mut self) -> &mut Autoencoder {
        &mut self.model
    }

    /// The optimizer.
    pub fn optimizer(&self) -> &Optimizer {
        &self.optimizer
    }

    /// The training images.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// The training images, to append what arrives.
    pub fn data_mut(&mut self) -> &mut Dataset {
        &mut self.data
    }

    /// Images that went through training steps, each counted every time.
    pub fn images_seen(&self) -> u64 {
        let (n, batch) = (
            self.data.total() as u64,
            self.model.config().batch_size as u64,
        );
        let per_epoch = self.batches.steps_per_epoch();
        self.step / per_epoch * n + (self.step % per_epoch * batch).min(n)
    }

    /// Replaces the held-out images and forgets what was measured on the old ones.
    pub fn set_held_out(&mut self, images: Dataset) {
        self.held_out = Some(images);
        self.evaluation = None;
        self.ends = None;
        self.evaluating = false;
        self.plateau.restart();
        self.blow_up = BlowUp::default();
    }

    /// The held-out images.
    pub fn held_out(&self) -> Option<&Dataset> {
        self.held_out.as_ref()
    }
}
