//! A range for the map that follows the points but does not jitter with them.

/// Share of points beyond which an end of the cloud counts as its tail.
const TAIL: f64 = 0.01;
/// How far, in widths of the body, the range follows the tail.
const REACH: f64 = 0.5;
/// Room left around the points, as a share of their width.
const PADDING: f64 = 0.08;
/// The range shrinks when the points fill less than this share of it.
const SHRINK_BELOW: f64 = 0.55;

/// The range `[x0, x1, y0, y1]` in which to draw `points` (x, y pairs).
///
/// Per axis: the points between the 1st and the 99th percentile, and the tails as far as half
/// that width beyond; non-finite points do not count. `previous` is kept as long as the points
/// fit in it and fill it well. An end that the points cross moves out with some room to spare, and
/// a range that has become much too wide is chosen anew. So a moving cloud changes its axes in few,
/// clear steps, and a resting one never does.
pub fn stable_range(points: &[f32], previous: Option<[f64; 4]>) -> [f64; 4] {
    let axis = |offset: usize| {
        let usable = |pair: &&[f32]| pair[0].is_finite() && pair[1].is_finite();
        let values: Vec<f64> = points
            .chunks_exact(2)
            .filter(usable)
            .map(|pair| f64::from(pair[offset]))
            .collect();
        let before = previous.map(|range| [range[2 * offset], range[2 * offset + 1]]);
        let before = before.filter(|[lo, hi]| lo.is_finite() && hi.is_finite() && lo < hi);
        follow(body(values), before)
    };
    let ([x0, x1], [y0, y1]) = (axis(0), axis(1));
    [x0, x1, y0, y1]
}

/// The span of the values without far outliers.
fn body(mut values: Vec<f64>) -> Option<[f64; 2]> {
    if values.is_empty() {
        return None;
    }
    let last = values.len() - 1;
    let tail = (TAIL * last as f64).floor() as usize;
    let (least, greatest) = values
        .iter()
        .fold((f64::MAX, f64::MIN), |(least, greatest), &v| {
            (least.min(v), greatest.max(v))
        });
    let low = *values.select_nth_unstable_by(tail, f64::total_cmp).1;
    let high = *values.select_nth_unstable_by(last - tail, f64::total_cmp).1;
    let reach = REACH * (high - low);
    Some([least.max(low - reach), greatest.min(high + reach)])
}

fn follow(body: Option<[f64; 2]>, previous: Option<[f64; 2]>) -> [f64; 2] {
    let Some([low, high]) = body else {
        return previous.unwrap_or([-1.0, 1.0]);
    };
    // Points that all lie on one spot get a range around it.
    let width = (high - low).max(1e-3 * low.abs().max(high.abs())).max(1e-6);
    let middle = f64::midpoint(low, high);
    let (low, high) = (middle - width / 2.0, middle + width / 2.0);
    let fresh = [low - PADDING * width, high + PADDING * width];
    let Some([from, to]) = previous else {
        return fresh;
    };
    let followed = [
        if low < from { fresh[0] } else { from },
        if high > to { fresh[1] } else { to },
    ];
    if width < SHRINK_BELOW * (followed[1] - followed[0]) {
        fresh
    } else {
        followed
    }
}
