//! JPEG (ITU T.81): its segments are walked to the end mark.
//!
//! - Baseline, extended and progressive with Huffman codes, 8 bits, one or three components: what every
//!   browser reads. CMYK and YCCK (four components) are refused, as browsers make different colors of
//!   them; lossless, arithmetic and 12-bit ones, as most read none.
//! - No end mark, or fewer bytes of pixels than so many blocks can take: cut short.
//! - After the end mark: let go (second pictures, previews and padding of cameras).
//! - Color profiles are dropped, and EXIF once its orientation is read: no browser turns the picture.
//! - At most 200 scans: progressive files use about ten, and each costs a whole pass.

use std::borrow::Cow;
use std::ops::Range;

use super::{Picture, PictureKind, cut, exif, size};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::be16;

const JPEG: &str = "JPEG";
const MAX_SCANS: usize = 200;

/// What the frame's header says.
struct Frame {
    width: usize,
    height: usize,
    components: usize,
    /// Largest sampling factors across and down: 8 × 8 blocks in a unit.
    unit: (usize, usize),
}

impl Frame {
    fn read(data: &[u8]) -> Result<Self> {
        let ends = || cut(JPEG, "its frame header");
        let precision = *data.first().ok_or_else(ends)?;
        let height = be16(data, 1).ok_or_else(ends)?;
        let width = be16(data, 3).ok_or_else(ends)?;
        let components = usize::from(*data.get(5).ok_or_else(ends)?);
        let (width, height) = size(JPEG, width as u64, height as u64)?;
        let fail = |why: &str| Err(Error::format(JPEG, why));
        if precision != 8 {
            let why = format!(
                "it has {precision} bits a channel, which browsers cannot read; save it with 8"
            );
            return fail(&why);
        }
        match components {
            1 | 3 => {}
            4 => {
                return fail(
                    "its colors are for print (CMYK), and browsers show them differently; save it as RGB first",
                );
            }
            n => return fail(&format!("it has {n} channels, and 1 or 3 can be read")),
        }
        let (table, _) = data.get(6..).unwrap_or_default().as_chunks::<3>();
        let factors = table.get(..components).ok_or_else(ends)?;
        let mut unit = (1, 1);
        for [_, factor, _] in factors {
            let (across, down) = (usize::from(factor >> 4), usize::from(factor & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return fail("it is damaged: its header samples colors in a way that cannot be");
            }
            unit = (unit.0.max(across), unit.1.max(down));
        }
        Ok(Self {
            width,
            height,
            components,
            unit,
        })
    }

    /// Bytes below which no file of this size can be: one bit a unit.
    fn fewest_bytes(&self) -> usize {
        self.width.div_ceil(8 * self.unit.0) * self.height.div_ceil(8 * self.unit.1) / 8
    }
}

/// Segments that are left out of the file, and what they say of the picture.
#[derive(Default)]
struct Notes {
    places: Vec<Range<usize>>,
    /// As the first EXIF segment names it.
    orientation: Option<u8>,
}

impl Notes {
    /// Takes EXIF and color profiles; other segments stay.
    fn take(&mut self, data: &[u8], place: Range<usize>) {
        if data.starts_with(exif::HEAD) {
            self.orientation
                .get_or_insert_with(|| exif::orientation(data));
        } else if !data.starts_with(b"ICC_PROFILE\0") {
            return;
        }
        self.places.push(place);
    }
}

/// Walks a JPEG file's segments to its end.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let fail = |why: &str| Err(Error::format(JPEG, why));
    let mut frame: Option<Frame> = None;
    let (mut scans, mut pixels) = (0, 0);
    let mut notes = Notes::default();
    let mut at = 2;
    let end = loop {
        let (marker, after) =
            marker(file, at).ok_or_else(|| cut(JPEG, "its parts, and has no end mark"))?;
        at = after;
        match marker {
            0xd9 => break after,
            // Marks without data.
            0x01 | 0xd0..=0xd7 => continue,
            0xd8 => return fail("it is damaged: a second picture starts within the first"),
            _ => {}
        }
        let data = segment(file, at)?;
        at += 2 + data.len();
        match marker {
            0xc0..=0xc2 => {
                if frame.is_some() {
                    return fail("it is damaged: it has two frame headers");
                }
                frame = Some(Frame::read(data)?);
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return fail(
                    "it is packed in a rare way (lossless or arithmetic), which browsers cannot read; save it again as an ordinary JPEG",
                );
            }
            0xe1 | 0xe2 => notes.take(data, after - 2..at),
            _ => {}
        }
        if marker == 0xda {
            scans += 1;
            check_scan(frame.as_ref(), data, scans)?;
            let length = scan(&file[at..]);
            pixels += length;
            at += length;
        }
    };
    let Some(frame) = frame.filter(|_| scans > 0) else {
        return fail("it is damaged: there are no pixels in it");
    };
    if pixels < frame.fewest_bytes() {
        let Frame { width, height, .. } = frame;
        return fail(&format!(
            "it is cut short: {pixels} bytes of pixels are too few for {width} × {height}"
        ));
    }
    let bytes = without(&file[..end], &notes.places)?;
    let Frame { width, height, .. } = frame;
    Ok(Picture {
        kind: PictureKind::Jpeg,
        width,
        height,
        bytes,
        pixels: None,
        orientation: notes.orientation.unwrap_or(exif::UPRIGHT),
        repairs: Vec::new(),
    })
}

/// The data of the segment whose length stands at `at`.
fn segment(file: &[u8], at: usize) -> Result<&[u8]> {
    let ends = || cut(JPEG, "a header");
    let length = be16(file, at).ok_or_else(ends)?;
    if length < 2 {
        let why = "it is damaged: a part of it has a length that cannot be";
        return Err(Error::format(JPEG, why));
    }
    file.get(at + 2..at + length).ok_or_else(ends)
}

/// Checks the header of the scan of that number, from 1, whose pixels follow.
fn check_scan(frame: Option<&Frame>, data: &[u8], number: usize) -> Result<()> {
    let fail = |why: &str| Err(Error::format(JPEG, why));
    let Some(frame) = frame else {
        return fail("it is damaged: its pixels come before its frame header");
    };
    let n = usize::from(data.first().copied().unwrap_or(0));
    if n == 0 || n > frame.components || data.len() != 4 + 2 * n {
        return fail("it is damaged: the header of its pixels is wrong");
    }
    if number > MAX_SCANS {
        return fail(&format!(
            "it is packed in more than {MAX_SCANS} scans; save it again as an ordinary JPEG"
        ));
    }
    Ok(())
}

/// The next marker from `at` on, and where its data begins; bytes before it are skipped, as
/// decoders do.
fn marker(file: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = file.get(at..)?;
    let place = rest
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff))?;
    Some((rest[place + 1], at + place + 2))
}

/// Bytes of pixels at the start of `rest`: up to a marker that is no restart.
fn scan(rest: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff | 0xd0..=0xd7);
    rest.windows(2).position(ends).unwrap_or(rest.len())
}

/// The file without the given parts of it.
fn without<'a>(file: &'a [u8], parts: &[Range<usize>]) -> Result<Cow<'a, [u8]>> {
    if parts.is_empty() {
        return Ok(Cow::Borrowed(file));
    }
    let mut kept = reserve("The picture's file", file.len())?;
    let mut from = 0;
    for part in parts {
        kept.extend_from_slice(&file[from..part.start]);
        from = part.end;
    }
    kept.extend_from_slice(&file[from..]);
    Ok(Cow::Owned(kept))
}
