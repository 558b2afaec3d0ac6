//! Files of numbers as pictures: CSV, npy and IDX, one way for all of them.
//!
//! What a table means is not written in it: which column is a class, whether the first row holds names, in which order
//! a picture's numbers lie, and which number is white. It is guessed ([`Numbers::guess`]) by the rules of the modules
//! below, from rows all over the file, and can be chosen in other ways ([`Numbers::choices`]); a [`Reading`] says it.
//! [`Numbers::read`] then makes pictures, and holds every row of the file against the guess.
//!
//! - *Columns* (`columns.rs`): names of another kind than the pixels', texts, a column that counts, and, where the
//!   others make a square, the column of few whole numbers at either end.
//! - *Pictures* (`layout.rs`): of the layouts that the sizes allow, the one under which neighbors are most alike.
//! - *Values* ([`Range::ends`]): 0..1, −1..1, few levels, bytes, 10 to 16 bits, or from the smallest to the largest.

mod column;
mod columns;
mod convert;
mod file_classes;
mod from_array;
mod from_sheet;
mod labels;
mod layout;
mod reading;
mod rows;
mod sample;
mod stack;
mod values;

pub use file_classes::FileClasses;
pub use labels::{Labels, NONE};
pub use reading::{Axes, Reading};
pub use values::Range;

use super::array::Array;
use super::csv::{CSV, Sheet};
use super::{FileKind, idx, kind, npy};
use crate::data::preparation;
use crate::error::{Error, Result};
use labels::Collector;
use layout::{Layout, smoothest};
use sample::Sample;

/// The images of a file, all of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Number of images.
    pub count: usize,
    /// How the file was read: the reading that was asked for, or the guess as the whole file confirms it.
    pub reading: Reading,
    /// The smallest and the largest number of all pixels.
    pub range: Range,
    /// `(image, y, x, channel)`.
    pub pixels: Vec<u8>,
    /// A label for each image, if there are any.
    pub labels: Option<Labels>,
    /// What was taken for granted and its owner should know of, in sentences.
    pub notes: Vec<String>,
}

impl Table {
    /// Whether every image is of one flat color, so that there is nothing to learn.
    pub fn is_blank(&self) -> bool {
        let Reading {
            height,
            width,
            channels,
            ..
        } = self.reading;
        let mut images = self.pixels.chunks_exact(height * width * channels);
        images.all(|image| preparation::is_flat(image, channels))
    }
}

/// What of a reading the whole file decides on.
struct Decides {
    /// Which numbers become 0 and 255.
    values: bool,
    /// Whether the column of classes is one after all.
    classes: bool,
}

impl Decides {
    const ALL: Self = Self {
        values: true,
        classes: true,
    };
    const VALUES: Self = Self {
        values: true,
        classes: false,
    };
    const NOTHING: Self = Self {
        values: false,
        classes: false,
    };
}

