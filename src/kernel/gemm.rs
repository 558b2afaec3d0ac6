//! Matrix products for the three cases of a dense layer: X·Wᵀ, dY·W and dYᵀ·X.

use std::array::from_fn;

use super::pack::{PANEL, Packed};
use super::simd::{F32x4, LANES};
#[cfg(not(target_arch = "wasm32"))]
use super::threads::{self, Load};
use super::tile::{self, ROWS, Sums};
use super::zeros::{self, MAX_K};

/// Fewest columns for which it pays to list the zeros of A first.
pub(super) const WIDE: usize = 32;

/// Groups of [`ROWS`] rows whose lists are kept while all panels go by.
pub(super) const GROUPS: usize = 8;

/// C(m×n) = A(m×k)·B. Each element is the sum over k in order, multiply and then add.
///
/// # Panics
/// If a length does not fit.
pub fn gemm(a: &[f32], b: &Packed, c: &mut [f32], m: usize) {
    check(a, b, c, m);
    divided(a, b, None, c, m);
}

/// C(m×n) = A(m×k)·B + bias, the bias (n) being added to every row after the sum.
///
/// # Panics
/// If a length does not fit.
pub fn gemm_bias(a: &[f32], b: &Packed, bias: &[f32], c: &mut [f32], m: usize) {
    check(a, b, c, m);
    assert_eq!(bias.len(), b.n(), "gemm_bias: length of the bias");
    divided(a, b, Some(bias), c, m);
}

pub(super) fn check(a: &[f32], b: &Packed, c: &[f32], m: usize) {
    let (k, n) = (b.k(), b.n());
    assert_eq!(a.len(), m * k, "left side of a product {m}×{k}×{n}");
    assert_eq!(c.len(), m * n, "result of a product {m}×{k}×{n}");
}

#[cfg(target_arch = "wasm32")]
use product as divided;

/// [`product`], its rows divided among the threads.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn divided(a: &[f32], b: &Packed, bias: Option<&[f32]>, c: &mut [f32], m: usize) {
    let (k, n) = (b.k(), b.n());
    let load = || Load {
        unit: ROWS,
        work: m * k * n,
    };
    threads::split(m, load, [c], [n], &mut [], |rows, [c], _| {
        product(&a[rows.start * k..rows.end * k], b, bias, c, rows.len());
    });
}

/// C = A·B + bias, or A·B + 0 without one.
fn product(a: &[f32], b: &Packed, bias: Option<&[f32]>, c: &mut [f32], m: usize) {
    #[cfg(target_arch = "x86_64")]
    if super::wide::is_there() {
        // SAFETY: the processor has AVX2.
        return unsafe { super::wide::product(a, b, bias, c, m) };
    }
    let (k, n) = (b.k(), b.n());
    if n >= WIDE && zeros::is_worth_it(a, m, k) {
        return sparse_product(a, b, bias, c, m);
    }
    for first in (0..n).step_by(PANEL) {
        let panel = &b.panels()[first * k..][..k * PANEL];
        let bias = eight(bias, first);
        for i in (0..m).step_by(ROWS) {
            let c = &mut c[i * n + first..];
            rows(&a[i * k..], panel, c, n, (m - i, n - first), bias, None);
        }
    }
}

/// [`product`] for an A with many zeros: skips the columns that are 0 in all rows of a tile.
#[allow(
    clippy::large_stack_arrays,
    reason = "128 KiB once; the heap would cost every step an allocation"
)]
fn sparse_product(a: &[f32], b: &Packed, bias: Option<&[f32]>, c: &mut [f32], m: usize) {
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
            let bias = eight(bias, first);
            for (i, live) in (start..m).step_by(ROWS).zip(live) {
                let (a, c) = (&a[i * k..], &mut c[i * n + first..]);
                rows(a, panel, c, n, (m - i, n - first), bias, Some(live));
            }
        }
    }
}

/// The eight numbers of the bias from column `first` on; zeros beyond its end and without one.
pub(super) fn eight(bias: Option<&[f32]>, first: usize) -> [F32x4; 2] {
    let bias = bias.map_or(&[][..], |bias| &bias[first..]);
    let mut lanes = [0.0; PANEL];
    let width = bias.len().min(PANEL);
    lanes[..width].copy_from_slice(&bias[..width]);
    [F32x4::load(&lanes), F32x4::load(&lanes[LANES..])]
}

/// One tile of [`product`], over the columns of `live` if there is a list. `size` is the number of rows and
/// columns of C from the tile's first element on.
#[inline(always)]
fn rows(
    a: &[f32],
    panel: &[f32],
    c: &mut [f32],
    n: usize,
    size: (usize, usize),
    bias: [F32x4; 2],
    live: Option<&[u32]>,
) {
    let k = panel.len() / PANEL;
    let height = size.0.min(ROWS);
    let a = &a[..height * k];
    let left = from_fn(|i| a[i.min(height - 1) * k..].as_ptr());
    // SAFETY: `a` was cut to `height` rows of k numbers, the panel has k rows, and a list of live columns
    // holds columns below k.
    let sums: Sums = unsafe {
        match live {
            Some(live) => tile::sums_of_live(left, 1, panel.as_ptr(), live),
            None => tile::sums(left, 1, panel.as_ptr(), k),
        }
    };
    tile::update(&sums, c, n, size, |_, sum| {
        [sum[0] + bias[0], sum[1] + bias[1]]
    });
}
