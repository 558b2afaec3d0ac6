//! Which images a step sees: a pure function of seed and step.

use crate::rng::{Purpose, Rng};

/// Images with which training may begin while the rest is still on its way.
pub const FIRST_PART: usize = 2048;

/// The order of the images, epoch after epoch.
///
/// Shuffled by a stream of its own for every epoch, so that any step can be asked for directly. In
/// epoch 0 the first [`FIRST_PART`] images are shuffled among themselves and come first, then the
/// rest: training can start before all images are there, and its losses do not depend on when
/// they came.
#[derive(Debug, Clone)]
pub struct Batches {
    batch_size: usize,
    seed: u64,
    shuffle: bool,
    order: Vec<u32>,
    epoch: Option<u64>,
}

impl Batches {
    /// Batches of `batch_size` out of `total` images; without `shuffle` they come in file order.
    ///
    /// # Panics
    /// If `total` or `batch_size` is 0, or `total` does not fit a `u32`.
    pub fn new(total: usize, batch_size: usize, seed: u64, shuffle: bool) -> Self {
        assert!(total > 0 && batch_size > 0, "empty batches");
        let total = u32::try_from(total).expect("fewer than 2³² images");
        Self {
            batch_size,
            seed,
            shuffle,
            order: (0..total).collect(),
            epoch: None,
        }
    }

    /// `⌈total / batch_size⌉`: the last, shorter batch of an epoch counts.
    pub fn steps_per_epoch(&self) -> u64 {
        self.order.len().div_ceil(self.batch_size) as u64
    }

    /// The epoch to which `step` belongs, counted from 0.
    pub fn epoch_of(&self, step: u64) -> u64 {
        step / self.steps_per_epoch()
    }

    /// The images of `step`, counted from 0. Allocates nothing.
    pub fn batch(&mut self, step: u64) -> &[u32] {
        let epoch = self.epoch_of(step);
        if self.shuffle && self.epoch != Some(epoch) {
            self.shuffle_for(epoch);
            self.epoch = Some(epoch);
        }
        let start = (step % self.steps_per_epoch()) as usize * self.batch_size;
        let end = (start + self.batch_size).min(self.order.len());
        &self.order[start..end]
    }

    fn shuffle_for(&mut self, epoch: u64) {
        for (place, image_idx) in self.order.iter_mut().enumerate() {
            *image_idx = place as u32;
        }
        let mut rng = Rng::stream(self.seed, Purpose::Shuffle, epoch);
        if epoch == 0 {
            let n_first = FIRST_PART.min(self.order.len());
            let (first, rest) = self.order.split_at_mut(n_first);
            rng.shuffle(first);
            rng.shuffle(rest);
        } else {
            rng.shuffle(&mut self.order);
        }
    }
}
