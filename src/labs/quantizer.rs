//! Numbers of a code as a few bits each.

use crate::error::{Error, Result};
use ndarray::{Array2, ArrayView2, Axis};

/// Most bits for a number.
pub const MOST_BITS: u32 = 8;
/// Shares of the training codes beyond the bounds that are tried, at each end.
const CLIPPED: [f64; 6] = [0.0, 0.001, 0.0025, 0.005, 0.01, 0.02];

/// Cuts the range of each number into `2^bits` equal cells; a cell stands for its middle.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantizer {
    bits: u32,
    /// Lower and upper end of each number.
    bounds: Vec<[f32; 2]>,
}

impl Quantizer {
    /// Bounds from the codes `(count, n)` of training images: of a few ranges, from all values to all but the outermost
    /// 2 % at either end, the one whose cells are nearest to the codes in squared distance.
    ///
    /// # Errors
    /// [`Error::Config`] unless `bits` is in 1..=8, [`Error::NotReady`] without codes, [`Error::Shape`] of numbers that
    /// are not finite.
    pub fn fit(codes: &ArrayView2<'_, f32>, bits: u32) -> Result<Self> {
        Self::fit_sorted(&sorted_columns(codes), bits)
    }

    /// The same from the sorted values of each number.
    ///
    /// # Errors
    /// Those of [`Self::fit`].
    pub fn fit_sorted(columns: &[Vec<f32>], bits: u32) -> Result<Self> {
        if !(1..=MOST_BITS).contains(&bits) {
            return Err(Error::config("bits", bits, "1 to 8"));
        }
        if columns.is_empty() || columns.iter().any(Vec::is_empty) {
            let what = "Bounds for codes need at least one code".into();
            return Err(Error::NotReady { what });
        }
        if !columns.iter().flatten().all(|x| x.is_finite()) {
            return Err(Error::shape(
                "Codes",
                "numbers that are not finite",
                "finite numbers",
            ));
        }
        let bounds = columns.iter().map(|column| best_bounds(column, bits));
        Ok(Self {
            bits,
            bounds: bounds.collect(),
        })
    }

    /// A quantizer that was written down.
    pub(super) fn from_parts(bits: u32, bounds: Vec<[f32; 2]>) -> Self {
        Self { bits, bounds }
    }

    /// Bits for a number.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// Lower and upper end of each number.
    pub fn bounds(&self) -> &[[f32; 2]] {
        &self.bounds
    }

    /// The cells `(count, n)` of codes; what is out of bounds is in the outermost one.
    pub fn cells(&self, codes: &ArrayView2<'_, f32>) -> Array2<u8> {
        let mut cells = Array2::zeros(codes.dim());
        for (code, mut cells) in codes.rows().into_iter().zip(cells.rows_mut()) {
            for ((x, cell), bounds) in code.iter().zip(&mut cells).zip(&self.bounds) {
                *cell = cell_of(*x, *bounds, self.bits);
            }
        }
        cells
    }

    /// The codes `(count, n)` that the cells stand for.
    pub fn codes(&self, cells: &ArrayView2<'_, u8>) -> Array2<f32> {
        let mut codes = Array2::zeros(cells.dim());
        for (cells, mut code) in cells.rows().into_iter().zip(codes.rows_mut()) {
            for ((cell, x), bounds) in cells.iter().zip(&mut code).zip(&self.bounds) {
                *x = middle_of(*cell, *bounds, self.bits);
            }
        }
        codes
    }
}

/// The values of each number of codes `(count, n)` in their order.
pub fn sorted_columns(codes: &ArrayView2<'_, f32>) -> Vec<Vec<f32>> {
    let sorted = |column: ndarray::ArrayView1<'_, f32>| {
        let mut values = column.to_vec();
        values.sort_by(f32::total_cmp);
        values
    };
    codes.axis_iter(Axis(1)).map(sorted).collect()
}

/// Of sorted values, the range whose cells are nearest to them.
fn best_bounds(sorted: &[f32], bits: u32) -> [f32; 2] {
    let last = sorted.len() - 1;
    let range = |share: f64| {
        let outside = (share * last as f64) as usize;
        [sorted[outside], sorted[last - outside]]
    };
    let distance = |bounds: [f32; 2]| -> f64 {
        let off = |x: &f32| f64::from(x - middle_of(cell_of(*x, bounds, bits), bounds, bits));
        sorted.iter().map(|x| off(x).powi(2)).sum()
    };
    let mut best = (range(0.0), f64::INFINITY);
    for bounds in CLIPPED.map(range) {
        let distance = distance(bounds);
        if distance < best.1 {
            best = (bounds, distance);
        }
    }
    best.0
}

fn cell_of(x: f32, [low, high]: [f32; 2], bits: u32) -> u8 {
    let cells = (1_u32 << bits) as f32;
    let at = (x - low) / (high - low) * cells;
    // A number that never changes has a range of nothing: NaN, which becomes 0.
    at.clamp(0.0, cells - 1.0) as u8
}

fn middle_of(cell: u8, [low, high]: [f32; 2], bits: u32) -> f32 {
    let cells = (1_u32 << bits) as f32;
    low + (f32::from(cell) + 0.5) / cells * (high - low)
}