/// A file of numbers before it is known what they mean.
#[derive(Debug)]
pub enum Numbers<'a> {
    /// Rows of text.
    Sheet(Sheet<'a>),
    /// An array.
    Array(Array<'a>),
}

impl<'a> Numbers<'a> {
    /// Opens a file that is no picture and not packed.
    ///
    /// # Errors
    /// [`Error::Format`] for a damaged file, and for one of another kind.
    pub fn open(file: &'a [u8]) -> Result<Self> {
        match kind(file)? {
            FileKind::Csv => Sheet::open(file).map(Self::Sheet),
            FileKind::Npy => npy::parse(file).map(Self::Array),
            FileKind::Idx => idx::array(file).map(Self::Array),
            _ => Err(Error::format("data", "it is no table and no array")),
        }
    }

    /// Whether this is a list of labels: an array of one axis, or of one column.
    pub fn is_labels(&self) -> bool {
        match self {
            Self::Sheet(_) => false,
            Self::Array(array) => matches!(*array.sizes, [_] | [_, 1]),
        }
    }

    /// The labels of a list.
    ///
    /// # Errors
    /// [`Error::Format`] for what is no list, or holds too many different labels.
    pub fn labels(&self) -> Result<Labels> {
        let Self::Array(array) = self else {
            return Err(Error::format(CSV, "it is no list of labels"));
        };
        let mut all = Collector::default();
        for place in 0..array.len() {
            all.take(array.text(place).as_bytes());
        }
        all.check(array.what)?;
        all.finish()
            .ok_or_else(|| Error::format(array.what, "it holds 0 labels"))
    }

    /// What the file is taken for. `name` is the file's: EMNIST's pictures lie on their sides in every format.
    ///
    /// # Errors
    /// [`Error::Format`] if nothing in it makes a picture.
    pub fn guess(&self, name: &str) -> Result<Reading> {
        let mut reading = match self {
            Self::Sheet(sheet) => rows::guess(CSV, &Sample::of_sheet(sheet)?)?,
            Self::Array(array) if array.number.is_text() => {
                let why = "it holds texts, and pictures are numbers";
                return Err(Error::format(array.what, why));
            }
            Self::Array(array) if array.sizes.len() == 2 => guess_flat(array)?,
            Self::Array(array) => stack::guess(array)?,
        };
        if is_emnist(name) && reading.height == reading.width {
            reading.axes = reading.axes.transposed();
        }
        Ok(reading)
    }

    /// Other readings than the present one: of the columns, of the pictures, of the values. The present one is the
    /// first of each.
    pub fn choices(&self, now: &Reading) -> [Vec<Reading>; 3] {
        let sample = match self {
            Self::Sheet(sheet) => Sample::of_sheet(sheet),
            Self::Array(array) if array.sizes.len() == 2 => Sample::of_array(array),
            Self::Array(array) => return stack::choices(array, now),
        };
        let Ok(sample) = sample else {
            return [(); 3].map(|()| vec![now.clone()]);
        };
        let mut all = rows::choices(&sample, now);
        if let Self::Array(array) = self {
            let ends = (now.from, now.to);
            let alone = stack::alone(array).map(|layout| Reading::of(layout, ends));
            let stacked = rows::guess(array.what, &sample).ok();
            let others = all[1].clone().into_iter().chain(alone).chain(stacked);
            all[1] = rows::listed(now, others);
        }
        all
    }

    /// The pictures. Without a reading they are read as guessed, and the whole file decides on the values.
    ///
    /// # Errors
    /// [`Error::Format`], naming row and column or the place, for rows of different lengths and for what is no finite
    /// number; [`Error::TooLarge`] for more than [`limits`](crate::data::limits) allow.
    pub fn read(&self, name: &str, reading: Option<&Reading>) -> Result<Table> {
        match reading {
            Some(reading) => self.read_as(reading.clone(), &Decides::NOTHING),
            None => self.read_as(self.guess(name)?, &Decides::ALL),
        }
    }

    /// The pictures, read as somebody says, but for the values, on which the whole file decides.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_open(&self, reading: &Reading) -> Result<Table> {
        self.read_as(reading.clone(), &Decides::VALUES)
    }

    fn read_as(&self, reading: Reading, file: &Decides) -> Result<Table> {
        match self {
            Self::Sheet(sheet) => from_sheet::read(sheet, reading, file),
            Self::Array(array) => from_array::read(array, reading, file),
        }
    }

    /// Some pictures from all over the file with the names of their classes, as the file would be read.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn peek(&self, reading: &Reading, most: usize) -> Result<Table> {
        match self {
            Self::Sheet(sheet) => from_sheet::peek(sheet, reading, most),
            Self::Array(array) => from_array::peek(array, reading, most),
        }
    }
}

/// Whether a file that begins so is a list of labels, as [`Numbers::is_labels`] says of the whole file.
pub fn begins_labels(start: &[u8]) -> bool {
    let sizes = match *start {
        [0, 0, 8..=14, 1, ..] => return true,
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => npy::sizes(start).unwrap_or_default(),
        _ => return false,
    };
    matches!(*sizes, [_] | [_, 1])
}

/// The images of a file as they are guessed, unpacked.
///
/// # Errors
/// As [`Numbers::open`] and [`Numbers::read`].
pub fn read(file: &[u8]) -> Result<Table> {
    Numbers::open(file)?.read("", None)
}

/// An array of rows and columns is a picture a row or one picture alone, whichever is smoother.
fn guess_flat(array: &Array) -> Result<Reading> {
    let sample = Sample::of_array(array)?;
    let rows = rows::guess(array.what, &sample);
    let Some(alone) = stack::alone(array) else {
        return rows;
    };
    let single = || {
        let ends = stack::range(array).ends();
        Reading::of(alone, ends)
    };
    let Ok(rows) = rows else {
        return Ok(single());
    };
    let columns = rows::columns_of(&rows);
    let rough = |layout: &Layout| {
        if layout.axes.has(b'N') {
            rows::rough(&sample, &columns, layout)
        } else {
            stack::rough(array, layout)
        }
    };
    let best = smoothest(&[rows.layout(), alone], &rough);
    let is_alone = best.is_some_and(|best| !best.axes.has(b'N'));
    Ok(if is_alone { single() } else { rows })
}

/// Whether a file's name says EMNIST, whose pictures have rows and columns exchanged.
fn is_emnist(name: &str) -> bool {
    let name = name.to_lowercase();
    let before = name.split_once("emnist").map(|(before, _)| before);
    before.is_some_and(|before| !before.ends_with(char::is_alphabetic))
}
