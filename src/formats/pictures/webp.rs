//! WebP (<https://developers.google.com/speed/webp/docs/riff_container>): written anew with its picture
//! alone.
//!
//! - Chunks are walked up to the picture, which must be whole and of the size that all its headers name.
//!   What follows, an absent last byte of padding, and a wrong size of the whole do not matter.
//! - Color profile, EXIF and XMP are dropped, once EXIF's orientation is read: no browser turns the picture.
//! - Of an animation the first frame stays; where it does not fill the canvas, as an animation of one.

use std::borrow::Cow;

use super::{ANIMATION, Picture, PictureKind, cut, exif, size};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::{le16, le24, le32, part};

const WEBP: &str = "WebP";

type Size = (usize, usize);

/// A still: its chunk of pixels and, before a lossy one, its chunk of transparency.
struct Still<'a> {
    size: Size,
    name: [u8; 4],
    pixels: &'a [u8],
    alpha: Option<&'a [u8]>,
}

/// Reads a WebP file's picture, and makes a file of it.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let chunks = file.get(12..).unwrap_or_default();
    let orientation = orientation(chunks);
    Ok(Picture {
        orientation,
        ..first_picture(chunks)?
    })
}

/// What the first EXIF chunk says; it stands behind the pixels as a rule.
fn orientation(mut chunks: &[u8]) -> u8 {
    while let Some((name, data, after)) = first_chunk(chunks) {
        if name == b"EXIF" {
            return exif::orientation(data);
        }
        chunks = after;
    }
    exif::UPRIGHT
}

/// The first picture of a file's chunks.
fn first_picture(mut rest: &[u8]) -> Result<Picture<'static>> {
    // A frame's chunks stand within the frame, everything else of interest before the pixels.
    let mut canvas = None;
    if let Some((b"VP8X", data, after)) = first_chunk(rest) {
        canvas = Some(extended(data)?);
        rest = after;
    }
    let mut frame = None;
    let mut around = rest;
    while let Some((name, data, after)) = first_chunk(around) {
        match name {
            b"ANMF" => {
                frame = Some(data);
                break;
            }
            b"VP8 " | b"VP8L" => break,
            _ => around = after,
        }
    }
    let Some(data) = frame else {
        let still = Still::read(rest)?;
        if canvas.is_some_and(|canvas| canvas != still.size) {
            return Err(disagree());
        }
        return picture(still.size, &still.chunks(), Vec::new());
    };
    let canvas = canvas.ok_or_else(disagree)?;
    let header = part(data, 0, 16).ok_or_else(|| cut(WEBP, "a frame"))?;
    let number = |at| le24(header, at).unwrap_or_default();
    let (left, top) = (2 * number(0), 2 * number(3));
    let still = Still::read(&data[16..])?;
    let (width, height) = still.size;
    let named = (number(6) + 1, number(9) + 1);
    if named != still.size || left + width > canvas.0 || top + height > canvas.1 {
        return Err(disagree());
    }
    if still.size == canvas {
        return picture(canvas, &still.chunks(), vec![ANIMATION.into()]);
    }
    let mut chunks = Vec::new();
    put(&mut chunks, *b"VP8X", &[&header_of(canvas, 0x12)]);
    put(&mut chunks, *b"ANIM", &[&[0; 6]]);
    put(&mut chunks, *b"ANMF", &[header, &still.frame_chunks()]);
    picture(canvas, &chunks, vec![ANIMATION.into()])
}

fn disagree() -> Error {
    Error::format(
        WEBP,
        "it is damaged: its parts name different sizes of the picture",
    )
}

/// Name and data of the chunk that `rest` starts with, if all of it is there, and what follows it.
fn first_chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (name, after) = rest.split_first_chunk()?;
    let length = le32(after, 0)? as usize;
    let data = part(after, 4, length)?;
    let after = &after[4 + length..];
    Some((name, data, after.get(length % 2..).unwrap_or_default()))
}

/// Size of the canvas in VP8X.
fn extended(data: &[u8]) -> Result<Size> {
    let (width, height) = le24(data, 4)
        .zip(le24(data, 7))
        .ok_or_else(|| cut(WEBP, "its header"))?;
    size(WEBP, width as u64 + 1, height as u64 + 1)
}

