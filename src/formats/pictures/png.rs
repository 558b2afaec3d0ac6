//! PNG (<https://www.w3.org/TR/png-3/>): every chunk that makes pixels is checked, all others go, and the pixels are
//! decoded here: small ones by the thousand much faster than browsers do, and half transparent ones exactly.
//!
//! - IHDR, PLTE, IDAT, IEND and tRNS stay, and their CRCs must be right. All others are dropped unread:
//!   text and color profiles (zTXt, iCCP) never unpack, whatever they would become.
//! - The zlib stream of the pixels must hold what the header promises, interlaced or not, with known filters and the
//!   right checksum. It is unpacked row by row, and never kept.
//! - EXIF (eXIf) is dropped once its orientation is read: no browser turns the picture.
//! - Chunks of an animation (APNG) are dropped, so its frames need not be right: the still picture
//!   stays.
//! - Colors that a palette lacks are black.
//! - 16 bits a channel become 8, after the bits that they use ([`pixels`](mod@pixels)).
//! - No IEND: cut short. After IEND: let go.

mod header;
mod pixels;
mod rows;

use std::borrow::Cow;

use super::{ANIMATION, Picture, PictureKind, cut, exif};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::bytes::{be32, part};
use crate::formats::crc::crc32;
use header::Header;
use pixels::Ink;

const PNG: &str = "PNG";
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The sentence for an impossible tRNS chunk.
const TRANSPARENCY: &str = "Its transparency was at fault and was dropped.";

/// One chunk: the bytes of its data, and all of its bytes.
struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
    whole: &'a [u8],
}

impl Chunk<'_> {
    fn is_sound(&self) -> bool {
        let (covered, crc) = self.whole[4..].split_at(self.data.len() + 4);
        crc32(covered).to_be_bytes() == crc
    }

    fn label(&self) -> String {
        self.name.escape_ascii().to_string()
    }
}

/// Checks a PNG file and keeps what makes its pixels.
pub fn check(file: &[u8]) -> Result<Picture<'_>> {
    let Some(mut rest) = file.strip_prefix(SIGNATURE) else {
        let why = if file.len() < SIGNATURE.len() {
            "it is cut short: it ends within its first bytes"
        } else {
            "its first bytes are damaged, as a transfer as text does; copy it again"
        };
        return Err(Error::format(PNG, why));
    };
    let mut kept = Kept::begin(next(&mut rest)?)?;
    loop {
        let chunk = next(&mut rest)?;
        if !kept.wants(&chunk)? {
            continue;
        }
        let last = &chunk.name == b"IEND";
        kept.take(chunk)?;
        if last {
            break;
        }
    }
    let Kept {
        header,
        chunks,
        palette,
        orientation,
        mut repairs,
        ..
    } = kept;
    if header.color == 3 && palette.is_none() {
        return Err(Error::format(
            PNG,
            "it is damaged: its table of colors is missing",
        ));
    }
    let pixels = pixels(&header, &chunks, &mut repairs)?;
    Ok(Picture {
        kind: PictureKind::Png,
        width: header.width,
        height: header.height,
        bytes: Cow::Borrowed(&[]),
        pixels: Some(pixels),
        orientation: orientation.unwrap_or(exif::UPRIGHT),
        repairs,
    })
}

/// The chunks that make the pixels, and what was found on the way.
struct Kept<'a> {
    header: Header,
    chunks: Vec<Chunk<'a>>,
    /// Number of colors in the palette.
    palette: Option<usize>,
    has_pixels: bool,
    orientation: Option<u8>,
    repairs: Vec<Cow<'static, str>>,
}

impl<'a> Kept<'a> {
    /// Begins with a file's first chunk, its header.
    fn begin(first: Chunk<'a>) -> Result<Self> {
        if &first.name == b"CgBI" {
            let why = "it was made for iPhone apps only (CgBI); save the picture again as PNG";
            return Err(Error::format(PNG, why));
        }
        let header = Header::read(&first)?;
        Ok(Self {
            header,
            chunks: vec![first],
            palette: None,
            has_pixels: false,
            orientation: None,
            repairs: Vec::new(),
        })
    }

