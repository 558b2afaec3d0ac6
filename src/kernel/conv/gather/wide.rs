//! Products of patches with weights on eight lanes.

use std::array::from_fn;

use super::{BLOCK, Gather, Window};
use crate::pack::PANEL;
use crate::simd::LANES;
use crate::wide::lanes::{F32x8, WIDE};
use crate::wide::tile::{self, Sums};

/// Places of a tile of two panels.
const FEW: usize = 4;
/// Places of a tile of one panel.
const MANY: usize = 8;

impl Gather {
    /// As [`Gather::run`], whose checks have been made.
    ///
    /// # Safety
    /// The processor must have AVX2, and the first `places` places must be within `padded` and `out`.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn run_wide(&self, padded: &[f32], out: &mut [f32], places: usize) {
        let blocks = self.from[..places]
            .chunks(BLOCK)
            .zip(self.to[..places].chunks(BLOCK));
        for (from, to) in blocks {
            let mut first = 0;
            while first < self.n {
                // SAFETY: the caller vouches for the processor and for the places.
                first += unsafe {
                    match self.n - first {
                        // A panel that is left with four columns or fewer is half as wide.
                        ..=LANES => {
                            self.block::<MANY, 1>(padded, out, first, from, to);
                            LANES
                        }
                        left if left > WIDE + LANES => {
                            self.panels::<FEW, 2>(padded, out, first, from, to);
                            2 * WIDE
                        }
                        _ => {
                            self.panels::<MANY, 1>(padded, out, first, from, to);
                            WIDE
                        }
                    }
                };
            }
        }
    }

    /// Writes the columns of `P` panels from `first` on, for the given places, `R` places at a time.
    ///
    /// # Safety
    /// The processor must have AVX2, and the places must be within `padded` and `out`.
    #[inline(always)]
    unsafe fn panels<const R: usize, const P: usize>(
        &self,
        padded: &[f32],
        out: &mut [f32],
        first: usize,
        from: &[u32],
        to: &[u32],
    ) {
        let k = self.window.size();
        let firsts: [usize; P] = from_fn(|p| first + p * PANEL);
        let panels = firsts.map(|first| self.panels[first * k..][..PANEL * k].as_ptr());
        let width = (self.n - first).min(P * WIDE);
        // SAFETY: the caller vouches for the processor.
        let bias = firsts.map(|first| unsafe { bias_of(&self.bias[first..]) });
        for (from, to) in from.chunks(R).zip(to.chunks(R)) {
            // The last place stands in for missing ones; its results are not written again.
            let patches = from_fn(|r| {
                let from = from[r.min(from.len() - 1)] as usize;
                padded[from..].as_ptr()
            });
            // SAFETY: the caller vouches for the processor and for the places, at each of which there is a whole
            // patch; the panels were cut to eight numbers for each of a patch's.
            unsafe {
                let sums: Sums<R, P> = sums(patches, self.window, panels);
                for (sums, to) in sums.iter().zip(to) {
                    let row = &mut out[*to as usize + first..][..width];
                    tile::update_row(sums, row, |_, sum, panel| sum.plus(bias[panel]));
                }
            }
        }
    }
}

/// The first eight numbers of the bias, filled up with zeros.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
unsafe fn bias_of(bias: &[f32]) -> F32x8 {
    let mut lanes = [0.0; WIDE];
    let width = bias.len().min(WIDE);
    lanes[..width].copy_from_slice(&bias[..width]);
    // SAFETY: `lanes` has eight numbers, and the caller vouches for the processor.
    unsafe { F32x8::load(lanes.as_ptr()) }
}

/// The sums of `R` patches with `P` panels of weights: the patches begin at `a[r]`, the panels at `b[c]`.
///
/// # Safety
/// The processor must have AVX2. A patch must be readable at every `a`, and eight numbers for each of its numbers
/// at every `b`.
#[inline(always)]
unsafe fn sums<const R: usize, const P: usize>(
    mut a: [*const f32; R],
    window: Window,
    b: [*const f32; P],
) -> Sums<R, P> {
    // SAFETY: the caller vouches for the processor, for each number of the patches and for its weights.
    unsafe {
        let mut sums = tile::zeros();
        let mut row = 0;
        for _ in 0..window.runs {
            for at in 0..window.len {
                tile::add(&mut sums, a, at, b, row);
                row += PANEL;
            }
            a = a.map(|a| a.wrapping_add(window.jump));
        }
        sums
    }
}
