//! The rows of a CSV file and their cells (RFC 4180, but for line breaks within quotes, which end the row).
//!
//! The tests hold the cells against the crate `csv-core`. That crate copies every byte, so reading a file would take
//! 1.5 times as long with it.

use std::borrow::Cow;

/// The rows of a file that are not blank.
pub struct Rows<'a> {
    rest: &'a [u8],
    separator: u8,
    number: usize,
}

/// One row.
pub struct Row<'a> {
    /// Its number among the file's lines, from 1 on.
    pub number: usize,
    line: &'a [u8],
    separator: u8,
}

impl<'a> Rows<'a> {
    /// The rows of `file`, whose cells are parted by whichever of `,`, `;` and tab its first line has most of.
    pub fn new(file: &'a [u8]) -> Self {
        let mut rows = Self {
            rest: file,
            separator: b',',
            number: 0,
        };
        let mut ahead = Rows { ..rows };
        if let Some(first) = ahead.next() {
            let count = |mark: u8| first.line.split(|&byte| byte == mark).count();
            let most = |best, mark| {
                if count(mark) > count(best) {
                    mark
                } else {
                    best
                }
            };
            rows.separator = b";\t".iter().fold(b',', |best, &mark| most(best, mark));
        }
        rows
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        while !self.rest.is_empty() {
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
            if !line.trim_ascii().is_empty() {
                return Some(Row {
                    number: self.number,
                    line,
                    separator: self.separator,
                });
            }
        }
        None
    }
}

impl<'a> Row<'a> {
    /// The cells from the left, without their quotes.
    pub fn cells(&self) -> Cells<'a> {
        Cells {
            rest: Some(self.line),
            separator: self.separator,
        }
    }
}

/// The cells of a row.
pub struct Cells<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Cow<'a, [u8]>> {
        let rest = self.rest?;
        if rest.first() == Some(&b'"') {
            return Some(self.quoted(&rest[1..]));
        }
        let end = rest.iter().position(|&byte| byte == self.separator);
        self.rest = end.map(|end| &rest[end + 1..]);
        Some(Cow::Borrowed(&rest[..end.unwrap_or(rest.len())]))
    }
}

impl<'a> Cells<'a> {
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
        let end = after.iter().position(|&byte| byte == self.separator);
        // What stands between the closing quote and the separator belongs to the cell, as in `"a"b`.
        text.extend_from_slice(&after[..end.unwrap_or(after.len())]);
        self.rest = end.map(|end| &after[end + 1..]);
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
            let rows = Rows::new(text.as_bytes());
            let mut reader = ReaderBuilder::new().delimiter(rows.separator).build();
            for row in rows {
                let got: Vec<Vec<u8>> = row.cells().map(|cell| cell.to_vec()).collect();
                prop_assert_eq!(got, cells(&mut reader, row.line), "row {}", row.number);
            }
        }
    }
}
