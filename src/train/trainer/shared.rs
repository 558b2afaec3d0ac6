//! A step whose shards several trainers compute.
//!
//! The one that owns the run begins a step: images, noise and samples of the whole batch are drawn in one place. Any
//! trainer with the same configuration and the same numbers in its buffers computes the gradient of a shard, of
//! [`SHARD_ROWS`](crate::nn::SHARD_ROWS) rows. The owner computes the first shards, adds the others in their order, and
//! finishes: the bits are those of [`Trainer::step`], whoever computed what.

use super::Trainer;
use crate::error::Result;
use crate::kernel;
use crate::model::{Batch, LossParts, Part, TERMS};
use std::ops::Range;

impl Trainer {
    /// Draws the next step's batch into the buffers and returns its rows; 0 while an evaluation or images that have
    /// not arrived come first, and where one of the model's prices needs the whole batch in one place.
    pub fn begin_shared(&mut self) -> usize {
        let config = self.model.config();
        let whole = config.code_sparsity > 0.0 && config.sparsity_target > 0.0;
        if whole || self.evaluation_is_due() || !self.next_batch_is_there() {
            return 0;
        }
        let image_idxs = self.batches.batch(self.step);
        self.feed
            .batch(self.model.config(), &self.data, image_idxs, self.step);
        image_idxs.len()
    }

    /// Computes the gradient of some rows of the batch in the buffers, which has `of` rows, as step `step` wants it, and
    /// what these rows add to the loss. Rows of several shards are summed in the order of shards.
    ///
    /// With `is_deferred` the gradients are left out: [`Trainer::side`] computes them of all rows.
    ///
    /// # Panics
    /// If the batch has fewer rows.
    pub fn part(&mut self, rows: Range<usize>, of: usize, step: u64, is_deferred: bool) {
        self.model.defer(is_deferred);
        for start in rows.clone().step_by(self.workspace.capacity()) {
            let end = rows.end.min(start + self.workspace.capacity());
            let begins = start == rows.start;
            self.rows_in_hand(start..end, Part { of, begins }, step);
        }
        self.model.defer(false);
    }

    /// As [`Trainer::part`] for as many rows as the workspace takes at a time.
    fn rows_in_hand(&mut self, rows: Range<usize>, part: Part, step: u64) {
        let config = self.model.config();
        let (features, latent_dim) = (config.features(), config.latent_dim());
        let images = rows.start * features..rows.end * features;
        let feed = &mut self.feed;
        let target = &feed.target[images.clone()];
        let batch = Batch {
            input: if feed.noisy.is_empty() {
                target
            } else {
                &feed.noisy[images]
            },
            target,
            epsilon: match feed.epsilon.as_slice() {
                [] => &[],
                epsilon => &epsilon[rows.start * latent_dim..rows.end * latent_dim],
            },
            beta: config.bottleneck.beta_at(step).unwrap_or(0.0) as f32,
            rows: rows.len(),
        };
        self.model.part_gradients(batch, part, &mut self.workspace);
        let terms = &mut feed.terms[rows.start * TERMS..rows.end * TERMS];
        self.model.terms(target, &self.workspace, terms);
    }

    /// Whether the gradients can be left out of a part: then two trainers can have a side of the model each, with the
    /// sums over all rows in one place.
    pub fn can_defer(&self) -> bool {
        self.model.can_defer()
    }

    /// Computes the gradients of the encoder or the decoder that were left out, of `rows` in the buffers.
    pub fn side(&mut self, is_decoder: bool, rows: usize) {
        let feed = &self.feed;
        let input = match feed.noisy.as_slice() {
            [] => &feed.target,
            noisy => noisy,
        };
        self.model
            .deferred_gradients(is_decoder, input, &self.workspace, rows);
    }

    /// Shows what the gradients of the encoder or the decoder are computed from, row by row, but for the images.
    pub fn visit_side(&mut self, is_decoder: bool, visit: &mut dyn FnMut(&mut [f32])) {
        self.model
            .visit_deferred(is_decoder, &mut self.workspace, visit);
    }

    /// Adds the gradient of the next shard: the parameters' gradients one after the other.
    pub fn add_shard(&mut self, gradient: &[f32]) {
        let mut rest = gradient;
        self.model.visit_params(&mut |_, param| {
            let (part, others) = rest.split_at(param.grad.len());
            kernel::add_in_place(&mut param.grad, part);
            rest = others;
        });
    }

    /// The update, once the gradients of all `rows` are added and their terms are in the buffers.
    ///
    /// # Errors
    /// As [`Trainer::step`].
    pub fn finish_shared(&mut self, rows: usize) -> Result<LossParts> {
        let parts = self.loss_of_rows(rows);
        if !parts.loss.is_finite() {
            return Err(self.roll_back());
        }
        self.update(&parts);
        Ok(parts)
    }

    /// The loss of a batch of `rows`, whose terms are in the buffers.
    pub(super) fn loss_of_rows(&self, rows: usize) -> LossParts {
        let config = self.model.config();
        let beta = config.bottleneck.beta_at(self.step).unwrap_or(0.0) as f32;
        let terms = &self.feed.terms[..rows * TERMS];
        self.model.loss_of_terms(terms, beta)
    }

    /// Prepares weights that were written into the buffers.
    pub fn take_weights(&mut self) {
        self.model.weights_changed();
    }

    /// Shows the buffers, which stay where they are as long as the model is the same: target, noisy input, samples and
    /// terms of the batch, then each parameter's numbers and its gradient.
    pub fn visit_buffers(&mut self, visit: &mut dyn FnMut(&mut [f32])) {
        let feed = &mut self.feed;
        visit(&mut feed.target);
        visit(&mut feed.noisy);
        visit(&mut feed.epsilon);
        visit(&mut feed.terms);
        self.model.visit_params(&mut |_, param| {
            visit(&mut param.value);
            visit(&mut param.grad);
        });
    }
}
