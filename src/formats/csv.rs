//! CSV: a table of text, a row a line.
//!
//! Cells are parted by commas, semicolons, tabs or blanks, as the file's first row shows; a cell may stand in double
//! quotes. One cell may hold all pixels, parted by blanks, as in FER-2013. A first line `sep=;`, as spreadsheets write
//! it, names the mark. Lines that begin with `#` are comments. Where the mark is no comma, a comma may be the decimal
//! point. What the columns are is [`table`](super::table)'s to guess.

mod dialect;
mod rows;

pub use rows::{Row, Rows};

use super::decimal;
use super::text::{self, Encoding};
use crate::error::{Error, Result};
use dialect::Dialect;
use std::borrow::Cow;

/// The kind of file, in messages.
pub const CSV: &str = "CSV";
/// Characters of a cell that a message repeats.
const QUOTED: usize = 40;

/// The rows of a file, and how its cells are read.
#[derive(Debug)]
pub struct Sheet<'a> {
    /// UTF-8 without a mark of byte order.
    text: Cow<'a, str>,
    dialect: Dialect,
    encoding: Encoding,
    /// What was taken for granted and its owner should know of, in sentences.
    pub notes: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// Looks at the start of a file, and at what its letters are.
    ///
    /// # Errors
    /// [`Error::Format`] for a file without a row.
    pub fn open(file: &'a [u8]) -> Result<Self> {
        let (text, encoding) = text::of_table(file)?;
        let (dialect, notes) = Dialect::of(text.as_bytes());
        let sheet = Self {
            text,
            dialect,
            encoding,
            notes,
        };
        match sheet.rows().next() {
            Some(_) => Ok(sheet),
            None => Err(Error::format(CSV, "it is empty")),
        }
    }

    /// All rows, the one of names among them.
    pub fn rows(&self) -> Rows<'_> {
        Rows::new(self.text.as_bytes(), self.dialect.marks)
    }

    /// The rows from the first that begins at or after a byte.
    pub fn rows_from(&self, at: usize) -> Rows<'_> {
        let rest = &self.text.as_bytes()[at.min(self.text.len())..];
        let mark = rest.iter().position(|&byte| byte == b'\n' || byte == b'\r');
        let next = if at == 0 {
            0
        } else {
            mark.unwrap_or(rest.len())
        };
        Rows::new(&rest[next..], self.dialect.marks)
    }

    /// The number of a row among the file's lines, from 1 on, wherever its search began.
    pub fn line_of(&self, row: &Row) -> usize {
        let is_it = |one: &Row| std::ptr::eq(one.line, row.line);
        self.rows().find(is_it).map_or(row.number, |one| one.number)
    }

    /// The place of a cell that holds all pixels of a row.
    pub fn pixel_cell(&self) -> Option<usize> {
        self.dialect.pixel_cell
    }

    /// Bytes of all rows.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The finite number that a cell holds.
    pub fn number(&self, cell: &[u8]) -> Option<f64> {
        // Nearly all cells are a byte's one to three digits.
        if let [b'0'..=b'9']
        | [b'0'..=b'9', b'0'..=b'9']
        | [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] = cell
        {
            let value = cell
                .iter()
                .fold(0, |v, digit| 10 * v + u32::from(digit - b'0'));
            return Some(f64::from(value));
        }
        let value = decimal::parse(cell.trim_ascii(), self.dialect.has_decimal_comma);
        value.filter(|value| value.is_finite())
    }

    /// The letters of a cell.
    pub fn text(&self, cell: &[u8]) -> String {
        String::from_utf8_lossy(cell.trim_ascii()).into_owned()
    }

    /// A cell as a message repeats it.
    pub fn quote(&self, cell: &[u8]) -> String {
        self.text(cell).chars().take(QUOTED).collect()
    }

    /// Which code page was taken for granted, in a sentence, where the file is not plainly Unicode.
    pub fn encoding_note(&self) -> Option<&'static str> {
        (self.encoding == Encoding::Windows1252).then_some(
            "Its letters are taken as those of Windows-1252; where they are wrong, save the table as CSV UTF-8.",
        )
    }
}
