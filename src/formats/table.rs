//! Images read from a file of numbers.

use crate::data::limits::{MAX_IMAGES, bytes_within_limit};
use crate::data::{ImageShape, preparation};
use crate::error::{Error, Result};

/// The images of a file, all of one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Number of images.
    pub count: usize,
    /// Rows of pixels.
    pub height: usize,
    /// Pixels in a row.
    pub width: usize,
    /// 1 for gray, 3 for red, green and blue, 4 with alpha.
    pub channels: usize,
    /// `(image, y, x, channel)`.
    pub pixels: Vec<u8>,
    /// A label for each image: an index into `class_names`, or [`NO_LABEL`](crate::data::NO_LABEL).
    pub labels: Option<Vec<u8>>,
    /// The labels' names.
    pub class_names: Option<Vec<String>>,
}

impl Table {
    /// Whether every image is of one flat color, so that there is nothing to learn.
    pub fn is_blank(&self) -> bool {
        let features = self.height * self.width * self.channels;
        let mut images = self.pixels.chunks_exact(features);
        images.all(|image| preparation::is_flat(image, self.channels))
    }

    /// The table, unless all its images are flat.
    pub(super) fn unless_blank(self, what: &str) -> Result<Self> {
        if self.is_blank() {
            let why = "each of its images is one flat color, so there is nothing to learn";
            return Err(Error::format(what, why));
        }
        Ok(self)
    }
}

/// Bytes of `count` images of `shape`, if all stays within the limits.
pub(super) fn bytes(what: &str, count: usize, shape: ImageShape) -> Result<usize> {
    if count == 0 {
        return Err(Error::format(what, "it holds 0 images"));
    }
    if count > MAX_IMAGES {
        return Err(Error::TooLarge {
            what: format!("The {what} file"),
            got: format!("{count} images"),
            limit: format!("{MAX_IMAGES} images"),
        });
    }
    bytes_within_limit(&format!("The {what} file"), count, shape.features())
}

/// How numbers become bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    low: f64,
    high: f64,
}

impl Range {
    /// The range of no numbers.
    pub const EMPTY: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    /// Widens the range to hold a finite `v`.
    #[inline]
    pub fn take(&mut self, v: f64) {
        self.low = if v < self.low { v } else { self.low };
        self.high = if v > self.high { v } else { self.high };
    }

    /// What is subtracted and what is multiplied with: numbers within 0..1 are taken times 255, within
    /// 0..255 as they are, others stretched from the smallest to the largest.
    pub fn scale(self) -> Scale {
        let Self { low, high } = self;
        if low >= 0.0 && high <= 1.0 {
            Scale {
                from: 0.0,
                by: 255.0,
            }
        } else if low >= 0.0 && high <= 255.0 {
            Scale { from: 0.0, by: 1.0 }
        } else if high > low {
            // In halves, since the difference of two large f64 can overflow.
            let by = 127.5 / (0.5 * high - 0.5 * low);
            Scale { from: low, by }
        } else {
            Scale { from: low, by: 0.0 }
        }
    }
}

/// `(v − from) · by`
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    from: f64,
    by: f64,
}

impl Scale {
    /// To the nearest byte.
    #[inline]
    pub fn byte(self, v: f64) -> u8 {
        (2.0 * ((0.5 * v - 0.5 * self.from) * self.by) + 0.5) as u8
    }
}
