//! Convolutions and transposed convolutions.

use super::{Backward, ConvShape, Init, Layer, Param, SHARD_ROWS, init};
use crate::kernel::{self, ConvDown, ConvGradient, ConvUp};
use crate::rng::Rng;

/// `Y[y, x, o] = Σ X[y·s + ky − p, x·s + kx − p, i]·W[o, i, ky, kx] + b[o]`: from the large map of its shape to
/// the small one. PyTorch's `Conv2d` and its layout, `weight` being `(out, in, kernel, kernel)`, but the
/// maps stand pixel by pixel.
///
/// Gradients are summed shard by shard (see [`SHARD_ROWS`]), within a shard image after image and
/// position after position.
#[derive(Debug)]
pub struct Conv2d {
    shape: ConvShape,
    weight: Param,
    bias: Param,
    down: ConvDown,
    gradient: ConvGradient,
    /// For `d_input`; made when it is first needed, packed when it is first needed after a change.
    up: Option<ConvUp>,
    up_is_packed: bool,
    scratch: Vec<f32>,
}

/// `Y[y·s + ky − p, x·s + kx − p, i] = Σ X[y, x, o]·W[o, i, ky, kx] + b[i]`: from the small map of its shape to
/// the large one, the mirror of the [`Conv2d`] with this shape. PyTorch's `ConvTranspose2d` and its layout:
/// `weight` is `(in, out, kernel, kernel)`, where what comes in has the shape's `out_channels`.
///
/// Gradients are summed as those of [`Conv2d`].
#[derive(Debug)]
pub struct ConvTranspose2d {
    shape: ConvShape,
    weight: Param,
    bias: Param,
    up: ConvUp,
    gradient: ConvGradient,
    /// For `d_input`, packed when it is first needed after a change.
    down: ConvDown,
    down_is_packed: bool,
    scratch: Vec<f32>,
}

/// A weight drawn uniformly for so many numbers in and out, and a bias of zeros.
fn params(
    shape: &ConvShape,
    init: Init,
    fans: [usize; 2],
    biases: usize,
    rng: &mut Rng,
) -> (Param, Param) {
    let (k, outputs, inputs) = (shape.kernel, shape.out_channels, shape.in_channels);
    let mut weight = Param::zeros("weight", &[outputs, inputs, k, k]);
    let bound = init::uniform_bound(init, fans[0], fans[1]);
    init::fill_uniform(&mut weight.value, bound, rng);
    (weight, Param::zeros("bias", &[biases]))
}

impl Conv2d {
    /// A layer with weights drawn by `init` from `rng`, and a bias of zeros. An output is made of
    /// `in · kernel²` numbers; an input goes into about `out · kernel² / stride²`.
    pub fn new(shape: ConvShape, init: Init, rng: &mut Rng) -> Self {
        let [large, small] = fans(&shape);
        let (weight, bias) = params(&shape, init, [large, small], shape.out_channels, rng);
        let mut layer = Self {
            weight,
            bias,
            down: ConvDown::new(shape),
            gradient: ConvGradient::new(shape),
            up: None,
            up_is_packed: false,
            scratch: Vec::new(),
            shape,
        };
        layer.weights_changed();
        layer
    }
}

impl ConvTranspose2d {
    /// A layer with weights drawn by `init` from `rng`, and a bias of zeros. An output is made of about
    /// `in · kernel² / stride²` numbers, those that really meet in it, and not, as PyTorch counts, of
    /// `out · kernel²`; an input goes into `out · kernel²`.
    pub fn new(shape: ConvShape, init: Init, rng: &mut Rng) -> Self {
        let [large, small] = fans(&shape);
        let (weight, bias) = params(&shape, init, [small, large], shape.in_channels, rng);
        let mut layer = Self {
            weight,
            bias,
            up: ConvUp::new(shape),
            gradient: ConvGradient::new(shape),
            down: ConvDown::new(shape),
            down_is_packed: false,
            scratch: Vec::new(),
            shape,
        };
        layer.weights_changed();
        layer
    }
}

/// How many numbers of the large map meet in one of the small map, and about how many of the small in one
/// of the large.
fn fans(shape: &ConvShape) -> [usize; 2] {
    let (area, positions) = (shape.kernel * shape.kernel, shape.stride * shape.stride);
    [
        shape.in_channels * area,
        (shape.out_channels * area).div_ceil(positions),
    ]
}

/// Writes the gradients of weight and bias, the bias being that of the map by which `d_output` is.
fn gradients(
    gradient: &mut ConvGradient,
    [weight, bias]: [&mut Param; 2],
    [large, small]: [&[f32]; 2],
    d_output: &[f32],
    rows: usize,
) {
    gradient.run(large, small, &mut weight.grad, SHARD_ROWS);
    let pixels = d_output.len() / bias.grad.len();
    let chunk = SHARD_ROWS * (pixels / rows.max(1)).max(1);
    kernel::column_sums(d_output, pixels, &mut bias.grad, chunk);
}

impl Layer for Conv2d {
    fn in_features(&self) -> usize {
        self.shape.in_features()
    }

    fn out_features(&self) -> usize {
        self.shape.out_features()
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize, scratch: &mut [f32]) {
        self.down.run(input, output, scratch);
    }

    fn scratch_len(&self) -> usize {
        self.down.scratch_len()
    }

    fn backward(&mut self, pass: Backward<'_>) {
        gradients(
            &mut self.gradient,
            [&mut self.weight, &mut self.bias],
            [pass.input, pass.d_output],
            pass.d_output,
            pass.rows,
        );
        if let Some(d_input) = pass.d_input {
            let up = self.up.get_or_insert_with(|| ConvUp::new(self.shape));
            if !self.up_is_packed {
                up.pack(&self.weight.value, None);
                self.up_is_packed = true;
            }
            self.scratch.resize(up.scratch_len(), 0.0);
            up.run(pass.d_output, d_input, &mut self.scratch);
        }
    }

    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        visit(&mut self.weight);
        visit(&mut self.bias);
    }

    fn maps(&self) -> Option<[usize; 3]> {
        let shape = &self.shape;
        Some([shape.out_channels, shape.out_height(), shape.out_width()])
    }

    fn weights_changed(&mut self) {
        self.down.pack(&self.weight.value, Some(&self.bias.value));
        self.up_is_packed = false;
    }
}

impl Layer for ConvTranspose2d {
    fn in_features(&self) -> usize {
        self.shape.out_features()
    }

    fn out_features(&self) -> usize {
        self.shape.in_features()
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize, scratch: &mut [f32]) {
        self.up.run(input, output, scratch);
    }

    fn scratch_len(&self) -> usize {
        self.up.scratch_len()
    }

    fn backward(&mut self, pass: Backward<'_>) {
        gradients(
            &mut self.gradient,
            [&mut self.weight, &mut self.bias],
            [pass.d_output, pass.input],
            pass.d_output,
            pass.rows,
        );
        if let Some(d_input) = pass.d_input {
            if !self.down_is_packed {
                self.down.pack(&self.weight.value, None);
                self.down_is_packed = true;
            }
            self.scratch.resize(self.down.scratch_len(), 0.0);
            self.down.run(pass.d_output, d_input, &mut self.scratch);
        }
    }

    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        visit(&mut self.weight);
        visit(&mut self.bias);
    }

    fn maps(&self) -> Option<[usize; 3]> {
        let shape = &self.shape;
        Some([shape.in_channels, shape.in_height, shape.in_width])
    }

    fn weights_changed(&mut self) {
        self.up.pack(&self.weight.value, Some(&self.bias.value));
        self.down_is_packed = false;
    }
}
