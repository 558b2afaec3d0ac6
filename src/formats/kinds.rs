//! What a file is, said by its first bytes.

use super::bytes::part;
use super::foreign;
use crate::error::{Error, Result};

/// As much of a file as [`kind`] looks at.
const START: usize = 4096;
/// A line with so many fields makes a text a table; a picture of 3 × 3 has as many.
const FIELDS: usize = 9;

/// What can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// One picture.
    Picture(PictureKind),
    /// Images or labels in MNIST's format.
    Idx,
    /// An array of numpy.
    Npy,
    /// A table of text.
    Csv,
    /// An archive of files.
    Zip,
    /// One file, packed.
    Gzip,
    /// A saved collection.
    Safetensors,
}

/// The formats of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// Portable Network Graphics.
    Png,
    /// What most cameras write.
    Jpeg,
    /// Graphics Interchange Format.
    Gif,
    /// `VP8`, lossy or not.
    WebP,
    /// Windows' bitmap.
    Bmp,
    /// AV1 stills.
    Avif,
}

/// What a file is, from its bytes or the first 4,096 of them.
///
/// - **A picture**, an archive, a packed file, IDX, npy and safetensors by their magic bytes. IDX of any
///   type of numbers counts, so that its reader can name the type that it wants.
/// - **A CSV table** is text of which one of the first two lines has at least 9 fields, parted by commas,
///   semicolons or tabs, that are short.
/// - **Anything else** is refused by its name, where it has a known one, with what to do instead.
///
/// # Errors
/// [`Error::Format`] for an empty file and for what cannot be opened.
pub fn kind(file: &[u8]) -> Result<FileKind> {
    let start = &file[..file.len().min(START)];
    if start.is_empty() {
        return Err(Error::format("picture", "it is empty (0 bytes)"));
    }
    if let Some(kind) = by_magic(start) {
        return Ok(kind);
    }
    let markup = foreign::markup(start);
    let text = text(start);
    if markup.is_none() && text.is_some_and(is_table) {
        return Ok(FileKind::Csv);
    }
    if let Some(why) = markup.or_else(|| foreign::known(start)) {
        return Err(Error::format("picture", why));
    }
    match text {
        Some(_) => Err(Error::format(
            "picture",
            "it is text; of text files only tables of pixels (CSV) can be read, one image a row",
        )),
        None => Err(Error::format(
            "picture",
            "its first bytes are of no known format; wanted are PNG, JPEG, WebP, GIF, BMP, AVIF, ZIP, IDX, npy or CSV",
        )),
    }
}

fn by_magic(start: &[u8]) -> Option<FileKind> {
    use PictureKind::{Avif, Bmp, Gif, Jpeg, Png, WebP};
    let picture = |kind| Some(FileKind::Picture(kind));
    let at = |place, wanted: &[u8]| part(start, place, wanted.len()) == Some(wanted);
    match start {
        // Also without the last four bytes of PNG's signature, which a transfer as text changes: the reader then says
        // that the file is damaged.
        [0x89, b'P', b'N', b'G', ..] => picture(Png),
        [0xff, 0xd8, 0xff, ..] => picture(Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => picture(Gif),
        [b'R', b'I', b'F', b'F', ..] if at(8, b"WEBP") => picture(WebP),
        [b'B', b'M', ..] if is_bmp(start) => picture(Bmp),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if super::pictures::avif::is_avif(start) => {
            picture(Avif)
        }
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => {
            Some(FileKind::Zip)
        }
        [0x1f, 0x8b, ..] => Some(FileKind::Gzip),
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Some(FileKind::Npy),
        [0, 0, 1..=255, 1..=4, ..] => Some(FileKind::Idx),
        [_, _, _, _, 0, 0, 0, 0, b'{', ..] => Some(FileKind::Safetensors),
        _ => None,
    }
}

/// Whether a file that starts with `BM` is a bitmap rather than text: its header has a known size, or
/// the file ends before that.
fn is_bmp(start: &[u8]) -> bool {
    super::bytes::le32(start, 14).map_or_else(
        || start.len() < 18 && !start[2..].is_ascii(),
        |header| (12..=124).contains(&header),
    )
}

/// The start of a file as text, if it is some: UTF-8 without control characters; a character that the
/// end cuts through does not count.
fn text(start: &[u8]) -> Option<&str> {
    let text = match str::from_utf8(start) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(&start[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let printable = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\x0c');
    text.chars()
        .all(printable)
        .then(|| text.trim_start_matches('\u{feff}'))
}

fn is_table(text: &str) -> bool {
    let lines = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty());
    lines.take(2).any(|line| {
        [',', ';', '\t'].iter().any(|&mark| {
            line.split(mark).count() >= FIELDS
                && line.split(mark).all(|field| field.trim().len() <= 32)
        })
    })
}
