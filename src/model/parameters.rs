//! A model's layers and weights, as its configuration says them.

use super::ParamName;
use super::config::ModelConfig;
use crate::nn::ConvShape;

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
        // In 64 bits, also where an address has 32: the count decides whether a configuration is too large.
        let count = |shape: &[usize]| shape.iter().map(|&n| n as u64).product::<u64>();
        let parameters = self.parameters();
        parameters.iter().map(|(_, shape)| count(shape)).sum()
    }
}
