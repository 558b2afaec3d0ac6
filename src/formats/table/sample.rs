//! Some of a table's rows, from all over it: enough to guess what its columns are, however large it is.

use crate::data::identity;
use crate::data::limits::{MAX_CHANNELS, MAX_SIDE};
use crate::error::{Error, Result};
use crate::formats::array::Array;
use crate::formats::csv::{CSV, Row, Sheet};
use std::borrow::Cow;

/// Bytes or numbers of all sampled rows together.
const MOST: usize = 1 << 20;
/// Places in the table at which rows are taken.
const PLACES: usize = 16;
/// Most rows of a sample: more would say no more.
const MOST_ROWS: usize = 512;
/// Rows side by side show whether a column counts.
const RUN: usize = 3;
/// Pixels of the largest picture, and some columns besides.
const MOST_COLUMNS: usize = MAX_SIDE * MAX_SIDE * MAX_CHANNELS + 64;

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Its finite number; NaN for a text.
    pub value: f64,
    /// What tells its text from others; 0 for a blank cell.
    pub key: u64,
}

impl Cell {
    /// Whether nothing stands in it.
    pub fn is_blank(self) -> bool {
        self.key == 0
    }

    /// Whether it holds a text that is no number.
    pub fn is_text(self) -> bool {
        !self.is_blank() && self.value.is_nan()
    }
}

/// One row of a sample.
#[derive(Debug, Clone)]
pub struct SampleRow {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether the row before it in the sample stands before it in the table too.
    pub follows: bool,
}

/// Some rows of a table.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Whether the first row may hold names: an array's does not.
    pub is_text: bool,
    /// The texts of the first row, which may be names; nothing if all of them are numbers.
    pub names: Vec<String>,
    /// The first row.
    pub first: Vec<Cell>,
    /// Other rows, in their order.
    pub rows: Vec<SampleRow>,
    /// Cells of a row.
    pub columns: usize,
}

impl Sample {
    /// Rows of a text.
    ///
    /// # Errors
    /// [`Error::Format`] for more columns than any picture has pixels.
    pub fn of_sheet(sheet: &Sheet) -> Result<Self> {
        let mut rows = sheet.rows();
        let Some(first) = rows.next() else {
            return Err(Error::format(CSV, "it is empty"));
        };
        if first.cells().nth(MOST_COLUMNS).is_some() {
            return Err(too_wide(CSV));
        }
        let mut sample = Self {
            is_text: true,
            names: Vec::new(),
            first: cells(sheet, first),
            rows: Vec::new(),
            columns: 0,
        };
        if sample.first.iter().any(|cell| cell.value.is_nan()) {
            let names = first.cells().map(|cell| sheet.text(&cell));
            sample.names = names.collect();
        }
        let after = sheet.len() - rows.rest().len();
        let room = sheet.len() - after;
        let is_small = room <= MOST && rows.clone().nth(MOST_ROWS).is_none();
        let length = rows.clone().next().map_or(0, |row| row.line.len());
        let places = match MOST / (RUN * length).max(1) {
            _ if is_small => 1,
            places => places.clamp(2, PLACES),
        };
        for place in 0..places {
            let run = if place == 0 {
                rows.clone()
            } else {
                sheet.rows_from(after + room / places * place)
            };
            let mut taken = 0;
            for (at, row) in run.take(MOST_ROWS / places).enumerate() {
                let follows = at > 0 || place == 0;
                let cells = cells(sheet, row);
                sample.rows.push(SampleRow { cells, follows });
                taken += row.line.len();
                if taken >= MOST / places {
                    break;
                }
            }
        }
        sample.align_names(sheet.pixel_cell());
        Ok(sample)
    }

    /// Rows of an array of two axes.
    ///
    /// # Errors
    /// [`Error::Format`] for more columns than any picture has pixels.
    pub fn of_array(array: &Array) -> Result<Self> {
        let (count, columns) = (array.sizes[0], array.sizes[1]);
        if columns > MOST_COLUMNS {
            return Err(too_wide(array.what));
        }
        let strides = array.strides();
        let row = |row: usize| -> Vec<Cell> {
            let cell = |column| {
                let value = array.get(row * strides[0] + column * strides[1]);
                // The bits tell numbers apart; none of them is blank.
                let key = value.to_bits().wrapping_add(1).max(1);
                let value = if value.is_finite() { value } else { f64::NAN };
                Cell { value, key }
            };
            (0..columns).map(cell).collect()
        };
        let most = (MOST / columns.max(1)).clamp(2, MOST_ROWS);
        let runs = if count <= most {
            1
        } else {
            (most / RUN).clamp(1, PLACES)
        };
        let mut rows = Vec::new();
        for run in 0..runs {
            let from = (count / runs * run).max(1);
            for at in from..(from + most / runs).min(count) {
                let follows = at > from || run == 0;
                rows.push(SampleRow {
                    cells: row(at),
                    follows,
                });
            }
        }
        Ok(Self {
            is_text: false,
            names: Vec::new(),
            first: row(0),
            rows,
            columns,
        })
    }

    /// Brings the first row, if it holds names, above the columns of the second, and counts columns.
    ///
    /// - A cell of many pixels (`pixel_cell`) has one name for all of them.
    /// - The name of the first column may be missing, as R writes tables.
    /// - A comma behind the last name, or behind every row, makes no column.
    fn align_names(&mut self, pixel_cell: Option<usize>) {
        let blank = Cell {
            value: f64::NAN,
            key: 0,
        };
        let second = self.rows.first().map_or(&self.first[..], |row| &row.cells);
        let (names, columns) = (self.first.len(), second.len());
        let is_ended = second.last().is_some_and(|cell| cell.is_blank());
        if let Some(at) = pixel_cell.filter(|at| *at < names && names < columns) {
            let more = columns - names;
            let name = self.names.get(at).cloned().unwrap_or_default();
            self.first.splice(
                at..at,
                std::iter::repeat_n(self.first[at], more).collect::<Vec<_>>(),
            );
            self.names.splice(at..at, std::iter::repeat_n(name, more));
        } else if names + 1 == columns && !is_ended && self.first.iter().all(|cell| cell.is_text())
        {
            self.names.insert(0, String::new());
            self.first.insert(0, blank);
        } else if names == columns + 1 && self.first[names - 1].is_blank() {
            self.first.pop();
            self.names.pop();
        }
        self.columns = self.first.len();
        let others = self.rows.iter().map(|row| &row.cells);
        let mut all = others.chain([&self.first]);
        if self.columns > 1
            && all.all(|row| row.len() == self.columns && row[self.columns - 1].is_blank())
        {
            self.columns -= 1;
        }
    }
}

/// The refusal of rows that are no picture's.
fn too_wide(what: &str) -> Error {
    let why = format!("it has over {MOST_COLUMNS} columns, and no picture has so many pixels");
    Error::format(what, why)
}

/// The cells of a row.
fn cells(sheet: &Sheet, row: Row) -> Vec<Cell> {
    let cell = |text: Cow<[u8]>| {
        let trimmed = text.trim_ascii();
        let value = sheet.number(&text).unwrap_or(f64::NAN);
        let key = if trimmed.is_empty() {
            0
        } else {
            identity::key(trimmed) | 1
        };
        Cell { value, key }
    };
    row.cells().take(MOST_COLUMNS).map(cell).collect()
}
