//! dYᵀ·X on eight lanes.

use std::array::from_fn;
use std::ops::Range;

use super::tile::{self, Sums};
use crate::pack::{PANEL, Packed};
use crate::shards::{STRIP, STRIPS, block_of, gather, live_by_chunk};
use crate::tile::ROWS;

/// Rows `columns` of Aᵀ·B, as [`gemm_at`](crate::shards::gemm_at) states it; `c` holds just these.
///
/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2")]
pub(crate) unsafe fn gemm_at(
    a: &[f32],
    b: &Packed,
    c: &mut [f32],
    (m, columns): (usize, Range<usize>),
    (chunk, begins): (usize, bool),
) {
    let block = block_of(chunk);
    let mut strips = [[[0.0; ROWS]; STRIP]; STRIPS];
    let mut ends = [0; STRIP + 1];
    for start in (0..b.k()).step_by(block) {
        let rows = start..b.k().min(start + block);
        for i in columns.clone().step_by(STRIPS * ROWS) {
            gather(a, m, i, rows.clone(), &mut strips);
            let height = (columns.end - i).min(STRIPS * ROWS);
            let c = &mut c[(i - columns.start) * b.n()..][..height * b.n()];
            let part = Part {
                a: &a[rows.start * m + i..],
                b,
                m,
                rows: rows.clone(),
                chunk,
                is_first: begins && start == 0,
                strips: &strips,
            };
            let mut first = 0;
            while first < b.n() {
                // SAFETY: the caller vouches for the processor.
                first += unsafe {
                    match live_by_chunk(b, first, &rows, chunk, &mut ends) {
                        Some(live) => part.add_live(c, first, live),
                        None => part.add(c, first),
                    }
                };
            }
        }
    }
}

/// A few columns of A over some rows of A and B. Few enough rows stand in the strips.
struct Part<'a> {
    /// A from the first of the rows and columns on.
    a: &'a [f32],
    b: &'a Packed,
    m: usize,
    rows: Range<usize>,
    chunk: usize,
    /// Whether these rows begin the sum.
    is_first: bool,
    strips: &'a [[[f32; ROWS]; STRIP]; STRIPS],
}

impl Part<'_> {
    /// Adds the chunk sums to two panels' columns of `c`, [`ROWS`] rows at a time. Returns how many columns that are.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    unsafe fn add(&self, c: &mut [f32], first: usize) -> usize {
        let (n, len) = (self.b.n(), self.rows.len());
        // At the right edge the last panel stands in for a missing one.
        let has_two = n - first > PANEL;
        let panels: [usize; 2] = [first, first + if has_two { PANEL } else { 0 }];
        let right = panels.map(|first| self.panel(first).as_ptr());
        let heights = (0..c.len() / n).step_by(ROWS);
        for (i, strip) in heights.zip(self.strips) {
            let height = ROWS.min(c.len() / n - i);
            let (left, step) = if len <= STRIP {
                (strip[..len].as_flattened(), ROWS)
            } else {
                (&self.a[i..][..(len - 1) * self.m + height], self.m)
            };
            let c = &mut c[i * n + first..];
            for start in (0..len).step_by(self.chunk) {
                let turns = self.chunk.min(len - start);
                let left: [_; ROWS] =
                    from_fn(|j| left[start * step + j.min(height - 1)..].as_ptr());
                let right = right.map(|right| right.wrapping_add(start * PANEL));
                // SAFETY: the caller vouches for the processor; `left` was cut to hold `height` numbers in each of
                // `len` rows, the panels to `len` rows, and rows `start..start + turns` of these are read.
                unsafe {
                    let sums: Sums<ROWS, 2> = tile::sums(left, step, right, turns);
                    store(
                        &sums,
                        c,
                        n,
                        (height, n - first),
                        self.is_first && start == 0,
                    );
                }
            }
        }
        2 * PANEL
    }

    /// As [`Part::add`] for one panel's columns, two strips' rows at a time: over the panel's live rows alone, which
    /// are given with the places where each chunk begins and ends in them.
    ///
    /// # Safety
    /// The processor must have AVX2, and the live rows must be within the rows.
    #[inline(always)]
    unsafe fn add_live(
        &self,
        c: &mut [f32],
        first: usize,
        (live, ends): (&[u32], &[usize]),
    ) -> usize {
        let n = self.b.n();
        let (ahead, right) = (self.rows.start, self.panel(first).as_ptr());
        let heights = (0..c.len() / n).step_by(2 * ROWS);
        for (i, strips) in heights.zip(self.strips.as_chunks::<2>().0) {
            let height = (2 * ROWS).min(c.len() / n - i);
            // Lists count the rows of B, and strips and panels begin at the first of these rows.
            let left: [_; 2 * ROWS] = from_fn(|j| {
                let j = j.min(height - 1);
                let strip = strips[j / ROWS].as_flattened();
                strip[j % ROWS..].as_ptr().wrapping_sub(ahead * ROWS)
            });
            let right = [right.wrapping_sub(ahead * PANEL)];
            let c = &mut c[i * n + first..];
            for (number, ends) in ends.windows(2).enumerate() {
                let live = &live[ends[0]..ends[1]];
                // SAFETY: the caller vouches for the processor and for the list; strips hold every row of `rows`, of
                // which there are no more than `STRIP` where there is a list, and so does the panel.
                unsafe {
                    let sums: Sums<{ 2 * ROWS }, 1> = tile::sums_of_live(left, ROWS, right, live);
                    let begins = self.is_first && number == 0;
                    store(&sums, c, n, (height, n - first), begins);
                }
            }
        }
        PANEL
    }

    /// The rows of the panel at column `first`.
    #[inline(always)]
    fn panel(&self, first: usize) -> &[f32] {
        let panel = &self.b.panels()[first * self.b.k()..];
        &panel[self.rows.start * PANEL..self.rows.end * PANEL]
    }
}

/// Writes the sums of the chunk that begins them, adds any other's. A sum that began at +0 is never −0, so
/// writing it is the same as adding it to 0.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
unsafe fn store<const R: usize, const P: usize>(
    sums: &Sums<R, P>,
    c: &mut [f32],
    n: usize,
    size: (usize, usize),
    begins: bool,
) {
    // SAFETY: the caller vouches for the processor.
    unsafe {
        if begins {
            tile::update(sums, c, n, size, |_, new, _| new);
        } else {
            tile::update(sums, c, n, size, |old, new, _| old.plus(new));
        }
    }
}
