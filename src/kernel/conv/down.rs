//! From the large map to the small one.

use super::gather::{Gather, Window};
use super::padded::Padded;
use super::shape::ConvShape;
#[cfg(not(target_arch = "wasm32"))]
use crate::threads;

/// `small[y, x, o] = Σ large[y·s + ky − p, x·s + kx − p, i]·w[o, i, ky, kx] + bias[o]`: the forward pass of a
/// convolution, or `d_input` of a transposed one. Each sum starts at 0 and goes in order of `(ky, kx, i)`; the
/// bias is added last.
///
/// Maps are channels-last, the weight is `(out, in, kernel, kernel)`.
#[derive(Debug)]
pub struct ConvDown {
    shape: ConvShape,
    padded: Padded,
    gather: Gather,
}

impl ConvDown {
    /// A convolution of this shape, with weights of 0.
    pub fn new(shape: ConvShape) -> Self {
        let padded = Padded::large(&shape);
        let (n, width) = (shape.out_channels, shape.out_width());
        let place = |i: usize| {
            let [y, x] = [i / width, i % width].map(|at| at * shape.stride);
            [padded.at(y, x), i * n]
        };
        let places: Vec<_> = (0..shape.out_height() * width).map(place).collect();
        let window = Window {
            runs: shape.kernel,
            len: shape.kernel * shape.in_channels,
            jump: padded.at(1, 0),
        };
        let images = padded.together(places.len());
        let lens = [padded.len(), shape.out_features()];
        Self {
            gather: Gather::new(&places, window, n, images, lens),
            shape,
            padded,
        }
    }

    /// Takes the weights, and a bias of each channel of the small map if there is one.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn pack(&mut self, weight: &[f32], bias: Option<&[f32]>) {
        let (inputs, k) = (self.shape.in_channels, self.shape.kernel);
        self.shape
            .check_params(weight, bias, self.shape.out_channels);
        self.gather.pack(
            |ky, p, o| weight[((o * inputs + p % inputs) * k + ky) * k + p / inputs],
            |o| bias.map_or(0.0, |bias| bias[o]),
        );
    }

    /// Numbers of working memory that [`ConvDown::run`] needs.
    pub fn scratch_len(&self) -> usize {
        self.padded.len() * self.gather.images()
    }

    /// Writes the small maps of all `large` ones; `scratch` may hold anything.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn run(&self, large: &[f32], small: &mut [f32], scratch: &mut [f32]) {
        let features = self.shape.check_maps(large, small);
        let scratch = &mut scratch[..self.scratch_len()];
        #[cfg(target_arch = "wasm32")]
        self.run_part(features, large, small, scratch);
        #[cfg(not(target_arch = "wasm32"))]
        {
            let (ins, outs) = features;
            let maps = small.len() / outs;
            let load = || self.shape.load(maps, self.gather.images());
            threads::split(
                maps,
                load,
                [small],
                [outs],
                scratch,
                |maps, [small], scratch| {
                    let large = &large[maps.start * ins..maps.end * ins];
                    self.run_part(features, large, small, scratch);
                },
            );
        }
    }

    /// [`ConvDown::run`] for a part of the maps, with the lengths of a large and a small one.
    #[inline(always)]
    fn run_part(
        &self,
        (in_features, out_features): (usize, usize),
        large: &[f32],
        small: &mut [f32],
        scratch: &mut [f32],
    ) {
        let images = self.gather.images();
        scratch.fill(0.0);
        let blocks = large.chunks(images * in_features);
        for (large, small) in blocks.zip(small.chunks_mut(images * out_features)) {
            self.gather.run(self.padded.fill(large, scratch), small);
        }
    }
}
