//! The part of a line that lies within a chart.

use super::axis::Axis;

/// A line through `points` as far as it lies within both axes: where it comes in and goes out it is cut, and a gap
/// (`None`) stands where it is outside. Pieces are straight as the chart draws them, also on a logarithmic axis. A
/// single point is there or not.
pub fn clip(points: &[(f64, f64)], x: &Axis, y: &Axis) -> Vec<Option<(f64, f64)>> {
    let shares: Vec<[f64; 2]> = points
        .iter()
        .map(|p| [x.share(p.0), y.share(p.1)])
        .collect();
    if let [only] = shares[..] {
        let is_inside = only.iter().all(|share| (0.0..=1.0).contains(share));
        return vec![is_inside.then_some(points[0])];
    }
    let mut line = Vec::new();
    let mut end = None;
    for (piece, pair) in shares.windows(2).zip(points.windows(2)) {
        let Some([from, to]) = inside(piece[0], piece[1]) else {
            continue;
        };
        let place = |share: f64| {
            // The ends that are not cut keep their very values.
            match share {
                0.0 => pair[0],
                1.0 => pair[1],
                _ => {
                    let between = |at: usize| piece[0][at] + share * (piece[1][at] - piece[0][at]);
                    (x.value(between(0)), y.value(between(1)))
                }
            }
        };
        if end != Some(place(from)) {
            line.extend([None, Some(place(from))]);
        }
        end = Some(place(to));
        line.push(end);
    }
    line
}

/// Which part of the piece from `a` to `b` lies in the unit square, as shares of its length; `None` for no part.
/// (Liang and Barsky, 1984.)
fn inside(a: [f64; 2], b: [f64; 2]) -> Option<[f64; 2]> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for at in 0..2 {
        let step = b[at] - a[at];
        if step == 0.0 {
            if !(0.0..=1.0).contains(&a[at]) {
                return None;
            }
            continue;
        }
        let (low, high) = (-a[at] / step, (1.0 - a[at]) / step);
        from = from.max(low.min(high));
        to = to.min(low.max(high));
    }
    (from <= to).then_some([from, to])
}
