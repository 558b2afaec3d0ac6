//! AVIF (<https://aomediacodec.github.io/av1-avif/>): its boxes, as far as they tell size and place.
//!
//! - The boxes of the file and the places of its items must lie within it: else it is cut short.
//! - The size is that of the primary item (`pitm`, `ipma`, `ispe`); the browser crops it as its properties say.
//! - How it is to be turned (`irot`, `imir`) is read and taken out of the file, since not every browser heeds it.
//!   EXIF does not count, as the format wants it.
//! - Of an animation the primary picture stays: its tracks (`moov`) become free space, so that all places
//!   remain true. One without a primary picture is refused.

mod turn;

use std::borrow::Cow;
use std::ops::Range;

use super::{ANIMATION, Picture, PictureKind, cut, size};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::{array, be16, be32, part};

const AVIF: &str = "AVIF";

/// Whether a file that starts with `ftyp` is AVIF, by its brands; HEIC names others.
pub fn is_avif(start: &[u8]) -> bool {
    let length = be32(start, 0)
        .map_or(0, |length| length as usize)
        .min(start.len());
    let brands = start.get(8..length).unwrap_or_default().as_chunks::<4>().0;
    brands
        .iter()
        .any(|brand| brand == b"avif" || brand == b"avis")
}

/// Checks an AVIF file.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let (mut meta, mut animated, mut at) = (None, false, 0);
    while at < file.len() {
        let item = next(file, at..file.len()).ok_or_else(|| cut(AVIF, "its parts"))?;
        match &item.name {
            b"meta" if meta.is_none() => meta = Some(item.data.clone()),
            b"moov" => animated = true,
            _ => {}
        }
        at = item.data.end;
    }
    let damaged = || Error::format(AVIF, "it is damaged: the size of its picture is nowhere");
    let Some(meta) = meta else {
        let why = if animated {
            "it is an animation without a still picture; save one of its frames as PNG"
        } else {
            "it is cut short: the description of its picture is missing"
        };
        return Err(Error::format(AVIF, why));
    };
    let meta = Meta::read(file, meta).ok_or_else(damaged)?;
    if let Some(places) = &meta.places {
        check_places(&file[places.clone()], file.len())?;
    }
    let (width, height) = meta.size(file).ok_or_else(damaged)?;
    let (width, height) = size(AVIF, u64::from(width), u64::from(height))?;
    let (bytes, repairs) = if animated {
        (Cow::Owned(still(file)?), vec![ANIMATION.into()])
    } else {
        (Cow::Borrowed(file), Vec::new())
    };
    let (bytes, orientation) = turn::taken_out(bytes, &meta)?;
    Ok(Picture {
        kind: PictureKind::Avif,
        width,
        height,
        bytes,
        pixels: None,
        orientation,
        repairs,
    })
}

/// A box: its name and where its data lies.
struct Item {
    name: [u8; 4],
    data: Range<usize>,
}

/// The box at the start of `within`.
fn next(file: &[u8], within: Range<usize>) -> Option<Item> {
    let space = file.get(within.clone())?;
    let name = array(space, 4)?;
    let (head, length) = match be32(space, 0)? {
        0 => (8, space.len()),
        1 => (
            16,
            usize::try_from(u64::from_be_bytes(array(space, 8)?)).ok()?,
        ),
        length => (8, length as usize),
    };
    if length < head || length > space.len() {
        return None;
    }
    Some(Item {
        name,
        data: within.start + head..within.start + length,
    })
}

/// The first box of this name within a range.
fn find(file: &[u8], within: &Range<usize>, name: [u8; 4]) -> Option<Range<usize>> {
    let mut at = within.start;
    while at < within.end {
        let item = next(file, at..within.end)?;
        if item.name == name {
            return Some(item.data);
        }
        at = item.data.end;
    }
    None
}

/// The part of the picture's description that is needed.
struct Meta {
    /// The primary item.
    item: u32,
    properties: Range<usize>,
    associations: Range<usize>,
    places: Option<Range<usize>>,
}

impl Meta {
    fn read(file: &[u8], meta: Range<usize>) -> Option<Self> {
        // A version and flags come first.
        let within = meta.start + 4..meta.end;
        let primary = &file[find(file, &within, *b"pitm")?];
        let item = match primary.first()? {
            0 => be16(primary, 4)? as u32,
            _ => be32(primary, 4)?,
        };
        let described = find(file, &within, *b"iprp")?;
        let properties = find(file, &described, *b"ipco")?;
        let associations = find(file, &described, *b"ipma")?;
        let places = find(file, &within, *b"iloc");
        Some(Self {
            item,
            properties,
            associations,
            places,
        })
    }

