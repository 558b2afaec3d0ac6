//! What rows of text and arrays have in common on their way to bytes.

use super::reading::Reading;
use super::rows::{columns_of, pixels};
use super::values::{Range, Scale};
use crate::data::limits::{bytes_within_limit, reserve};
use crate::error::{Error, Result};

/// More different labels in a column that was guessed are no classes.
pub const CLASSES: usize = 255;

/// Bytes of `count` images of so many values, if all stays within the limits.
pub fn bytes(what: &str, count: usize, features: usize) -> Result<usize> {
    if count == 0 {
        return Err(Error::format(what, "it holds 0 images"));
    }
    bytes_within_limit(&format!("The {what} file"), count, features)
}

/// Whole numbers from 0 to 255 as what they become.
pub fn scaled(mut whole: Vec<u8>, scale: Scale) -> Vec<u8> {
    if !scale.keeps_bytes() {
        let mut to = [0; 256];
        for (value, byte) in to.iter_mut().enumerate() {
            *byte = scale.byte(value as f64);
        }
        for byte in &mut whole {
            *byte = to[usize::from(*byte)];
        }
    }
    whole
}

/// Where in a row each value of a picture stands, in the order `(y, x, channel)`.
///
/// # Errors
/// [`Error::Format`] for a reading that names other columns than there are.
pub fn offsets(reading: &Reading, columns: usize, what: &str) -> Result<Vec<u32>> {
    let named = || reading.ignored.iter().copied().chain(reading.label);
    if let Some(column) = named().find(|column| *column >= columns) {
        let why = format!(
            "it has {columns} columns, and would be read as one with a column {}",
            column.saturating_add(1)
        );
        return Err(Error::format(what, why));
    }
    let pixels = pixels(&columns_of(reading), columns);
    let layout = reading.layout();
    if pixels.len() != layout.cells() {
        let why = format!(
            "its rows have {} columns of pixels, and pictures of {} × {} need {}",
            pixels.len(),
            layout.height,
            layout.width,
            layout.cells()
        );
        return Err(Error::format(what, why));
    }
    let mut out = reserve("The table", layout.cells())?;
    let (right, below, channel) = layout.strides();
    for y in 0..layout.height {
        for x in 0..layout.width {
            for c in 0..layout.channels {
                out.push(pixels[y * below + x * right + c * channel] as u32);
            }
        }
    }
    Ok(out)
}

/// The sentence for a column that was guessed to hold classes, and holds too many different texts.
pub fn no_classes(column: usize) -> String {
    format!(
        "Column {} has over {CLASSES} different values, and is left out: it names no classes.",
        column + 1
    )
}

/// The sentence for numbers beyond the ends that were chosen.
pub fn beyond(range: Range, reading: &Reading) -> Option<String> {
    // A text of an end may change its last bit.
    let slack = 1e-9 * (0.5 * reading.to - 0.5 * reading.from);
    let is_beyond = range.low < reading.from - slack || range.high > reading.to + slack;
    is_beyond.then(|| {
        format!(
            "Its numbers go from {} to {}; those beyond {} and {} are cut.",
            short(range.low),
            short(range.high),
            short(reading.from),
            short(reading.to)
        )
    })
}

/// A number as a message names it: with a power of ten where it is long.
fn short(value: f64) -> String {
    if value.abs() < 1e7 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}
