//! How fast training goes.

/// Time spent and images seen by `Session::run_for`.
#[derive(Default)]
pub(super) struct Speed {
    /// Images a second: a running mean over about the last second.
    pub(super) images_per_second: Option<f64>,
    pub(super) training_ms: f64,
    pub(super) evaluation_ms: f64,
}

impl Speed {
    /// Takes note of a stretch of training.
    pub(super) fn count(&mut self, n_images: u64, ms: f64) {
        if ms <= 0.0 {
            return;
        }
        self.training_ms += ms;
        let now = n_images as f64 / ms * 1e3;
        let weight = 1.0 - (-ms / 1e3_f64).exp();
        self.images_per_second = Some(
            self.images_per_second
                .map_or(now, |mean| mean + weight * (now - mean)),
        );
    }
}
