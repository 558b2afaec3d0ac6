//! Between planes (channel by channel) and pixels (all channels of a pixel together).

use super::{Backward, Layer, Param};
use crate::kernel;

/// `pixels[y, x, c] = planes[c, y, x]`, or back: the same numbers in another order.
///
/// Images and codes stand in planes, PyTorch's order. Feature maps stand in pixels, the order in which a
/// convolution reads them.
#[derive(Debug, Clone, Copy)]
pub struct Reorder {
    channels: usize,
    height: usize,
    width: usize,
    to_pixels: bool,
}

impl Reorder {
    /// From planes to pixels.
    pub fn to_pixels(channels: usize, height: usize, width: usize) -> Self {
        Self {
            channels,
            height,
            width,
            to_pixels: true,
        }
    }

    /// From pixels to planes.
    pub fn to_planes(channels: usize, height: usize, width: usize) -> Self {
        Self {
            to_pixels: false,
            ..Self::to_pixels(channels, height, width)
        }
    }

    /// Copies rows in the layer's direction if `forth`, else in the opposite one.
    fn copy(&self, from: &[f32], to: &mut [f32], forth: bool) {
        let places = self.height * self.width;
        let (rows, columns) = if forth == self.to_pixels {
            (self.channels, places)
        } else {
            (places, self.channels)
        };
        for (from, to) in from
            .chunks_exact(rows * columns)
            .zip(to.chunks_exact_mut(rows * columns))
        {
            kernel::transpose(from, to, rows, columns);
        }
    }
}

impl Layer for Reorder {
    fn in_features(&self) -> usize {
        self.channels * self.height * self.width
    }

    fn out_features(&self) -> usize {
        self.in_features()
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize, _scratch: &mut [f32]) {
        self.copy(input, output, true);
    }

    fn backward(&mut self, pass: Backward<'_>) {
        if let Some(d_input) = pass.d_input {
            self.copy(pass.d_output, d_input, false);
        }
    }

    fn by_shards(&self) -> bool {
        true
    }

    fn visit_params(&mut self, _visit: &mut dyn FnMut(&mut Param)) {}

    fn maps(&self) -> Option<[usize; 3]> {
        self.to_pixels
            .then_some([self.channels, self.height, self.width])
    }
}
