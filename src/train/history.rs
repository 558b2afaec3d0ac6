//! The curves of a run, in bounded memory.

use super::Evaluation;
use crate::model::LossParts;

/// Most points that a curve keeps.
pub const CURVE_POINTS: usize = 1024;

/// Most values that one point of a saved curve may stand for: more than any run has.
const MAX_STRIDE: u32 = 1 << 30;

/// A curve of (step, value) points. When it is full, neighbors are averaged two by two, and from then
/// on every point stands for twice as many values: a run of any length fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    points: Vec<(f64, f32)>,
    /// Values that a finished point stands for.
    stride: u32,
    pending: (f64, f64, u32),
}

impl Default for Curve {
    fn default() -> Self {
        Self {
            points: Vec::with_capacity(CURVE_POINTS),
            stride: 1,
            pending: (0.0, 0.0, 0),
        }
    }
}

impl Curve {
    /// Adds a value, unless it is not finite as f32; allocates nothing.
    pub fn push(&mut self, step: u64, value: f64) {
        if !(value as f32).is_finite() {
            return;
        }
        self.pending.0 += step as f64;
        self.pending.1 += value;
        self.pending.2 += 1;
        if self.pending.2 < self.stride {
            return;
        }
        if self.points.len() == CURVE_POINTS {
            self.halve();
            // The stride has doubled, so the pending values make half a point.
            return;
        }
        let n = f64::from(self.pending.2);
        self.points
            .push((self.pending.0 / n, (self.pending.1 / n) as f32));
        self.pending = (0.0, 0.0, 0);
    }

    /// Whether the newest point is this very one.
    fn ends_with(&self, step: u64, value: f64) -> bool {
        self.points.last() == Some(&(step as f64, value as f32))
    }

    fn halve(&mut self) {
        for i in 0..CURVE_POINTS / 2 {
            let ((x0, y0), (x1, y1)) = (self.points[2 * i], self.points[2 * i + 1]);
            self.points[i] = (f64::midpoint(x0, x1), f32::midpoint(y0, y1));
        }
        self.points.truncate(CURVE_POINTS / 2);
        self.stride *= 2;
    }

    /// What the newest point stands for, even where that is not finished: the last value, or a mean of the last ones.
    pub fn newest(&self) -> Option<f64> {
        let (_, sum, n) = self.pending;
        let last = self.points.last().map(|&(_, value)| f64::from(value));
        if n > 0 {
            Some(sum / f64::from(n))
        } else {
            last
        }
    }

    /// The curve as (step, value) pairs, oldest first. With an `end` the curve ends there, at that very value, however
    /// many values a point before it stands for.
    pub fn drawn(&self, end: Option<(u64, f64)>) -> Vec<f32> {
        let last_step = end.map_or(f64::INFINITY, |(step, _)| step as f64);
        let mut pairs = Vec::with_capacity(2 * self.points.len() + 2);
        for &(x, y) in self.points.iter().filter(|&&(x, _)| x < last_step) {
            pairs.extend_from_slice(&[x as f32, y]);
        }
        if let Some((step, value)) = end.filter(|&(_, value)| (value as f32).is_finite()) {
            pairs.extend_from_slice(&[step as f32, value as f32]);
        }
        pairs
    }

    /// The points, oldest first: mean step and mean value of each stretch.
    pub fn points(&self) -> &[(f64, f32)] {
        &self.points
    }

    /// Forgets everything after `step`.
    pub fn truncate_after(&mut self, step: u64) {
        self.points.retain(|&(x, _)| x <= step as f64);
        self.pending = (0.0, 0.0, 0);
    }

    /// The whole curve as numbers, for a file: the stride, the unfinished point, the finished points.
    pub fn to_numbers(&self) -> Vec<f64> {
        let (step, value, n) = self.pending;
        let mut numbers = vec![f64::from(self.stride), step, value, f64::from(n)];
        numbers.extend(self.points.iter().flat_map(|&(x, y)| [x, f64::from(y)]));
        numbers
    }

    /// The curve of these numbers; `None` for numbers that no curve gives.
    pub fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let (&[stride, step, value, n], points) = numbers.split_first_chunk()?;
        let (pairs, rest) = points.as_chunks();
        let is_finite = numbers.iter().all(|&x| (x as f32).is_finite());
        let (stride, n) = (stride as u32, n as u32);
        let is_whole = rest.is_empty() && stride.is_power_of_two() && n <= stride;
        let is_sound = is_finite && is_whole && stride <= MAX_STRIDE;
        let mut curve = Self {
            stride,
            pending: (step, value, n),
            ..Self::default()
        };
        curve
            .points
            .extend(pairs.iter().take(CURVE_POINTS).map(|&[x, y]| (x, y as f32)));
        (is_sound && curve.points.len() == pairs.len()).then_some(curve)
    }
}

