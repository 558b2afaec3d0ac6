//! Products of patches with weights. The patches are read where they lie in a padded map.
//!
//! In a channels-last map the pixels under a row of the kernel are one run of numbers. So a patch is a
//! few runs, and it meets its weights as a row of any matrix product does; nothing is copied but the
//! map itself, into the middle of a border of zeros.

#[cfg(target_arch = "x86_64")]
mod wide;

use std::array::from_fn;

use crate::pack::PANEL;
use crate::simd::{F32x4, LANES};
use crate::tile::ROWS;

/// Patches that meet a panel of weights before the next panel comes: both stay in the first cache.
const BLOCK: usize = 32;

/// A patch: `runs` times `len` numbers, whose beginnings are `jump` apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub runs: usize,
    pub len: usize,
    pub jump: usize,
}

impl Window {
    /// Numbers in a patch.
    pub fn size(&self) -> usize {
        self.runs * self.len
    }

    /// From a patch's first number to behind its last.
    fn reach(&self) -> usize {
        match self.size() {
            0 => 0,
            _ => (self.runs - 1) * self.jump + self.len,
        }
    }
}

/// `out[to + j] = Σ_p patch(from)[p]·weights[p, j] + bias[j]` at each place `(from, to)`. Each sum starts at 0
/// and goes in order of p, multiply and then add.
#[derive(Debug)]
pub(super) struct Gather {
    window: Window,
    /// Results of a place.
    n: usize,
    /// Numbers of a padded map, and of the map that results.
    lens: [usize; 2],
    /// Places in a map.
    n_places: usize,
    /// Where each place's patch begins in the padded maps, for as many maps as go together.
    from: Vec<u32>,
    /// Where each place's results begin in the resulting maps.
    to: Vec<u32>,
    /// The weights in panels of 8 columns, the last one of 4 if no more are left.
    panels: Vec<f32>,
    /// The bias of each column.
    bias: Vec<f32>,
}

/// Columns that `n` results take in registers.
pub(super) fn registers(n: usize) -> usize {
    n.next_multiple_of(LANES)
}

impl Gather {
    /// For `places` (from, to) of one map, with `n` results each. `images` maps go together, so that few
    /// tiles are left incomplete. `lens` are the lengths of a padded map and of a resulting map.
    ///
    /// # Panics
    /// If a place lies outside.
    pub fn new(
        places: &[[usize; 2]],
        window: Window,
        n: usize,
        images: usize,
        lens: [usize; 2],
    ) -> Self {
        let reach = [window.reach(), n];
        let all = |side: usize| {
            let outside = |at: &[usize; 2]| at[side] + reach[side] > lens[side];
            assert!(!places.iter().any(outside), "a place outside of the map");
            let of_image = |image| {
                places
                    .iter()
                    .map(move |at| (image * lens[side] + at[side]) as u32)
            };
            (0..images).flat_map(of_image).collect()
        };
        assert!(
            u32::try_from(images * lens[0].max(lens[1])).is_ok(),
            "maps too large"
        );
        Self {
            window,
            n,
            lens,
            n_places: places.len(),
            from: all(0),
            to: all(1),
            panels: vec![0.0; window.size() * registers(n)],
            bias: vec![0.0; registers(n)],
        }
    }

    /// Takes `weight(run, place in the run, column)` and `bias(column)`.
    pub fn pack(
        &mut self,
        weight: impl Fn(usize, usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) {
        let (k, len) = (self.window.size(), self.window.len);
        for first in (0..self.n).step_by(PANEL) {
            let width = registers(self.n - first).min(PANEL);
            let panel = &mut self.panels[first * k..][..width * k];
            for (p, row) in panel.chunks_exact_mut(width).enumerate() {
                for (j, x) in (first..self.n).zip(row) {
                    *x = weight(p / len, p % len, j);
                }
            }
        }
        for (j, x) in self.bias.iter_mut().take(self.n).enumerate() {
            *x = bias(j);
        }
    }

    /// How many maps go together.
    pub fn images(&self) -> usize {
        self.from.len() / self.n_places
    }

    /// Numbers of a map that results.
    pub fn out_len(&self) -> usize {
        self.lens[1]
    }

    /// Writes the results of the padded maps that stand in `padded` one after the other.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn run(&self, padded: &[f32], out: &mut [f32]) {
        let images = padded.len() / self.lens[0];
        assert_eq!(
            (padded.len(), out.len()),
            (images * self.lens[0], images * self.lens[1]),
            "lengths of {images} maps"
        );
        let places = images * self.n_places;
        #[cfg(target_arch = "x86_64")]
        if crate::wide::is_there() {
            // SAFETY: the processor has AVX2, and the lengths were compared.
            return unsafe { self.run_wide(padded, out, places) };
        }
        let blocks = self.from[..places]
            .chunks(BLOCK)
            .zip(self.to[..places].chunks(BLOCK));
        for (from, to) in blocks {
            for first in (0..self.n).step_by(PANEL) {
                if self.n - first > LANES {
                    self.block::<ROWS, 2>(padded, out, first, from, to);
                } else {
                    self.block::<ROWS, 1>(padded, out, first, from, to);
                }
            }
        }
    }

