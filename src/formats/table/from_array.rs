//! An array's numbers into bytes, once it is known what they mean.

use super::convert::{CLASSES, beyond, bytes, no_classes, offsets};
use super::labels::Collector;
use super::reading::Reading;
use super::stack::{self, steps};
use super::values::{Range, Scale};
use super::{Decides, Table};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::array::Array;

/// The pictures of an array.
pub fn read(array: &Array, mut reading: Reading, file: &Decides) -> Result<Table> {
    let plan = Plan::of(array, &reading)?;
    let range = plan.range(array, &reading)?;
    if file.values {
        (reading.from, reading.to) = range.ends();
    }
    let labels = plan.labels(array, 0..plan.count);
    let mut notes: Vec<String> = beyond(range, &reading).into_iter().collect();
    if file.classes && labels.count() > CLASSES {
        notes.extend(reading.label.map(no_classes));
        reading.ignored.extend(reading.label.take());
    } else {
        labels.check(array.what)?;
    }
    let shape = reading.shape(array.what)?;
    let mut pixels = reserve("The file", bytes(array.what, plan.count, shape.features())?)?;
    plan.convert(array, &reading, 0..plan.count, &mut pixels);
    let labels = reading.label.and_then(|_| labels.finish());
    Ok(Table {
        count: plan.count,
        range,
        notes,
        reading,
        pixels,
        labels,
    })
}

/// Some of the pictures of an array, from all over it.
///
/// # Errors
/// As [`read`].
pub fn peek(array: &Array, reading: &Reading, most: usize) -> Result<Table> {
    let plan = Plan::of(array, reading)?;
    let some = most.min(plan.count);
    let place = |one: usize| one as u64 * plan.count as u64 / some as u64;
    let which = || (0..some).map(|one| place(one) as usize);
    let mut pixels = Vec::new();
    plan.convert(array, reading, which(), &mut pixels);
    let labels = plan.labels(array, which());
    labels.check(array.what)?;
    Ok(Table {
        count: some,
        reading: reading.clone(),
        range: stack::range(array),
        pixels,
        labels: reading.label.and_then(|_| labels.finish()),
        notes: Vec::new(),
    })
}

/// Where an array's pictures lie.
struct Plan {
    count: usize,
    /// How far the next picture lies, in numbers.
    picture: usize,
    /// Where the label lies from a picture's first number on.
    label: Option<usize>,
    /// Where each value lies from a picture's first number on, in the order `(y, x, channel)`.
    offsets: Vec<u32>,
}

impl Plan {
    fn of(array: &Array, reading: &Reading) -> Result<Self> {
        let layout = reading.layout();
        let shape = reading.shape(array.what)?;
        if array.sizes.len() == 2 && layout.axes.has(b'N') {
            let strides = array.strides();
            let columns = offsets(reading, array.sizes[1], array.what)?;
            return Ok(Self {
                count: array.sizes[0],
                picture: strides[0],
                label: reading.label.map(|label| label * strides[1]),
                offsets: columns
                    .iter()
                    .map(|column| column * strides[1] as u32)
                    .collect(),
            });
        }
        let is_size = |(letter, &size): (&u8, &usize)| match letter {
            b'H' => size == layout.height,
            b'W' => size == layout.width,
            b'C' => size == layout.channels,
            _ => true,
        };
        let letters = layout.axes.letters();
        let has_columns = reading.label.is_some() || !reading.ignored.is_empty();
        if has_columns
            || array.sizes.len() != letters.len()
            || !letters.iter().zip(&array.sizes).all(is_size)
        {
            let why = format!(
                "its shape is {}, and it would be read as another",
                array.shape()
            );
            return Err(Error::format(array.what, why));
        }
        let (count, picture, [right, below, channel]) = steps(array, &layout);
        let mut offsets = reserve("The file", shape.features())?;
        for y in 0..layout.height {
            for x in 0..layout.width {
                let at = y * below + x * right;
                offsets.extend((0..layout.channels).map(|c| (at + c * channel) as u32));
            }
        }
        Ok(Self {
            count,
            picture,
            label: None,
            offsets,
        })
    }

    /// The labels of some pictures.
    fn labels(&self, array: &Array, which: impl Iterator<Item = usize>) -> Collector {
        let mut labels = Collector::default();
        if let Some(label) = self.label {
            for n in which {
                let text = array.text(n * self.picture + label);
                labels.take(text.as_bytes());
            }
        }
        labels
    }

    /// The range of all pixels.
    fn range(&self, array: &Array, reading: &Reading) -> Result<Range> {
        let mut range = Range::EMPTY;
        let is_all = reading.label.is_none() && reading.ignored.is_empty();
        if let Some(bytes) = array.bytes().filter(|_| is_all) {
            let ends = [bytes.iter().min(), bytes.iter().max()];
            let ends = ends.into_iter().flatten();
            ends.for_each(|&end| range.take(f64::from(end)));
            return Ok(range);
        }
        let mut take = |place: usize| {
            let value = array.get(place);
            if !value.is_finite() {
                let why = format!("the number at place {place} is {value}, and pixels are finite");
                return Err(Error::format(array.what, why));
            }
            range.take(value);
            Ok(())
        };
        if is_all {
            (0..array.len()).try_for_each(take)?;
        } else {
            for n in 0..self.count {
                let first = n * self.picture;
                self.offsets
                    .iter()
                    .try_for_each(|&at| take(first + at as usize))?;
            }
        }
        Ok(range)
    }

    /// Appends some of the pictures.
    fn convert(
        &self,
        array: &Array,
        reading: &Reading,
        which: impl IntoIterator<Item = usize>,
        out: &mut Vec<u8>,
    ) {
        let scale = Scale::between(reading.from, reading.to);
        let is_run = self
            .offsets
            .iter()
            .enumerate()
            .all(|(at, &offset)| at == offset as usize);
        let plain = array.bytes().filter(|_| is_run && scale.keeps_bytes());
        for n in which {
            let first = n * self.picture;
            let run = plain.and_then(|bytes| bytes.get(first..first + self.offsets.len()));
            if let Some(run) = run {
                out.extend_from_slice(run);
            } else {
                let value = |&at: &u32| scale.byte(array.get(first + at as usize));
                out.extend(self.offsets.iter().map(value));
            }
        }
    }
}
