//! The innermost loops on eight lanes: `R` rows of A by `P` panels of B, a register each.
//!
//! Four rows by two panels, or eight by one, make eight sums. Two additions a cycle, each of which takes three or
//! four cycles, need so many, and with the operands there is room for them in sixteen registers.

use super::lanes::{F32x8, WIDE};
use crate::pack::PANEL;

/// The sums of a tile, row by row.
pub(crate) type Sums<const R: usize, const P: usize> = [[F32x8; P]; R];

/// Sums of 0.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
pub(crate) unsafe fn zeros<const R: usize, const P: usize>() -> Sums<R, P> {
    // SAFETY: the caller vouches for the processor.
    [[unsafe { F32x8::zero() }; P]; R]
}

/// Sums `k` products from 0 in order of k: row `r` of A begins at `a[r]`, its elements `step` apart, and panel `c`
/// of B at `b[c]`.
///
/// # Safety
/// The processor must have AVX2. For every r and p < k, `a[r] + p·step` must be readable, and so must 8·k numbers
/// at every `b[c]`.
#[inline(always)]
pub(crate) unsafe fn sums<const R: usize, const P: usize>(
    a: [*const f32; R],
    step: usize,
    b: [*const f32; P],
    k: usize,
) -> Sums<R, P> {
    // SAFETY: each turn is p < k, and the caller vouches for the processor and for both operands.
    unsafe {
        let mut sums = zeros();
        for p in 0..k {
            add(&mut sums, a, p * step, b, p * PANEL);
        }
        sums
    }
}

/// As [`sums`] over the turns p of `live` alone, in their order; see
/// [`sums_of_live`](crate::tile::sums_of_live).
///
/// # Safety
/// As for [`sums`], for every p of `live`.
#[inline(always)]
pub(crate) unsafe fn sums_of_live<const R: usize, const P: usize>(
    a: [*const f32; R],
    step: usize,
    b: [*const f32; P],
    live: &[u32],
) -> Sums<R, P> {
    // SAFETY: the caller vouches for the processor and for both operands at each turn.
    unsafe {
        let mut sums = zeros();
        for &p in live {
            add(&mut sums, a, p as usize * step, b, p as usize * PANEL);
        }
        sums
    }
}

/// One turn: adds the products of the numbers at `a[r] + at` with the eight at `b[c] + row`.
///
/// # Safety
/// The processor must have AVX2, and these numbers must be readable.
#[inline(always)]
pub(crate) unsafe fn add<const R: usize, const P: usize>(
    sums: &mut Sums<R, P>,
    a: [*const f32; R],
    at: usize,
    b: [*const f32; P],
    row: usize,
) {
    // SAFETY: the caller vouches for the processor and for the numbers.
    unsafe {
        let b = b.map(|b| F32x8::load(b.wrapping_add(row)));
        for (sums, a) in sums.iter_mut().zip(a) {
            let x = F32x8::splat(a.wrapping_add(at));
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum = sum.plus_product(x, b);
            }
        }
    }
}

/// Replaces the tile at the start of `c`, whose rows are `stride` apart, by `f(old, sum, panel)`. The matrix has
/// `height` more rows and `width` more columns from there.
///
/// # Safety
/// The processor must have AVX2.
///
/// # Panics
/// If `c` ends before the last row of the tile does.
#[inline(always)]
pub(crate) unsafe fn update<const R: usize, const P: usize>(
    sums: &Sums<R, P>,
    c: &mut [f32],
    stride: usize,
    (height, width): (usize, usize),
    f: impl Fn(F32x8, F32x8, usize) -> F32x8,
) {
    for (r, sums) in sums.iter().enumerate().take(height) {
        let row = &mut c[r * stride..][..width.min(P * WIDE)];
        // SAFETY: the caller vouches for the processor.
        unsafe { update_row(sums, row, &f) };
    }
}

/// Replaces a row of a tile, which may end before its last panel does, by `f(old, sum, panel)`.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
pub(crate) unsafe fn update_row<const P: usize>(
    sums: &[F32x8; P],
    row: &mut [f32],
    f: impl Fn(F32x8, F32x8, usize) -> F32x8,
) {
    let is_whole = row.len() == P * WIDE;
    for (p, sum) in sums.iter().enumerate() {
        // SAFETY: a row that is whole has eight numbers for each panel, and the caller vouches for the processor.
        unsafe {
            if is_whole {
                let place = row.as_mut_ptr().add(p * WIDE);
                f(F32x8::load(place), *sum, p).store(place);
            } else {
                update_part(row, p, |old| f(old, *sum, p));
            }
        }
    }
}

/// Replaces what `row` has of panel `p`'s columns, filled up with zeros, by `f` of it.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
unsafe fn update_part(row: &mut [f32], p: usize, f: impl Fn(F32x8) -> F32x8) {
    let first = row.len().min(p * WIDE);
    let row = &mut row[first..];
    let width = row.len().min(WIDE);
    let mut lanes = [0.0; WIDE];
    lanes[..width].copy_from_slice(&row[..width]);
    // SAFETY: `lanes` has eight numbers, and the caller vouches for the processor.
    unsafe { f(F32x8::load(lanes.as_ptr())).store(lanes.as_mut_ptr()) };
    row[..width].copy_from_slice(&lanes[..width]);
}
