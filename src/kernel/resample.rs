//! Pictures scaled to another size: an area filter where a side shrinks, bicubic where it grows.
//!
//! Each axis is a table of weights: `out_i = Σ_j weight_ij · in_j`. Rows are summed first, from the top,
//! then columns from the left, all in f32; only the result is rounded to bytes. A side that keeps its length
//! has the one weight 1, so a picture that is not scaled comes back as it is. Transparent places are laid on
//! white, in bytes, before anything is summed.

/// Channels of a picture with an alpha channel: red, green, blue, alpha.
const RGBA: usize = 4;
/// Rows that are added up together.
const GROUP: usize = 4;

/// A rectangle of a picture whose bytes are `(y, x, channel)`.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pixels: &'a [u8],
    /// Bytes from one row of the picture to the next.
    stride: usize,
    /// 1 for gray, 3 for red, green and blue, 4 with alpha.
    pub channels: usize,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl<'a> View<'a> {
    /// A whole picture.
    ///
    /// # Panics
    /// If a side is 0, or `pixels` is not `height · width · channels` long.
    pub fn new(pixels: &'a [u8], width: usize, height: usize, channels: usize) -> Self {
        let stride = width * channels;
        assert!(stride > 0 && height > 0, "a picture without pixels");
        assert_eq!(pixels.len(), stride * height, "bytes of the picture");
        Self {
            pixels,
            stride,
            channels,
            width,
            height,
        }
    }

    /// The rectangle of `width` by `height` pixels whose first one is `(left, top)`.
    ///
    /// # Panics
    /// If it does not lie within, or has no pixels.
    #[must_use]
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        assert!(left + width <= self.width && top + height <= self.height);
        assert!(width > 0 && height > 0, "a rectangle without pixels");
        Self {
            pixels: &self.pixels[top * self.stride + left * self.channels..],
            width,
            height,
            ..*self
        }
    }

    /// The bytes of row `y`.
    #[inline]
    pub fn row(&self, y: usize) -> &'a [u8] {
        &self.pixels[y * self.stride..][..self.width * self.channels]
    }

    /// Calls `each` with the bytes of every pixel along the four edges, each corner once.
    pub fn for_edge(&self, mut each: impl FnMut(&[u8])) {
        let pixels = |y: usize| self.row(y).chunks_exact(self.channels);
        pixels(0).for_each(&mut each);
        if self.height > 1 {
            pixels(self.height - 1).for_each(&mut each);
        }
        for y in 1..self.height.saturating_sub(1) {
            let row = self.row(y);
            each(&row[..self.channels]);
            if self.width > 1 {
                each(&row[row.len() - self.channels..]);
            }
        }
    }
}

/// The color of a pixel (1, 3 or 4 channels) laid on white; a gray one fills the first place alone.
#[inline]
pub fn on_white(pixel: &[u8]) -> [u8; 3] {
    match *pixel {
        [r, g, b, a] => [r, g, b].map(|v| over_white(v, a)),
        [r, g, b] => [r, g, b],
        [gray] => [gray, 0, 0],
        _ => [0; 3],
    }
}

/// `(v·a + 255·(255 − a)) / 255`, rounded.
#[inline]
fn over_white(v: u8, a: u8) -> u8 {
    let (v, a) = (u32::from(v), u32::from(a));
    ((v * a + 255 * (255 - a) + 127) / 255) as u8
}

/// The weights of one axis.
#[derive(Debug, Clone)]
pub struct Axis {
    /// For each output: the index of its first input, and where its weights start.
    taps: Vec<(usize, usize)>,
    weights: Vec<f32>,
}

impl Axis {
    /// From `n_in` to `n_out` numbers, neither of them 0.
    ///
    /// Shrinking: `weight_ij` is the share of `i·n_in/n_out .. (i + 1)·n_in/n_out` that `j .. j + 1`
    /// covers. Growing: Keys' cubic with a = −1/2 (1981, DOI 10.1109/TASSP.1981.1163711) at the
    /// distance of the pixels' centers. Near the picture's ends some weights fall outside; the others are
    /// divided by their sum.
    pub fn new(n_in: usize, n_out: usize) -> Self {
        let mut axis = Self {
            taps: Vec::with_capacity(n_out),
            weights: Vec::new(),
        };
        for i in 0..n_out {
            if n_out > n_in {
                axis.push_cubic(i, n_in, n_out);
            } else {
                axis.push_area(i, n_in, n_out);
            }
        }
        axis
    }

    /// The weights of output `i`. Counted in parts of 1/`n_out` of a pixel, all lengths are whole numbers.
    fn push_area(&mut self, i: usize, n_in: usize, n_out: usize) {
        let (n_in, n_out) = (n_in as u64, n_out as u64);
        let (start, end) = (i as u64 * n_in, (i as u64 + 1) * n_in);
        let first = start / n_out;
        self.taps.push((first as usize, self.weights.len()));
        for j in first..end.div_ceil(n_out) {
            let covered = end.min((j + 1) * n_out) - start.max(j * n_out);
            self.weights.push((covered as f64 / n_in as f64) as f32);
        }
    }

    fn push_cubic(&mut self, i: usize, n_in: usize, n_out: usize) {
        let center = (i as f64 + 0.5) * n_in as f64 / n_out as f64;
        let first = (center - 1.5).max(0.0) as usize;
        let last = ((center + 2.5) as usize).min(n_in);
        let weight = |j: usize| cubic((j as f64 + 0.5 - center).abs());
        let sum: f64 = (first..last).map(weight).sum();
        self.taps.push((first, self.weights.len()));
        self.weights
            .extend((first..last).map(|j| (weight(j) / sum) as f32));
    }

