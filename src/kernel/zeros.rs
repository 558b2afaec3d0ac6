//! Where the zeros are. Four in five pixels of a digit are black, and a product with 0 need not be made.
//!
//! Skipping is exact: a sum that began at +0 is never −0, and adding ±0 to it changes nothing. Only a
//! factor that is not finite would tell the difference, and training stops at the first such loss.

use super::pack::PANEL;
use super::simd::{F32x4, LANES};
use super::tile::ROWS;

/// Lists of live rows or columns are used if the share of live ones is below this. A turn of the loop costs a
/// little more by a list than in sequence.
const WORTH_IT: f32 = 0.8;

/// For each panel, the rows that hold anything but zeros.
#[derive(Debug, Clone, Default)]
pub(super) struct Zeros {
    live: Vec<u32>,
    /// Panel `p`'s rows are `live[ends[p]..ends[p + 1]]`; empty if the lists are not worth it.
    ends: Vec<usize>,
}

impl Zeros {
    /// Makes every row count as live.
    pub(super) fn forget(&mut self) {
        self.ends.clear();
    }

    /// Looks at panels of `k` rows. Allocates nothing once warm.
    pub(super) fn note(&mut self, panels: &[f32], k: usize) {
        self.ends.clear();
        self.live.clear();
        if k == 0 {
            return;
        }
        // Room for every row, so that no later batch needs more.
        self.live.resize(panels.len() / PANEL, 0);
        self.ends.reserve(panels.len() / (k * PANEL) + 1);
        self.ends.push(0);
        let mut n_live = 0;
        for panel in panels.chunks_exact(k * PANEL) {
            for (row, numbers) in panel.as_chunks::<PANEL>().0.iter().enumerate() {
                self.live[n_live] = row as u32;
                let (low, high) = (F32x4::load(numbers), F32x4::load(&numbers[LANES..]));
                n_live += usize::from((low.abs() + high.abs()).sum() != 0.0);
            }
            self.ends.push(n_live);
        }
        if n_live as f32 > WORTH_IT * self.live.len() as f32 {
            self.ends.clear();
        }
    }

    /// The live rows of panel `p`, unless all rows count as live.
    pub(super) fn live_rows(&self, p: usize) -> Option<&[u32]> {
        let end = *self.ends.get(p + 1)?;
        Some(&self.live[self.ends[p]..end])
    }
}

/// Longest row of A whose zeros are looked for.
pub(super) const MAX_K: usize = 4096;

/// Whether a sample of A (m×k) has columns of zeros in enough groups of [`ROWS`] rows.
pub(super) fn is_worth_it(a: &[f32], m: usize, k: usize) -> bool {
    if m < ROWS || k == 0 || k > MAX_K {
        return false;
    }
    let groups = [0, m / 2 / ROWS * ROWS];
    let columns = (0..k).step_by((k / 64).max(1));
    let is_live =
        |(row, p): (usize, usize)| (0..ROWS.min(m - row)).any(|i| a[(row + i) * k + p] != 0.0);
    let sample = groups
        .iter()
        .flat_map(|&row| columns.clone().map(move |p| (row, p)));
    let (mut n, mut n_live) = (0, 0);
    for place in sample {
        n += 1;
        n_live += usize::from(is_live(place));
    }
    (n_live as f32) < WORTH_IT * n as f32
}

/// Lists the columns of `rows` (`R`×k) that hold anything but zeros, in order.
pub(super) fn live_columns<'a>(rows: &[f32], k: usize, list: &'a mut [u32; MAX_K]) -> &'a [u32] {
    // The last group may be short: its first row then stands in for the missing ones.
    let row = |i: usize| rows.get(i * k..(i + 1) * k).unwrap_or(&rows[..k]);
    let rows = [row(0), row(1), row(2), row(3)];
    let [a, b, c, d] = rows.map(|row| row.as_chunks::<LANES>());
    let mut n_live = 0;
    for (i, (((a, b), c), d)) in a.0.iter().zip(b.0).zip(c.0).zip(d.0).enumerate() {
        let any = |x: &[f32; LANES]| F32x4::new(*x).abs();
        let any = ((any(a) + any(b)) + (any(c) + any(d))).to_array();
        for (j, any) in any.into_iter().enumerate() {
            // Without a branch, which would often be guessed wrong.
            list[n_live] = (i * LANES + j) as u32;
            n_live += usize::from(any != 0.0);
        }
    }
    for p in k / LANES * LANES..k {
        list[n_live] = p as u32;
        n_live += usize::from(rows.iter().any(|row| row[p] != 0.0));
    }
    &list[..n_live]
}
