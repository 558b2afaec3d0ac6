//! A PNG's rows of samples as red, green, blue and alpha.
//!
//! - Samples of 16 bits that use fewer are stretched: the fewest bits n from 8 to 16 that hold the largest visible
//!   one; 0 to 2ⁿ − 1 become 0 to 255, rounded. Cameras and scanners write 12 bits so, and would else be nearly black.
//!   Alpha always uses its 16 bits.
//! - A color that tRNS names is transparent where all its bits are met.

use super::header::Header;
use crate::formats::bytes::be16;

type Rgba = [u8; 4];

/// What makes pixels of samples.
pub struct Ink<'a> {
    header: &'a Header,
    /// The table of colors with their transparency; what lacks in it is black.
    table: [Rgba; 256],
    /// The samples of the color that is transparent.
    clear: Option<[usize; 3]>,
    /// What becomes 255 where samples have 16 bits.
    largest: usize,
}

impl<'a> Ink<'a> {
    /// From the data of PLTE and tRNS, which must fit the header.
    pub fn new(header: &'a Header, colors: &[u8], transparency: Option<&[u8]>) -> Self {
        let mut table = [[0, 0, 0, 255]; 256];
        for (color, [red, green, blue]) in table.iter_mut().zip(colors.as_chunks().0) {
            *color = [*red, *green, *blue, 255];
        }
        let clear = transparency
            .filter(|_| header.color != 3)
            .map(|data| [0, 2, 4].map(|at| be16(data, at).unwrap_or(0)));
        if clear.is_none() {
            for (color, alpha) in table.iter_mut().zip(transparency.unwrap_or_default()) {
                color[3] = *alpha;
            }
        }
        Self {
            header,
            table,
            clear,
            largest: 0,
        }
    }

    /// The samples of a row's pixel `x`: red, green and blue, or gray three times, and alpha if there is one.
    fn samples(&self, row: &[u8], x: usize) -> ([usize; 3], Option<usize>) {
        let channels = self.header.channels();
        let sample = |channel| sample(row, x * channels + channel, self.header.depth);
        match self.header.color {
            2 => ([sample(0), sample(1), sample(2)], None),
            4 => ([sample(0); 3], Some(sample(1))),
            6 => ([sample(0), sample(1), sample(2)], Some(sample(3))),
            _ => ([sample(0); 3], None),
        }
    }

    fn is_clear(&self, [red, green, blue]: [usize; 3]) -> bool {
        let is_gray = self.header.color == 0;
        self.clear
            .is_some_and(|clear| clear[0] == red && (is_gray || clear[1..] == [green, blue]))
    }

    /// Looks at a row of 16 bits a sample, before any is painted.
    pub fn look(&mut self, row: &[u8]) {
        for x in 0..row.len() / self.header.pixel() {
            let (color, alpha) = self.samples(row, x);
            if alpha != Some(0) && !self.is_clear(color) {
                self.largest = color.into_iter().fold(self.largest, usize::max);
            }
        }
    }

    /// Bits that the samples use of their 16, once all rows were looked at; from then on these are stretched.
    pub fn settle(&mut self) -> u32 {
        let bits = (usize::BITS - self.largest.leading_zeros()).max(8);
        self.largest = (1 << bits) - 1;
        bits
    }

    /// Paints a row's pixels.
    pub fn paint<'p>(&self, row: &[u8], pixels: impl Iterator<Item = &'p mut Rgba>) {
        match (self.header.color, self.header.depth, self.clear) {
            (2, 8, None) => {
                for (pixel, &[red, green, blue]) in pixels.zip(row.as_chunks().0) {
                    *pixel = [red, green, blue, 255];
                }
            }
            (6, 8, _) => {
                for (pixel, color) in pixels.zip(row.as_chunks().0) {
                    *pixel = *color;
                }
            }
            (3, depth, _) => {
                for (x, pixel) in pixels.enumerate() {
                    *pixel = self.table[sample(row, x, depth)];
                }
            }
            _ => {
                for (x, pixel) in pixels.enumerate() {
                    *pixel = self.pixel(row, x);
                }
            }
        }
    }

    fn pixel(&self, row: &[u8], x: usize) -> Rgba {
        let (color, alpha) = self.samples(row, x);
        let depth = self.header.depth;
        let most = (1 << depth) - 1;
        let byte = |sample: usize, most: usize| ((sample.min(most) * 255 + most / 2) / most) as u8;
        let largest = if depth == 16 { self.largest } else { most };
        let [red, green, blue] = color.map(|sample| byte(sample, largest));
        let alpha = if self.is_clear(color) {
            0
        } else {
            alpha.map_or(255, |alpha| byte(alpha, most))
        };
        [red, green, blue, alpha]
    }
}

/// Sample `at` of a row of samples of `depth` bits.
fn sample(row: &[u8], at: usize, depth: usize) -> usize {
    match depth {
        16 => usize::from(row[2 * at]) << 8 | usize::from(row[2 * at + 1]),
        8 => usize::from(row[at]),
        _ => {
            let bit = at * depth;
            usize::from(row[bit / 8]) >> (8 - depth - bit % 8) & ((1 << depth) - 1)
        }
    }
}
