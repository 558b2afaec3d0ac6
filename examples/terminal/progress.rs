//! How far a run is and how long it will take, in a line.

use super::duration::duration;
use hourglass::train::Trainer;
use std::time::Instant;

/// The lines of one run.
pub struct Progress {
    start: Instant,
    first_step: u64,
    last_step: u64,
    images_seen: u64,
}

impl Progress {
    /// A run that begins now and ends at `last_step`.
    pub fn new(trainer: &Trainer, last_step: u64) -> Self {
        Self {
            start: Instant::now(),
            first_step: trainer.steps(),
            last_step,
            images_seen: trainer.images_seen(),
        }
    }

    /// The line of now. Speed is the mean since the run began: an evaluation now and then would make that of a
    /// second jump.
    pub fn line(&self, trainer: &Trainer) -> String {
        let now = trainer.snapshot();
        let seconds = self.start.elapsed().as_secs_f64();
        let images = trainer.images_seen().saturating_sub(self.images_seen) as f64;
        let done = trainer.steps().saturating_sub(self.first_step) as f64;
        let to_do = self.last_step.saturating_sub(trainer.steps()) as f64;
        let held_out = now
            .held_out_loss
            .map_or(String::new(), |loss| format!(", held-out {loss:.5}"));
        let left = if to_do > 0.0 && done > 0.0 {
            format!(", {} left", duration(seconds / done * to_do))
        } else {
            String::new()
        };
        format!(
            "step {} of {}, loss {:.5}{held_out}, {:.0} images/s{left}",
            now.step,
            self.last_step,
            now.loss.unwrap_or(f64::NAN),
            images / seconds.max(f64::MIN_POSITIVE),
        )
    }
}
