//! What a PNG's header says, and whether its pixels are as many.

use super::{Chunk, PNG};
use crate::error::{Error, Result};
use crate::formats::bytes::be32;
use crate::formats::inflate::{Trouble, look_through};
use crate::formats::pictures::size;

/// The seven passes of Adam7: first column and row, and the steps from there.
const PASSES: [[usize; 4]; 7] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

/// What IHDR says.
pub struct Header {
    pub width: usize,
    pub height: usize,
    pub depth: usize,
    pub color: u8,
    interlaced: bool,
}

impl Header {
    /// Reads IHDR, the first chunk.
    pub fn read(chunk: &Chunk) -> Result<Self> {
        let fail = |why: &str| Err(Error::format(PNG, why));
        let (b"IHDR", Some(&[depth, color, packing, filter, interlaced])) = (
            &chunk.name,
            chunk
                .data
                .get(8..)
                .and_then(|d| <&[u8; 5]>::try_from(d).ok()),
        ) else {
            return fail("it is damaged: it does not start with a header of 13 bytes");
        };
        if !chunk.is_sound() {
            return fail("it is damaged: the checksum of its header (IHDR) is wrong");
        }
        let side = |at| be32(chunk.data, at).map_or(0, u64::from);
        let (width, height) = size(PNG, side(0), side(4))?;
        let known = match color {
            0 => matches!(depth, 1 | 2 | 4 | 8 | 16),
            2 | 4 | 6 => matches!(depth, 8 | 16),
            3 => matches!(depth, 1 | 2 | 4 | 8),
            _ => false,
        };
        if !known {
            let why =
                format!("its header names {depth} bits of color type {color}, which is no PNG");
            return fail(&why);
        }
        if packing != 0 || filter != 0 || interlaced > 1 {
            return fail("its header names a way of packing that is no PNG's");
        }
        let depth = usize::from(depth);
        Ok(Self {
            width,
            height,
            depth,
            color,
            interlaced: interlaced == 1,
        })
    }

    fn channels(&self) -> usize {
        match self.color {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        }
    }

    /// Whether tRNS can be as it is.
    pub fn allows_transparency(&self, data: &[u8], palette: Option<usize>) -> bool {
        match self.color {
            0 => data.len() == 2,
            2 => data.len() == 6,
            3 => palette.is_some_and(|colors| (1..=colors).contains(&data.len())),
            _ => false,
        }
    }

    /// Bytes of a row, with its filter, and rows, of each pass that has pixels.
    fn passes(&self) -> Vec<(usize, usize)> {
        let bits = self.channels() * self.depth;
        let row = |width: usize| 1 + (width * bits).div_ceil(8);
        if !self.interlaced {
            return vec![(row(self.width), self.height)];
        }
        let steps =
            |side: usize, first: usize, step: usize| side.saturating_sub(first).div_ceil(step);
        let sizes =
            PASSES.map(|[x, y, dx, dy]| (steps(self.width, x, dx), steps(self.height, y, dy)));
        let filled = sizes
            .into_iter()
            .filter(|&(width, height)| width > 0 && height > 0);
        filled.map(|(width, height)| (row(width), height)).collect()
    }

    /// Unpacks the pixels, keeping none: they must be as many as the header says.
    pub fn check_pixels(&self, kept: &[Chunk]) -> Result<()> {
        let passes = self.passes();
        let wanted: usize = passes.iter().map(|(row, rows)| row * rows).sum();
        let mut rows = passes
            .iter()
            .flat_map(|&(row, rows)| std::iter::repeat_n(row, rows));
        let mut until_filter = 0;
        let parts = kept
            .iter()
            .filter(|chunk| &chunk.name == b"IDAT")
            .map(|chunk| chunk.data);
        let seen = look_through(parts, wanted, |mut piece| {
            while piece.len() > until_filter {
                piece = &piece[until_filter..];
                // The last row is followed by nothing: the count finds that out.
                let Some(row) = rows.next() else { return true };
                if piece[0] > 4 {
                    return false;
                }
                until_filter = row;
            }
            until_filter -= piece.len();
            true
        });
        let why = match seen {
            Ok(seen) if seen == wanted => return Ok(()),
            Ok(seen) => format!(
                "it is cut short: its header promises {wanted} bytes of pixels, and {seen} are there"
            ),
            Err(Trouble::Cut) => "it is cut short: its pixels end too early".into(),
            Err(Trouble::Damaged) => "it is damaged: its pixels cannot be unpacked".into(),
            Err(Trouble::TooLong) => {
                format!(
                    "it holds more pixels than its header says ({} × {})",
                    self.width, self.height
                )
            }
        };
        Err(Error::format(PNG, why))
    }
}
