//! A map in the middle of a border of zeros.

use super::shape::ConvShape;
use crate::tile::ROWS;

/// Most numbers of the maps that go together. They pass through the first cache once for every panel.
pub(super) const MOST: usize = 1 << 14;

/// Sizes of a channels-last map and of its border.
#[derive(Debug)]
pub(super) struct Padded {
    /// Numbers in a row of the map, and in a row of the padded map.
    widths: [usize; 2],
    height: usize,
    channels: usize,
    /// Rows and columns of zeros before the map.
    pub before: [usize; 2],
    len: usize,
}

impl Padded {
    /// For maps of `size` (rows, columns) in padded maps of size `whole`, behind `before` rows and columns of
    /// zeros.
    pub fn new(size: [usize; 2], channels: usize, before: [usize; 2], whole: [usize; 2]) -> Self {
        Self {
            widths: [size[1] * channels, whole[1] * channels],
            height: size[0],
            channels,
            before,
            len: whole[0] * whole[1] * channels,
        }
    }

    /// The large map of a convolution with its padding.
    pub fn large(shape: &ConvShape) -> Self {
        let p = shape.padding();
        let size = [shape.in_height, shape.in_width];
        Self::new(
            size,
            shape.in_channels,
            [p, p],
            size.map(|side| side + 2 * p),
        )
    }

    /// Numbers of a padded map.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Where the pixel in this row and column of a padded map stands.
    pub fn at(&self, y: usize, x: usize) -> usize {
        y * self.widths[1] + x * self.channels
    }

    /// How many maps should go together so that few tiles are incomplete, with `places` places in a map.
    pub fn together(&self, places: usize) -> usize {
        let even = 1 << places.trailing_zeros().min(ROWS.trailing_zeros());
        (ROWS / even).min((MOST / self.len).max(1))
    }

    /// Copies all `maps` into `padded` and returns the part of it that holds them. The borders are left as
    /// they are.
    pub fn fill<'a>(&self, maps: &[f32], padded: &'a mut [f32]) -> &'a [f32] {
        let [width, whole] = self.widths;
        let images = maps.len() / (self.height * width);
        let padded = &mut padded[..images * self.len];
        let first = self.at(self.before[0], self.before[1]);
        let maps = maps.chunks_exact(self.height * width);
        for (map, padded) in maps.zip(padded.chunks_exact_mut(self.len)) {
            let rows = padded[first..].chunks_mut(whole);
            for (row, out) in map.chunks_exact(width).zip(rows) {
                out[..width].copy_from_slice(row);
            }
        }
        padded
    }
}
