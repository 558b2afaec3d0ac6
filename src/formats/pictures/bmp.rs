//! BMP: its headers are checked, and its pixels decoded here, since no two browsers take the same ones.
//!
//! - Headers of all versions, from OS/2's 12 bytes to version 5 with its 124. The size of the file that
//!   the first header names does not count: many programs write a wrong one.
//! - Plain pixels must all be there, save for the padding of the last row; run lengths (RLE) must reach the
//!   picture's last row or an end mark. A run longer than its row ends with the row, as some programs write such runs.
//! - Colors that the table lacks are black; pixels that run lengths skip are transparent.
//! - Transparency counts where a mask of the header names it, unless it makes each pixel invisible: then the program
//!   left it unset. The fourth byte of 32 bits without masks is none.
//! - Run lengths may leave nearly all of a picture out by right, so its memory, 96 MB at most, is taken on the header's
//!   word.
//! - JPEG or PNG packed into a BMP, and OS/2's rare ways of packing: refused, as browsers do.

mod pixels;

use std::borrow::Cow;

use super::{Picture, PictureKind, cut, exif, size};
use crate::error::{Error, Result};
use crate::formats::bytes::{array, le16, le32, part};

const BMP: &str = "BMP";

/// How pixels are packed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    /// Indices into the table of colors, of 1 to 8 bits.
    Indices,
    /// Numbers of 16, 24 or 32 bits, in which each channel has its bits.
    Masks,
    RunLengths,
}

/// What both headers say.
struct Header {
    /// Bytes of the second header: its version.
    length: usize,
    /// Where the pixels begin.
    offset: usize,
    width: usize,
    height: usize,
    /// Whether the first row is the top one.
    top_down: bool,
    bits: usize,
    packing: Packing,
    /// Which masks it names.
    named: Named,
}

/// Which masks a file names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    None,
    Colors,
    ColorsAndAlpha,
}

impl Named {
    fn of(packing: u32, length: usize) -> Self {
        match (packing, length) {
            (3, 40 | 52) => Self::Colors,
            (3 | 6, 40 | 56 | 108 | 124) => Self::ColorsAndAlpha,
            _ => Self::None,
        }
    }

    fn count(self) -> usize {
        match self {
            Self::None => 0,
            Self::Colors => 3,
            Self::ColorsAndAlpha => 4,
        }
    }
}

impl Header {
    fn read(file: &[u8]) -> Result<Self> {
        let ends = || cut(BMP, "its header");
        let offset = le32(file, 10).ok_or_else(ends)? as usize;
        let length = le32(file, 14).ok_or_else(ends)? as usize;
        let short = |at| le16(file, at).ok_or_else(ends);
        let side = |at| {
            array(file, at)
                .map(i32::from_le_bytes)
                .map(i64::from)
                .ok_or_else(ends)
        };
        let (width, height, bits) = match length {
            12 => (short(18)? as i64, short(20)? as i64, short(24)?),
            16 | 40 | 52 | 56 | 64 | 108 | 124 => (side(18)?, side(22)?, short(28)?),
            _ => {
                let why = format!(
                    "it is damaged: its header has {length} bytes, and no version has that many"
                );
                return Err(Error::format(BMP, why));
            }
        };
        let packing = match length {
            12 | 16 => 0,
            _ => le32(file, 30).ok_or_else(ends)?,
        };
        let fail = |why: &str| Err(Error::format(BMP, why));
        if width < 0 {
            return fail("it is damaged: its width is less than 0");
        }
        let top_down = height < 0;
        let (width, height) = size(BMP, width.unsigned_abs(), height.unsigned_abs())?;
        let named = Named::of(packing, length);
        let packing = match (packing, bits) {
            (0, 1 | 2 | 4 | 8) => Packing::Indices,
            (0, 16 | 24 | 32) => Packing::Masks,
            (3 | 6, 16 | 32) if named != Named::None => Packing::Masks,
            (1, 8) | (2, 4) if !top_down => Packing::RunLengths,
            _ => {
                let why = format!(
                    "it has {bits} bits a pixel packed in way {packing}, which cannot be read here; save it again as PNG"
                );
                return fail(&why);
            }
        };
        // Behind a header of 40 bytes the masks follow; longer ones hold them.
        let masks = if length == 40 { 4 * named.count() } else { 0 };
        if offset < 14 + length + masks {
            return fail("it is damaged: its pixels are said to lie within its header");
        }
        Ok(Self {
            length,
            offset,
            width,
            height,
            top_down,
            bits,
            packing,
            named,
        })
    }

