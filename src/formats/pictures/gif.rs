//! GIF (<https://www.w3.org/Graphics/GIF/spec-gif89a.txt>): written anew with its first frame alone.
//!
//! - Its blocks are walked to the end of the first frame, whose LZW codes must make all its pixels. What
//!   follows (more frames, comments, an absent end mark) is let go.
//! - A frame that reaches beyond the screen widens it, as browsers differ there.
//! - One table of colors, the frame's own or else the file's, filled up with black to what its pixels can
//!   name. Without any table: refused.

use std::borrow::Cow;

use super::{ANIMATION, Picture, PictureKind, cut, exif, lzw, size};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::{le16, part};

const GIF: &str = "GIF";

/// The description of a frame, before its pixels.
struct Frame<'a> {
    /// Left, top, width and height.
    place: [usize; 4],
    interlaced: bool,
    colors: &'a [u8],
    code_size: u8,
    /// Length bytes and data, with the zero at the end.
    blocks: &'a [u8],
}

/// Reads a GIF file's first frame, and makes a file of it.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let ends = || cut(GIF, "its header");
    let (width, height) = le16(file, 6).zip(le16(file, 8)).ok_or_else(ends)?;
    size(GIF, width as u64, height as u64)?;
    let flags = *part(file, 10, 3)
        .ok_or_else(ends)?
        .first()
        .ok_or_else(ends)?;
    let (colors, mut at) = colors(file, 13, flags)?;
    let mut transparent = None;
    let frame = loop {
        match file.get(at) {
            Some(0x2c) => break Frame::read(file, at + 1, colors)?,
            Some(0x21) => {
                let label = *file.get(at + 1).ok_or_else(|| cut(GIF, "a note"))?;
                let blocks = blocks(file, at + 2)?;
                if let (0xf9, &[4, flags, _, _, index, ..]) = (label, blocks) {
                    transparent = (flags & 1 == 1).then_some(index);
                }
                at += 2 + blocks.len();
            }
            // Stray zeros between blocks are common.
            Some(0) => at += 1,
            Some(0x3b) => return Err(Error::format(GIF, "there is no picture in it")),
            Some(_) => {
                return Err(Error::format(
                    GIF,
                    "it is damaged: it has a part that no GIF has",
                ));
            }
            None => return Err(cut(GIF, "its parts, before any picture")),
        }
    };
    frame.check_pixels()?;
    let mut repairs = Vec::new();
    let [left, top, across, down] = frame.place;
    let screen = (width.max(left + across), height.max(top + down));
    if screen != (width, height) {
        repairs.push("Its frame reaches beyond its edges: the whole frame is used.".into());
    }
    let (width, height) = size(GIF, screen.0 as u64, screen.1 as u64)?;
    if has_another_frame(&file[frame.end(file)..]) {
        repairs.push(ANIMATION.into());
    }
    let bytes = Cow::Owned(frame.file(width, height, transparent)?);
    Ok(Picture {
        kind: PictureKind::Gif,
        width,
        height,
        bytes,
        pixels: None,
        orientation: exif::UPRIGHT,
        repairs,
    })
}

/// The table of colors at `at`, if `flags` name one, and where it ends.
fn colors(file: &[u8], at: usize, flags: u8) -> Result<(&[u8], usize)> {
    if flags & 0x80 == 0 {
        return Ok((&[], at));
    }
    let length = 3 << ((flags & 7) + 1);
    let colors = part(file, at, length).ok_or_else(|| cut(GIF, "its table of colors"))?;
    Ok((colors, at + length))
}

/// The sub-blocks at `at`, with their lengths and the zero at the end.
fn blocks(file: &[u8], at: usize) -> Result<&[u8]> {
    let mut end = at;
    loop {
        let length = usize::from(
            *file
                .get(end)
                .ok_or_else(|| cut(GIF, "its pixels or a note"))?,
        );
        end += 1 + length;
        if length == 0 {
            return Ok(&file[at..end]);
        }
    }
}

