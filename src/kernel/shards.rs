//! Sums over the rows of a batch, shard by shard: the gradients of a dense layer.

use std::array::from_fn;
use std::ops::Range;

use super::gemm::check;
use super::pack::{PANEL, Packed};
use super::simd::{F32x4, LANES};
use super::threads::{self, Load};
use super::tile::{self, ROWS, Sums};

/// Rows of A that [`gemm_at`] copies together on the stack.
pub(super) const STRIP: usize = 256;

/// Strips of [`ROWS`] columns that are copied at a time: one cache line.
pub(super) const STRIPS: usize = 4;

/// C(m×n) = Aᵀ·B with A k×m. The sum over k is taken in chunks of `chunk` rows, each from 0 in order,
/// and the chunk sums are added in order: the gradients of fixed shards, then their ordered sum.
///
/// # Panics
/// If a length does not fit or `chunk` is 0.
pub fn gemm_at(a: &[f32], b: &Packed, c: &mut [f32], m: usize, chunk: usize) {
    if b.k() == 0 {
        c.fill(0.0);
    }
    divided(a, b, c, m, (chunk, true));
}

/// As [`gemm_at`], but C is the sum of earlier rows' chunks, to which these are added.
///
/// # Panics
/// As [`gemm_at`].
pub fn gemm_at_add(a: &[f32], b: &Packed, c: &mut [f32], m: usize, chunk: usize) {
    divided(a, b, c, m, (chunk, false));
}

/// The rows of C divided among the threads. `begins` says that the first chunk's sums are written, not added.
fn divided(a: &[f32], b: &Packed, c: &mut [f32], m: usize, (chunk, begins): (usize, bool)) {
    check(a, b, c, m);
    assert!(chunk > 0, "gemm_at: a chunk of 0 rows");
    let load = || Load {
        unit: STRIPS * ROWS,
        work: m * b.k() * b.n(),
    };
    threads::split(m, load, [c], [b.n()], &mut [], |columns, [c], _| {
        product(a, b, c, (m, columns), (chunk, begins));
    });
}

/// Rows `columns` of Aᵀ·B; `c` holds just these.
#[inline(always)]
fn product(
    a: &[f32],
    b: &Packed,
    c: &mut [f32],
    (m, columns): (usize, Range<usize>),
    (chunk, begins): (usize, bool),
) {
    #[cfg(target_arch = "x86_64")]
    if super::wide::is_there() {
        // SAFETY: the processor has AVX2.
        return unsafe { super::wide::gemm_at(a, b, c, (m, columns), (chunk, begins)) };
    }
    let block = block_of(chunk);
    let mut strips = [[[0.0; ROWS]; STRIP]; STRIPS];
    let mut ends = [0; STRIP + 1];
    for start in (0..b.k()).step_by(block) {
        let rows = start..b.k().min(start + block);
        for i in columns.clone().step_by(STRIPS * ROWS) {
            gather(a, m, i, rows.clone(), &mut strips);
            for first in (0..b.n()).step_by(PANEL) {
                let live = live_by_chunk(b, first, &rows, chunk, &mut ends);
                for (i, strip) in (i..columns.end).step_by(ROWS).zip(&strips) {
                    At {
                        a,
                        b,
                        m,
                        columns: columns.clone(),
                        i,
                        first,
                        rows: rows.clone(),
                        chunk,
                        begins,
                        strip,
                        live,
                    }
                    .add(c);
                }
            }
        }
    }
}

/// Rows that are taken together: whole chunks only, so that a chunk's sum never leaves the registers.
#[inline(always)]
pub(super) fn block_of(chunk: usize) -> usize {
    (STRIP / chunk * chunk).max(chunk)
}

/// The live rows of the panel at column `first`, and where in that list each chunk of `rows` begins and ends.
pub(super) fn live_by_chunk<'a>(
    b: &'a Packed,
    first: usize,
    rows: &Range<usize>,
    chunk: usize,
    ends: &'a mut [usize; STRIP + 1],
) -> Option<(&'a [u32], &'a [usize])> {
    let live = b.live_rows(first / PANEL).filter(|_| rows.len() <= STRIP)?;
    let before = |row: usize| live.partition_point(|&p| (p as usize) < row);
    let n_chunks = rows.len().div_ceil(chunk);
    for (i, end) in ends[..=n_chunks].iter_mut().enumerate() {
        *end = before(rows.end.min(rows.start + i * chunk));
    }
    Some((live, &ends[..=n_chunks]))
}

