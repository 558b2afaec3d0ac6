//! One axis, linear or logarithmic: from values to pixels and back.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ReversibleRanged};

use super::ticks::{linear_ticks, log_ticks};

/// The values from `lo` to `hi` spread over an axis, evenly or by their logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    lo: f64,
    hi: f64,
    log: bool,
}

impl Axis {
    /// A linear axis. An empty or non-finite span becomes one of width 1.
    pub fn linear(lo: f64, hi: f64) -> Self {
        if lo.is_finite() && hi.is_finite() && hi > lo {
            Self { lo, hi, log: false }
        } else {
            let lo = if lo.is_finite() { lo } else { 0.0 };
            Self {
                lo,
                hi: lo + lo.abs().max(1.0),
                log: false,
            }
        }
    }

    /// A logarithmic axis. Bounds that are not positive, or not in order, become 0.1 and 1.
    pub fn log(lo: f64, hi: f64) -> Self {
        if lo > 0.0 && hi > lo && hi.is_finite() {
            Self { lo, hi, log: true }
        } else {
            Self {
                lo: 0.1,
                hi: 1.0,
                log: true,
            }
        }
    }

    /// The first and the last value.
    pub fn bounds(&self) -> [f64; 2] {
        [self.lo, self.hi]
    }

    /// Whether distances are those of logarithms.
    pub fn is_log(&self) -> bool {
        self.log
    }

    /// Whether `value` lies on the axis.
    pub fn contains(&self, value: f64) -> bool {
        value >= self.lo && value <= self.hi
    }

    /// Where `value` stands: 0 at the first, 1 at the last, beyond outside.
    /// `(v − lo)/(hi − lo)`, or `ln(v/lo)/ln(hi/lo)`.
    pub fn share(&self, value: f64) -> f64 {
        if self.log {
            (value.max(f64::MIN_POSITIVE) / self.lo).ln() / (self.hi / self.lo).ln()
        } else {
            (value - self.lo) / (self.hi - self.lo)
        }
    }

    /// The inverse of [`Axis::share`].
    pub fn value(&self, share: f64) -> f64 {
        if self.log {
            self.lo * ((self.hi / self.lo).ln() * share).exp()
        } else {
            self.lo + share * (self.hi - self.lo)
        }
    }

    /// At most `max` round values on the axis.
    pub fn ticks(&self, max: usize) -> Vec<f64> {
        if self.log {
            log_ticks(self.lo, self.hi, max)
        } else {
            linear_ticks(self.lo, self.hi, max)
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let (from, to) = (f64::from(limit.0), f64::from(limit.1));
        (from + self.share(*value) * (to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks(hint.max_num_points())
    }

    fn range(&self) -> Range<f64> {
        self.lo..self.hi
    }
}

impl ReversibleRanged for Axis {
    fn unmap(&self, input: i32, limit: (i32, i32)) -> Option<f64> {
        let (from, to) = (f64::from(limit.0), f64::from(limit.1));
        (from != to).then(|| self.value((f64::from(input) - from) / (to - from)))
    }
}
