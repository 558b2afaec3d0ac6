//! The innermost loop: a small tile of the product, kept in registers while k runs.
//!
//! Four rows by two registers: eight sums, two numbers of B, one of A and one product make twelve of
//! the sixteen registers that x86 has. A fifth row spills in V8, and so does an unrolled loop (LLVM
//! gathers the additions to one sum and thereby lengthens the life of all operands), so the loop is
//! left for V8 to unroll. Measured: within 3 % of what multiply-then-add can reach.

use super::pack::PANEL;
use super::simd::{F32x4, LANES};

/// Rows of a full tile.
pub(super) const ROWS: usize = 4;

/// The sums of a tile of [`ROWS`] rows and one panel's columns. At the foot of a matrix the last row stands in
/// for the missing ones. A tile for each of the four heights would be four times the code.
pub(super) type Sums = [[F32x4; 2]; ROWS];

/// Sums `k` products from 0 in order of k: row `i` of A is at `a[i]`, its elements `step` apart.
///
/// # Safety
/// For every i and p < k, `a[i] + p·step` must be readable, and so must 8·k numbers at `b`.
#[inline(always)]
pub(super) unsafe fn sums(
    mut a: [*const f32; ROWS],
    step: usize,
    mut b: *const f32,
    k: usize,
) -> Sums {
    let mut sums = [[F32x4::splat(0.0); 2]; ROWS];
    for _ in 0..k {
        // SAFETY: this is turn p < k, and the caller vouches for both operands.
        unsafe {
            let low = F32x4::load_ptr(b);
            let high = F32x4::load_ptr(b.add(LANES));
            for (a, sum) in a.iter().zip(&mut sums) {
                let x = F32x4::splat_ptr(*a);
                sum[0] = sum[0] + x * low;
                sum[1] = sum[1] + x * high;
            }
        }
        // One past the last element may lie outside of the slice; such a pointer is never read.
        b = b.wrapping_add(PANEL);
        a = a.map(|a| a.wrapping_add(step));
    }
    sums
}

/// As [`sums`] over the turns p of `live` alone, in their order. Turns left out must be those where all
/// of A's or all of B's numbers are 0: they would add ±0 to sums that are never −0, which changes nothing.
///
/// # Safety
/// For every i and every p of `live`, `a[i] + p·step` must be readable, and so must 8 numbers at `b + 8·p`.
#[inline(always)]
pub(super) unsafe fn sums_of_live(
    a: [*const f32; ROWS],
    step: usize,
    b: *const f32,
    live: &[u32],
) -> Sums {
    let mut sums = [[F32x4::splat(0.0); 2]; ROWS];
    for &p in live {
        let p = p as usize;
        // SAFETY: the caller vouches for both operands at turn p.
        unsafe {
            let b = b.wrapping_add(p * PANEL);
            let low = F32x4::load_ptr(b);
            let high = F32x4::load_ptr(b.add(LANES));
            for (a, sum) in a.iter().zip(&mut sums) {
                let x = F32x4::splat_ptr(a.wrapping_add(p * step));
                sum[0] = sum[0] + x * low;
                sum[1] = sum[1] + x * high;
            }
        }
    }
    sums
}

/// Replaces the tile at the start of `c`, whose rows are `stride` apart, by `f(old, sum)`. The matrix has
/// `height` more rows and `width` more columns from there; the tile covers at most 4×8 of them.
#[inline(always)]
pub(super) fn update(
    sums: &Sums,
    c: &mut [f32],
    stride: usize,
    (height, width): (usize, usize),
    f: impl Fn([F32x4; 2], [F32x4; 2]) -> [F32x4; 2],
) {
    if height >= ROWS && width >= PANEL {
        let c = &mut c[..(ROWS - 1) * stride + PANEL];
        for (i, sum) in sums.iter().enumerate() {
            // SAFETY: `c` was cut to hold PANEL numbers in its last row, so it holds them in row i.
            unsafe {
                let row = c.as_mut_ptr().add(i * stride);
                let [low, high] = f(
                    [F32x4::load_ptr(row), F32x4::load_ptr(row.add(LANES))],
                    *sum,
                );
                low.store_ptr(row);
                high.store_ptr(row.add(LANES));
            }
        }
    } else {
        let width = width.min(PANEL);
        for (i, sum) in sums.iter().take(height).enumerate() {
            let row = &mut c[i * stride..][..width];
            let mut lanes = [0.0; PANEL];
            lanes[..width].copy_from_slice(row);
            let [low, high] = f([F32x4::load(&lanes), F32x4::load(&lanes[LANES..])], *sum);
            low.store(&mut lanes);
            high.store(&mut lanes[LANES..]);
            row.copy_from_slice(&lanes[..width]);
        }
    }
}