/// Copies columns i.. of the given rows of A (k×m) to the strips, if there is room for the rows.
///
/// A strip is read once for every panel. In A its rows are m numbers apart and would push each other out of
/// the cache. Several strips are copied at a time, since a cache line of A holds numbers of several.
pub(super) fn gather(
    a: &[f32],
    m: usize,
    i: usize,
    rows: Range<usize>,
    strips: &mut [[[f32; ROWS]; STRIP]; STRIPS],
) {
    if rows.len() > STRIP {
        return;
    }
    for (p, row) in a[rows.start * m..rows.end * m].chunks_exact(m).enumerate() {
        let (whole, rest) = row[i..m.min(i + STRIPS * ROWS)].as_chunks::<ROWS>();
        for (strip, x) in strips.iter_mut().zip(whole) {
            strip[p] = *x;
        }
        if !rest.is_empty() {
            strips[whole.len()][p][..rest.len()].copy_from_slice(rest);
        }
    }
}

/// One tile of [`gemm_at`]: rows i.. and columns first.. of C, over the given rows of A and B.
struct At<'a> {
    a: &'a [f32],
    b: &'a Packed,
    m: usize,
    columns: Range<usize>,
    i: usize,
    first: usize,
    rows: Range<usize>,
    chunk: usize,
    /// Whether the first row's chunk is the first one of the sum.
    begins: bool,
    strip: &'a [[f32; ROWS]; STRIP],
    /// The rows of the panel that are not all zeros, and where each chunk begins and ends in them.
    live: Option<(&'a [u32], &'a [usize])>,
}

impl At<'_> {
    /// Adds the chunk sums to the tile, one after the other.
    #[inline(always)]
    fn add(&self, c: &mut [f32]) {
        let (n, len, height) = (
            self.b.n(),
            self.rows.len(),
            ROWS.min(self.columns.end - self.i),
        );
        let (left, step) = if len <= STRIP {
            (self.strip[..len].as_flattened(), ROWS)
        } else {
            let rest = &self.a[self.rows.start * self.m + self.i..];
            (&rest[..(len - 1) * self.m + height], self.m)
        };
        let panel = &self.b.panels()[self.first * self.b.k()..];
        let right = &panel[self.rows.start * PANEL..self.rows.end * PANEL];
        let (c, size) = (
            &mut c[(self.i - self.columns.start) * n + self.first..],
            (height, n - self.first),
        );
        let columns: [usize; ROWS] = from_fn(|j| j.min(height - 1));
        for (number, start) in (0..len).step_by(self.chunk).enumerate() {
            let rows = self.chunk.min(len - start);
            // SAFETY: `left` was cut to hold `height` numbers in each of `len` rows `step` apart, and `right` to
            // `len` rows. Without a list, rows `start..start + rows` of the `len` rows are read. A list holds
            // rows of B within `self.rows`; `left` and `right` begin at the first of them, so the pointers are
            // set back by as many rows.
            let sums: Sums = unsafe {
                if let Some((live, ends)) = self.live {
                    let ahead = self.rows.start;
                    let left = columns.map(|j| left.as_ptr().add(j).wrapping_sub(ahead * step));
                    let right = right.as_ptr().wrapping_sub(ahead * PANEL);
                    tile::sums_of_live(left, step, right, &live[ends[number]..ends[number + 1]])
                } else {
                    let left = columns.map(|j| left.as_ptr().add(start * step + j));
                    tile::sums(left, step, right.as_ptr().add(start * PANEL), rows)
                }
            };
            if self.begins && self.rows.start + start == 0 {
                // A sum that began at +0 is never −0, so this is the same as adding it to 0.
                tile::update(&sums, c, n, size, |_, new| new);
            } else {
                tile::update(&sums, c, n, size, |old, new| {
                    [old[0] + new[0], old[1] + new[1]]
                });
            }
        }
    }
}

/// `out[j]` = Σ over the rows of `x[row][j]` (rows×n, n = length of `out`), chunked as in [`gemm_at`].
///
/// # Panics
/// If a length does not fit or `chunk` is 0.
pub fn column_sums(x: &[f32], rows: usize, out: &mut [f32], chunk: usize) {
    let n = out.len();
    assert_eq!(
        x.len(),
        rows * n,
        "column_sums: length of a {rows}×{n} matrix"
    );
    assert!(chunk > 0, "column_sums: a chunk of 0 rows");
    let (body, tail) = out.as_chunks_mut::<PANEL>();
    for (p, out) in body.iter_mut().enumerate() {
        let mut total = [F32x4::splat(0.0); 2];
        for start in (0..rows).step_by(chunk) {
            let mut part = [F32x4::splat(0.0); 2];
            for row in start..rows.min(start + chunk) {
                let x = &x[row * n + p * PANEL..][..PANEL];
                part = [part[0] + F32x4::load(x), part[1] + F32x4::load(&x[LANES..])];
            }
            total = [total[0] + part[0], total[1] + part[1]];
        }
        total[0].store(out);
        total[1].store(&mut out[LANES..]);
    }
    let first = n - tail.len();
    for (j, out) in tail.iter_mut().enumerate() {
        *out = 0.0;
        for start in (0..rows).step_by(chunk) {
            let chunk = start..rows.min(start + chunk);
            *out += chunk.fold(0.0, |part, row| part + x[row * n + first + j]);
        }
    }
}
