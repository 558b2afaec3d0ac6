//! The sizes of a convolution.

use crate::threads::Load;

/// Sizes of a convolution, which maps a large map `(in_height, in_width, in_channels)` to a small one
/// `(out_height, out_width, out_channels)`; a transposed convolution goes the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvShape {
    /// Channels of the large map.
    pub in_channels: usize,
    /// Channels of the small map.
    pub out_channels: usize,
    /// Side of the square kernel.
    pub kernel: usize,
    /// Pixels of the large map from one position of the kernel to the next.
    pub stride: usize,
    /// Rows of the large map.
    pub in_height: usize,
    /// Columns of the large map.
    pub in_width: usize,
}

impl ConvShape {
    /// Zeros around the large map on every side: `(kernel − 1) / 2`, rounded down.
    pub fn padding(&self) -> usize {
        (self.kernel - 1) / 2
    }

    /// Rows of the small map: `(in_height + 2·padding − kernel) / stride + 1`, rounded down.
    ///
    /// # Panics
    /// If the kernel is larger than the padded map.
    pub fn out_height(&self) -> usize {
        self.room(self.in_height) / self.stride + 1
    }

    /// Columns of the small map, see [`ConvShape::out_height`].
    ///
    /// # Panics
    /// If the kernel is larger than the padded map.
    pub fn out_width(&self) -> usize {
        self.room(self.in_width) / self.stride + 1
    }

    /// Rows and columns of the padded large map that the kernel's last position does not reach. With this
    /// `output_padding` PyTorch's transposed convolution brings back the size of the large map.
    ///
    /// # Panics
    /// If the kernel is larger than the padded map.
    pub fn output_padding(&self) -> [usize; 2] {
        [self.in_height, self.in_width].map(|side| self.room(side) % self.stride)
    }

    /// Numbers of a large map.
    pub fn in_features(&self) -> usize {
        self.in_height * self.in_width * self.in_channels
    }

    /// Numbers of a small map.
    pub fn out_features(&self) -> usize {
        self.out_height() * self.out_width() * self.out_channels
    }

    /// Number of weights.
    pub fn weights(&self) -> usize {
        self.out_channels * self.in_channels * self.kernel * self.kernel
    }

    /// The load of so many `maps`, `together` at a time.
    pub(super) fn load(&self, maps: usize, together: usize) -> Load {
        Load {
            unit: together,
            work: maps * self.out_height() * self.out_width() * self.weights(),
        }
    }

    /// How far the kernel can move along a side.
    fn room(&self, side: usize) -> usize {
        (side + 2 * self.padding())
            .checked_sub(self.kernel)
            .expect("a kernel no larger than the padded map")
    }

    pub(super) fn check_params(&self, weight: &[f32], bias: Option<&[f32]>, channels: usize) {
        assert_eq!(weight.len(), self.weights(), "weights of {self:?}");
        assert!(
            bias.is_none_or(|bias| bias.len() == channels),
            "bias of {self:?}"
        );
    }

    /// Checks that there are as many large maps as small ones; the lengths of one large and one small map.
    pub(super) fn check_maps(&self, large: &[f32], small: &[f32]) -> (usize, usize) {
        let (in_features, out_features) = (self.in_features(), self.out_features());
        let images = large.len() / in_features;
        assert_eq!(
            (large.len(), small.len()),
            (images * in_features, images * out_features),
            "maps of {self:?}"
        );
        (in_features, out_features)
    }
}
