//! The layers between image and code: their sizes, their weights, and the memory that they need.

use super::config::{InputConfig, ModelConfig};
use super::limits;
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
    pub fn convolutions(&self, input: InputConfig) -> Vec<ConvShape> {
        let Self::Conv {
            channels,
            kernel,
            stride,
            ..
        } = self
        else {
            return Vec::new();
        };
        let mut shapes: Vec<ConvShape> = Vec::with_capacity(channels.len());
        for &out_channels in channels {
            let before = shapes.last();
            shapes.push(ConvShape {
                in_channels: before.map_or(input.channels, |s| s.out_channels),
                out_channels,
                kernel: *kernel,
                stride: *stride,
                in_height: before.map_or(input.height, ConvShape::out_height),
                in_width: before.map_or(input.width, ConvShape::out_width),
            });
        }
        shapes
    }

    /// Refuses convolutions that have nothing left to look at.
    pub(super) fn check(&self, input: InputConfig) -> Result<()> {
        let shapes = self.convolutions(input);
        let vanished = shapes.iter().enumerate().find(|(_, s)| {
            let (height, width) = (s.in_height, s.in_width);
            height.min(width) + 2 * s.padding() < s.kernel || (height * width == 1 && s.stride > 1)
        });
        let Some((i, shape)) = vanished else {
            return Ok(());
        };
        Err(Error::config(
            "architecture.channels",
            format!(
                "{} convolutions, of which number {} would get maps of {} × {} pixels",
                shapes.len(),
                i + 1,
                shape.in_width,
                shape.in_height
            ),
            format!(
                "at most {i} on images of {} × {} with kernel {} and stride {}: more leave nothing of the picture",
                input.width, input.height, shape.kernel, shape.stride
            ),
        ))
    }
}

impl ModelConfig {
    /// The convolutions, from the image to the code.
    pub fn convolutions(&self) -> Vec<ConvShape> {
        self.architecture.convolutions(self.input)
    }

    /// Widths of the dense layers from the image or the last feature maps to the code.
    pub fn dense_widths(&self) -> Vec<usize> {
        let flat = self
            .convolutions()
            .last()
            .map_or(self.features(), ConvShape::out_features);
        let ends = (std::iter::once(flat), std::iter::once(self.latent_dim()));
        let hidden = self.architecture.hidden().iter().copied();
        ends.0.chain(hidden).chain(ends.1).collect()
    }

    /// Number of trainable numbers.
    pub fn n_params(&self) -> u64 {
        // In 64 bits, also where an address has 32: this is what a config that is too large is refused by.
        let widths: Vec<u64> = self.dense_widths().iter().map(|&w| w as u64).collect();
        let dense = widths.windows(2).map(|w| 2 * w[0] * w[1] + w[0] + w[1]);
        let convolutions = self.convolutions();
        let convolutions = convolutions.iter().map(|s| {
            let (ins, outs, taps) = (s.in_channels, s.out_channels, s.kernel * s.kernel);
            (2 * ins * outs * taps + ins + outs) as u64
        });
        let second_head = match widths[..] {
            [.., before, code] if self.is_variational() => (before + 1) * code,
            _ => 0,
        };
        dense.sum::<u64>() + convolutions.sum::<u64>() + second_head
    }

    /// An upper estimate of the memory that training needs, in bytes.
    pub fn memory_bytes(&self) -> u64 {
        // Value, gradient, two optimizer slots, their rollback copies, and two packed forms.
        const COPIES_OF_PARAMS: u64 = 10;
        let rows = self.batch_size.max(crate::model::EVAL_ROWS) as u64;
        let maps = self.convolutions();
        // Maps lie in two orders where the dense part begins.
        let maps = maps.iter().map(|s| 2 * s.out_features() as u64);
        let dense = self.dense_widths().into_iter().map(|w| w as u64);
        let image = 2 * self.features() as u64;
        let a_row = 8 * maps.chain(dense).chain([image]).sum::<u64>();
        4 * (COPIES_OF_PARAMS * self.n_params() + 2 * rows * a_row)
    }

    pub(super) fn check_memory(self) -> Result<Self> {
        let (got, limit) = (self.memory_bytes(), limits::MEMORY_BYTES);
        if got > limit {
            return Err(Error::TooLarge {
                what: "The model".into(),
                got: format!("about {} MiB with {} weights", got >> 20, self.n_params()),
                limit: format!("{} MiB", limit >> 20),
            });
        }
        Ok(self)
    }
}
