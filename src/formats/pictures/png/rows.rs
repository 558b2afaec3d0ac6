//! A PNG's stream as rows of samples: pieces are put together, filters undone (PNG 9), passes (Adam7) named.

use super::header::Header;

/// The seven passes of Adam7: first column and row, and the steps from there.
const ADAM7: [[usize; 4]; 7] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

/// A part of the picture that is stored as if it were one, and where its pixels lie.
#[derive(Debug, Clone, Copy)]
pub struct Pass {
    pub left: usize,
    pub step: usize,
    top: usize,
    step_down: usize,
    width: usize,
    height: usize,
}

/// The passes that have pixels.
pub fn passes(header: &Header) -> Vec<Pass> {
    let all: &[_] = if header.interlaced {
        &ADAM7
    } else {
        &[[0, 0, 1, 1]]
    };
    let passes = all.iter().map(|&[left, top, step, step_down]| Pass {
        left,
        step,
        top,
        step_down,
        width: header.width.saturating_sub(left).div_ceil(step),
        height: header.height.saturating_sub(top).div_ceil(step_down),
    });
    passes
        .filter(|pass| pass.width > 0 && pass.height > 0)
        .collect()
}

/// Bytes of the whole stream, a filter with each row.
pub fn bytes(header: &Header) -> usize {
    let passes = passes(header).into_iter();
    passes
        .map(|pass| (1 + header.row(pass.width)) * pass.height)
        .sum()
}

/// Takes a stream piece by piece.
pub struct Rows<'a> {
    header: &'a Header,
    passes: Vec<Pass>,
    /// The pass and the row that come next.
    at: (usize, usize),
    /// The row so far, its filter first, and the one above.
    row: Vec<u8>,
    above: Vec<u8>,
}

impl<'a> Rows<'a> {
    pub fn new(header: &'a Header) -> Self {
        let longest = 1 + header.row(header.width);
        Self {
            header,
            passes: passes(header),
            at: (0, 0),
            row: Vec::with_capacity(longest),
            above: vec![0; longest],
        }
    }

    /// Takes the next piece and shows each row that is whole, with its pass and its place in the picture.
    /// Gives false for a filter that is none.
    pub fn take(&mut self, mut piece: &[u8], mut show: impl FnMut(Pass, usize, &[u8])) -> bool {
        while !piece.is_empty() {
            // The last row is followed by nothing: who counts the bytes finds that out.
            let Some(&pass) = self.passes.get(self.at.0) else {
                return true;
            };
            let length = 1 + self.header.row(pass.width);
            let (part, rest) = piece.split_at(piece.len().min(length - self.row.len()));
            self.row.extend_from_slice(part);
            piece = rest;
            if self.row.len() < length {
                return true;
            }
            if self.at.1 == 0 {
                self.above.fill(0);
            }
            if !unfilter(&mut self.row, &self.above[..length], self.header.pixel()) {
                return false;
            }
            show(pass, pass.top + self.at.1 * pass.step_down, &self.row[1..]);
            self.above[..length].copy_from_slice(&self.row);
            self.row.clear();
            let next = self.at.1 + 1;
            self.at = if next < pass.height {
                (self.at.0, next)
            } else {
                (self.at.0 + 1, 0)
            };
        }
        true
    }
}

/// Undoes a row's filter, which stands before it; `pixel` is the distance to the byte on the left.
fn unfilter(row: &mut [u8], above: &[u8], pixel: usize) -> bool {
    let Some((&mut filter, row)) = row.split_first_mut() else {
        return false;
    };
    let above = &above[1..];
    // In the first pixel what lies on the left is 0.
    let pixel = pixel.min(row.len());
    match filter {
        0 => {}
        1 => {
            for at in pixel..row.len() {
                row[at] = row[at].wrapping_add(row[at - pixel]);
            }
        }
        2 => {
            for (byte, above) in row.iter_mut().zip(above) {
                *byte = byte.wrapping_add(*above);
            }
        }
        3 => {
            for at in 0..row.len() {
                let left = if at < pixel { 0 } else { row[at - pixel] };
                row[at] = row[at].wrapping_add(left.midpoint(above[at]));
            }
        }
        4 => {
            for at in 0..row.len() {
                let (left, corner) = if at < pixel {
                    (0, 0)
                } else {
                    (row[at - pixel], above[at - pixel])
                };
                row[at] = row[at].wrapping_add(paeth(left, above[at], corner));
            }
        }
        _ => return false,
    }
    true
}

/// The neighbor that is nearest to left + above − corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i32::from);
    let (from_left, from_above, from_corner) =
        ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if from_left <= from_above && from_left <= from_corner {
        left
    } else if from_above <= from_corner {
        above
    } else {
        corner
    }
}
