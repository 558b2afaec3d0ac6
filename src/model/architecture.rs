//! The layers between image and code: their sizes, their weights, and the memory that they need.

use super::config::{InputConfig, ModelConfig};
use super::{ParamName, limits};
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
    /// If a kernel is larger than what it looks at, which no [`ModelConfig`] that was read has.
    pub fn convolutions(&self, input: InputConfig) -> Vec<ConvShape> {
        self.shapes(input).collect()
    }

    /// The same, one after the other: each has a size only if the one before it leaves something.
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

    /// Refuses convolutions that have nothing left to look at.
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

    /// Name and shape of every parameter, as [`Autoencoder::visit_params`] shows them, without the model.
    ///
    /// [`Autoencoder::visit_params`]: super::Autoencoder::visit_params
    pub fn parameters(&self) -> Vec<(ParamName, Vec<usize>)> {
        let (maps, widths) = (self.convolutions(), self.dense_widths());
        let dense = |ins: usize, outs: usize| (vec![outs, ins], outs);
        let kernels = |s: &ConvShape| vec![s.out_channels, s.in_channels, s.kernel, s.kernel];
        let down = maps.iter().map(|s| (kernels(s), s.out_channels));
        let up = maps.iter().rev().map(|s| (kernels(s), s.in_channels));
        let inwards = widths.windows(2).map(|w| dense(w[0], w[1]));
        let outwards = widths.windows(2).rev().map(|w| dense(w[1], w[0]));
        let mut encoder: Vec<_> = down.chain(inwards).collect();
        let head = encoder.pop_if(|_| self.is_variational());
        let sides = [
            ("encoder", encoder),
            ("bottleneck.mu", head.clone().into_iter().collect()),
            ("bottleneck.log_var", head.into_iter().collect()),
            ("decoder", outwards.chain(up).collect()),
        ];
        let mut parameters = Vec::new();
        for (side, layers) in sides {
            for (i, (weight, outs)) in layers.into_iter().enumerate() {
                let index = (!side.starts_with("bottleneck")).then_some(i);
                for (name, shape) in [("weight", weight), ("bias", vec![outs])] {
                    parameters.push((ParamName { side, index, name }, shape));
                }
            }
        }
        parameters
    }

    /// Number of trainable numbers.
    pub fn n_params(&self) -> u64 {
        // In 64 bits, also where an address has 32: this is what a config that is too large is refused by.
        let count = |shape: &[usize]| shape.iter().map(|&n| n as u64).product::<u64>();
        let parameters = self.parameters();
        parameters.iter().map(|(_, shape)| count(shape)).sum()
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
