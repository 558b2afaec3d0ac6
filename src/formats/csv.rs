//! CSV: one image a row, a number a cell, and a column of labels if there is one.
//!
//! Cells are parted by commas, semicolons or tabs, whichever the first row has most of; a cell may stand in
//! double quotes. The first row is a header if most of its cells are no numbers, or
//! if its numbers count up one by one. The column of labels is
//! the one that the header calls label, class, target or y; without one it is the first, if only the other
//! columns make a square (2 × 2 at least). What is left is an image: as many cells as a square has pixels, or three
//! times as many, red, green and blue pixel by pixel. Numbers become bytes as those of [`npy`](super::npy::read).

mod rows;

use super::table::{Range, Table, bytes};
use crate::data::limits::{MAX_IMAGES, reserve};
use crate::data::{ImageShape, NO_LABEL};
use crate::error::{Error, Result};
use rows::{Row, Rows};
use std::collections::BTreeMap;

/// The kind of file, in messages.
const CSV: &str = "CSV";
/// What a header calls a column of labels.
const LABEL_NAMES: [&str; 4] = ["label", "class", "target", "y"];
/// A row whose numbers count up so often is no image.
const COUNTED: usize = 15;
/// Characters of a cell that a message repeats, and of a label that become its class's name.
const QUOTED: usize = 40;

/// The images of a file, and their labels, whose texts become the names of classes: in the order of
/// numbers if all of them are numbers, else of the alphabet.
///
/// # Errors
/// [`Error::Format`], naming row and column, for rows of different lengths, cells that are no finite
/// numbers, columns that make no square, over 255 different labels, or images that all are flat;
/// [`Error::TooLarge`] for more than [`limits`](crate::data::limits) allow.
pub fn read(file: &[u8]) -> Result<Table> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut rows = Rows::new(file);
    let Some(first) = rows.next() else {
        return Err(Error::format(CSV, "it is empty"));
    };
    let layout = Layout::of(&first)?;
    let (count, range) = look(file, &layout)?;
    let len = bytes(CSV, count, layout.shape)?;

    let scale = range.scale();
    let mut pixels = reserve("The CSV file", len)?;
    let mut labels = Labels::default();
    for row in Rows::new(file).skip(usize::from(layout.has_header)) {
        for (column, cell) in row.cells().enumerate() {
            if Some(column) == layout.label {
                labels.take(&cell)?;
            } else {
                // Every cell was a number at the first look.
                pixels.push(scale.byte(number(&cell).unwrap_or_default()));
            }
        }
    }
    let (labels, class_names) = labels.finish().unzip();
    let table = Table {
        count,
        height: layout.shape.height,
        width: layout.shape.width,
        channels: layout.shape.channels,
        pixels,
        labels,
        class_names,
    };
    table.unless_blank(CSV)
}

/// What stands in which column.
struct Layout {
    columns: usize,
    has_header: bool,
    label: Option<usize>,
    shape: ImageShape,
}

impl Layout {
    fn of(first: &Row) -> Result<Self> {
        let (mut columns, mut texts, mut label) = (0, 0, None);
        let (mut steps, mut before) = (0, f64::NAN);
        for (column, cell) in first.cells().enumerate() {
            columns += 1;
            match number(&cell) {
                Some(v) => {
                    steps += usize::from(v == before + 1.0);
                    before = v;
                }
                None => texts += 1,
            }
            let is_label = |name: &&str| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
            if label.is_none() && LABEL_NAMES.iter().any(is_label) {
                label = Some(column);
            }
        }
        // Columns that are numbered by whole numbers make a header of numbers.
        let is_counted = steps >= COUNTED && steps + 1 == columns - texts;
        let has_header = 2 * texts > columns || is_counted;
        let label = label.filter(|_| has_header);
        let (label, shape) = match label {
            Some(column) => (Some(column), image(columns - 1)),
            None if image(columns).is_some() => (None, image(columns)),
            None => (Some(0), image(columns - 1)),
        };
        let Some(shape) = shape else {
            let why = format!(
                "it has {columns} columns, and an image's are a square (as 28 × 28 = 784), three times a square for color, or one more with a label; one image a row"
            );
            return Err(Error::format(CSV, why));
        };
        let shape = ImageShape::new(shape.channels, shape.height, shape.width)
            .map_err(|error| Error::format(CSV, error.to_string()))?;
        Ok(Self {
            columns,
            has_header,
            label,
            shape,
        })
    }
}

