//! The layers between image and code, and the convolutions' sizes.

use super::input::InputConfig;
use crate::error::{Error, Result};
use crate::nn::ConvShape;
use serde::Serialize;

/// The layers between image and code; the decoder mirrors them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Architecture {
    /// Dense layers.
    Dense {
        /// Units of each hidden layer, from the image to the code.
        hidden: Vec<usize>,
    },
    /// Convolutions, then dense layers.
    Conv {
        /// Feature maps of each convolution, from the image to the code.
        channels: Vec<usize>,
        /// Side of every kernel, in pixels.
        kernel: usize,
        /// Pixels from one place of a kernel to the next.
        stride: usize,
        /// Units of each dense layer between the last maps and the code.
        hidden: Vec<usize>,
    },
}

impl Architecture {
    /// Units of each hidden dense layer.
    pub fn hidden(&self) -> &[usize] {
        match self {
            Self::Dense { hidden } | Self::Conv { hidden, .. } => hidden,
        }
    }

    /// The convolutions on images of size `input`, from the image to the code; none if all is dense.
    ///
    /// # Panics
    /// If a kernel is larger than its padded input, which no [`ModelConfig`](super::ModelConfig) that was read has.
    pub fn convolutions(&self, input: InputConfig) -> Vec<ConvShape> {
        self.shapes(input).collect()
    }

    /// The convolutions one by one, unchecked: a size makes sense only if the convolution before leaves some pixels.
    fn shapes(&self, input: InputConfig) -> impl Iterator<Item = ConvShape> {
        let (channels, kernel, stride) = match self {
            Self::Conv {
                channels,
                kernel,
                stride,
                ..
            } => (&channels[..], *kernel, *stride),
            Self::Dense { .. } => (&[][..], 1, 1),
        };
        let mut before: Option<ConvShape> = None;
        channels.iter().map(move |&out_channels| {
            let last = before.as_ref();
            *before.insert(ConvShape {
                in_channels: last.map_or(input.channels, |s| s.out_channels),
                out_channels,
                kernel,
                stride,
                in_height: last.map_or(input.height, ConvShape::out_height),
                in_width: last.map_or(input.width, ConvShape::out_width),
            })
        })
    }

    fn n_convolutions(&self) -> usize {
        match self {
            Self::Conv { channels, .. } => channels.len(),
            Self::Dense { .. } => 0,
        }
    }

    /// Refuses convolutions whose input has no pixels left.
    pub(super) fn check(&self, input: InputConfig) -> Result<()> {
        let mut shapes = self.shapes(input).enumerate();
        let vanished = shapes.find(|(_, s)| {
            let (height, width) = (s.in_height, s.in_width);
            height.min(width) + 2 * s.padding() < s.kernel || (height * width == 1 && s.stride > 1)
        });
        let Some((i, shape)) = vanished else {
            return Ok(());
        };
        let (kernel, stride) = (shape.kernel, shape.stride);
        let images = format!("images of {} × {}", input.width, input.height);
        if i == 0 {
            return Err(Error::config(
                "architecture.kernel",
                format!("{kernel} with stride {stride} on {images}"),
                "a smaller kernel, and stride 1 on a single pixel: this leaves nothing of the picture",
            ));
        }
        Err(Error::config(
            "architecture.channels",
            format!(
                "{} convolutions, of which number {} would get maps of {} × {} pixels",
                self.n_convolutions(),
                i + 1,
                shape.in_width,
                shape.in_height
            ),
            format!(
                "at most {i} on {images} with kernel {kernel} and stride {stride}: more leave nothing of the picture"
            ),
        ))
    }
}
