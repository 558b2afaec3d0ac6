//! What a PNG's header says, and the stream of its pixels.

use super::rows::{Pass, Rows, bytes};
use super::{Chunk, PNG};
use crate::error::{Error, Result};
use crate::formats::bytes::be32;
use crate::formats::inflate::{MAX_DEFLATE_RATIO, Trouble, look_through};
use crate::formats::pictures::size;

/// What IHDR says.
pub struct Header {
    pub width: usize,
    pub height: usize,
    pub depth: usize,
    pub color: u8,
    pub interlaced: bool,
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

    pub fn channels(&self) -> usize {
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

    /// Bits of a pixel.
    fn bits(&self) -> usize {
        self.channels() * self.depth
    }

    /// Bytes of a pixel, 1 at least.
    pub fn pixel(&self) -> usize {
        self.bits().div_ceil(8)
    }

    /// Bytes of a row of `width` pixels.
    pub fn row(&self, width: usize) -> usize {
        (width * self.bits()).div_ceil(8)
    }

    /// Whether the packed bytes can become as many as the header says.
    pub fn can_hold(&self, kept: &[Chunk]) -> bool {
        let packed: usize = packed(kept).map(<[u8]>::len).sum();
        bytes(self) <= packed.saturating_mul(MAX_DEFLATE_RATIO)
    }

    /// Unpacks the pixels and shows each row, with its pass and its place: they must be as many as the header says.
    pub fn unpack(&self, kept: &[Chunk], mut show: impl FnMut(Pass, usize, &[u8])) -> Result<()> {
        let wanted = bytes(self);
        let mut rows = Rows::new(self);
        let seen = look_through(packed(kept), wanted, |piece| rows.take(piece, &mut show));
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

/// The parts of the packed pixels.
fn packed<'a>(kept: &'a [Chunk]) -> impl Iterator<Item = &'a [u8]> {
    let parts = kept.iter().filter(|chunk| &chunk.name == b"IDAT");
    parts.map(|chunk| chunk.data)
}
