//! Which weights a pixel of the large map meets, along one side of it.

use super::shape::ConvShape;

/// The pixels `s·q + first + j` of the large map, for all q and all j < `count`. They meet the pixels
/// `q + low + t`, t < `taps`, of the small map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub first: usize,
    pub count: usize,
    pub low: isize,
    pub taps: usize,
    stride: usize,
}

impl Axis {
    pub fn new(shape: &ConvShape, first: usize, count: usize) -> Self {
        let [k, s, p] = [shape.kernel, shape.stride, shape.padding()].map(|x| x as isize);
        let [first_pixel, last_pixel] = [first, first + count - 1].map(|x| x as isize);
        // At `low` the last weight still reaches the first pixel, a quotient rounded up. At `high` the first
        // weight still reaches the last pixel, a quotient rounded down.
        let low = -(k - 1 - p - first_pixel).div_euclid(s);
        let high = (last_pixel + p).div_euclid(s);
        Self {
            first,
            count,
            low,
            taps: (high - low + 1).max(0) as usize,
            stride: shape.stride,
        }
    }

    /// The weight between tap `t` and pixel `j`, if the kernel is that wide.
    pub fn weight(&self, shape: &ConvShape, t: usize, j: usize) -> Option<usize> {
        let back = self.stride as isize * (self.low + t as isize);
        let place = (self.first + j + shape.padding()).checked_add_signed(-back)?;
        (place < shape.kernel).then_some(place)
    }

    /// Number of q on a side of `large` pixels.
    pub fn places(&self, large: usize) -> usize {
        large.saturating_sub(self.first).div_ceil(self.stride)
    }

    /// How many pixels before the start of the small map the taps reach, and the end of their reach.
    pub fn reach(&self, large: usize) -> (usize, usize) {
        let end = self.places(large) as isize + self.low + self.taps as isize - 1;
        ((-self.low).max(0) as usize, end.max(0) as usize)
    }
}
