//! Whether a curve rises by more than chance: the test of Mann and Kendall.
//!
//! Source: H. B. Mann, *Nonparametric Tests Against Trend*, Econometrica 13, 1945; M. G. Kendall, *Rank Correlation
//! Methods*, 1975. The statistic S is the number of pairs of values of which the later is the larger, less the number
//! of those of which it is the smaller. Without a trend it is normal with mean 0 and variance n (n − 1) (2n + 5) / 18.

/// The part of a run that is looked at: its last quarter, within these bounds.
const POINTS: std::ops::RangeInclusive<usize> = 16..=128;
/// One-sided bound of the standardized S for a chance of 0.1 %, since the question is asked again and again.
const BOUND: f64 = 3.09;

/// Whether the last quarter of a curve's values rises; `None` while they are too few to tell.
pub fn rises(points: &[(f64, f32)]) -> Option<bool> {
    let n = (points.len() / 4).clamp(*POINTS.start(), *POINTS.end());
    let last = &points[points.len().checked_sub(n)?..];
    let mut s = 0_i64;
    for (idx, &(_, earlier)) in last.iter().enumerate() {
        for &(_, later) in &last[idx + 1..] {
            s += i64::from(later > earlier) - i64::from(later < earlier);
        }
    }
    let n = n as f64;
    let deviation = (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    // One is taken off, since S comes in steps of two.
    Some((s as f64 - 1.0) / deviation > BOUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(values: impl Iterator<Item = f32>) -> Vec<(f64, f32)> {
        values.enumerate().map(|(i, y)| (i as f64, y)).collect()
    }

    /// Jumps between −1 and 1 without any order.
    fn noise(i: u32) -> f32 {
        (i.wrapping_mul(2_654_435_761) >> 8) as f32 / f32::from(1_u16 << 12) / 2048.0 - 1.0
    }

    #[test]
    fn a_rise_is_told_from_jumps_and_taken_back_when_it_is_over() {
        let noisy = |slope: f32| curve((0..100).map(move |i| slope * i as f32 + 0.2 * noise(i)));
        assert_eq!(rises(&noisy(0.02)), Some(true));
        assert_eq!(rises(&noisy(0.0)), Some(false));
        assert_eq!(rises(&noisy(-0.02)), Some(false));
        let over = (0..200_u16).map(|i| {
            if i < 100 {
                f32::from(i)
            } else {
                100.0 - f32::from(i)
            }
        });
        assert_eq!(rises(&curve(over)), Some(false));
    }

    #[test]
    fn few_values_tell_nothing_and_sixteen_in_order_do() {
        assert_eq!(rises(&curve((0..15_u8).map(f32::from))), None);
        // S = 120 of 16 values: (120 − 1) / √(16 · 15 · 37 / 18) = 5.36.
        assert_eq!(rises(&curve((0..16_u8).map(f32::from))), Some(true));
        assert_eq!(rises(&curve((0..16).map(|_| 0.5))), Some(false));
    }
}
