//! The gradient of a convolution's weights.

#[cfg(target_arch = "x86_64")]
mod wide;

use std::array::from_fn;

use super::padded::{MOST, Padded};
use super::shape::ConvShape;
use crate::pack::PANEL;
use crate::simd::{F32x4, LANES};

/// Numbers of a patch that a tile takes.
const ROWS: usize = 4;

/// Most positions of the images that go together. With more positions sums leave the registers less often, but
/// the maps do not stay in the first cache: with 200 the gradient takes 18 % more time.
const POSITIONS: usize = 60;

/// `dw[o, i, ky, kx] = Σ large[y·s + ky − p, x·s + kx − p, i]·small[y, x, o]` over images and positions, where one
/// map is the layer's input and the other the gradient by its output. Images come in chunks. The sum over a
/// chunk starts at 0 and goes in order of images and positions; the chunk sums are added in order. Maps and
/// weight are laid out as in [`ConvDown`](super::ConvDown).
#[derive(Debug)]
pub struct ConvGradient {
    shape: ConvShape,
    padded: Padded,
    /// How many images go together. With more images sums leave the registers less often.
    images: usize,
    /// Where each position's patch begins in `large`.
    from: Vec<u32>,
    /// The padded large maps of the images that go together, and a few numbers more for the last tile.
    large: Vec<f32>,
    /// The small maps of the images that go together, with the channels filled up to whole panels; empty if
    /// the channels are whole panels already.
    small: Vec<f32>,
    /// The running chunk's sums: `(ky, panels of o, (kx, i) filled up to whole tiles, 8 of o)`.
    part: Vec<f32>,
    /// The sum of the finished chunks.
    total: Vec<f32>,
}

impl ConvGradient {
    /// Working memory for convolutions of this shape.
    pub fn new(shape: ConvShape) -> Self {
        let padded = Padded::large(&shape);
        let n = shape.out_channels.next_multiple_of(PANEL);
        let sums = shape.kernel * (shape.kernel * shape.in_channels).next_multiple_of(ROWS) * n;
        let (places, width) = (shape.out_height() * shape.out_width(), shape.out_width());
        let images = (POSITIONS / places).clamp(1, (MOST / padded.len()).max(1));
        let from = |i: usize| {
            let (image, place) = (i / places, i % places);
            let [y, x] = [place / width, place % width].map(|at| at * shape.stride);
            (image * padded.len() + padded.at(y, x)) as u32
        };
        let whole = n == shape.out_channels;
        Self {
            images,
            from: (0..images * places).map(from).collect(),
            large: vec![0.0; images * padded.len() + ROWS],
            small: vec![0.0; if whole { 0 } else { images * places * n }],
            part: vec![0.0; sums],
            total: vec![0.0; sums],
            shape,
            padded,
        }
    }

    /// Starts a new sum.
    pub fn clear(&mut self) {
        self.total.fill(0.0);
    }

    /// Adds the sum over one chunk of images.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn add(&mut self, large: &[f32], small: &[f32]) {
        let (in_features, out_features) = self.shape.check_maps(large, small);
        self.part.fill(0.0);
        let blocks = large.chunks(self.images * in_features);
        for (large, small) in blocks.zip(small.chunks(self.images * out_features)) {
            self.add_block(large, small);
        }
        for (total, part) in self.total.iter_mut().zip(&self.part) {
            *total += part;
        }
    }

    /// Adds the products of a few images to the running chunk.
    fn add_block(&mut self, large: &[f32], small: &[f32]) {
        let (k, outputs) = (self.shape.kernel, self.shape.out_channels);
        let n = outputs.next_multiple_of(PANEL);
        let run = (k * self.shape.in_channels).next_multiple_of(ROWS);
        self.padded.fill(large, &mut self.large);
        let from = &self.from[..small.len() / outputs];
        let small = if n == outputs {
            small
        } else {
            let pixels = small.chunks_exact(outputs);
            for (pixel, out) in pixels.zip(self.small.chunks_exact_mut(n)) {
                for (x, out) in pixel.iter().zip(out) {
                    *out = *x;
                }
            }
            &self.small
        };
        for ky in 0..k {
            #[cfg(target_arch = "x86_64")]
            if crate::wide::is_there() {
                let sums = &mut self.part[ky * n * run..][..n * run];
                let large = &self.large[self.padded.at(ky, 0)..];
                // SAFETY: the processor has AVX2.
                unsafe { wide::add_row(large, from, small, n, sums) };
                continue;
            }
            for first in (0..n).step_by(PANEL) {
                let sums = &mut self.part[(ky * n + first) * run..][..run * PANEL];
                let (tiles, _) = sums.as_chunks_mut::<{ ROWS * PANEL }>();
                for (p, tile) in tiles.iter_mut().enumerate() {
                    let large = &self.large[self.padded.at(ky, 0) + p * ROWS..];
                    add_products(large, from, &small[first..], n, tile);
                }
            }
        }
    }

    /// Writes the sum of all chunks since [`ConvGradient::clear`].
    ///
    /// # Panics
    /// If the length does not fit.
    pub fn write(&self, d_weight: &mut [f32]) {
        self.shape.check_params(d_weight, None, 0);
        let (inputs, k) = (self.shape.in_channels, self.shape.kernel);
        let run = (k * inputs).next_multiple_of(ROWS);
        let n = self.shape.out_channels.next_multiple_of(PANEL);
        for (o, d) in d_weight.chunks_exact_mut(inputs * k * k).enumerate() {
            let sums = &self.total[o / PANEL * run * PANEL + o % PANEL..];
            for (i, d) in d.chunks_exact_mut(k * k).enumerate() {
                for (ky, d) in d.chunks_exact_mut(k).enumerate() {
                    for (kx, d) in d.iter_mut().enumerate() {
                        *d = sums[ky * run * n + (kx * inputs + i) * PANEL];
                    }
                }
            }
        }
    }
}

/// Adds to a tile, pixel by pixel of the small map, the products of four numbers of the pixel's patch with
/// eight channels of the pixel. The patches are at `from` in `large`, the pixels `n` numbers apart in `small`.
#[inline(always)]
fn add_products(
    large: &[f32],
    from: &[u32],
    small: &[f32],
    n: usize,
    tile: &mut [f32; ROWS * PANEL],
) {
    let Some(&last) = from.last() else { return };
    assert!(
        large.len() >= last as usize + ROWS && small.len() >= (from.len() - 1) * n + PANEL,
        "a tile outside of its maps"
    );
    let (registers, _) = tile.as_chunks_mut::<LANES>();
    let mut sums: [[F32x4; 2]; ROWS] =
        from_fn(|r| [2 * r, 2 * r + 1].map(|i| F32x4::new(registers[i])));
    let mut pixel = small.as_ptr();
    for &from in from {
        // SAFETY: both lengths were compared with the furthest places, which are the last ones: `from` ascends.
        unsafe {
            let patch = large.as_ptr().add(from as usize);
            let low = F32x4::load_ptr(pixel);
            let high = F32x4::load_ptr(pixel.add(LANES));
            for (r, sum) in sums.iter_mut().enumerate() {
                let x = F32x4::splat_ptr(patch.add(r));
                sum[0] = sum[0] + x * low;
                sum[1] = sum[1] + x * high;
            }
        }
        // One past the last pixel may lie outside of the slice; such a pointer is never read.
        pixel = pixel.wrapping_add(n);
    }
    for (register, sum) in registers.iter_mut().zip(sums.as_flattened()) {
        *register = sum.to_array();
    }
}
