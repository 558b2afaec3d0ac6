//! Quantized codes as a file: everything that a decoder with the same weights needs to draw the pictures again.
//!
//! ```text
//! 1 byte    bits for a number
//! 2 bytes   numbers in a code                 (little endian, as all that follows)
//! 4 bytes   codes
//! for each number:  lower and upper end, f32; then how common its cells are, a byte for each of at most 32 steps
//! then words of 16 bits: all cells, code by code, as a range coder packs them
//! ```
//! How common cells are is counted in the training codes, so it need not fit these codes; it is a part of the file, and
//! of its size. The coder is that of the crate `constriction` (Bamler, 2022), after Martin (1979) and Pasco (1976).

use super::quantizer::{MOST_BITS, Quantizer, sorted_columns};
use crate::data::limits::MAX_IMAGES;
use crate::error::{Error, Result};
use constriction::stream::model::SmallContiguousCategoricalEntropyModel as Model;
use constriction::stream::queue::{SmallRangeDecoder, SmallRangeEncoder};
use constriction::stream::{Decode, Encode};
use ndarray::{Array2, ArrayView2, Axis};

/// Steps of a staircase, at most.
const STEPS: usize = 32;
/// Probabilities are counted in 4096ths.
const WHOLE: u32 = 1 << 12;
const HEAD: usize = 7;
const MOST_NUMBERS: usize = 4096;
const MOST_CELLS: usize = 1 << 26;

/// A quantizer, and how common the cells of each number are.
#[derive(Debug, Clone, PartialEq)]
pub struct Coder {
    quantizer: Quantizer,
    /// For each number its steps, each at least 1.
    stairs: Vec<Vec<u8>>,
}

impl Coder {
    /// Bounds and staircases from the codes of training images.
    ///
    /// # Errors
    /// Those of [`Quantizer::fit`].
    pub fn fit(codes: &ArrayView2<'_, f32>, bits: u32) -> Result<Self> {
        Self::fit_sorted(codes, &sorted_columns(codes), bits)
    }

    /// The same where the values of each number are known in their order.
    ///
    /// # Errors
    /// Those of [`Quantizer::fit`].
    pub fn fit_sorted(codes: &ArrayView2<'_, f32>, sorted: &[Vec<f32>], bits: u32) -> Result<Self> {
        let quantizer = Quantizer::fit_sorted(sorted, bits)?;
        let cells = quantizer.cells(codes);
        let stairs = cells
            .axis_iter(Axis(1))
            .map(|column| staircase(column.iter().copied(), bits))
            .collect();
        Ok(Self { quantizer, stairs })
    }

    /// The coder of the first `n` numbers.
    #[must_use]
    pub fn first(&self, n: usize) -> Self {
        let bounds = self.quantizer.bounds()[..n].to_vec();
        Self {
            quantizer: Quantizer::from_parts(self.bits(), bounds),
            stairs: self.stairs[..n].to_vec(),
        }
    }

    /// Bits for a number.
    pub fn bits(&self) -> u32 {
        self.quantizer.bits()
    }

    /// The codes that come back from the file.
    pub fn rounded(&self, codes: &ArrayView2<'_, f32>) -> Array2<f32> {
        self.quantizer.codes(&self.quantizer.cells(codes).view())
    }

    /// The codes as a file.
    ///
    /// # Errors
    /// [`Error::TooLarge`] of more numbers or codes than the head can count.
    pub fn write(&self, codes: &ArrayView2<'_, f32>) -> Result<Vec<u8>> {
        let (count, n) = codes.dim();
        check_size(count, n)?;
        let mut bytes = vec![self.quantizer.bits() as u8];
        bytes.extend((n as u16).to_le_bytes());
        bytes.extend((count as u32).to_le_bytes());
        for (bounds, stairs) in self.quantizer.bounds().iter().zip(&self.stairs) {
            bytes.extend(bounds.iter().flat_map(|bound| bound.to_le_bytes()));
            bytes.extend(stairs);
        }
        let models = self.models()?;
        let mut encoder = SmallRangeEncoder::new();
        for cells in self.quantizer.cells(codes).rows() {
            for (&cell, model) in cells.iter().zip(&models) {
                encoder
                    .encode_symbol(usize::from(cell), model)
                    .map_err(damaged)?;
            }
        }
        let words = encoder.into_compressed().map_err(damaged)?;
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        Ok(bytes)
    }

