//! Bytes as text, in one place, so that no two names become one.
//!
//! A table of text is read by [`of_table`], its first bytes by [`of_start`]. The names in an
//! archive are read by [`names::paths`], all of them together.
//!
//! The tables of the large code pages are not ours: browsers have them, and whoever calls hands in what reads them.

mod dos;
mod guess;
pub mod names;

pub use guess::Tables;

use crate::data::limits::reserve;
use crate::error::{Error, Result};
use std::borrow::Cow;

/// How a text is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with a mark of byte order in front or without.
    Utf8,
    /// UTF-16, as the mark of byte order in front says.
    Utf16,
    /// The code page of Western Windows, which any bytes are text in.
    Windows1252,
}

/// What Windows-1252 has at 0x80 to 0x9f. Five bytes have no character there and stay the control characters of their
/// number, as the encoding standard has it, so that different bytes stay different.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A whole file's text without its mark of byte order, and how it is written down: UTF-16 where its mark says so,
/// UTF-8 where all bytes are that, else Windows-1252. UTF-8 is not copied.
///
/// # Errors
/// [`Error::Format`] for UTF-16 with half a character in it, [`Error::TooLarge`] if the memory is refused.
pub fn of_table(file: &[u8]) -> Result<(Cow<'_, str>, Encoding)> {
    match file {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
            match str::from_utf8(file) {
                Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
                Err(_) => windows_1252(file),
            }
        }
    }
}

/// The same of a file's first bytes, whose end may cut through a character, which is left away.
///
/// # Errors
/// As those of [`of_table`].
pub fn of_start(start: &[u8]) -> Result<(Cow<'_, str>, Encoding)> {
    let whole = match start {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let is_little = start[0] == 0xff;
            let even = &start[..start.len() & !1];
            // The first half of a character of two units stands alone at the end.
            match even {
                [head @ .., a, b] if matches!(if is_little { b } else { a }, 0xd8..=0xdb) => head,
                _ => even,
            }
        }
        _ => match str::from_utf8(start) {
            Err(error) if error.error_len().is_none() => &start[..error.valid_up_to()],
            _ => start,
        },
    };
    of_table(whole)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<(Cow<'_, str>, Encoding)> {
    let fail = || {
        Error::format(
            "text",
            "it is damaged: its UTF-16 has half a character in it",
        )
    };
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return Err(fail());
    };
    let mut text = room(bytes.len())?;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        push(&mut text, character.map_err(|_| fail())?)?;
    }
    Ok((Cow::Owned(text), Encoding::Utf16))
}

fn windows_1252(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding)> {
    let mut text = room(bytes.len())?;
    for part in bytes.split_inclusive(|byte| !byte.is_ascii()) {
        let (ascii, last) = match part {
            [head @ .., last] if !last.is_ascii() => (head, Some(*last)),
            _ => (part, None),
        };
        text.try_reserve(ascii.len())
            .map_err(|_| memory(text.len()))?;
        text.push_str(str::from_utf8(ascii).unwrap_or_default());
        if let Some(byte) = last {
            push(&mut text, in_windows_1252(byte))?;
        }
    }
    Ok((Cow::Owned(text), Encoding::Windows1252))
}

/// A byte's character in Windows-1252.
fn in_windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// An empty text with room for so many bytes.
fn room(bytes: usize) -> Result<String> {
    // An empty vector is text.
    Ok(String::from_utf8(reserve("The text", bytes)?).unwrap_or_default())
}

/// Appends a character, unless the memory is refused.
fn push(text: &mut String, character: char) -> Result<()> {
    text.try_reserve(character.len_utf8())
        .map_err(|_| memory(text.len()))?;
    text.push(character);
    Ok(())
}

fn memory(bytes: usize) -> Error {
    Error::TooLarge {
        what: "The text".into(),
        got: format!("more than {bytes} bytes"),
        limit: "the memory that this machine has left".into(),
    }
}