    /// Whether a chunk stays; if the picture looks different without it, that is noted.
    fn wants(&mut self, chunk: &Chunk) -> Result<bool> {
        Ok(match &chunk.name {
            b"IDAT" => {
                self.has_pixels = true;
                !chunk.data.is_empty()
            }
            b"IEND" => true,
            // In RGB a palette is only a proposal.
            b"PLTE" => self.header.color == 3 && !self.has_pixels && self.palette.is_none(),
            b"tRNS" => {
                let fits = self.header.allows_transparency(chunk.data, self.palette);
                let is_second = self.chunks.iter().any(|other| &other.name == b"tRNS");
                let keep = fits && !self.has_pixels && !is_second;
                if !keep {
                    self.note(TRANSPARENCY);
                }
                keep
            }
            b"eXIf" => {
                if chunk.is_sound() {
                    self.orientation
                        .get_or_insert_with(|| exif::orientation(chunk.data));
                }
                false
            }
            b"acTL" | b"fcTL" | b"fdAT" => {
                self.note(ANIMATION);
                false
            }
            name if name[0].is_ascii_uppercase() => {
                let label = chunk.label();
                let why = format!(
                    "it is damaged, or newer than known here: it needs a part named {label:?}"
                );
                return Err(Error::format(PNG, why));
            }
            _ => false,
        })
    }

    /// Says once what was repaired.
    fn note(&mut self, repair: &'static str) {
        if !self.repairs.iter().any(|said| said == repair) {
            self.repairs.push(repair.into());
        }
    }

    /// Keeps a chunk, whose checksum must be right.
    fn take(&mut self, chunk: Chunk<'a>) -> Result<()> {
        if !chunk.is_sound() {
            let why = format!(
                "it is damaged: the checksum of its part {} is wrong",
                chunk.label()
            );
            return Err(Error::format(PNG, why));
        }
        if &chunk.name == b"PLTE" {
            self.palette = Some(colors(chunk.data)?);
        }
        self.chunks.push(chunk);
        Ok(())
    }
}

/// Takes the next chunk from the start of `rest`.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Chunk<'a>> {
    let ends = || cut(PNG, "its parts, and has no end mark");
    let length = be32(rest, 0).ok_or_else(ends)? as usize;
    let name = crate::formats::bytes::array(rest, 4).ok_or_else(ends)?;
    if !name.iter().all(u8::is_ascii_alphabetic) {
        let why = "it is damaged: where the name of its next part should be is something else";
        return Err(Error::format(PNG, why));
    }
    let whole = part(rest, 0, length.saturating_add(12)).ok_or_else(ends)?;
    *rest = &rest[whole.len()..];
    Ok(Chunk {
        name,
        data: &whole[8..8 + length],
        whole,
    })
}

/// The picture's pixels.
fn pixels(
    header: &Header,
    kept: &[Chunk],
    repairs: &mut Vec<Cow<'static, str>>,
) -> Result<Vec<u8>> {
    let data = |name| {
        kept.iter()
            .find(|chunk| &chunk.name == name)
            .map(|chunk| chunk.data)
    };
    let mut ink = Ink::new(header, data(b"PLTE").unwrap_or_default(), data(b"tRNS"));
    if header.depth == 16 {
        header.unpack(kept, |_, _, row| ink.look(row))?;
        let bits = ink.settle();
        repairs.push(match bits {
            16 => "Its 16 bits a channel became 8.".into(),
            8 => "Its 16-bit values use 8 bits: 0 to 255 stay as they are.".into(),
            _ => format!(
                "Its 16-bit values use {bits} bits: 0 to {} become 0 to 255.",
                (1 << bits) - 1
            )
            .into(),
        });
    }
    if !header.can_hold(kept) {
        // It fails, before memory is taken on the header's word.
        header.unpack(kept, |_, _, _| {})?;
    }
    let Header { width, height, .. } = *header;
    let mut rgba = reserve("The picture", width * height * 4)?;
    rgba.resize(width * height * 4, 0);
    let (pixels, _) = rgba.as_chunks_mut::<4>();
    header.unpack(kept, |pass, y, row| {
        let line = &mut pixels[y * width..(y + 1) * width];
        ink.paint(row, line[pass.left..].iter_mut().step_by(pass.step));
    })?;
    Ok(rgba)
}

/// Number of colors in a palette's data.
fn colors(data: &[u8]) -> Result<usize> {
    let colors = data.len() / 3;
    if !data.len().is_multiple_of(3) || !(1..=256).contains(&colors) {
        let why = format!(
            "it is damaged: its table of colors has {} bytes",
            data.len()
        );
        return Err(Error::format(PNG, why));
    }
    Ok(colors)
}