    /// The codes of a file that [`write`](Self::write) made.
    ///
    /// # Errors
    /// [`Error::Format`] of anything else.
    pub fn read(bytes: &[u8]) -> Result<Array2<f32>> {
        let (coder, count, words) = Self::read_head(bytes)?;
        let n = coder.stairs.len();
        check_size(count, n)?;
        let models = coder.models()?;
        let mut decoder = SmallRangeDecoder::from_compressed(words).map_err(damaged)?;
        let mut cells = Array2::zeros((count, n));
        for mut cells in cells.rows_mut() {
            for (cell, model) in cells.iter_mut().zip(&models) {
                *cell = decoder.decode_symbol(model).map_err(damaged)? as u8;
            }
        }
        Ok(coder.quantizer.codes(&cells.view()))
    }

    /// The coder, the number of codes and the words of a file.
    fn read_head(bytes: &[u8]) -> Result<(Self, usize, Vec<u16>)> {
        let (head, mut rest) = bytes
            .split_at_checked(HEAD)
            .ok_or_else(|| damaged("it ends too early"))?;
        let bits = u32::from(head[0]);
        let n = usize::from(u16::from_le_bytes([head[1], head[2]]));
        let count = u32::from_le_bytes([head[3], head[4], head[5], head[6]]) as usize;
        if !(1..=MOST_BITS).contains(&bits) || n == 0 {
            return Err(damaged("its head is not one"));
        }
        let steps = steps(bits);
        let (mut bounds, mut stairs) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for _ in 0..n {
            let (number, after) = rest
                .split_at_checked(8 + steps)
                .ok_or_else(|| damaged("it ends too early"))?;
            let bound = |at: usize| f32::from_le_bytes([0, 1, 2, 3].map(|idx| number[at + idx]));
            let [low, high] = [bound(0), bound(4)];
            if !low.is_finite() || !high.is_finite() || low > high || number[8..].contains(&0) {
                return Err(damaged("its bounds are not possible"));
            }
            bounds.push([low, high]);
            stairs.push(number[8..].to_vec());
            rest = after;
        }
        if !rest.len().is_multiple_of(2) {
            return Err(damaged("half a word is left over"));
        }
        let words = rest
            .chunks_exact(2)
            .map(|word| u16::from_le_bytes([word[0], word[1]]))
            .collect();
        let quantizer = Quantizer::from_parts(bits, bounds);
        Ok((Self { quantizer, stairs }, count, words))
    }

    /// The chance of each cell, number by number.
    fn models(&self) -> Result<Vec<Model>> {
        let cells = 1 << self.quantizer.bits();
        let model = |stairs: &Vec<u8>| {
            Model::from_nonzero_fixed_point_probabilities(chances(stairs, cells), false)
                .map_err(|()| damaged("its staircase is not one"))
        };
        self.stairs.iter().map(model).collect()
    }
}

/// Holds what a file may say of its size within what may be allocated.
fn check_size(count: usize, n: usize) -> Result<()> {
    if n <= MOST_NUMBERS && count <= MAX_IMAGES && count * n <= MOST_CELLS {
        return Ok(());
    }
    Err(Error::TooLarge {
        what: "A file of codes".into(),
        got: format!("{count} codes of {n} numbers"),
        limit: format!("{MOST_CELLS} numbers, {MOST_NUMBERS} in a code"),
    })
}

fn damaged(why: impl std::fmt::Display) -> Error {
    Error::format("file of codes", why.to_string())
}

fn steps(bits: u32) -> usize {
    STEPS.min(1 << bits)
}

/// How common cells are, relative to the most common step, which is 255; nothing is impossible.
fn staircase(cells: impl Iterator<Item = u8>, bits: u32) -> Vec<u8> {
    let steps = steps(bits);
    let width = (1 << bits) / steps;
    let mut counts = vec![0_u32; steps];
    for cell in cells {
        counts[usize::from(cell) / width] += 1;
    }
    let most = f64::from(counts.iter().copied().max().unwrap_or(0).max(1));
    let relative = |count: u32| (255.0 * f64::from(count) / most).round().max(1.0) as u8;
    counts.into_iter().map(relative).collect()
}

/// The staircase as chances of single cells in 4096ths, each at least 1; what rounding leaves over is the most common
/// cell's.
fn chances(stairs: &[u8], cells: usize) -> Vec<u16> {
    let width = (cells / stairs.len()) as u32;
    let total: u32 = stairs.iter().map(|&step| u32::from(step)).sum::<u32>() * width;
    let spare = WHOLE - cells as u32;
    let mut chances: Vec<u16> = stairs
        .iter()
        .flat_map(|&step| {
            let chance = 1 + spare * u32::from(step) / total;
            std::iter::repeat_n(chance as u16, width as usize)
        })
        .collect();
    let given: u32 = chances.iter().map(|&chance| u32::from(chance)).sum();
    if let Some(largest) = chances.iter_mut().max_by_key(|chance| **chance) {
        *largest += (WHOLE - given) as u16;
    }
    chances
}