impl<'a> Still<'a> {
    /// The first picture in `rest`.
    fn read(mut rest: &'a [u8]) -> Result<Self> {
        let mut alpha = None;
        loop {
            let (name, data, after) = first_chunk(rest).ok_or_else(|| cut(WEBP, "its pixels"))?;
            match name {
                b"ALPH" => alpha = Some(data),
                b"VP8 " => {
                    let size = lossy(data)?;
                    return Ok(Self {
                        size,
                        name: *name,
                        pixels: data,
                        alpha,
                    });
                }
                b"VP8L" => {
                    let size = lossless(data)?;
                    return Ok(Self {
                        size,
                        name: *name,
                        pixels: data,
                        alpha: None,
                    });
                }
                _ => {}
            }
            rest = after;
        }
    }

    /// The picture's chunks as a frame has them.
    fn frame_chunks(&self) -> Vec<u8> {
        let mut chunks = Vec::new();
        if let Some(alpha) = self.alpha {
            put(&mut chunks, *b"ALPH", &[alpha]);
        }
        put(&mut chunks, self.name, &[self.pixels]);
        chunks
    }

    /// The picture's chunks as a file has them.
    fn chunks(&self) -> Vec<u8> {
        let mut chunks = Vec::new();
        if self.alpha.is_some() {
            put(&mut chunks, *b"VP8X", &[&header_of(self.size, 0x10)]);
        }
        chunks.extend(self.frame_chunks());
        chunks
    }
}

/// Writes a chunk, padded to whole pairs of bytes.
fn put(file: &mut Vec<u8>, name: [u8; 4], data: &[&[u8]]) {
    let length: usize = data.iter().map(|part| part.len()).sum();
    file.extend_from_slice(&name);
    file.extend_from_slice(&(length as u32).to_le_bytes());
    for part in data {
        file.extend_from_slice(part);
    }
    file.resize(file.len() + length % 2, 0);
}

/// Size of a VP8 key frame (RFC 6386, 9.1).
fn lossy(data: &[u8]) -> Result<Size> {
    let tag = le24(data, 0).ok_or_else(|| cut(WEBP, "its pixels"))?;
    let is_shown_key_frame = tag & 0b1_0001 == 0b1_0000;
    let version = tag >> 1 & 7;
    if !is_shown_key_frame || version > 3 || part(data, 3, 3) != Some(b"\x9d\x01\x2a") {
        return Err(Error::format(
            WEBP,
            "it is damaged: its pixels start with the wrong bytes",
        ));
    }
    if tag >> 5 > data.len().saturating_sub(10) {
        return Err(cut(WEBP, "its pixels"));
    }
    let side = |at| le16(data, at).map_or(0, |side| side as u64 & 0x3fff);
    size(WEBP, side(6), side(8))
}

/// Size of a VP8L stream.
fn lossless(data: &[u8]) -> Result<Size> {
    let bits = le32(data, 1).ok_or_else(|| cut(WEBP, "its pixels"))?;
    if data[0] != 0x2f || bits >> 29 != 0 {
        return Err(Error::format(
            WEBP,
            "it is damaged: its pixels start with the wrong bytes",
        ));
    }
    size(
        WEBP,
        u64::from(bits & 0x3fff) + 1,
        u64::from(bits >> 14 & 0x3fff) + 1,
    )
}

/// The ten bytes of VP8X.
fn header_of((width, height): Size, flags: u8) -> [u8; 10] {
    let [w0, w1, w2, _] = (width as u32 - 1).to_le_bytes();
    let [h0, h1, h2, _] = (height as u32 - 1).to_le_bytes();
    [flags, 0, 0, 0, w0, w1, w2, h0, h1, h2]
}

/// The file of these chunks.
fn picture(
    (width, height): Size,
    chunks: &[u8],
    repairs: Vec<Cow<'static, str>>,
) -> Result<Picture<'static>> {
    let mut file = reserve("The picture's file", 12 + chunks.len())?;
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(4 + chunks.len() as u32).to_le_bytes());
    file.extend_from_slice(b"WEBP");
    file.extend_from_slice(chunks);
    let bytes = Cow::Owned(file);
    Ok(Picture {
        kind: PictureKind::WebP,
        width,
        height,
        bytes,
        pixels: None,
        orientation: exif::UPRIGHT,
        repairs,
    })
}