/// The image of so many cells, at least 2 × 2.
fn image(cells: usize) -> Option<ImageShape> {
    let square = |cells: usize, channels| {
        let side = cells.isqrt();
        (side > 1 && side * side == cells).then_some(ImageShape {
            channels,
            height: side,
            width: side,
        })
    };
    let colored = || {
        cells
            .is_multiple_of(3)
            .then(|| square(cells / 3, 3))
            .flatten()
    };
    square(cells, 1).or_else(colored)
}

/// Checks every cell; the number of images and the range of their numbers.
fn look(file: &[u8], layout: &Layout) -> Result<(usize, Range)> {
    let (mut count, mut range) = (0, Range::EMPTY);
    for row in Rows::new(file).skip(usize::from(layout.has_header)) {
        let fail = |why| Err(Error::format(CSV, format!("row {} has {why}", row.number)));
        let mut columns = 0;
        for (column, cell) in row.cells().enumerate() {
            columns += 1;
            if Some(column) == layout.label || column >= layout.columns {
                continue;
            }
            let Some(v) = number(&cell) else {
                let text = String::from_utf8_lossy(&cell);
                let text: String = text.chars().take(QUOTED).collect();
                return fail(format!(
                    "“{text}” in column {columns}, and pixels are finite numbers"
                ));
            };
            range.take(v);
        }
        if columns != layout.columns {
            let wanted = layout.columns;
            return fail(format!("{columns} columns, and the first has {wanted}"));
        }
        count += 1;
        if count > MAX_IMAGES {
            break;
        }
    }
    Ok((count, range))
}

/// The finite number that a cell holds.
fn number(cell: &[u8]) -> Option<f64> {
    // Nearly all cells are a byte's one to three digits.
    if let [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'] =
        cell
    {
        let value = cell
            .iter()
            .fold(0, |v, digit| 10 * v + u32::from(digit - b'0'));
        return Some(f64::from(value));
    }
    let text = std::str::from_utf8(cell.trim_ascii()).ok()?;
    text.parse().ok().filter(|v: &f64| v.is_finite())
}

/// Labels as they arrive: the first different texts get the first numbers.
#[derive(Default)]
struct Labels {
    seen: BTreeMap<String, u8>,
    labels: Vec<u8>,
}

impl Labels {
    fn take(&mut self, cell: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(cell.trim_ascii());
        if text.is_empty() {
            self.labels.push(NO_LABEL);
            return Ok(());
        }
        let name: String = text.chars().take(QUOTED).collect();
        let next = self.seen.len();
        if next == usize::from(NO_LABEL) && !self.seen.contains_key(&name) {
            let why = "its column of labels holds over 255 different ones, and classes are fewer";
            return Err(Error::format(CSV, why));
        }
        self.labels
            .push(*self.seen.entry(name).or_insert(next as u8));
        Ok(())
    }

    /// The labels with their names, in order; `None` if there were none.
    fn finish(self) -> Option<(Vec<u8>, Vec<String>)> {
        if self.seen.is_empty() {
            return None;
        }
        let mut names: Vec<(String, u8)> = self.seen.into_iter().collect();
        let numbers: Option<Vec<f64>> = names.iter().map(|(n, _)| number(n.as_bytes())).collect();
        if numbers.is_some() {
            let value = |name: &str| number(name.as_bytes()).unwrap_or_default();
            names.sort_by(|a, b| value(&a.0).total_cmp(&value(&b.0)));
        }
        let mut places = [NO_LABEL; 256];
        for (place, (_, old)) in names.iter().enumerate() {
            places[usize::from(*old)] = place as u8;
        }
        let labels = self.labels.iter().map(|&old| places[usize::from(old)]);
        Some((
            labels.collect(),
            names.into_iter().map(|(name, _)| name).collect(),
        ))
    }
}