/// Whether another frame starts within `rest`; what is damaged there does not matter.
fn has_another_frame(rest: &[u8]) -> bool {
    let mut at = 0;
    loop {
        match rest.get(at) {
            Some(0x2c) => return true,
            Some(0x21) => match blocks(rest, at + 2) {
                Ok(blocks) => at += 2 + blocks.len(),
                Err(_) => return false,
            },
            Some(0) => at += 1,
            _ => return false,
        }
    }
}

impl<'a> Frame<'a> {
    fn read(file: &'a [u8], at: usize, common: &'a [u8]) -> Result<Self> {
        let header = part(file, at, 9).ok_or_else(|| cut(GIF, "a frame's header"))?;
        let number = |at| le16(header, at).unwrap_or_default();
        let place = [number(0), number(2), number(4), number(6)];
        size(GIF, place[2] as u64, place[3] as u64)?;
        let (own, at) = colors(file, at + 9, header[8])?;
        let colors = if own.is_empty() { common } else { own };
        if colors.is_empty() {
            return Err(Error::format(
                GIF,
                "it is damaged: it has no table of colors",
            ));
        }
        let code_size = *file.get(at).ok_or_else(|| cut(GIF, "its pixels"))?;
        if !(1..=8).contains(&code_size) {
            return Err(Error::format(
                GIF,
                "it is damaged: its pixels cannot be unpacked",
            ));
        }
        let blocks = blocks(file, at + 1)?;
        let interlaced = header[8] & 0x40 != 0;
        Ok(Self {
            place,
            interlaced,
            colors,
            code_size,
            blocks,
        })
    }

    /// Where the frame ends in its file.
    fn end(&self, file: &[u8]) -> usize {
        self.blocks.as_ptr() as usize - file.as_ptr() as usize + self.blocks.len()
    }

    fn check_pixels(&self) -> Result<()> {
        let mut rest = self.blocks;
        let blocks = std::iter::from_fn(|| {
            let (&length, after) = rest.split_first()?;
            let (block, after) = after.split_at_checked(usize::from(length))?;
            rest = after;
            (length > 0).then_some(block)
        });
        let [.., across, down] = self.place;
        match lzw::fills(blocks, usize::from(self.code_size), across * down) {
            Ok(true) => Ok(()),
            Ok(false) => {
                let why = format!(
                    "it is cut short: its frame has less than its {across} × {down} pixels"
                );
                Err(Error::format(GIF, why))
            }
            Err(()) => Err(Error::format(
                GIF,
                "it is damaged: its pixels cannot be unpacked",
            )),
        }
    }

    /// A file of this frame alone.
    fn file(&self, width: usize, height: usize, transparent: Option<u8>) -> Result<Vec<u8>> {
        let bits = (1..8)
            .find(|bits| 3 << bits >= self.colors.len())
            .unwrap_or(8);
        let bits = bits.max(u32::from(self.code_size));
        let table = 3 << bits;
        let mut file = reserve("The picture's file", 40 + table + self.blocks.len())?;
        let numbers = |file: &mut Vec<u8>, list: &[usize]| {
            for &n in list {
                file.extend_from_slice(&(n as u16).to_le_bytes());
            }
        };
        file.extend_from_slice(b"GIF89a");
        numbers(&mut file, &[width, height]);
        file.extend_from_slice(&[0xf0 | (bits as u8 - 1), 0, 0]);
        let start = file.len();
        file.extend_from_slice(self.colors);
        file.resize(start + table, 0);
        if let Some(index) = transparent {
            file.extend_from_slice(&[0x21, 0xf9, 4, 1, 0, 0, index, 0]);
        }
        file.push(0x2c);
        numbers(&mut file, &self.place);
        file.extend_from_slice(&[u8::from(self.interlaced) << 6, self.code_size]);
        file.extend_from_slice(self.blocks);
        file.push(0x3b);
        Ok(file)
    }
}
