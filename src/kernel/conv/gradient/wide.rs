//! The gradient of a convolution's weights on eight lanes.

use std::array::from_fn;

use super::ROWS;
use crate::pack::PANEL;
use crate::wide::lanes::F32x8;
use crate::wide::tile::{self, Sums};

/// What [`super::add_row`] states.
///
/// # Safety
/// The processor must have AVX2.
///
/// # Panics
/// If a patch or a pixel lies outside.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn add_row(
    large: &[f32],
    from: &[u32],
    small: &[f32],
    (n, run): (usize, usize),
    sums: &mut [f32],
) {
    let Some(&last) = from.last() else { return };
    assert!(
        large.len() >= last as usize + run
            && small.len() >= (from.len() - 1) * n + sums.len() / run,
        "a tile outside of its maps"
    );
    for (pair, sums) in sums.chunks_mut(2 * run * PANEL).enumerate() {
        let small = &small[pair * 2 * PANEL..];
        // SAFETY: the caller vouches for the processor. A pixel has numbers for each of these panels, and the lengths
        // were compared with the furthest places, which are the last ones: `from` ascends.
        unsafe {
            if let Some((low, high)) = sums.split_at_mut_checked(run * PANEL)
                && !high.is_empty()
            {
                for p in (0..run).step_by(ROWS) {
                    let tiles = [&mut low[p * PANEL..], &mut high[p * PANEL..]];
                    add_products::<ROWS, 2>(&large[p..], from, small, n, tiles);
                }
            } else {
                let whole = run / (2 * ROWS) * 2 * ROWS;
                for p in (0..whole).step_by(2 * ROWS) {
                    let tile = [&mut sums[p * PANEL..]];
                    add_products::<{ 2 * ROWS }, 1>(&large[p..], from, small, n, tile);
                }
                if whole < run {
                    let tile = [&mut sums[whole * PANEL..]];
                    add_products::<ROWS, 1>(&large[whole..], from, small, n, tile);
                }
            }
        }
    }
}

/// Adds to `R` rows of `P` tiles, pixel by pixel of the small map, the products of `R` numbers of the pixel's patch
/// with eight channels of the pixel for each tile.
///
/// # Safety
/// The processor must have AVX2. At each place there must be `R` numbers of `large`, and for each place, `n` numbers
/// apart, `P` times eight numbers of `small`.
#[inline(always)]
unsafe fn add_products<const R: usize, const P: usize>(
    large: &[f32],
    from: &[u32],
    small: &[f32],
    n: usize,
    mut tiles: [&mut [f32]; P],
) {
    // SAFETY: the caller vouches for the processor and for all places; slices of tiles are checked.
    unsafe {
        let mut sums: Sums<R, P> =
            from_fn(|r| from_fn(|p| F32x8::load(tiles[p][r * PANEL..][..PANEL].as_ptr())));
        let mut pixel: [_; P] = from_fn(|p| small.as_ptr().wrapping_add(p * PANEL));
        for &from in from {
            let patch = large.as_ptr().add(from as usize);
            let patch = from_fn(|r| patch.wrapping_add(r));
            tile::add(&mut sums, patch, 0, pixel, 0);
            // One past the last pixel may lie outside of the slice; such a pointer is never read.
            pixel = pixel.map(|pixel| pixel.wrapping_add(n));
        }
        for (p, tile) in tiles.iter_mut().enumerate() {
            for (r, sums) in sums.iter().enumerate() {
                sums[p].store(tile[r * PANEL..][..PANEL].as_mut_ptr());
            }
        }
    }
}
