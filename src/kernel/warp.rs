//! A picture turned, scaled, moved and bent in one go, and its strokes made thicker or thinner.
//!
//! Pictures are `(y, x, channel)`. The source is kept as f32, with a rim of one pixel in the color that lies
//! outside: so no lookup needs to check whether it is inside.

/// Cells of the field's grid along a side.
const CELLS: usize = 4;
/// Nodes along a side: a cubic reaches one node beyond its cell on either end.
pub const NODES: usize = CELLS + 3;

/// Sides of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Bytes of a pixel.
    pub channels: usize,
}

/// `(a·u + b·v, c·u + d·v)`: where in the source a pixel comes from before bending, counted from the middle.
/// `(u, v)` is the pixel's own place, counted from the middle, less `shift`.
#[derive(Debug, Clone, Copy)]
pub struct Affine {
    /// a, b, c, d.
    pub matrix: [f32; 4],
    /// In pixels, to the right and down.
    pub shift: [f32; 2],
}

/// The bytes of `picture` with a rim of `outside`, as f32.
///
/// # Panics
/// If `outside` has fewer numbers than a pixel.
pub fn rimmed(picture: &[u8], sides: Sides, outside: &[f32], out: &mut Vec<f32>) {
    let Sides {
        width, channels, ..
    } = sides;
    let outside = &outside[..channels];
    let rim_row = |out: &mut Vec<f32>| (0..width + 2).for_each(|_| out.extend_from_slice(outside));
    out.clear();
    rim_row(out);
    for row in picture.chunks_exact(width * channels) {
        out.extend_from_slice(outside);
        out.extend(row.iter().map(|&v| f32::from(v)));
        out.extend_from_slice(outside);
    }
    rim_row(out);
}

/// Each number becomes the largest (`brighten`) or smallest one of its 3 × 3 neighbors: gray dilation and
/// erosion. What lies outside of the picture does not count.
pub fn spread(picture: &[u8], sides: Sides, brighten: bool, out: &mut Vec<u8>) {
    let pick = |a: u8, b: u8| if brighten { a.max(b) } else { a.min(b) };
    let (step, row_len) = (sides.channels, sides.channels * sides.width);
    let mut across = picture.to_vec();
    for (row, out) in picture
        .chunks_exact(row_len)
        .zip(across.chunks_exact_mut(row_len))
    {
        for i in step..row_len {
            out[i] = pick(out[i], row[i - step]);
        }
        for i in 0..row_len - step {
            out[i] = pick(out[i], row[i + step]);
        }
    }
    out.clone_from(&across);
    let end = across.len();
    for (out, &above) in out[row_len..].iter_mut().zip(&across[..end - row_len]) {
        *out = pick(*out, above);
    }
    for (out, &below) in out[..end - row_len].iter_mut().zip(&across[row_len..]) {
        *out = pick(*out, below);
    }
}

/// `out = a + share · (b − a)`
pub fn blend(a: &[f32], b: &[f32], share: f32, out: &mut Vec<f32>) {
    out.clear();
    out.extend(a.iter().zip(b).map(|(&a, &b)| a + share * (b - a)));
}

/// The four weights of the uniform cubic B-spline at `t` in 0..1.
fn spline(t: f32) -> [f32; 4] {
    let (s, square) = (1.0 - t, t * t);
    let cube = square * t;
    let sixth = 1.0 / 6.0;
    [
        s * s * s * sixth,
        (3.0 * cube - 6.0 * square + 4.0) * sixth,
        (3.0 * (t + square - cube) + 1.0) * sixth,
        cube * sixth,
    ]
}

/// The cell of pixel `i` of `side`, and the spline's weights there.
fn cell(i: usize, side: usize) -> (usize, [f32; 4]) {
    let place = (i as f32 + 0.5) * CELLS as f32 / side as f32;
    let cell = (place as usize).min(CELLS - 1);
    (cell, spline(place - cell as f32))
}

/// `out[y, x] = Σ_ij B_i(y)·B_j(x)·node_ij`: a smooth field over the picture, the cubic B-spline of the `nodes`
/// (rows of [`NODES`] pairs). A pair is x and y, in pixels.
pub fn field(nodes: &[[f32; 2]; NODES * NODES], sides: Sides, out: &mut Vec<[f32; 2]>) {
    out.clear();
    let columns: Vec<_> = (0..sides.width).map(|x| cell(x, sides.width)).collect();
    for y in 0..sides.height {
        let (top, down) = cell(y, sides.height);
        let mut line = [[0.0; 2]; NODES];
        for (nodes, weight) in nodes[top * NODES..].chunks_exact(NODES).zip(down) {
            for (sum, node) in line.iter_mut().zip(nodes) {
                *sum = [sum[0] + weight * node[0], sum[1] + weight * node[1]];
            }
        }
        out.extend(columns.iter().map(|&(left, across)| {
            let mut sum = [0.0; 2];
            for (node, weight) in line[left..].iter().zip(across) {
                sum = [sum[0] + weight * node[0], sum[1] + weight * node[1]];
            }
            sum
        }));
    }
}

