//! Plain twins of the loops on pictures, one pixel at a time.

use crate::resample::{Axis, on_white};
use crate::warp::{Affine, NODES, Sides};

/// The numbers of [`resample`](crate::resample::resample) from a picture of `(width, height, channels)`:
/// `Σ_j across_xj · Σ_i down_yi · v_ij`, both sums in order.
pub fn resample(
    pixels: &[u8],
    (width, height, channels): (usize, usize, usize),
    to: (usize, usize),
    out: &mut [f32],
) {
    let (across, down) = (Axis::new(width, to.0), Axis::new(height, to.1));
    let value = |x: usize, y: usize, c: usize| {
        let pixel = &pixels[(y * width + x) * channels..][..channels];
        if c < 3 {
            f32::from(on_white(pixel)[c])
        } else {
            255.0
        }
    };
    for (place, out) in out.iter_mut().enumerate() {
        let (x, y) = (place / channels % to.0, place / channels / to.0);
        let c = place % channels;
        let (left, columns) = across.taps(x);
        let (top, rows) = down.taps(y);
        *out = 0.0;
        for (j, weight) in columns.iter().enumerate() {
            let mut sum = 0.0;
            for (i, weight) in rows.iter().enumerate() {
                sum += weight * value(left + j, top + i, c);
            }
            *out += weight * sum;
        }
    }
}

/// The rectangle of [`bounds`](crate::resample::bounds).
pub fn bounds(
    pixels: &[u8],
    (width, channels): (usize, usize),
    color: [f32; 3],
    tolerance: f32,
) -> Option<(usize, usize, usize, usize)> {
    let mut found: Option<(usize, usize, usize, usize)> = None;
    for (i, pixel) in pixels.chunks_exact(channels).enumerate() {
        let laid = on_white(pixel).map(f32::from);
        let far = |c: usize| laid[c] < color[c] - tolerance || laid[c] > color[c] + tolerance;
        if (0..channels.min(3)).any(far) {
            let (x, y) = (i % width, i / width);
            let (left, top, right, bottom) = found.unwrap_or((x, y, x, y));
            found = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
        }
    }
    found.map(|(left, top, right, bottom)| (left, top, right + 1 - left, bottom + 1 - top))
}

/// The bytes of [`spread`](crate::warp::spread).
pub fn spread(picture: &[u8], sides: Sides, brighten: bool) -> Vec<u8> {
    let Sides {
        width,
        height,
        channels,
    } = sides;
    let around = |i: usize, end: usize| i.saturating_sub(1)..(i + 2).min(end);
    let mut out = Vec::new();
    for y in 0..height {
        for x in 0..width {
            for c in 0..channels {
                let near = around(y, height)
                    .flat_map(|y| around(x, width).map(move |x| (y * width + x) * channels + c))
                    .map(|place| picture[place]);
                let picked = if brighten { near.max() } else { near.min() };
                out.push(picked.unwrap_or(0));
            }
        }
    }
    out
}

/// The four cubic B-splines at `t`, as [`field`](crate::warp::field) writes them.
fn spline(t: f32, i: usize) -> f32 {
    let s = 1.0 - t;
    let sixfold = match i {
        0 => s * s * s,
        1 => 3.0 * (t * t * t) - 6.0 * (t * t) + 4.0,
        2 => 3.0 * (t + t * t - t * t * t) + 1.0,
        _ => t * t * t,
    };
    sixfold * (1.0 / 6.0)
}

/// The pair of [`field`](crate::warp::field) at pixel `(x, y)`.
pub fn field(nodes: &[[f32; 2]; NODES * NODES], sides: Sides, (x, y): (usize, usize)) -> [f32; 2] {
    let cells = (NODES - 3) as f32;
    let (at_x, at_y) = (
        (x as f32 + 0.5) * cells / sides.width as f32,
        (y as f32 + 0.5) * cells / sides.height as f32,
    );
    let (left, top) = (at_x as usize, at_y as usize);
    [0, 1].map(|axis| {
        let mut total = 0.0;
        for j in 0..4 {
            let mut sum = 0.0;
            for i in 0..4 {
                sum += spline(at_y - top as f32, i) * nodes[(top + i) * NODES + left + j][axis];
            }
            total += spline(at_x - left as f32, j) * sum;
        }
        total
    })
}

/// The bytes of [`warp`](crate::warp::warp) from a picture of f32 without a rim.
pub fn warp(
    picture: &[f32],
    sides: Sides,
    outside: &[f32],
    map: &Affine,
    bend: &[[f32; 2]],
) -> Vec<u8> {
    let Sides {
        width,
        height,
        channels,
    } = sides;
    let value = |x: f32, y: f32, c: usize| {
        let within = x >= 0.0 && y >= 0.0 && x < width as f32 && y < height as f32;
        if within {
            picture[(y as usize * width + x as usize) * channels + c]
        } else {
            outside[c]
        }
    };
    let [a, b, c, d] = map.matrix;
    let half = |side: usize| 0.5 * (side as f32 - 1.0);
    let mut out = Vec::new();
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let u = x as f32 - half(width) - map.shift[0];
        let v = y as f32 - half(height) - map.shift[1];
        let bent = bend.get(y * width + x).copied().unwrap_or_default();
        // Counted from a rim, as in the tuned loop: so both places are rounded alike.
        let from_x = (a * u + b * v + half(width) + bent[0] + 1.0).clamp(0.0, width as f32 + 1.0);
        let from_y = (c * u + d * v + half(height) + bent[1] + 1.0).clamp(0.0, height as f32 + 1.0);
        let left = from_x.floor().min(width as f32);
        let top = from_y.floor().min(height as f32);
        for i in 0..channels {
            let at = |dx: f32, dy: f32| value(left + dx - 1.0, top + dy - 1.0, i);
            let mix = |a: f32, b: f32, share: f32| a + share * (b - a);
            let upper = mix(at(0.0, 0.0), at(1.0, 0.0), from_x - left);
            let lower = mix(at(0.0, 1.0), at(1.0, 1.0), from_x - left);
            out.push((mix(upper, lower, from_y - top) + 0.5) as u8);
        }
    }
    out
}