    /// The index of the first input of output `i`, and the weights from there on.
    #[inline]
    pub fn taps(&self, i: usize) -> (usize, &[f32]) {
        let (first, start) = self.taps[i];
        let end = self.taps.get(i + 1).map_or(self.weights.len(), |t| t.1);
        (first, &self.weights[start..end])
    }
}

/// Keys' cubic with a = −1/2 at distance `x` ≥ 0: `(3/2·x − 5/2)·x² + 1` up to 1, then
/// `((−1/2·x + 5/2)·x − 4)·x + 2` up to 2.
fn cubic(x: f64) -> f64 {
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

/// Scales `from` to `height` rows of `width` pixels; `out` is `(y, x, channel)`, with the view's channels,
/// as numbers about 0..255; bicubic weights may leave that range a little.
///
/// # Panics
/// If a side is 0, the channels are not 1, 3 or 4, or `out` is not `height · width · channels` long.
pub fn resample(from: &View, (width, height): (usize, usize), out: &mut [f32]) {
    let channels = from.channels;
    assert!([1, 3, RGBA].contains(&channels), "channels");
    assert!(width > 0 && height > 0, "a picture without pixels");
    assert_eq!(out.len(), width * height * channels, "the scaled picture");
    let (across, down) = (Axis::new(from.width, width), Axis::new(from.height, height));
    let row_len = from.width * channels;
    let mut sums = vec![0.0; row_len];
    let mut laid = vec![0; if channels == RGBA { GROUP * row_len } else { 0 }];
    for (y, out) in out.chunks_exact_mut(width * channels).enumerate() {
        let (mut at, weights) = down.taps(y);
        sums.fill(0.0);
        for weights in weights.chunks(GROUP) {
            let mut is_laid = [false; GROUP];
            let buffers = laid.chunks_exact_mut(row_len).zip(&mut is_laid);
            for (i, (buffer, is_laid)) in buffers.enumerate().take(weights.len()) {
                *is_laid = lay_on_white(from.row(at + i), buffer);
            }
            let row = |i: usize| {
                if is_laid[i] {
                    &laid[i * row_len..][..row_len]
                } else {
                    from.row(at + i)
                }
            };
            if let [a, b, c, d] = *weights {
                add_rows(&mut sums, [row(0), row(1), row(2), row(3)], [a, b, c, d]);
            } else {
                for (i, &weight) in weights.iter().enumerate() {
                    add_rows(&mut sums, [row(i)], [weight]);
                }
            }
            at += weights.len();
        }
        match channels {
            1 => add_columns::<1>(&sums, &across, out),
            3 => add_columns::<3>(&sums, &across, out),
            _ => add_columns::<RGBA>(&sums, &across, out),
        }
    }
}

/// `out_x = Σ_j weight_xj · sums_j`, pixel by pixel.
fn add_columns<const C: usize>(sums: &[f32], across: &Axis, out: &mut [f32]) {
    let (pixels, _) = sums.as_chunks::<C>();
    let (out, _) = out.as_chunks_mut::<C>();
    for (x, out) in out.iter_mut().enumerate() {
        let (first, weights) = across.taps(x);
        let mut total = [0.0; C];
        for (pixel, &weight) in pixels[first..].iter().zip(weights) {
            for (total, &sum) in total.iter_mut().zip(pixel) {
                *total += weight * sum;
            }
        }
        *out = total;
    }
}

/// `sums += weight · row` for one row after the other.
fn add_rows<const N: usize>(sums: &mut [f32], rows: [&[u8]; N], weights: [f32; N]) {
    let rows = rows.map(|row| &row[..sums.len()]);
    for (i, sum) in sums.iter_mut().enumerate() {
        for (row, weight) in rows.iter().zip(weights) {
            *sum += weight * f32::from(row[i]);
        }
    }
}

/// Writes a row of RGBA to `out` as it looks on white. If the row is opaque, writes nothing and returns `false`.
fn lay_on_white(row: &[u8], out: &mut [u8]) -> bool {
    let (pixels, _) = row.as_chunks::<RGBA>();
    let all = pixels
        .iter()
        .fold(!0, |all, &p| all & u32::from_le_bytes(p));
    if all >> 24 == 255 {
        return false;
    }
    let (out, _) = out.as_chunks_mut::<RGBA>();
    for (out, &[r, g, b, a]) in out.iter_mut().zip(pixels) {
        let [r, g, b] = [r, g, b].map(|v| over_white(v, a));
        *out = [r, g, b, 255];
    }
    true
}

/// The smallest rectangle `(left, top, width, height)` that holds every pixel whose color on white differs
/// from `color` by more than `tolerance` in a channel; `None` if there is no such pixel.
pub fn bounds(
    view: &View,
    color: [f32; 3],
    tolerance: f32,
) -> Option<(usize, usize, usize, usize)> {
    let colors = view.channels.min(3);
    let low = color.map(|c| c - tolerance);
    let high = color.map(|c| c + tolerance);
    let differs = |pixel: &[u8]| {
        let laid = on_white(pixel);
        (0..colors).any(|i| f32::from(laid[i]) < low[i] || f32::from(laid[i]) > high[i])
    };
    let (mut left, mut right, mut top, mut bottom) = (view.width, 0, view.height, 0);
    for y in 0..view.height {
        let mut pixels = view.row(y).chunks_exact(view.channels);
        let Some(first) = pixels.clone().position(differs) else {
            continue;
        };
        let last = pixels.rposition(differs).unwrap_or(first);
        left = left.min(first);
        right = right.max(last);
        top = top.min(y);
        bottom = y;
    }
    (left <= right).then(|| (left, top, right + 1 - left, bottom + 1 - top))
}
