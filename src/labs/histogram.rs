//! Two groups of numbers as bars over the same bins.

/// How many numbers of each group lie in each of equally wide bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// The lower end of the first bin: the least number.
    pub from: f64,
    /// The upper end of the last bin: the largest number, which is in it.
    pub to: f64,
    /// Counts of the first group, bin by bin.
    pub first: Vec<usize>,
    /// Counts of the second group.
    pub second: Vec<usize>,
}

/// Counts both groups in so many bins from the least to the largest of all numbers. `None` where there is no bin or no
/// number, or one that is not finite.
pub fn histogram(first: &[f64], second: &[f64], bins: usize) -> Option<Histogram> {
    let all = || first.iter().chain(second);
    if bins == 0 || all().next().is_none() || !all().all(|x| x.is_finite()) {
        return None;
    }
    let from = all().copied().fold(f64::INFINITY, f64::min);
    let to = all().copied().fold(f64::NEG_INFINITY, f64::max);
    let counts = |group: &[f64]| {
        let mut counts = vec![0; bins];
        for x in group {
            let share = if to > from {
                (x - from) / (to - from)
            } else {
                0.0
            };
            counts[((share * bins as f64) as usize).min(bins - 1)] += 1;
        }
        counts
    };
    Some(Histogram {
        from,
        to,
        first: counts(first),
        second: counts(second),
    })
}
