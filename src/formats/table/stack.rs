//! Arrays whose axes are those of pictures: a stack of them, or one alone.

use super::layout::{Layout, roughness, smoothest};
use super::reading::{Axes, Reading};
use super::rows::listed;
use super::values::Range;
use crate::error::{Error, Result};
use crate::formats::array::Array;

/// Numbers of an array that are looked at for their range.
const LOOK: usize = 1 << 18;
/// Pictures are seldom smaller: an array of fewer rows or columns is more likely something else.
const SMALL: usize = 5;
/// Pictures that are offered are at most so many times longer than wide.
const LONGEST: usize = 4;

/// What an array is taken for: the layout under which neighbors are most alike, of those that its sizes allow.
///
/// # Errors
/// [`Error::Format`] if its sizes are no pictures'.
pub fn guess(array: &Array) -> Result<Reading> {
    let layouts = likely(array);
    let best = smoothest(&layouts, &|layout| rough(array, layout));
    let Some(layout) = best else {
        let why = format!(
            "its shape is {}, and pictures are (count, height, width), with 1, 3 or 4 channels as last or second axis, or one picture alone: numpy.reshape makes them so",
            array.shape()
        );
        return Err(Error::format(array.what, why));
    };
    let (from, to) = range(array).ends();
    Ok(Reading::of(layout, (from, to)))
}

/// One picture alone of an array with two axes, unless it is so narrow that it is more likely a list of something.
pub fn alone(array: &Array) -> Option<Layout> {
    let is_large = array.sizes.iter().all(|&size| size >= SMALL);
    let layout = Layout::new(Axes::new(b"HW"), array.sizes[0], array.sizes[1], 1);
    layout.filter(|_| is_large)
}

/// The layout of an array whose axes are these, if its sizes allow it.
fn layout(array: &Array, letters: &'static [u8]) -> Option<Layout> {
    let size = |letter| {
        let axis = letters.iter().position(|&one| one == letter);
        axis.map_or(1, |axis| array.sizes[axis])
    };
    let channels = size(b'C');
    let can_be = letters.len() == array.sizes.len() && [1, 3, 4].contains(&channels);
    let one = Layout::new(Axes::new(letters), size(b'H'), size(b'W'), channels)?;
    // One channel is gray, and its axis changes nothing.
    can_be.then_some(one)
}

/// Every layout that an array's sizes allow.
fn all(array: &Array) -> Vec<Layout> {
    const THREE: [&[u8]; 5] = [b"NHW", b"HWC", b"CHW", b"HWN", b"NWH"];
    const FOUR: [&[u8]; 6] = [b"NHWC", b"NCHW", b"HWCN", b"CHWN", b"NWHC", b"NCWH"];
    let orders: &[&'static [u8]] = match array.sizes.len() {
        2 => &[b"HW", b"WH"],
        3 => &THREE,
        4 => &FOUR,
        _ => &[],
    };
    orders
        .iter()
        .filter_map(|letters| layout(array, letters))
        .collect()
}

/// The layouts that are likely, the likelier ones first.
fn likely(array: &Array) -> Vec<Layout> {
    let is_color = |layout: &&Layout| [3, 4].contains(&layout.channels);
    let all = all(array);
    let of = |letters: &[u8]| {
        all.iter()
            .find(|layout| layout.axes.letters() == letters)
            .copied()
    };
    if array.sizes.len() == 3 {
        let large = |layout: &Layout| layout.height >= SMALL && layout.width >= SMALL;
        // Pictures that are three pixels wide are less likely than one in color.
        let pixels = of(b"HWC").filter(|layout| is_color(&layout) && large(layout));
        let planes = of(b"CHW").filter(|layout| layout.channels == 3 && large(layout));
        if let Some(one) = pixels.or(planes) {
            return vec![one];
        }
        // A stack whose last axis counts has pictures that are squares.
        let last = of(b"HWN").filter(|layout| layout.height == layout.width && large(layout));
        let last = last.filter(|_| array.sizes[2] != array.sizes[1]);
        return of(b"NHW").into_iter().chain(last).collect();
    }
    let is_upright = |layout: &&Layout| !matches!(layout.axes.letters(), b"NWHC" | b"NCWH" | b"WH");
    all.iter().filter(is_upright).copied().collect()
}

/// How rough an array's pictures are in a layout.
pub fn rough(array: &Array, layout: &Layout) -> f64 {
    let (count, picture, [right, below, channel]) = steps(array, layout);
    roughness(layout, count, &|n, y, x, c| {
        array.get(n * picture + y * below + x * right + c * channel)
    })
}

/// How many pictures there are, how far the next picture lies, and how far the next pixel to the right, the next below
/// and the next channel.
pub fn steps(array: &Array, layout: &Layout) -> (usize, usize, [usize; 3]) {
    let strides = array.strides();
    let axis = |letter| layout.axes.letters().iter().position(|&one| one == letter);
    let stride = |letter| axis(letter).map_or(0, |axis| strides[axis]);
    let count = axis(b'N').map_or(1, |axis| array.sizes[axis]);
    (count, stride(b'N'), [b'W', b'H', b'C'].map(stride))
}

/// The range of some of an array's numbers.
pub fn range(array: &Array) -> Range {
    let mut range = Range::EMPTY;
    let every = array.len().div_ceil(LOOK).max(1);
    // A step that shares no factor with the sizes meets all columns.
    let every = if every > 1 { every | 1 } else { 1 };
    for place in (0..array.len()).step_by(every) {
        let value = array.get(place);
        if value.is_finite() {
            range.take(value);
        }
    }
    range.or_unit()
}

/// Other readings of an array: none of columns, which it has not, of its pictures, and of its values.
pub fn choices(array: &Array, now: &Reading) -> [Vec<Reading>; 3] {
    let ends = (now.from, now.to);
    let is_picture = |layout: &Layout| {
        let (short, long) = (
            layout.height.min(layout.width),
            layout.height.max(layout.width),
        );
        short >= SMALL && long <= LONGEST * short
    };
    let pictures = all(array).into_iter().filter(is_picture);
    let pictures = pictures.map(|layout| Reading::of(layout, ends));
    let values = range(array).choices().into_iter();
    let values = values.map(|(from, to)| Reading {
        from,
        to,
        ..now.clone()
    });
    [Vec::new(), listed(now, pictures), listed(now, values)]
}
