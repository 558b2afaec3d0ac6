//! What a table's numbers are taken for: which columns, which order of axes, which range.

use super::layout::Layout;
use crate::data::ImageShape;
use crate::error::{Error, Result};

/// How a file of numbers is read: guessed by [`Numbers::guess`](super::Numbers::guess), or chosen by a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Whether the first row holds the columns' names.
    pub header: bool,
    /// Columns that are neither pixels nor classes, from 0 on.
    pub ignored: Vec<usize>,
    /// The column of classes.
    pub label: Option<usize>,
    /// The order in which numbers lie in the file, slowest first.
    pub axes: Axes,
    /// Rows of pixels.
    pub height: usize,
    /// Pixels in a row.
    pub width: usize,
    /// 1 for gray, 3 for red, green and blue, 4 with alpha.
    pub channels: usize,
    /// The number that becomes 0.
    pub from: f64,
    /// The number that becomes 255.
    pub to: f64,
}

/// The order of the axes: letters of N (pictures), H (rows), W (columns) and C (channels), slowest first. Without N
/// the file is one picture, without C it is gray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    letters: [u8; 4],
    len: usize,
}

impl Axes {
    /// One picture a row, its pixels row by row.
    pub const GRAY: Self = Self::new(b"NHW");

    /// The axes of these letters, which are known to be right.
    pub(super) const fn new(text: &[u8]) -> Self {
        let (mut letters, mut at) = ([0; 4], 0);
        while at < text.len() {
            letters[at] = text[at];
            at += 1;
        }
        Self { letters, len: at }
    }

    /// The letters.
    pub fn letters(&self) -> &[u8] {
        &self.letters[..self.len]
    }

    /// Whether there is such an axis.
    pub fn has(&self, letter: u8) -> bool {
        self.letters().contains(&letter)
    }

    /// The same order with the picture's rows and columns exchanged.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut other = *self;
        for letter in &mut other.letters {
            *letter = match *letter {
                b'H' => b'W',
                b'W' => b'H',
                other => other,
            };
        }
        other
    }
}

impl TryFrom<String> for Axes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let letters = text.as_bytes();
        let is_once = |letter| letters.split(|&one| one == letter).count() == 2;
        let is_right = letters.len() <= 4
            && letters
                .iter()
                .all(|&one| b"NHWC".contains(&one) && is_once(one))
            && b"HW".iter().all(|letter| letters.contains(letter));
        if is_right {
            Ok(Self::new(letters))
        } else {
            Err(format!("“{text}” is no order of the axes N, H, W and C"))
        }
    }
}

impl From<Axes> for String {
    fn from(axes: Axes) -> Self {
        String::from_utf8_lossy(axes.letters()).into_owned()
    }
}

impl Reading {
    /// A reading of this layout, between these ends, of a file without columns.
    pub(super) fn of(layout: Layout, (from, to): (f64, f64)) -> Self {
        Self {
            header: false,
            ignored: Vec::new(),
            label: None,
            axes: layout.axes,
            height: layout.height,
            width: layout.width,
            channels: layout.channels,
            from,
            to,
        }
    }

    /// This reading, if its ends are a range.
    ///
    /// # Errors
    /// [`Error::Config`] if they are none.
    pub fn checked(self) -> Result<Self> {
        if self.has_range() {
            return Ok(self);
        }
        let ends = format!("values from {} to {}", self.from, self.to);
        Err(Error::config(
            "reading",
            ends,
            "a smaller number and a larger one",
        ))
    }

    fn has_range(&self) -> bool {
        self.from.is_finite() && self.to.is_finite() && self.from < self.to
    }

    /// Whether this is the same reading but for the last bits of its ends, which a text of them may change.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (0.5 * a - 0.5 * b).abs() <= 1e-12 * a.abs().max(b.abs());
        let with_ends = Self {
            from: self.from,
            to: self.to,
            ..other.clone()
        };
        *self == with_ends && near(self.from, other.from) && near(self.to, other.to)
    }

    /// The size of every picture, within the limits.
    ///
    /// # Errors
    /// [`Error::Format`] for sizes beyond them, and for a range that is none.
    pub(super) fn shape(&self, what: &str) -> Result<ImageShape> {
        if ![1, 3, 4].contains(&self.channels) || self.channels > 1 && !self.axes.has(b'C') {
            let channels = self.channels;
            let why = format!("its pictures would have {channels} channels, and 1, 3 or 4 can be");
            return Err(Error::format(what, why));
        }
        if !self.has_range() {
            let why = format!("its values would go from {} to {}", self.from, self.to);
            return Err(Error::format(what, why));
        }
        ImageShape::new(self.channels, self.height, self.width)
            .map_err(|error| Error::format(what, error.to_string()))
    }

    /// The order of a picture's numbers.
    pub(super) fn layout(&self) -> Layout {
        Layout {
            axes: self.axes,
            height: self.height,
            width: self.width,
            channels: self.channels,
        }
    }
}
