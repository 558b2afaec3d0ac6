//! The rows of a CSV file and their cells (RFC 4180, but for line breaks within quotes, which end the row).
//!
//! The tests hold the cells against the crate `csv-core`. That crate copies every byte, so reading a file would take
//! 1.5 times as long with it.

use std::borrow::Cow;

/// By what cells are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The mark between cells; a blank stands for one or several blanks.
    pub separator: u8,
    /// Whether blanks and quotes part cells besides: one cell holds all pixels.
    pub in_cell: bool,
}

impl From<u8> for Marks {
    fn from(separator: u8) -> Self {
        Self {
            separator,
            in_cell: false,
        }
    }
}

/// The rows of a file that are neither blank nor comments.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    rest: &'a [u8],
    marks: Marks,
    number: usize,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Its number among the file's lines, from 1 on.
    pub number: usize,
    /// Its bytes without the line's end.
    pub line: &'a [u8],
    marks: Marks,
}

impl<'a> Rows<'a> {
    /// The rows of `file`, whose cells are parted by these marks.
    pub fn new(file: &'a [u8], marks: impl Into<Marks>) -> Self {
        let mut rows = Self {
            rest: file,
            marks: marks.into(),
            number: 0,
        };
        let mut ahead = rows.clone();
        if ahead.line().and_then(named).is_some() {
            rows = ahead;
        }
        rows
    }

    /// The mark between cells that a first line `sep=;` names.
    pub fn named(file: &[u8]) -> Option<u8> {
        let mut rows = Rows {
            rest: file,
            marks: Marks::from(b','),
            number: 0,
        };
        rows.line().and_then(named)
    }

    /// Whether a line before the second row is a comment.
    pub fn has_comments(&self) -> bool {
        let mut lines = self.clone();
        let mut seen = 0;
        while seen < 2 {
            match lines.line() {
                Some(line) if is_comment(line) => return true,
                Some(line) => seen += usize::from(!line.trim_ascii().is_empty()),
                None => return false,
            }
        }
        false
    }

    /// The rest of the file.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next line, whatever it is.
    fn line(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|&b| b == b'\n' || b == b'\r');
        let (line, rest) = match end {
            Some(end) => {
                // A line may end with both.
                let marks = if self.rest[end..].starts_with(b"\r\n") {
                    2
                } else {
                    1
                };
                (&self.rest[..end], &self.rest[end + marks..])
            }
            None => (self.rest, &self.rest[self.rest.len()..]),
        };
        self.rest = rest;
        self.number += 1;
        Some(line)
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        loop {
            let line = self.line()?;
            if !line.trim_ascii().is_empty() && !is_comment(line) {
                return Some(Row {
                    number: self.number,
                    line,
                    marks: self.marks,
                });
            }
        }
    }
}

/// Whether a line is a comment, as `numpy.savetxt` writes names of columns.
fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"#")
}

/// The mark that a line `sep=;` names.
fn named(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end();
    match line.split_at_checked(4)? {
        (word, [mark]) if word.eq_ignore_ascii_case(b"sep=") => Some(*mark),
        // The tab is trimmed with the line's end.
        (word, []) if word.eq_ignore_ascii_case(b"sep=") => Some(b'\t'),
        _ => None,
    }
}

impl<'a> Row<'a> {
    /// The cells from the left, without their quotes.
    pub fn cells(&self) -> Cells<'a> {
        let blanks = self.marks.separator == b' ';
        Cells {
            rest: Some(if blanks {
                self.line.trim_ascii()
            } else {
                self.line
            }),
            marks: self.marks,
        }
    }
}

