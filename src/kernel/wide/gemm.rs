//! X·Wᵀ and dY·W on eight lanes.

use std::array::from_fn;

use super::lanes::F32x8;
use super::tile::{self, Sums};
use crate::gemm::{GROUPS, WIDE, eight};
use crate::pack::{PANEL, Packed};
use crate::tile::ROWS;
use crate::zeros::{self, MAX_K};

/// C = A·B + bias, or A·B + 0 without one, as [`gemm_bias`](crate::gemm::gemm_bias) states it.
///
/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2")]
pub(crate) unsafe fn product(a: &[f32], b: &Packed, bias: Option<&[f32]>, c: &mut [f32], m: usize) {
    let (k, n) = (b.k(), b.n());
    if n >= WIDE && zeros::is_worth_it(a, m, k) {
        // SAFETY: the caller vouches for the processor.
        return unsafe { sparse_product(a, b, bias, c, m) };
    }
    for first in (0..n).step_by(2 * PANEL) {
        for i in (0..m).step_by(ROWS) {
            let size = (m - i, n - first);
            let (a, c) = (&a[i * k..], &mut c[i * n + first..]);
            // SAFETY: the caller vouches for the processor, and `a` and `c` were cut to what `size` says.
            unsafe { rows(a, b, c, (first, size), bias, None) };
        }
    }
}

/// [`product`] for an A with many zeros: skips the columns that are 0 in all rows of a tile.
///
/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2")]
#[allow(
    clippy::large_stack_arrays,
    reason = "128 KiB once; the heap would cost every step an allocation"
)]
unsafe fn sparse_product(a: &[f32], b: &Packed, bias: Option<&[f32]>, c: &mut [f32], m: usize) {
    let (k, n) = (b.k(), b.n());
    let mut lists = [[0; MAX_K]; GROUPS];
    for start in (0..m).step_by(GROUPS * ROWS) {
        let mut live: [&[u32]; GROUPS] = [&[]; GROUPS];
        let groups = (start..m).step_by(ROWS);
        for (i, (list, live)) in groups.clone().zip(lists.iter_mut().zip(&mut live)) {
            *live = zeros::live_columns(&a[i * k..m.min(i + ROWS) * k], k, list);
        }
        for first in (0..n).step_by(2 * PANEL) {
            for (i, live) in groups.clone().zip(live) {
                let size = (m - i, n - first);
                let (a, c) = (&a[i * k..], &mut c[i * n + first..]);
                // SAFETY: as in `product`; a list holds columns below k.
                unsafe { rows(a, b, c, (first, size), bias, Some(live)) };
            }
        }
    }
}

/// The tile at column `first`, whose first row of A is at the start of `a` and whose first number at the start of
/// `c`. C has `size` rows and columns from there. At the right edge the last panel stands in for a missing one.
///
/// # Safety
/// The processor must have AVX2, `a` must have as many rows, and columns of `live` must be below k.
#[inline(always)]
unsafe fn rows(
    a: &[f32],
    b: &Packed,
    c: &mut [f32],
    (first, size): (usize, (usize, usize)),
    bias: Option<&[f32]>,
    live: Option<&[u32]>,
) {
    let (k, n) = (b.k(), b.n());
    let height = size.0.min(ROWS);
    let a = &a[..height * k];
    let left: [_; ROWS] = from_fn(|i| a[i.min(height - 1) * k..].as_ptr());
    let has_two = size.1 > PANEL;
    let panels: [usize; 2] = [first, first + if has_two { PANEL } else { 0 }];
    let bias = panels.map(|first| eight(bias, first));
    let right = panels.map(|first| b.panels()[first * k..][..k * PANEL].as_ptr());
    // SAFETY: the caller vouches for the processor and for the list; `a` was cut to `height` rows of k numbers, and
    // each panel to k rows.
    unsafe {
        let sums: Sums<ROWS, 2> = match live {
            Some(live) => tile::sums_of_live(left, 1, right, live),
            None => tile::sums(left, 1, right, k),
        };
        let bias = bias.map(|bias| F32x8::of(bias));
        tile::update(&sums, c, n, size, |_, sum, panel| sum.plus(bias[panel]));
    }
}
