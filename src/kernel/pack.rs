//! The right-hand matrix of a product, repacked so that the product reads it in one stream.

use super::simd::{F32x4, LANES};
use super::threads::{self, Load};
use super::zeros::Zeros;

/// Columns of a panel: two registers.
pub(super) const PANEL: usize = 2 * LANES;

/// Panels that are packed in one pass.
const GROUP: usize = 4;

/// A matrix B (k×n) in panels of 8 columns: panel `p` holds columns `8p..8p+8` of row 0, then of row
/// 1, and so on; zeros fill up the last panel. The buffer is kept from one packing to the next.
#[derive(Debug, Clone, Default)]
pub struct Packed {
    data: Vec<f32>,
    k: usize,
    n: usize,
    zeros: Zeros,
}

impl Packed {
    /// An empty matrix (0×0).
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of rows.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Number of columns.
    pub fn n(&self) -> usize {
        self.n
    }

    /// The panels, k×8 numbers each.
    pub(super) fn panels(&self) -> &[f32] {
        &self.data
    }

    /// As [`Packed::pack`], and lists the rows of each panel that hold anything but zeros: [`super::gemm_at`]
    /// skips all others. For matrices with many zeros, such as images.
    ///
    /// # Panics
    /// If `b` has another length.
    pub fn pack_sparse(&mut self, b: &[f32], k: usize, n: usize) {
        self.pack(b, k, n);
        self.zeros.note(&self.data, k);
    }

    /// The rows of panel `p` that hold anything but zeros, if there are few enough to be worth a list.
    pub(super) fn live_rows(&self, p: usize) -> Option<&[u32]> {
        self.zeros.live_rows(p)
    }

    /// Takes `b` (k×n, row-major).
    ///
    /// # Panics
    /// If `b` has another length.
    pub fn pack(&mut self, b: &[f32], k: usize, n: usize) {
        assert_eq!(b.len(), k * n, "pack: length of a {k}×{n} matrix");
        self.resize(k, n);
        if k == 0 {
            return;
        }
        let (load, data) = (|| load(k, n, GROUP), &mut self.data[..]);
        threads::split(
            n.div_ceil(PANEL),
            load,
            [data],
            [k * PANEL],
            &mut [],
            |panels, [data], _| {
                pack_columns(b, panels.start * PANEL, data, k, n);
            },
        );
    }

    /// Takes the transpose of `b` (n×k, row-major).
    ///
    /// # Panics
    /// If `b` has another length.
    pub fn pack_transposed(&mut self, b: &[f32], k: usize, n: usize) {
        assert_eq!(
            b.len(),
            k * n,
            "pack_transposed: length of a {n}×{k} matrix"
        );
        self.resize(k, n);
        if k == 0 {
            return;
        }
        let (load, data) = (|| load(k, n, 1), &mut self.data[..]);
        threads::split(
            n.div_ceil(PANEL),
            load,
            [data],
            [k * PANEL],
            &mut [],
            |panels, [data], _| {
                pack_rows(&b[panels.start * PANEL * k..], data, k);
            },
        );
    }

    /// Makes room for k×n; a warm buffer is not allocated again.
    fn resize(&mut self, k: usize, n: usize) {
        (self.k, self.n) = (k, n);
        self.zeros.forget();
        self.data.resize(k * n.next_multiple_of(PANEL), 0.0);
    }
}

/// The load of packing k×n numbers, `unit` panels at a time. Moving a number takes as long as a few products.
#[inline(always)]
fn load(k: usize, n: usize, unit: usize) -> Load {
    Load {
        unit,
        work: 4 * k * n,
    }
}

/// Packs the columns of `b` (k×n) from `first` on, as far as there are panels.
#[inline(always)]
fn pack_columns(b: &[f32], first: usize, panels: &mut [f32], k: usize, n: usize) {
    // Several panels in one pass over the rows, so that a cache line is fetched once.
    let (group, columns) = (GROUP * PANEL * k, GROUP * PANEL);
    let whole = (n - first) / columns;
    for (g, panels) in panels.chunks_exact_mut(group).take(whole).enumerate() {
        let [p0, p1, p2, p3] = quarters(panels, PANEL * k);
        let rows = p0
            .iter_mut()
            .zip(p1)
            .zip(p2)
            .zip(p3)
            .zip(b[first + g * columns..].chunks(n));
        for ((((o0, o1), o2), o3), row) in rows {
            let (row, _) = row[..columns].as_chunks::<PANEL>();
            (*o0, *o1, *o2, *o3) = (row[0], row[1], row[2], row[3]);
        }
    }
    for (p, panel) in panels
        .chunks_exact_mut(k * PANEL)
        .enumerate()
        .skip(whole * GROUP)
    {
        let first = first + p * PANEL;
        let width = PANEL.min(n - first);
        for (out, row) in panel.chunks_exact_mut(PANEL).zip(b.chunks_exact(n)) {
            out[..width].copy_from_slice(&row[first..][..width]);
            out[width..].fill(0.0);
        }
    }
}

/// Packs the transpose of the rows of `b`, which are `k` numbers long.
#[inline(always)]
fn pack_rows(b: &[f32], panels: &mut [f32], k: usize) {
    for (panel, rows) in panels.chunks_exact_mut(k * PANEL).zip(b.chunks(k * PANEL)) {
        if rows.len() == panel.len() {
            transpose_panel(rows, panel, k);
        } else {
            panel.fill(0.0);
            for (j, row) in rows.chunks_exact(k).enumerate() {
                for (out, x) in panel[j..].iter_mut().step_by(PANEL).zip(row) {
                    *out = *x;
                }
            }
        }
    }
}

/// Four slices of `len` numbers as rows of a panel.
fn quarters(x: &mut [f32], len: usize) -> [&mut [[f32; PANEL]]; GROUP] {
    let (a, rest) = x.split_at_mut(len);
    let (b, rest) = rest.split_at_mut(len);
    let (c, d) = rest.split_at_mut(len);
    [a, b, c, d].map(|x| x.as_chunks_mut().0)
}

/// Writes the transpose of `rows` (8×k) to `panel` (k×8), in squares of 4×4.
fn transpose_panel(rows: &[f32], panel: &mut [f32], k: usize) {
    assert_eq!(
        (rows.len(), panel.len()),
        (PANEL * k, PANEL * k),
        "transpose_panel: lengths"
    );
    let whole = k / LANES * LANES;
    for p in (0..whole).step_by(LANES) {
        for half in [0, LANES] {
            // SAFETY: rows half..half+4 < 8 and columns p..p+4 ≤ k of both slices, as compared above.
            unsafe {
                let square =
                    std::array::from_fn(|j| F32x4::load_ptr(rows.as_ptr().add((half + j) * k + p)));
                for (j, column) in F32x4::transpose(square).into_iter().enumerate() {
                    column.store_ptr(panel.as_mut_ptr().add((p + j) * PANEL + half));
                }
            }
        }
    }
    for (p, out) in panel.chunks_exact_mut(PANEL).enumerate().skip(whole) {
        for (j, out) in out.iter_mut().enumerate() {
            *out = rows[j * k + p];
        }
    }
}
