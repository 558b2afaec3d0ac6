//! In which order a picture's numbers lie: the order under which neighboring pixels are most alike.

use super::reading::Axes;
use crate::data::limits::MAX_SIDE;

/// Pictures that are looked at.
const PICTURES: usize = 32;
/// Pixels of a picture that are looked at.
const PIXELS: usize = 4096;
/// Pictures of so much less roughness are clearly smoother.
pub const CLEAR: f64 = 0.95;
/// A picture that is no square is at most so much longer than wide.
const LONGEST: usize = 3;

/// One way to lay out the numbers of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The order of the axes.
    pub axes: Axes,
    /// Rows of pixels.
    pub height: usize,
    /// Pixels in a row.
    pub width: usize,
    /// Values of a pixel.
    pub channels: usize,
}

/// Pictures a row each: by rows of gray pixels, by pixels in color, by planes of color.
pub const GRAY: Axes = Axes::GRAY;
/// Red, green and blue of a pixel side by side.
pub const PIXELS_IN_COLOR: Axes = Axes::new(b"NHWC");
/// A plane of red, one of green and one of blue, as in CIFAR and `PyTorch`.
pub const PLANES: Axes = Axes::new(b"NCHW");

impl Layout {
    /// A layout of whose sizes all can be.
    pub fn new(axes: Axes, height: usize, width: usize, channels: usize) -> Option<Self> {
        let is_side = |side: usize| (1..=MAX_SIDE).contains(&side);
        let layout = Self {
            axes,
            height,
            width,
            channels,
        };
        (is_side(height) && is_side(width)).then_some(layout)
    }

    /// Numbers of a picture.
    pub fn cells(&self) -> usize {
        self.height * self.width * self.channels
    }

    /// How far the next pixel to the right, the next below and the next channel lie, if the numbers of a picture lie
    /// one after the other.
    pub fn strides(&self) -> (usize, usize, usize) {
        let (mut stride, mut found) = (1, [0; 3]);
        for letter in self.axes.letters().iter().rev() {
            let (place, size) = match letter {
                b'W' => (0, self.width),
                b'H' => (1, self.height),
                b'C' => (2, self.channels),
                _ => break,
            };
            found[place] = stride;
            stride *= size;
        }
        (found[0], found[1], found[2])
    }

    /// The same picture with rows and columns exchanged.
    pub fn transposed(&self) -> Self {
        Self {
            axes: self.axes.transposed(),
            ..*self
        }
    }
}

/// The ways in which so many numbers of a row can be a picture: a gray square, or a square in color, either pixel by
/// pixel or plane by plane. Without these, gray pictures that are no squares.
pub fn of_cells(cells: usize) -> Vec<Layout> {
    let square =
        |cells: usize| Some(cells.isqrt()).filter(|side| *side > 1 && side * side == cells);
    if let Some(side) = square(cells) {
        return Layout::new(GRAY, side, side, 1).into_iter().collect();
    }
    if let Some(side) = square(cells / 3).filter(|_| cells.is_multiple_of(3)) {
        let both = [PIXELS_IN_COLOR, PLANES];
        let layouts = both
            .into_iter()
            .map(|axes| Layout::new(axes, side, side, 3));
        return layouts.flatten().collect();
    }
    Vec::new()
}

/// Gray pictures of so many numbers that are no squares, the ones that are nearly one first.
pub fn oblong(cells: usize) -> Vec<Layout> {
    let sides = (2..=cells.isqrt()).rev();
    let sides = sides.filter(|side| cells.is_multiple_of(*side) && cells / side <= LONGEST * side);
    let both = sides.flat_map(|side| [(cells / side, side), (side, cells / side)]);
    let layouts = both.filter_map(|(height, width)| Layout::new(GRAY, height, width, 1));
    layouts.take(12).collect()
}

/// The mean difference of neighboring values, to the right and below; less for the right layout, since neighbors in a
/// picture are alike. `value` gives a number of a picture.
pub fn roughness(
    layout: &Layout,
    pictures: usize,
    value: &dyn Fn(usize, usize, usize, usize) -> f64,
) -> f64 {
    let Layout {
        height,
        width,
        channels,
        ..
    } = *layout;
    let (mut sum, mut pairs) = (0.0, 0_usize);
    let every = pictures.div_ceil(PICTURES).max(1);
    let rows = (PIXELS / width.max(1)).clamp(2, height.max(2)).min(height);
    let columns = width.min(PIXELS);
    for picture in (0..pictures).step_by(every) {
        for channel in 0..channels {
            for y in 0..rows {
                for x in 0..columns {
                    let here = value(picture, y, x, channel);
                    if x + 1 < columns {
                        sum += (here - value(picture, y, x + 1, channel)).abs();
                        pairs += 1;
                    }
                    if y + 1 < rows {
                        sum += (here - value(picture, y + 1, x, channel)).abs();
                        pairs += 1;
                    }
                }
            }
        }
    }
    sum / pairs.max(1) as f64
}

/// The first of the layouts with the least roughness; a later one must be clearly smoother.
pub fn smoothest(layouts: &[Layout], roughness: &dyn Fn(&Layout) -> f64) -> Option<Layout> {
    let mut best: Option<(Layout, f64)> = None;
    for layout in layouts {
        let rough = if layouts.len() == 1 {
            0.0
        } else {
            roughness(layout)
        };
        if best.is_none_or(|(_, least)| rough < CLEAR * least) {
            best = Some((*layout, rough));
        }
    }
    best.map(|(layout, _)| layout)
}
