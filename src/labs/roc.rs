//! Telling two groups of images apart by one number each.

use super::interval::NORMAL;

/// How well scores tell odd images from normal ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Separation {
    /// The chance that an odd image has a higher score than a normal one; ties count half.
    pub auc: f64,
    /// Its 95 % confidence interval, within 0..1.
    pub interval: [f64; 2],
}

/// A point of the ROC curve: what happens at a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Scores from here on are called odd.
    pub threshold: f64,
    /// Share of the normal images that are called odd.
    pub false_alarms: f64,
    /// Share of the normal images that have a lower score.
    pub below: f64,
    /// Share of the odd images that are called odd: the recall. NaN where there are none.
    pub recall: f64,
    /// Share of odd images among those called odd; `None` where none is.
    pub precision: Option<f64>,
}

impl Point {
    /// Where so many of the normal and of the odd images are called odd.
    fn of(threshold: f64, [false_alarms, hits]: [f64; 2], [normal, odd]: [usize; 2]) -> Self {
        Self {
            threshold,
            false_alarms: false_alarms / normal as f64,
            below: (normal as f64 - false_alarms) / normal as f64,
            recall: hits / odd as f64,
            precision: (false_alarms + hits > 0.0).then(|| hits / (false_alarms + hits)),
        }
    }
}

/// The area under the ROC curve, with the interval of `DeLong`, `DeLong` and Clarke-Pearson (1988); `None` where one of the
/// groups is empty or a score is not a number.
///
/// `AUC = mean over pairs of [normal < odd] + ½·[normal = odd]`. Each image has a share in it, its mean over the other
/// group; the variance is the sum of the shares' sample variances, each divided by the size of its group.
pub fn separation(normal: &[f64], odd: &[f64]) -> Option<Separation> {
    let is_usable = |scores: &[f64]| !scores.is_empty() && !scores.iter().any(|x| x.is_nan());
    if !is_usable(normal) || !is_usable(odd) {
        return None;
    }
    let of_odd = shares(odd, &sorted(normal));
    let of_normal: Vec<f64> = shares(normal, &sorted(odd))
        .into_iter()
        .map(|share| 1.0 - share)
        .collect();
    let auc = of_odd.iter().sum::<f64>() / of_odd.len() as f64;
    let half = NORMAL * (variance_of_mean(&of_odd) + variance_of_mean(&of_normal)).sqrt();
    Some(Separation {
        auc,
        interval: [(auc - half).max(0.0), (auc + half).min(1.0)],
    })
}

/// The share of `others` that each score exceeds; ties count half.
fn shares(scores: &[f64], others: &[f64]) -> Vec<f64> {
    let share = |score: &f64| {
        let below = others.partition_point(|other| other < score);
        let up_to = others.partition_point(|other| other <= score);
        (below + up_to) as f64 / (2 * others.len()) as f64
    };
    scores.iter().map(share).collect()
}

fn sorted(scores: &[f64]) -> Vec<f64> {
    let mut scores = scores.to_vec();
    scores.sort_by(f64::total_cmp);
    scores
}

/// The sample variance divided by the count; 0 of a single value.
fn variance_of_mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / ((n - 1.0) * n)
}

/// What happens if scores of at least `threshold` are called odd.
pub fn at_threshold(normal: &[f64], odd: &[f64], threshold: f64) -> Point {
    let called = |scores: &[f64]| scores.iter().filter(|&&score| score >= threshold).count() as f64;
    let groups = [normal.len(), odd.len()];
    Point::of(threshold, [called(normal), called(odd)], groups)
}

/// The ROC curve from the strictest threshold, above all scores, to the lowest score.
pub fn curve(normal: &[f64], odd: &[f64]) -> Vec<Point> {
    let mut thresholds: Vec<f64> = normal.iter().chain(odd).copied().collect();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    let (normal, odd) = (sorted(normal), sorted(odd));
    let from = |scores: &[f64], threshold: f64| {
        (scores.len() - scores.partition_point(|&score| score < threshold)) as f64
    };
    std::iter::once(f64::INFINITY)
        .chain(thresholds)
        .map(|threshold| {
            let called = [from(&normal, threshold), from(&odd, threshold)];
            Point::of(threshold, called, [normal.len(), odd.len()])
        })
        .collect()
}

/// The corners of a ROC curve: without the points on a straight line between their neighbors.
pub fn corners(points: &[Point]) -> Vec<Point> {
    let is_corner = |idx: usize| {
        let [Some(before), Some(after)] = [points.get(idx.wrapping_sub(1)), points.get(idx + 1)]
        else {
            return true;
        };
        let at = &points[idx];
        let upright =
            before.false_alarms == at.false_alarms && at.false_alarms == after.false_alarms;
        let level = before.recall == at.recall && at.recall == after.recall;
        !upright && !level
    };
    (0..points.len())
        .filter(|&idx| is_corner(idx))
        .map(|idx| points[idx])
        .collect()
}

/// The lowest threshold of a curve at which at most this share of the normal images is called odd; infinite where that
/// is so of none.
pub fn threshold_for(points: &[Point], false_alarms: f64) -> f64 {
    let allowed = points
        .iter()
        .take_while(|point| point.false_alarms <= false_alarms);
    allowed
        .last()
        .map_or(f64::INFINITY, |point| point.threshold)
}
