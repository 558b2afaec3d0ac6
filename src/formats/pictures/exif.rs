//! Which way up a picture is (EXIF 2.3, tag 0x112), and pixels turned so.
//!
//! - One rule for JPEG, PNG, WebP and AVIF: the orientation is read here and taken out of the file, and the pixels are turned
//!   here. Browsers differ in which of them they turn. (In AVIF it is no EXIF that counts: see there.)
//! - A damaged block, or one that names no orientation from 1 to 8, means upright: nothing is refused for it.

use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::{be16, be32, le16, le32};

/// The orientation of a picture that is stored as it is seen.
pub const UPRIGHT: u8 = 1;
/// The head of the block in JPEG's segment, and of some programs' WebP and PNG.
pub const HEAD: &[u8] = b"Exif\0\0";
/// The number of the entry that names the orientation.
const ORIENTATION: usize = 0x112;
/// The type of its value: a number of 16 bits.
const SHORT: usize = 3;
/// Pixels of a square that is turned at once, so that what is read and what is written stay near.
const TILE: usize = 32;

/// The orientation that an EXIF block names, 1 to 8.
pub fn orientation(block: &[u8]) -> u8 {
    read(block.strip_prefix(HEAD).unwrap_or(block)).unwrap_or(UPRIGHT)
}

fn read(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |bytes, at| {
        if big {
            be16(bytes, at)
        } else {
            le16(bytes, at)
        }
    };
    let long = |bytes, at| {
        if big {
            be32(bytes, at)
        } else {
            le32(bytes, at)
        }
    };
    let list = tiff.get(long(tiff, 4)? as usize..)?;
    let entries = list.get(2..)?.chunks_exact(12).take(short(list, 0)?);
    let entry = entries
        .into_iter()
        .find(|entry| short(entry, 0) == Some(ORIENTATION))?;
    let sound = short(entry, 2)? == SHORT && long(entry, 4)? == 1;
    let value = short(entry, 8).filter(|value| sound && (1..=8).contains(value))?;
    u8::try_from(value).ok()
}

/// Whether a picture of this orientation is seen with its sides swapped.
pub fn swaps_sides(orientation: u8) -> bool {
    orientation >= 5
}

/// The pixels (red, green, blue, alpha) of a stored picture as it is to be seen.
///
/// # Errors
/// [`Error::Shape`] unless there are `width * height` pixels; [`Error::TooLarge`] if the memory is refused.
pub fn turned(rgba: &[u8], width: usize, height: usize, orientation: u8) -> Result<Vec<u8>> {
    let (pixels, _) = rgba.as_chunks::<4>();
    if rgba.len() != width * height * 4 || rgba.is_empty() {
        return Err(Error::shape(
            "The picture's pixels",
            rgba.len(),
            width * height * 4,
        ));
    }
    let (across, down) = if swaps_sides(orientation) {
        (height, width)
    } else {
        (width, height)
    };
    let mut seen = reserve("The turned picture", rgba.len())?;
    seen.resize(rgba.len(), 0);
    let (out, _) = seen.as_chunks_mut::<4>();
    let [mirror_x, mirror_y] = [
        matches!(orientation, 2 | 3 | 7 | 8),
        matches!(orientation, 3 | 4 | 6 | 7),
    ];
    // Where the first pixel seen is stored, and how far the next ones on the right and below are from it. A step back
    // is a step forward that wraps, which takes half the time of a place computed anew for each pixel.
    let start =
        if mirror_x { width - 1 } else { 0 } + if mirror_y { (height - 1) * width } else { 0 };
    let step = |mirrored: bool, by: usize| if mirrored { by.wrapping_neg() } else { by };
    let (along_x, along_y) = (step(mirror_x, 1), step(mirror_y, width));
    let (right, below) = if swaps_sides(orientation) {
        (along_y, along_x)
    } else {
        (along_x, along_y)
    };
    for top in (0..down).step_by(TILE) {
        for left in (0..across).step_by(TILE) {
            let end = across.min(left + TILE);
            for y in top..down.min(top + TILE) {
                let mut from = start
                    .wrapping_add(y.wrapping_mul(below))
                    .wrapping_add(left.wrapping_mul(right));
                for pixel in &mut out[y * across + left..y * across + end] {
                    *pixel = pixels[from];
                    from = from.wrapping_add(right);
                }
            }
        }
    }
    Ok(seen)
}