/// The cells of a row.
#[derive(Debug, Clone)]
pub struct Cells<'a> {
    rest: Option<&'a [u8]>,
    marks: Marks,
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cow<'a, [u8]>;

    #[inline]
    fn next(&mut self) -> Option<Cow<'a, [u8]>> {
        let rest = self.rest?;
        if self.marks.in_cell {
            return Some(Cow::Borrowed(self.word(rest)));
        }
        if rest.first() == Some(&b'"') {
            return Some(self.quoted(&rest[1..]));
        }
        let end = self.end(rest);
        self.after(rest, end);
        Some(Cow::Borrowed(&rest[..end.unwrap_or(rest.len())]))
    }
}

impl<'a> Cells<'a> {
    /// Where the mark after the present cell stands. Between cells that blanks part, a tab is a blank too.
    #[inline]
    fn end(&self, rest: &[u8]) -> Option<usize> {
        let separator = self.marks.separator;
        if separator == b' ' {
            return rest.iter().position(|&byte| byte == b' ' || byte == b'\t');
        }
        rest.iter().position(|&byte| byte == separator)
    }

    /// Goes on behind the mark.
    #[inline]
    fn after(&mut self, rest: &'a [u8], end: Option<usize>) {
        self.rest = end.map(|end| &rest[end + 1..]);
        if self.marks.separator == b' ' {
            self.rest = self.rest.map(<[u8]>::trim_ascii_start);
        }
    }

    /// A cell that ends at a mark, a blank or a quote.
    fn word(&mut self, rest: &'a [u8]) -> &'a [u8] {
        let separator = self.marks.separator;
        let is_blank = |byte: &u8| *byte != separator && b" \t\"".contains(byte);
        let trimmed = |rest: &'a [u8]| {
            let start = rest.iter().position(|byte| !is_blank(byte));
            &rest[start.unwrap_or(rest.len())..]
        };
        let rest = trimmed(rest);
        let is_end = |byte: &u8| *byte == separator || is_blank(byte);
        let (word, after) = rest.split_at(rest.iter().position(is_end).unwrap_or(rest.len()));
        let after = trimmed(after);
        self.rest = match after.first() {
            Some(byte) if *byte == separator => Some(&after[1..]),
            Some(_) => Some(after),
            None => None,
        };
        word
    }

    /// A cell from after its opening quote on; two quotes stand for one.
    fn quoted(&mut self, rest: &'a [u8]) -> Cow<'a, [u8]> {
        let (mut text, mut at) = (Vec::new(), 0);
        while at < rest.len() {
            if rest[at] == b'"' {
                if rest.get(at + 1) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            text.push(rest[at]);
            at += 1;
        }
        let after = &rest[(at + 1).min(rest.len())..];
        let end = self.end(after);
        // What stands between the closing quote and the separator belongs to the cell, as in `"a"b`.
        text.extend_from_slice(&after[..end.unwrap_or(after.len())]);
        self.after(after, end);
        Cow::Owned(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
    use proptest::prelude::*;

    /// The cells of one line, as the crate sees them.
    fn cells(reader: &mut Reader, mut line: &[u8]) -> Vec<Vec<u8>> {
        reader.reset();
        let (mut cells, mut cell, mut room) = (Vec::new(), Vec::new(), [0; 16]);
        loop {
            let (result, read, written) = reader.read_field(line, &mut room);
            line = &line[read..];
            cell.extend_from_slice(&room[..written]);
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { .. } => cells.push(std::mem::take(&mut cell)),
                ReadFieldResult::End => return cells,
            }
        }
    }

    proptest! {
        #[test]
        fn cells_are_the_crates(text in "[0-9a ,;\t\"]{0,40}(\r\n|\n|\r)?[0-9a ,;\t\"]{0,40}") {
            for separator in b",;\t" {
            let rows = Rows::new(text.as_bytes(), *separator);
            let mut reader = ReaderBuilder::new().delimiter(*separator).build();
            for row in rows {
                let got: Vec<Vec<u8>> = row.cells().map(|cell| cell.to_vec()).collect();
                prop_assert_eq!(got, cells(&mut reader, row.line), "row {}", row.number);
            }
            }
        }
    }
}
