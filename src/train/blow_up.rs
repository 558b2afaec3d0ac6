//! A run that blows up: its steps are so large that it loses what it had learned, and makes one picture of all images.

use super::rollback::Rollback;
use crate::data::Dataset;
use crate::model::Autoencoder;
use crate::nn::Optimizer;

/// Below this share of [`BlowUp::constant`] a model has learned something that it can lose.
const LEARNED: f64 = 0.9;
/// From this share on it has lost it.
const LOST: f64 = 0.98;
/// So many evaluations in a row must say so: one alone may have met a jump that training mends.
const TIMES: u32 = 2;

/// Watches the held-out error, and keeps the weights that had the least.
#[derive(Debug, Default)]
pub(super) struct BlowUp {
    /// The error of the one picture that is best for all held-out images: their mean.
    constant: Option<f64>,
    best: Option<(f64, Rollback)>,
    n_lost: u32,
}

impl BlowUp {
    /// Takes note of the error of the present weights; true when what was learned is lost.
    pub(super) fn has_come(&mut self, error: f64, held_out: &Dataset) -> bool {
        let constant = *self
            .constant
            .get_or_insert_with(|| error_of_the_mean(held_out));
        let best = self.best.as_ref().map_or(f64::INFINITY, |&(best, _)| best);
        let is_lost = best < LEARNED * constant && error > LOST * constant;
        self.n_lost = if is_lost { self.n_lost + 1 } else { 0 };
        self.n_lost >= TIMES
    }

    /// Keeps the weights at `step` if their error is the least.
    pub(super) fn keep(
        &mut self,
        error: f64,
        model: &mut Autoencoder,
        optimizer: &Optimizer,
        step: u64,
    ) {
        match &mut self.best {
            Some((best, _)) if *best <= error => {}
            Some((best, copy)) => {
                *best = error;
                copy.keep(model, optimizer, step);
            }
            None => self.best = Some((error, Rollback::new(model, optimizer, step))),
        }
    }

    /// Puts the weights with the least error back and returns their step.
    pub(super) fn restore(
        &mut self,
        model: &mut Autoencoder,
        optimizer: &mut Optimizer,
    ) -> Option<u64> {
        self.n_lost = 0;
        let (_, copy) = self.best.as_ref()?;
        Some(copy.restore(model, optimizer))
    }
}

/// The mean squared distance of the images from their mean, a pixel: the mean square, less the square of the mean.
fn error_of_the_mean(images: &Dataset) -> f64 {
    let (n, features) = (images.len(), images.shape().features());
    let mut sums = vec![0.0; features];
    let mut image = vec![0.0; features];
    let mut squares = 0.0;
    for idx in 0..n {
        images.write_range(idx, 1, &mut image);
        for (sum, &x) in sums.iter_mut().zip(&image) {
            *sum += f64::from(x);
            squares += f64::from(x) * f64::from(x);
        }
    }
    let n = n as f64;
    let of_mean = sums.iter().map(|sum| sum * sum).sum::<f64>() / n;
    (squares - of_mean) / (n * features as f64)
}
