//! Matrix products for the three cases of a dense layer: X·Wᵀ, dY·W and dYᵀ·X.

use std::array::from_fn;

use super::pack::{PANEL, Packed};
use super::simd::{F32x4, LANES};
use super::tile::{self, ROWS, Sums};
use super::zeros::{self, MAX_K};

/// Fewest columns for which it pays to list the zeros of A first.
const WIDE: usize = 32;

/// Groups of [`ROWS`] rows whose lists are kept while all panels go by.
const GROUPS: usize = 8;

/// C(m×n) = A(m×k)·B. Each element is the sum over k in order, multiply and then add.
///
/// # Panics
/// If a length does not fit.
pub fn gemm(a: &[f32], b: &Packed, c: &mut [f32], m: usize) {
    check(a, b, c, m);
    product(a, b, c, m, |_| [F32x4::splat(0.0); 2]);
}

/// C(m×n) = A(m×k)·B + bias, the bias (n) being added to every row after the sum.
///
/// # Panics
/// If a length does not fit.
pub fn gemm_bias(a: &[f32], b: &Packed, bias: &[f32], c: &mut [f32], m: usize) {
    check(a, b, c, m);
    assert_eq!(bias.len(), b.n(), "gemm_bias: length of the bias");
    product(a, b, c, m, |first| {
        let bias = &bias[first..];
        let mut lanes = [0.0; PANEL];
        let width = bias.len().min(PANEL);
        lanes[..width].copy_from_slice(&bias[..width]);
        [F32x4::load(&lanes), F32x4::load(&lanes[LANES..])]
    });
}

pub(super) fn check(a: &[f32], b: &Packed, c: &[f32], m: usize) {
    let (k, n) = (b.k(), b.n());
    assert_eq!(a.len(), m * k, "left side of a product {m}×{k}×{n}");
    assert_eq!(c.len(), m * n, "result of a product {m}×{k}×{n}");
}

/// C = A·B + bias, where `bias(column)` gives the eight numbers from that column on.
#[inline(always)]
fn product(a: &[f32], b: &Packed, c: &mut [f32], m: usize, bias: impl Fn(usize) -> [F32x4; 2]) {
    let (k, n) = (b.k(), b.n());
    if n >= WIDE && zeros::is_worth_it(a, m, k) {
        return sparse_product(a, b, c, m, bias);
    }
    for first in (0..n).step_by(PANEL) {
        let panel = &b.panels()[first * k..][..k * PANEL];
        let bias = bias(first);
        for i in (0..m).step_by(ROWS) {
            let (a, c) = (&a[i * k..], &mut c[i * n + first..]);
            match m - i {
                1 => rows::<1>(a, panel, c, n, n - first, bias, None),
                2 => rows::<2>(a, panel, c, n, n - first, bias, None),
                3 => rows::<3>(a, panel, c, n, n - first, bias, None),
                _ => rows::<ROWS>(a, panel, c, n, n - first, bias, None),
            }
        }
    }
}

/// [`product`] for an A with many zeros: skips the columns that are 0 in all rows of a tile.
#[allow(
    clippy::large_stack_arrays,
    reason = "128 KiB once; the heap would cost every step an allocation"
)]
#[inline(always)]
fn sparse_product(
    a: &[f32],
    b: &Packed,
    c: &mut [f32],
    m: usize,
    bias: impl Fn(usize) -> [F32x4; 2],
) {
    let (k, n) = (b.k(), b.n());
    let mut lists = [[0; MAX_K]; GROUPS];
    for start in (0..m).step_by(GROUPS * ROWS) {
        let mut live: [&[u32]; GROUPS] = [&[]; GROUPS];
        for (i, (list, live)) in (start..m)
            .step_by(ROWS)
            .zip(lists.iter_mut().zip(&mut live))
        {
            *live = zeros::live_columns(&a[i * k..m.min(i + ROWS) * k], k, list);
        }
        for first in (0..n).step_by(PANEL) {
            let panel = &b.panels()[first * k..][..k * PANEL];
            let bias = bias(first);
            for (i, live) in (start..m).step_by(ROWS).zip(live) {
                let (a, c) = (&a[i * k..], &mut c[i * n + first..]);
                match m - i {
                    1 => rows::<1>(a, panel, c, n, n - first, bias, Some(live)),
                    2 => rows::<2>(a, panel, c, n, n - first, bias, Some(live)),
                    3 => rows::<3>(a, panel, c, n, n - first, bias, Some(live)),
                    _ => rows::<ROWS>(a, panel, c, n, n - first, bias, Some(live)),
                }
            }
        }
    }
}

/// One tile of `R` rows of [`product`], over the columns of `live` if there is a list.
#[inline(always)]
fn rows<const R: usize>(
    a: &[f32],
    panel: &[f32],
    c: &mut [f32],
    n: usize,
    width: usize,
    bias: [F32x4; 2],
    live: Option<&[u32]>,
) {
    let k = panel.len() / PANEL;
    let a = &a[..R * k];
    let left = from_fn(|i| a[i * k..].as_ptr());
    // SAFETY: row i < R of A has k numbers from `left[i]` on, the panel has k rows, and a list of live
    // columns is of these rows of A.
    let sums: Sums<R> = unsafe {
        match live {
            Some(live) => tile::sums_of_live(left, 1, panel.as_ptr(), live),
            None => tile::sums(left, 1, panel.as_ptr(), k),
        }
    };
    tile::update(&sums, c, n, width, |_, sum| {
        [sum[0] + bias[0], sum[1] + bias[1]]
    });
}