/// Writes to each pixel of `out` the color of the source `rimmed` (see [`rimmed`]) at the place that `map`
/// gives, moved by the pixel's pair (x, y) of `bend`; `bend` may be empty. Between pixels the color is
/// interpolated bilinearly, and the result is rounded to bytes.
///
/// # Panics
/// If a length does not fit `sides`.
pub fn warp(rimmed: &[f32], sides: Sides, map: &Affine, bend: &[[f32; 2]], out: &mut [u8]) {
    match sides.channels {
        1 => warp_channels::<1>(rimmed, sides, map, bend, out),
        3 => warp_channels::<3>(rimmed, sides, map, bend, out),
        _ => warp_channels::<4>(rimmed, sides, map, bend, out),
    }
}

fn warp_channels<const C: usize>(
    rimmed: &[f32],
    sides: Sides,
    map: &Affine,
    bend: &[[f32; 2]],
    out: &mut [u8],
) {
    let (width, height) = (sides.width, sides.height);
    assert_eq!(out.len(), width * height * C, "the warped picture");
    let (source, _) = rimmed.as_chunks::<C>();
    let source = &source[..(width + 2) * (height + 2)];
    assert!(
        bend.is_empty() || bend.len() == width * height,
        "a pair for each pixel"
    );
    let [a, b, c, d] = map.matrix;
    let middle = [0.5 * (width as f32 - 1.0), 0.5 * (height as f32 - 1.0)];
    let (out, _) = out.as_chunks_mut::<C>();
    for (y, out) in out.chunks_exact_mut(width).enumerate() {
        let v = y as f32 - middle[1] - map.shift[1];
        for (x, out) in out.iter_mut().enumerate() {
            let u = x as f32 - middle[0] - map.shift[0];
            let bent = bend.get(y * width + x).copied().unwrap_or_default();
            // Places are counted from the rim, and a place outside of it is moved onto it.
            let from_x = (a * u + b * v + middle[0] + bent[0] + 1.0).clamp(0.0, width as f32 + 1.0);
            let from_y =
                (c * u + d * v + middle[1] + bent[1] + 1.0).clamp(0.0, height as f32 + 1.0);
            let (left, top) = ((from_x as usize).min(width), (from_y as usize).min(height));
            let (share_x, share_y) = (from_x - left as f32, from_y - top as f32);
            let at = top * (width + 2) + left;
            let above = [source[at], source[at + 1]];
            let below = [source[at + width + 2], source[at + width + 3]];
            for i in 0..C {
                let upper = above[0][i] + share_x * (above[1][i] - above[0][i]);
                let lower = below[0][i] + share_x * (below[1][i] - below[0][i]);
                out[i] = (upper + share_y * (lower - upper) + 0.5) as u8;
            }
        }
    }
}

/// `sums[y, x] += patch[y, x]`: the patch has rows of `patch_row` numbers, the sums have rows of `row_len`.
pub fn add_patch(sums: &mut [f64], row_len: usize, patch: &[f32], patch_row: usize) {
    for (sums, patch) in sums.chunks_mut(row_len).zip(patch.chunks_exact(patch_row)) {
        for (sum, &v) in sums.iter_mut().zip(patch) {
            *sum += f64::from(v);
        }
    }
}

/// `out[y, x, c] = sums[y, x, c] / (across[x] · down[y])`
pub fn divide_by_cover(
    sums: &[f64],
    across: &[u32],
    down: &[u32],
    channels: usize,
    out: &mut [f32],
) {
    let row_len = across.len() * channels;
    let rows = sums
        .chunks_exact(row_len)
        .zip(out.chunks_exact_mut(row_len));
    for ((sums, out), &down) in rows.zip(down) {
        let pixels = sums
            .chunks_exact(channels)
            .zip(out.chunks_exact_mut(channels));
        for ((sums, out), &across) in pixels.zip(across) {
            for (sum, out) in sums.iter().zip(out) {
                *out = (sum / f64::from(across * down)) as f32;
            }
        }
    }
}