    /// Width and height of the primary item.
    fn size(&self, file: &[u8]) -> Option<(u32, u32)> {
        let indices = self.indices(&file[self.associations.clone()])?;
        let (mut at, mut index) = (self.properties.start, 0);
        while at < self.properties.end {
            let item = next(file, at..self.properties.end)?;
            index += 1;
            if &item.name == b"ispe" && indices.contains(&index) {
                let data = &file[item.data];
                return be32(data, 4).zip(be32(data, 8));
            }
            at = item.data.end;
        }
        None
    }

    /// Numbers of the primary item's properties, from 1.
    fn indices(&self, list: &[u8]) -> Option<Vec<usize>> {
        let named = self.named(list)?;
        Some(named.map(|place| index(&list[place])).collect())
    }

    /// Where in the list of associations the primary item's properties are named.
    fn named(&self, list: &[u8]) -> Option<impl Iterator<Item = Range<usize>> + use<>> {
        let (version, wide) = (*list.first()?, list.get(3)? & 1 == 1);
        let count = be32(list, 4)?;
        let mut at = 8;
        for _ in 0..count {
            let (item, length) = match version {
                0 => (be16(list, at)? as u32, 2),
                _ => (be32(list, at)?, 4),
            };
            at += length;
            let n = usize::from(*list.get(at)?);
            let (each, first) = (if wide { 2 } else { 1 }, at + 1);
            part(list, first, n * each)?;
            at = first + n * each;
            if item == self.item {
                return Some((0..n).map(move |nth| first + nth * each..first + (nth + 1) * each));
            }
        }
        None
    }
}

/// The number of a property, whose first bit says whether it is essential.
fn index(bytes: &[u8]) -> usize {
    match *bytes {
        [high, low] => usize::from(high & 0x7f) << 8 | usize::from(low),
        _ => usize::from(bytes[0] & 0x7f),
    }
}

/// Whether the items that lie in the file itself (`iloc`) end before it does.
fn check_places(list: &[u8], file: usize) -> Result<()> {
    let damaged = || {
        Error::format(
            AVIF,
            "it is damaged: the places of its parts cannot be read",
        )
    };
    let mut reader = Reader { list, at: 1 };
    let version = list.first().copied().ok_or_else(damaged)?;
    let mut number = |length: usize| reader.number(length).ok_or_else(damaged);
    number(3)?;
    let sizes = number(2)? as usize;
    let [offset, length, base, index] = [12, 8, 4, 0].map(|shift| sizes >> shift & 15);
    let index = if version == 0 { 0 } else { index };
    // Each place takes room in the list, or a short list could name billions.
    let (id, some) = (if version < 2 { 2 } else { 4 }, offset + length + index > 0);
    for _ in 0..number(id)? {
        number(id)?;
        let method = if version == 0 { 0 } else { number(2)? & 15 };
        number(2)?;
        let start = number(base)?;
        let extents = number(2)?;
        if extents > 1 && !some {
            return Err(damaged());
        }
        for _ in 0..extents {
            number(index)?;
            let end = start
                .saturating_add(number(offset)?)
                .saturating_add(number(length)?);
            if method == 0 && end > file as u64 {
                return Err(cut(AVIF, "its pixels"));
            }
        }
    }
    Ok(())
}

/// Numbers of 0 to 8 bytes, one after the other.
struct Reader<'a> {
    list: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn number(&mut self, length: usize) -> Option<u64> {
        let bytes = part(self.list, self.at, length).filter(|bytes| bytes.len() <= 8)?;
        self.at += length;
        Some(
            bytes
                .iter()
                .fold(0, |number, &byte| number << 8 | u64::from(byte)),
        )
    }
}

/// The file without its tracks, which become free space, and without the brands that announce one.
fn still(file: &[u8]) -> Result<Vec<u8>> {
    let mut copy = reserve("The picture's file", file.len())?;
    copy.extend_from_slice(file);
    let mut at = 0;
    while let Some(item) = next(file, at..file.len()) {
        if &item.name == b"moov" {
            copy[at + 4..at + 8].copy_from_slice(b"free");
        }
        at = item.data.end;
    }
    let brands = be32(file, 0)
        .map_or(0, |length| length as usize)
        .min(copy.len());
    for brand in copy[8..brands.max(8)].as_chunks_mut::<4>().0 {
        if brand == b"avis" {
            *brand = *b"avif";
        }
    }
    Ok(copy)
}
