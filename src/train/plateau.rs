//! When training stops by itself.

/// Watches the held-out loss. The plateau is reached once [`Plateau::PATIENCE`] evaluations in a row have not
/// improved the best loss by the share [`Plateau::MIN_GAIN`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plateau {
    best: f64,
    since_best: u32,
}

impl Default for Plateau {
    fn default() -> Self {
        Self {
            best: f64::INFINITY,
            since_best: 0,
        }
    }
}

impl Plateau {
    /// Evaluations to wait for an improvement.
    pub const PATIENCE: u32 = 12;
    /// Relative gain that counts as an improvement.
    pub const MIN_GAIN: f64 = 0.002;

    /// Takes note of one evaluation; true when the plateau is reached.
    pub fn reached(&mut self, held_out_loss: f64) -> bool {
        if held_out_loss < self.best - Self::MIN_GAIN * self.best.abs().min(f64::MAX) {
            self.best = held_out_loss;
            self.since_best = 0;
        } else {
            self.since_best += 1;
        }
        self.since_best >= Self::PATIENCE
    }

    /// Starts watching afresh: training goes on after a stop.
    pub fn restart(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_on_a_plateau_and_not_before() {
        let mut plateau = Plateau::default();
        for i in 0..100 {
            assert!(
                !plateau.reached(1.0 / f64::from(i + 1)),
                "still falling at {i}"
            );
        }
        let stop = (0..100).position(|_| plateau.reached(0.01));
        assert_eq!(stop, Some(Plateau::PATIENCE as usize - 1));
        plateau.restart();
        assert!(!plateau.reached(0.01));
    }
}
