//! When and how a run is measured on the held-out images.

use super::Trainer;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::train::evaluation::{Evaluation, Evaluator};

/// Early evaluations, so that the held-out curve begins with the run. Later ones come at powers of two, until the
/// regular ones begin: nobody should look at an old number for minutes where steps are slow.
const EARLY_EVALUATIONS: [u64; 5] = [1, 8, 16, 32, 64];
/// The first step at which weights are kept for the case of a blow-up: nobody waits for the first ones to be copied.
const FIRST_WATCHED: u64 = 64;
/// Share of the time that regular evaluations may take. An image costs a third of a training image.
const EVALUATION_SHARE: f64 = 0.07;

impl Trainer {
    /// Steps between two regular evaluations.
    pub fn evaluation_interval(&self) -> u64 {
        let n_held_out = self.held_out.as_ref().map_or(0, Dataset::len);
        // A model with noise or samples is measured with and without.
        let config = self.model.config();
        let passes = 1.0 + f64::from(config.has_noise()) + f64::from(config.is_variational());
        let images = passes * n_held_out as f64 / 3.0 / EVALUATION_SHARE;
        ((images / self.model.config().batch_size as f64).ceil() as u64).max(1)
    }

    pub(super) fn evaluation_is_due(&mut self) -> bool {
        if self.evaluating {
            return true;
        }
        let measured = self.evaluation.is_some_and(|e| e.step == self.step);
        let there = self
            .held_out
            .as_ref()
            .is_some_and(|set| !set.is_empty() && set.is_complete());
        // Not before the first step, for which a visitor is waiting.
        let interval = self.evaluation_interval();
        let regular = self.step > 0 && self.step.is_multiple_of(interval);
        let late = self.step > 64 && self.step.is_power_of_two() && self.step <= interval / 2;
        let time = regular || late || EARLY_EVALUATIONS.contains(&self.step);
        if !measured && there && time {
            self.evaluator.start();
            self.evaluating = true;
        }
        self.evaluating
    }

    /// True while an evaluation is under way: the weights stand still until it is done.
    pub fn is_evaluating(&self) -> bool {
        self.evaluating
    }

    pub(super) fn advance_evaluation(&mut self) {
        let Some(held_out) = &self.held_out else {
            return;
        };
        if let Some(evaluation) = self.evaluator.advance(&self.model, held_out, self.step) {
            self.evaluating = false;
            self.note(evaluation);
            self.on_plateau = self.plateau.reached(evaluation.loss);
        }
    }

    /// Measures the held-out images with the present weights, unless that is known already.
    pub fn evaluate_held_out(&mut self) -> Option<Evaluation> {
        let measured = self.evaluation.is_some_and(|e| e.step == self.step);
        if let Some(held_out) = self
            .held_out
            .as_ref()
            .filter(|set| !measured && !set.is_empty())
        {
            self.evaluator.start();
            self.evaluating = false;
            let evaluation = loop {
                let done = self.evaluator.advance(&self.model, held_out, self.step);
                if let Some(done) = done {
                    break done;
                }
            };
            self.note(evaluation);
        }
        self.evaluation
    }

    fn note(&mut self, evaluation: Evaluation) {
        self.evaluation = Some(evaluation);
        self.ends = Some((evaluation, self.history.push_held_out(&evaluation)));
    }

    /// Goes back to the best weights where the last evaluation says that what they had learned is lost.
    pub(super) fn watch_for_a_blow_up(&mut self) -> Result<()> {
        let (Some(found), Some(held_out)) = (self.evaluation, &self.held_out) else {
            return Ok(());
        };
        if self.step < FIRST_WATCHED {
            return Ok(());
        }
        if !self.blow_up.has_come(found.error, held_out) {
            self.blow_up
                .keep(found.error, &mut self.model, &self.optimizer, self.step);
            return Ok(());
        }
        let error = Error::BlownUp { step: self.step };
        let restored = self.blow_up.restore(&mut self.model, &mut self.optimizer);
        if let Some(step) = restored {
            self.rollback.keep(&mut self.model, &self.optimizer, step);
            self.go_back_to(step);
            self.plateau.restart();
            self.on_plateau = false;
        }
        Err(error)
    }

    /// Measures any images with the present weights; `None` if there are none.
    pub fn evaluate(&self, images: &Dataset) -> Option<Evaluation> {
        let mut evaluator = Evaluator::new(&self.model);
        evaluator.add(&self.model, images);
        (evaluator.seen() > 0).then(|| evaluator.result(&self.model, self.step))
    }
}
