//! The way back: a copy of the last weights that gave a finite loss.

use crate::model::Autoencoder;
use crate::nn::{Optimizer, OptimizerState};

/// Steps between two copies: the copies then cost well under one percent of a step.
const EVERY: u64 = 16;

/// A copy of everything that training changes, refreshed every few steps into the same memory.
#[derive(Debug)]
pub(super) struct Rollback {
    step: u64,
    params: Vec<Vec<f32>>,
    state: OptimizerState,
}

impl Rollback {
    /// A copy of the present weights, those of `step`.
    pub(super) fn new(model: &mut Autoencoder, optimizer: &Optimizer, step: u64) -> Self {
        let mut params = Vec::new();
        model.visit_params(&mut |_, param| params.push(param.value.clone()));
        Self {
            step,
            params,
            state: optimizer.state.clone(),
        }
    }

    /// Whether the weights at `step` are to be kept, once their loss is known to be finite.
    pub(super) fn is_due(&self, step: u64) -> bool {
        step >= self.step + EVERY
    }

    /// Copies the weights before the update of `step`. Allocates nothing.
    pub(super) fn keep(&mut self, model: &mut Autoencoder, optimizer: &Optimizer, step: u64) {
        self.step = step;
        let mut copies = self.params.iter_mut();
        model.visit_params(&mut |_, param| {
            if let Some(copy) = copies.next() {
                copy.copy_from_slice(&param.value);
            }
        });
        copy_state(&mut self.state, &optimizer.state);
    }

    /// Puts the copy back and returns its step.
    pub(super) fn restore(&self, model: &mut Autoencoder, optimizer: &mut Optimizer) -> u64 {
        let mut copies = self.params.iter();
        model.visit_params(&mut |_, param| {
            if let Some(copy) = copies.next() {
                param.value.copy_from_slice(copy);
            }
        });
        model.weights_changed();
        copy_state(&mut optimizer.state, &self.state);
        self.step
    }
}

fn copy_state(to: &mut OptimizerState, from: &OptimizerState) {
    to.t = from.t;
    for (to, from) in to
        .slots
        .iter_mut()
        .flatten()
        .zip(from.slots.iter().flatten())
    {
        to.copy_from_slice(from);
    }
}
