//! By which marks the cells of a CSV file are parted, and which one stands before decimals.

use super::rows::{Marks, Rows};

/// With so many cells a line parted by blanks is a table.
const FIELDS: usize = 9;
/// Rows that are looked at for decimal commas.
const LOOK: usize = 5;

/// How a file's cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// By what cells are parted.
    pub marks: Marks,
    /// The place of a cell that holds all pixels of a row.
    pub pixel_cell: Option<usize>,
    /// Whether a comma in a cell is its decimal point.
    pub has_decimal_comma: bool,
}

impl Dialect {
    /// The dialect of a file without its byte order mark, and what of it is to be said.
    pub fn of(file: &[u8]) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let first = Rows::new(file, b',').next().map_or(&[][..], |row| row.line);
        let separator = Rows::named(file).unwrap_or_else(|| separator(first));
        let pixel_cell = pixel_cell(file, separator);
        let marks = Marks {
            separator,
            in_cell: pixel_cell.is_some(),
        };
        let mut has_decimal_comma = false;
        if separator != b',' {
            let rows = Rows::new(file, marks).take(LOOK);
            has_decimal_comma = rows
                .flat_map(|row| row.cells())
                .any(|cell| is_decimal(&cell));
        }
        if has_decimal_comma {
            notes.push("Its commas are taken as decimal points.".into());
        }
        if Rows::new(file, separator).has_comments() {
            notes.push("Its lines that begin with # are left out.".into());
        }
        let dialect = Self {
            marks,
            pixel_cell,
            has_decimal_comma,
        };
        (dialect, notes)
    }
}

/// The mark that parts a line's cells.
fn separator(line: &[u8]) -> u8 {
    let count = |mark: u8| line.split(|&byte| byte == mark).count() - 1;
    for mark in [b'\t', b';'] {
        // Cells with decimal commas have one comma each.
        let one_comma = |cell: &[u8]| cell.split(|&byte| byte == b',').count() <= 2;
        let is_likely = count(mark) + 1 >= count(b',') && count(mark) > 0;
        if is_likely && line.split(|&byte| byte == mark).all(one_comma) {
            return mark;
        }
    }
    let marks = [b',', b';', b'\t'];
    let most = marks.into_iter().rev().max_by_key(|&mark| count(mark));
    let most = most.unwrap_or(b',');
    let words = line.split(|&byte| byte == b' ' || byte == b'\t');
    let words = words.filter(|word| !word.is_empty()).count();
    if words >= FIELDS && words > 2 * count(most) + 1 {
        b' '
    } else {
        most
    }
}

/// Which cell of the first two rows is numbers parted by blanks, as many as a picture's.
fn pixel_cell(file: &[u8], separator: u8) -> Option<usize> {
    let is_pixels = |cell: std::borrow::Cow<[u8]>| {
        let is_word = |byte: &u8| byte.is_ascii_digit() || b".+-eE".contains(byte);
        let mut words = cell
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty());
        words.clone().nth(FIELDS - 1).is_some() && words.all(|word| word.iter().all(is_word))
    };
    if separator == b' ' {
        return None;
    }
    let mut rows = Rows::new(file, separator).take(2);
    rows.find_map(|row| row.cells().position(is_pixels))
}

/// Whether a cell is digits, a comma and digits.
fn is_decimal(cell: &[u8]) -> bool {
    let text = cell.trim_ascii();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let Some(comma) = text.iter().position(|&byte| byte == b',') else {
        return false;
    };
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    is_number(&text[..comma]) && is_number(&text[comma + 1..])
}
