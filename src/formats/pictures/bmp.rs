//! BMP: its headers, and that all its pixels are there.
//!
//! - Headers of all versions, from OS/2's 12 bytes to version 5 with its 124. The size of the file that
//!   the first header names does not count: many programs write a wrong one.
//! - Plain pixels must all be there, save for the padding of the last row; run lengths (RLE) must stay
//!   within the picture and reach its last row or an end mark.
//! - JPEG or PNG packed into a BMP, and OS/2's rare ways of packing: refused, as browsers do.

use std::borrow::Cow;

use super::{Picture, PictureKind, cut, size};
use crate::error::{Error, Result};
use crate::formats::bytes::{array, le16, le32, part};

const BMP: &str = "BMP";

/// Plain pixels, or masks for their channels, or run lengths.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Plain,
    RunLengths,
}

/// What both headers say.
struct Header {
    /// Bytes of the second header: its version.
    length: usize,
    /// Where the pixels begin.
    offset: usize,
    width: i64,
    /// Below 0 where the first row is the top one.
    height: i64,
    bits: usize,
    packing: u32,
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
        Ok(Self {
            length,
            offset,
            width,
            height,
            bits,
            packing,
        })
    }
}

/// Checks a BMP file.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let fail = |why: &str| Err(Error::format(BMP, why));
    let Header {
        length: header,
        offset,
        width,
        height,
        bits,
        packing,
    } = Header::read(file)?;
    if width < 0 {
        return fail("it is damaged: its width is less than 0");
    }
    let top_down = height < 0;
    let (width, height) = size(BMP, width.unsigned_abs(), height.unsigned_abs())?;
    let packing = match (packing, bits) {
        (0, 1 | 2 | 4 | 8 | 16 | 24 | 32) => Packing::Plain,
        (3 | 6, 16 | 32) if header != 64 => Packing::Plain,
        (1, 8) | (2, 4) if !top_down => Packing::RunLengths,
        _ => {
            let why = format!(
                "it has {bits} bits a pixel packed in way {packing}, which browsers cannot read; save it again as PNG"
            );
            return fail(&why);
        }
    };
    if offset < 14 + header {
        return fail("it is damaged: its pixels are said to lie within its header");
    }
    let pixels = file
        .get(offset..)
        .ok_or_else(|| cut(BMP, "its header or its table of colors"))?;
    match packing {
        Packing::Plain => {
            // The last row may lack its padding.
            let wanted =
                (width * bits).div_ceil(32) * 4 * (height - 1) + (width * bits).div_ceil(8);
            if pixels.len() < wanted {
                let why = format!(
                    "it is cut short: its header promises {wanted} bytes of pixels, and {} are there",
                    pixels.len()
                );
                return fail(&why);
            }
        }
        Packing::RunLengths => check_runs(pixels, width, height, bits)?,
    }
    let bytes = Cow::Borrowed(file);
    Ok(Picture {
        kind: PictureKind::Bmp,
        width,
        height,
        bytes,
        repairs: Vec::new(),
    })
}

/// Walks run lengths of 8 or 4 bits a pixel.
fn check_runs(pixels: &[u8], width: usize, height: usize, bits: usize) -> Result<()> {
    let (mut x, mut y, mut at) = (0, 0, 0);
    let ends = |x, y| {
        if y >= height || (y == height - 1 && x == width) {
            Ok(())
        } else {
            Err(cut(BMP, "its pixels"))
        }
    };
    loop {
        let Some([count, what]) = array(pixels, at) else {
            return ends(x, y);
        };
        at += 2;
        match (count, what) {
            (0, 0) => (x, y) = (0, y + 1),
            (0, 1) => return Ok(()),
            (0, 2) => {
                let Some([right, down]) = array(pixels, at) else {
                    return ends(x, y);
                };
                at += 2;
                (x, y) = (x + usize::from(right), y + usize::from(down));
            }
            (0, literal) => {
                let length = (usize::from(literal) * bits).div_ceil(8);
                part(pixels, at, length).ok_or_else(|| cut(BMP, "its pixels"))?;
                at += length.next_multiple_of(2);
                x += usize::from(literal);
            }
            (run, _) => x += usize::from(run),
        }
        if x > width || y > height {
            return Err(Error::format(
                BMP,
                "it is damaged: its pixels reach beyond its edges",
            ));
        }
    }
}
