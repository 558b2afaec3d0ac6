//! The gradient of a convolution's weights.

#[cfg(target_arch = "x86_64")]
mod wide;

use std::array::from_fn;
use std::ops::Range;

use super::padded::{MOST, Padded};
use super::shape::ConvShape;
use crate::pack::PANEL;
use crate::simd::{F32x4, LANES};
use crate::threads::{self, Load};

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
    place: Places,
    /// The padded large maps of the images that go together, and a few numbers more for the last tile; then their
    /// small maps with the channels filled up to whole panels, unless they are whole panels already.
    maps: Vec<f32>,
    /// The running chunk's sums: `(ky, panels of o, (kx, i) filled up to whole tiles, 8 of o)`.
    part: Vec<f32>,
    /// The sum of the finished chunks.
    total: Vec<f32>,
}

/// What stands where.
#[derive(Debug)]
struct Places {
    shape: ConvShape,
    padded: Padded,
    /// How many images go together. With more images sums leave the registers less often.
    images: usize,
    /// Where each position's patch begins in the padded large maps.
    from: Vec<u32>,
    /// Numbers of the padded large maps that go together, and a few more.
    large_len: usize,
    /// Numbers of a patch under a row of the kernel, filled up to whole tiles.
    run: usize,
}

impl ConvGradient {
    /// Working memory for convolutions of this shape.
    pub fn new(shape: ConvShape) -> Self {
        let padded = Padded::large(&shape);
        let n = shape.out_channels.next_multiple_of(PANEL);
        let run = (shape.kernel * shape.in_channels).next_multiple_of(ROWS);
        let sums = shape.kernel * run * n;
        let (places, width) = (shape.out_height() * shape.out_width(), shape.out_width());
        let images = (POSITIONS / places).clamp(1, (MOST / padded.len()).max(1));
        let from = |i: usize| {
            let (image, place) = (i / places, i % places);
            let [y, x] = [place / width, place % width].map(|at| at * shape.stride);
            (image * padded.len() + padded.at(y, x)) as u32
        };
        let whole = n == shape.out_channels;
        let large_len = images * padded.len() + ROWS;
        let small_len = if whole { 0 } else { images * places * n };
        Self {
            place: Places {
                images,
                from: (0..images * places).map(from).collect(),
                large_len,
                run,
                shape,
                padded,
            },
            maps: vec![0.0; large_len + small_len],
            part: vec![0.0; sums],
            total: vec![0.0; sums],
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
        let place = &self.place;
        let (_, out_features) = place.shape.check_maps(large, small);
        let run = place.run;
        self.part.fill(0.0);
        let n_panels = self.part.len() / (run * PANEL);
        let load = || Load {
            // Each thread makes padded copies of all maps, so it takes its share at once.
            unit: n_panels.div_ceil(threads::n_threads()),
            ..place.shape.load(small.len() / out_features, 1)
        };
        let (parts, each) = ([&mut self.part[..]], [run * PANEL]);
        threads::split(
            n_panels,
            load,
            parts,
            each,
            &mut self.maps,
            |panels, [part], maps| {
                place.add(large, small, part, &panels, maps);
            },
        );
        for (total, part) in self.total.iter_mut().zip(&self.part) {
            *total += part;
        }
    }

    /// Writes the sum of all chunks since [`ConvGradient::clear`].
    ///
    /// # Panics
    /// If the length does not fit.
    pub fn write(&self, d_weight: &mut [f32]) {
        self.place.shape.check_params(d_weight, None, 0);
        let (inputs, k) = (self.place.shape.in_channels, self.place.shape.kernel);
        let run = (k * inputs).next_multiple_of(ROWS);
        let n = self.place.shape.out_channels.next_multiple_of(PANEL);
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

impl Places {
    /// Adds the products of a chunk's images to the sums of some `panels`, counted row by row of the kernel. `maps` is
    /// room for padded maps.
    #[inline(always)]
    fn add(
        &self,
        large: &[f32],
        small: &[f32],
        part: &mut [f32],
        panels: &Range<usize>,
        maps: &mut [f32],
    ) {
        let (in_features, out_features) = (self.shape.in_features(), self.shape.out_features());
        let outputs = self.shape.out_channels;
        let n = outputs.next_multiple_of(PANEL);
        // A thread's working memory may hold anything; the browser's has had its borders of zeros from the start.
        #[cfg(not(target_arch = "wasm32"))]
        maps.fill(0.0);
        let (padded, pixels) = maps.split_at_mut(self.large_len);
        let blocks = large.chunks(self.images * in_features);
        for (large, small) in blocks.zip(small.chunks(self.images * out_features)) {
            self.padded.fill(large, padded);
            let from = &self.from[..small.len() / outputs];
            let small = if n == outputs {
                small
            } else {
                let places = small.chunks_exact(outputs).zip(pixels.chunks_exact_mut(n));
                for (pixel, out) in places {
                    for (x, out) in pixel.iter().zip(out) {
                        *out = *x;
                    }
                }
                &*pixels
            };
            // The browser has no threads, so all panels are one's.
            #[cfg(target_arch = "wasm32")]
            for (ky, sums) in part.chunks_exact_mut(n * self.run).enumerate() {
                let _ = panels;
                let large = &padded[self.padded.at(ky, 0)..];
                add_row(large, from, small, (n, self.run), sums);
            }
            #[cfg(not(target_arch = "wasm32"))]
            self.add_panels(padded, from, small, panels, part);
        }
    }

    /// Adds the products of a few images, whose pixels are whole panels, to the sums of some `panels`.
    #[cfg(not(target_arch = "wasm32"))]
    fn add_panels(
        &self,
        padded: &[f32],
        from: &[u32],
        small: &[f32],
        panels: &Range<usize>,
        mut part: &mut [f32],
    ) {
        let n = self.shape.out_channels.next_multiple_of(PANEL);
        let mut panel = panels.start;
        while panel < panels.end {
            let (ky, first) = (panel * PANEL / n, panel * PANEL % n);
            let n_panels = (panels.end - panel).min((n - first) / PANEL);
            let (sums, rest) = part.split_at_mut(n_panels * self.run * PANEL);
            let large = &padded[self.padded.at(ky, 0)..];
            add_row(large, from, &small[first..], (n, self.run), sums);
            (panel, part) = (panel + n_panels, rest);
        }
    }
}

/// Adds the products of a few images to the sums of one row of the kernel, in the order `(panels of o, (kx, i), 8 of
/// o)`, or to those of some panels. A panel has `run` rows. The patches' rows are at `from` in `large`, the pixels `n`
/// numbers apart in `small`, and begin with the first of the panels.
#[inline(always)]
fn add_row(large: &[f32], from: &[u32], small: &[f32], (n, run): (usize, usize), sums: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if crate::wide::is_there() {
        // SAFETY: the processor has AVX2.
        return unsafe { wide::add_row(large, from, small, (n, run), sums) };
    }
    for (panel, sums) in sums.chunks_exact_mut(run * PANEL).enumerate() {
        let (tiles, _) = sums.as_chunks_mut::<{ ROWS * PANEL }>();
        for (p, tile) in tiles.iter_mut().enumerate() {
            add_products(&large[p * ROWS..], from, &small[panel * PANEL..], n, tile);
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