/// What is remembered of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// Loss of every training batch.
    pub training: Curve,
    /// Loss on the held-out images.
    pub held_out: Curve,
    /// [`Evaluation::error`] on the held-out images: the measure that all kinds of models share.
    pub held_out_error: Curve,
    /// Reconstruction part of every training batch's loss; empty unless the code is variational.
    pub reconstruction: Curve,
    /// KL divergence of every training batch, in nats; empty unless the code is variational.
    pub kl: Curve,
    /// [`Curve::newest`] of the training loss at each evaluation: its points are those of `held_out`.
    pub training_then: Curve,
}

/// The newest training loss, its reconstruction part and its KL divergence at an evaluation.
pub type Then = [Option<f64>; 3];

impl History {
    /// Notes the loss of a training batch; allocates nothing.
    pub fn push(&mut self, step: u64, parts: &LossParts) {
        self.training.push(step, f64::from(parts.loss));
        if let Some(kl) = parts.kl {
            let reconstruction_loss = f64::from(parts.reconstruction_loss);
            self.reconstruction.push(step, reconstruction_loss);
            self.kl.push(step, f64::from(kl));
        }
    }

    /// Notes a measurement on the held-out images, and beside it where training stands. A run that was saved and goes on
    /// is measured again where it stands, and notes the same but once.
    pub fn push_held_out(&mut self, found: &Evaluation) -> Then {
        let then = [&self.training, &self.reconstruction, &self.kl].map(Curve::newest);
        if self.held_out.ends_with(found.step, found.loss) {
            return then;
        }
        self.held_out.push(found.step, found.loss);
        self.held_out_error.push(found.step, found.error);
        if let Some(loss) = then[0] {
            self.training_then.push(found.step, loss);
        }
        then
    }

    fn curves(&mut self) -> [&mut Curve; 6] {
        [
            &mut self.training,
            &mut self.held_out,
            &mut self.held_out_error,
            &mut self.reconstruction,
            &mut self.kl,
            &mut self.training_then,
        ]
    }

    /// Forgets everything after `step`.
    pub fn truncate_after(&mut self, step: u64) {
        for curve in self.curves() {
            curve.truncate_after(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_measurement_is_noted_once() {
        let mut curve = Curve::default();
        curve.push(5, 0.25);
        assert!(curve.ends_with(5, 0.25));
        assert!(!curve.ends_with(5, 0.5) && !curve.ends_with(6, 0.25));
        assert!(!Curve::default().ends_with(0, 0.0));
    }

    #[test]
    fn ten_million_steps_fit_and_keep_their_mean() {
        let mut curve = Curve::default();
        let n = 10_000_000_u64;
        for step in 0..n {
            curve.push(step, step as f64);
        }
        assert!(curve.points().len() <= CURVE_POINTS);
        assert_eq!(curve.points.capacity(), CURVE_POINTS);
        assert!(curve.points().len() > CURVE_POINTS / 2 - 1);
        assert!(curve.points().windows(2).all(|w| w[0].0 < w[1].0));
        assert!(
            curve
                .points()
                .iter()
                .all(|&(x, y)| (x - f64::from(y)).abs() < 1.0)
        );
    }

    #[test]
    fn a_drawn_curve_ends_with_the_value_itself_and_goes_no_further() {
        let mut curve = Curve::default();
        for step in 0..3000 {
            curve.push(step, step as f64);
        }
        assert_eq!(curve.drawn(None).len(), 2 * curve.points().len());
        // Points stand for four values each: the end takes the place of whatever lies at its step or beyond.
        let drawn = curve.drawn(Some((1000, 7.0)));
        assert_eq!(drawn[drawn.len() - 4..], [997.5, 997.5, 1000.0, 7.0]);
        let drawn = curve.drawn(Some((9999, f64::NAN)));
        assert_eq!(drawn.len(), 2 * curve.points().len());
    }

    #[test]
    fn short_runs_are_kept_whole() {
        let mut curve = Curve::default();
        for step in 0..CURVE_POINTS as u64 {
            curve.push(step, -1.0);
        }
        assert_eq!(curve.points().len(), CURVE_POINTS);
        assert_eq!(curve.points()[7], (7.0, -1.0));
        curve.truncate_after(3);
        assert_eq!(curve.points().len(), 4);
    }
}
