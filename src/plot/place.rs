//! Finding room: labels that want the same place move apart as little as possible.

/// Moves centers apart on a line until neighbors are `gap` apart, within `lo..=hi`, so that the
/// sum of squared moves is least. Equal centers keep the order in which they are given. Where the
/// room is too small, the gap shrinks to what fits.
///
/// With positions sorted and `z_i = y_i − i·gap`, "apart by gap" reads `z_i ≤ z_{i+1}`: that is
/// isotonic regression, solved by pooling neighbors that are out of order.
pub fn spread(wanted: &[f64], gap: f64, lo: f64, hi: f64) -> Vec<f64> {
    let n = wanted.len();
    if n == 0 {
        return Vec::new();
    }
    let room = (hi - lo).max(0.0);
    let gap = if n > 1 {
        gap.min(room / (n - 1) as f64)
    } else {
        gap
    };
    let mut order: Vec<usize> = Vec::with_capacity(n);
    for (i, y) in wanted.iter().enumerate() {
        order.insert(order.partition_point(|&other| wanted[other] <= *y), i);
    }

    let mut pools: Vec<(f64, usize)> = Vec::new(); // (mean, count)
    for (rank, &i) in order.iter().enumerate() {
        let mut pool = (wanted[i] - rank as f64 * gap, 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            let total = count + pool.1;
            pool = (
                (mean * count as f64 + pool.0 * pool.1 as f64) / total as f64,
                total,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    let z_max = lo + room - (n - 1) as f64 * gap;
    let means = pools
        .iter()
        .flat_map(|&(mean, count)| std::iter::repeat_n(mean, count));
    let mut placed = vec![0.0; n];
    for (rank, (&i, mean)) in order.iter().zip(means).enumerate() {
        placed[i] = mean.min(z_max).max(lo) + rank as f64 * gap;
    }
    placed
}

/// Pushes boxes of one height (given by their centers, each with its width) apart until none
/// overlap, each within `[left, top, right, bottom]`. Where the room is too small it gives up
/// after a fixed number of rounds.
///
/// # Panics
/// With fewer widths than centers.
pub fn separate(centers: &mut [[f64; 2]], widths: &[f64], height: f64, bounds: [f64; 4]) {
    const ROUNDS: usize = 200;
    let [left, top, right, bottom] = bounds;
    let keep = |v: f64, lo: f64, hi: f64| {
        if lo <= hi {
            v.clamp(lo, hi)
        } else {
            f64::midpoint(lo, hi)
        }
    };
    for _ in 0..ROUNDS {
        let mut moved = false;
        for i in 0..centers.len() {
            for j in 0..i {
                let (a, b) = (centers[j], centers[i]);
                let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
                let width = f64::midpoint(widths[i], widths[j]);
                let (over_x, over_y) = (width - dx.abs(), height - dy.abs());
                if over_x <= 0.01 || over_y <= 0.01 {
                    continue;
                }
                moved = true;
                // Along the axis that needs the smaller move. A hair more than needed, so that rounding
                // cannot keep the loop going.
                let (axis, push) = if over_x / width <= over_y / height {
                    (0, (over_x / 2.0 + 0.01).copysign(dx))
                } else {
                    (1, (over_y / 2.0 + 0.01).copysign(dy))
                };
                centers[j][axis] -= push;
                centers[i][axis] += push;
            }
        }
        for (center, width) in centers.iter_mut().zip(widths) {
            center[0] = keep(center[0], left + width / 2.0, right - width / 2.0);
            center[1] = keep(center[1], top + height / 2.0, bottom - height / 2.0);
        }
        if !moved {
            break;
        }
    }
}