    /// Bytes of a row, with its padding.
    fn row(&self) -> usize {
        (self.width * self.bits).div_ceil(32) * 4
    }

    /// The table of colors, as far as it is there: red, green, blue, and alpha.
    fn colors(&self, file: &[u8]) -> [[u8; 4]; 256] {
        let each = if self.length == 12 { 3 } else { 4 };
        let most = 1 << self.bits;
        let named = match self.length {
            12 | 16 => 0,
            _ => le32(file, 46).unwrap_or(0) as usize,
        };
        let count = if named == 0 { most } else { named.min(most) };
        let table = file.get(14 + self.length..self.offset).unwrap_or_default();
        let mut colors = [[0, 0, 0, 255]; 256];
        for (color, entry) in colors.iter_mut().zip(table.chunks_exact(each)).take(count) {
            *color = [entry[2], entry[1], entry[0], 255];
        }
        colors
    }

    /// The bits of red, green, blue and alpha in a pixel's number.
    fn masks(&self, file: &[u8]) -> Result<[u32; 4]> {
        if self.named == Named::None {
            return Ok(match self.bits {
                16 => [0x7c00, 0x3e0, 0x1f, 0],
                _ => [0xff_0000, 0xff00, 0xff, 0],
            });
        }
        let mut masks = [0; 4];
        for (mask, at) in masks[..self.named.count()]
            .iter_mut()
            .zip((54..).step_by(4))
        {
            *mask = le32(file, at).ok_or_else(|| cut(BMP, "its header"))?;
        }
        let all = u32::MAX >> (32 - self.bits);
        let (mut taken, mut sound) = (0, masks[..3] != [0; 3]);
        for mask in masks {
            let whole =
                mask == 0 || (mask >> mask.trailing_zeros()).trailing_ones() == mask.count_ones();
            sound &= whole && mask & !all == 0 && mask & taken == 0;
            taken |= mask;
        }
        if !sound {
            let why = "its colors lie in bits where they cannot be; save it again as PNG";
            return Err(Error::format(BMP, why));
        }
        Ok(masks)
    }
}

/// Checks and decodes a BMP file.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let header = Header::read(file)?;
    let packed = file
        .get(header.offset..)
        .ok_or_else(|| cut(BMP, "its header or its table of colors"))?;
    if header.packing != Packing::RunLengths {
        // The last row may lack its padding.
        let wanted = header.row() * (header.height - 1) + (header.width * header.bits).div_ceil(8);
        if packed.len() < wanted {
            let why = format!(
                "it is cut short: its header promises {wanted} bytes of pixels, and {} are there",
                packed.len()
            );
            return Err(Error::format(BMP, why));
        }
    }
    let pixels = match header.packing {
        Packing::Indices => pixels::indices(&header, packed, &header.colors(file)),
        Packing::Masks => pixels::masks(&header, packed, header.masks(file)?),
        Packing::RunLengths => pixels::runs(&header, packed, &header.colors(file)),
    }?;
    Ok(Picture {
        kind: PictureKind::Bmp,
        width: header.width,
        height: header.height,
        bytes: Cow::Borrowed(&[]),
        pixels: Some(pixels),
        orientation: exif::UPRIGHT,
        repairs: Vec::new(),
    })
}
