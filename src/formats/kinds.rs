//! What a file is, said by its first bytes.

use super::bytes::part;
use super::decimal;
use super::foreign;
use super::text::{self, Encoding};
use crate::error::{Error, Result};
use std::borrow::Cow;

/// As much of a file as [`kind`] looks at.
const START: usize = 4096;
/// A line with so many fields makes a text a table; a picture of 3 × 3 has as many.
const FIELDS: usize = 9;
/// Bytes of a cell that is no prose.
const SHORT: usize = 64;
/// Marks that part cells, besides blanks.
const MARKS: [char; 3] = [',', ';', '\t'];

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
/// - **A CSV table** is text of which one of the first two lines has at least 9 cells that are short, parted by commas,
///   semicolons or tabs, or numbers parted by blanks, in one of its cells or all over it; or of which both have as many
///   cells, two at least.
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
    if markup.is_none() && text.as_ref().is_some_and(|(text, _)| is_table(text)) {
        return Ok(FileKind::Csv);
    }
    if let Some(why) = markup.or_else(|| foreign::known(start)) {
        return Err(Error::format("picture", why));
    }
    // Any bytes are letters of Windows-1252, so that only a table makes a text of them.
    match text.filter(|(_, encoding)| *encoding != Encoding::Windows1252) {
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

/// The start of a file as text, if it is some: without control characters.
fn text(start: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    let (text, encoding) = text::of_start(start).ok()?;
    let printable = |c: char| !c.is_ascii_control() || matches!(c, '\t' | '\n' | '\r' | '\x0c');
    text.chars().all(printable).then_some((text, encoding))
}

/// Whether a text is a table: one of its first lines has as many short cells as a picture has pixels at least, or its
/// first two have as many cells each, as in a list of files and their classes. Comments do not count.
fn is_table(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.split(['\n', '\r']).filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && !line.starts_with("sep=")
    });
    let first: Vec<&str> = lines.take(2).collect();
    let short = |field: &str| field.trim().len() <= SHORT;
    let by_mark = |line: &str, mark| {
        line.split(mark)
            .all(short)
            .then(|| line.split(mark).count())
    };
    let is_wide = |line: &&str| {
        let blanks = line.split_whitespace();
        let is_pixels = |cell: &str| {
            let mut words = cell.trim().trim_matches('"').split_whitespace();
            let is_long = words.clone().count() >= FIELDS;
            is_long && words.all(|word| decimal::parse(word.as_bytes(), false).is_some())
        };
        MARKS.iter().any(|&mark| {
            by_mark(line, mark) >= Some(FIELDS)
                || line.contains(mark) && line.split(mark).any(is_pixels)
        }) || blanks.clone().count() >= FIELDS && blanks.clone().all(number_or_quoted)
    };
    let is_list = |mark: char| match first[..] {
        [one, other] => {
            let count = fields(one, mark);
            let is_short = [one, other]
                .iter()
                .all(|line| by_mark(line, mark).is_some());
            is_short && count >= 2 && count == fields(other, mark)
        }
        _ => false,
    };
    first.iter().any(is_wide) || MARKS.into_iter().any(is_list)
}

/// Cells of a line; marks within double quotes part nothing.
fn fields(line: &str, mark: char) -> usize {
    let mut in_quotes = false;
    let marks = line.chars().filter(|&letter| {
        in_quotes ^= letter == '"';
        letter == mark && !in_quotes
    });
    1 + marks.count()
}

/// Whether a cell of a table whose cells blanks part is a number, or a text in quotes.
fn number_or_quoted(cell: &str) -> bool {
    cell.starts_with('"') || decimal::parse(cell.as_bytes(), true).is_some()
}