    /// Writes `C` registers of columns from `first` on, for the given places, `R` places at a time.
    #[inline(always)]
    fn block<const R: usize, const C: usize>(
        &self,
        padded: &[f32],
        out: &mut [f32],
        first: usize,
        from: &[u32],
        to: &[u32],
    ) {
        let (from, from_rest) = from.as_chunks::<R>();
        let (to, to_rest) = to.as_chunks::<R>();
        for (from, to) in from.iter().zip(to) {
            self.tile::<R, C>(padded, out, first, from, to);
        }
        if let Some(&last) = from_rest.last() {
            // The last place stands in for the missing ones: its results are written again.
            let from = from_fn(|i| from_rest.get(i).copied().unwrap_or(last));
            let to = from_fn(|i| *to_rest.get(i).or(to_rest.last()).expect("as many places"));
            self.tile::<R, C>(padded, out, first, &from, &to);
        }
    }

    #[inline(always)]
    fn tile<const R: usize, const C: usize>(
        &self,
        padded: &[f32],
        out: &mut [f32],
        first: usize,
        from: &[u32; R],
        to: &[u32; R],
    ) {
        let panel = &self.panels[first * self.window.size()..];
        let bias: [F32x4; C] = from_fn(|c| F32x4::load(&self.bias[first + c * LANES..]));
        // SAFETY: `new` compared all places of a map with the length of a padded one, and `run` the number
        // of maps with the length of `padded`; the panel has `C` registers for each number of a patch.
        let sums: [[F32x4; C]; R] = unsafe {
            let from = from_fn(|r| padded.as_ptr().add(from[r] as usize));
            sums(from, self.window, panel.as_ptr())
        };
        let width = self.n - first;
        for (sum, to) in sums.iter().zip(to) {
            let sum: [F32x4; C] = from_fn(|c| sum[c] + bias[c]);
            let at = *to as usize + first;
            if width >= C * LANES {
                for (c, sum) in sum.iter().enumerate() {
                    // SAFETY: as above, `new` and `run` compared `to + n` with the length of `out`, and
                    // n − `first` columns are no fewer than these.
                    unsafe { sum.store_ptr(out.as_mut_ptr().add(at + c * LANES)) };
                }
            } else {
                let mut lanes = [[0.0; LANES]; C];
                sum.iter()
                    .zip(&mut lanes)
                    .for_each(|(sum, lanes)| *lanes = sum.to_array());
                let lanes = lanes.as_flattened();
                for (x, lane) in out[at..at + width].iter_mut().zip(lanes) {
                    *x = *lane;
                }
            }
        }
    }
}

/// The sums of a tile: row `r` is the patch that begins at `a[r]`, and its weights begin at `b`.
///
/// # Safety
/// A patch must be readable at every `a`, and `C` registers for each of its numbers at `b`.
#[inline(always)]
unsafe fn sums<const R: usize, const C: usize>(
    mut a: [*const f32; R],
    window: Window,
    mut b: *const f32,
) -> [[F32x4; C]; R] {
    let mut sums = [[F32x4::splat(0.0); C]; R];
    for _ in 0..window.runs {
        for _ in 0..window.len {
            // SAFETY: the caller vouches for each number of the patches and for its weights.
            unsafe {
                let weights: [F32x4; C] = from_fn(|c| F32x4::load_ptr(b.add(c * LANES)));
                for (a, sums) in a.iter().zip(&mut sums) {
                    let x = F32x4::splat_ptr(*a);
                    for (sum, weights) in sums.iter_mut().zip(weights) {
                        *sum = *sum + x * weights;
                    }
                }
            }
            // One past the last number may lie outside of the slice; such a pointer is never read.
            b = b.wrapping_add(C * LANES);
            a = a.map(|a| a.wrapping_add(1));
        }
        a = a.map(|a| a.wrapping_add(window.jump).wrapping_sub(window.len));
    }
    sums
}
