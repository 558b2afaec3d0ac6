//! Convolutions and transposed convolutions.

use super::{Backward, ConvShape, Init, Layer, Param, SHARD_ROWS, init};
use crate::kernel::{self, ConvDown, ConvGradient, ConvUp};
use crate::rng::Rng;

/// `Y[y, x, o] = Σ X[y·s + ky − p, x·s + kx − p, i]·W[o, i, ky, kx] + b[o]`: from the large map of its shape to
/// the small one. This is PyTorch's `Conv2d`. `weight` has PyTorch's layout, `(out, in, kernel, kernel)`; maps
/// stand pixel by pixel.
///
/// Gradients are summed shard by shard (see [`SHARD_ROWS`]), within a shard image after image and
/// position after position.
#[derive(Debug)]
pub struct Conv2d {
    shape: ConvShape,
    params: Params,
    down: ConvDown,
    /// Computes `d_input`. Made at its first use, and packed at the first use after a change of the weights.
    up: Option<ConvUp>,
    up_is_packed: bool,
}

/// `Y[y·s + ky − p, x·s + kx − p, i] = Σ X[y, x, o]·W[o, i, ky, kx] + b[i]`: from the small map of its shape
/// to the large one, the mirror of the [`Conv2d`] with the same shape. This is PyTorch's `ConvTranspose2d`.
/// `weight` has PyTorch's layout, `(in, out, kernel, kernel)`: the input has the shape's `out_channels`, the
/// output its `in_channels`.
///
/// Gradients are summed in the order that [`Conv2d`] states.
#[derive(Debug)]
pub struct ConvTranspose2d {
    shape: ConvShape,
    params: Params,
    up: ConvUp,
    /// Computes `d_input`; packed at the first use after a change of the weights.
    down: ConvDown,
    down_is_packed: bool,
}

/// Parameters of a convolution of either kind, and the working memory of its backward pass.
#[derive(Debug)]
struct Params {
    weight: Param,
    bias: Param,
    gradient: ConvGradient,
    /// One shard's gradient of the bias.
    d_bias: Vec<f32>,
    scratch: Vec<f32>,
}

impl Params {
    /// A weight drawn uniformly, to suit `fans` (fan-in, fan-out), and a bias of `bias` zeros.
    fn new(shape: ConvShape, bias: usize, init: Init, fans: [usize; 2], rng: &mut Rng) -> Self {
        let (k, outputs, inputs) = (shape.kernel, shape.out_channels, shape.in_channels);
        let mut weight = Param::zeros("weight", &[outputs, inputs, k, k]);
        let bound = init::uniform_bound(init, fans[0], fans[1]);
        init::fill_uniform(&mut weight.value, bound, rng);
        Self {
            weight,
            bias: Param::zeros("bias", &[bias]),
            gradient: ConvGradient::new(shape),
            d_bias: vec![0.0; bias],
            scratch: Vec::new(),
        }
    }

    /// Writes all gradients; `d_input(weight, scratch, d_output, d_input)` writes the gradient by the input.
    /// `is_large` says that the input is the large map. The bias belongs to the output in either case.
    fn backward(
        &mut self,
        pass: Backward<'_>,
        is_large: bool,
        mut d_input: impl FnMut(&[f32], &mut Vec<f32>, &[f32], &mut [f32]),
    ) {
        let rows = pass.rows.max(1);
        let (ins, outs) = (pass.input.len() / rows, pass.d_output.len() / rows);
        let mut d_inputs = pass.d_input.map(|d| d.chunks_mut(SHARD_ROWS * ins));
        if pass.begins {
            self.gradient.clear();
            self.bias.grad.fill(0.0);
        }
        let shards = pass.input.chunks(SHARD_ROWS * ins);
        for (input, d_output) in shards.zip(pass.d_output.chunks(SHARD_ROWS * outs)) {
            let [large, small] = if is_large {
                [input, d_output]
            } else {
                [d_output, input]
            };
            self.gradient.add(large, small);
            let pixels = d_output.len() / self.d_bias.len();
            kernel::column_sums(d_output, pixels, &mut self.d_bias, pixels);
            for (total, d) in self.bias.grad.iter_mut().zip(&self.d_bias) {
                *total += d;
            }
            if let Some(d) = d_inputs.as_mut().and_then(Iterator::next) {
                d_input(&self.weight.value, &mut self.scratch, d_output, d);
            }
        }
        self.gradient.write(&mut self.weight.grad);
    }

    fn visit(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        visit(&mut self.weight);
        visit(&mut self.bias);
    }
}

/// How many numbers of the large map meet in a number of the small map, and about how many numbers of the
/// small map meet in a number of the large one.
fn fans(shape: &ConvShape) -> [usize; 2] {
    let (area, positions) = (shape.kernel * shape.kernel, shape.stride * shape.stride);
    [
        shape.in_channels * area,
        (shape.out_channels * area).div_ceil(positions),
    ]
}

impl Conv2d {
    /// A layer with weights drawn by `init` from `rng`, and a bias of zeros. The fan-in is `in · kernel²`, the
    /// fan-out about `out · kernel² / stride²`.
    pub fn new(shape: ConvShape, init: Init, rng: &mut Rng) -> Self {
        let mut layer = Self {
            params: Params::new(shape, shape.out_channels, init, fans(&shape), rng),
            down: ConvDown::new(shape),
            up: None,
            up_is_packed: false,
            shape,
        };
        layer.weights_changed();
        layer
    }
}

impl ConvTranspose2d {
    /// A layer with weights drawn by `init` from `rng`, and a bias of zeros. The fan-in is about
    /// `in · kernel² / stride²`, the inputs that really meet in an output; PyTorch takes `out · kernel²`
    /// instead. The fan-out is `out · kernel²`.
    pub fn new(shape: ConvShape, init: Init, rng: &mut Rng) -> Self {
        let [large, small] = fans(&shape);
        let mut layer = Self {
            params: Params::new(shape, shape.in_channels, init, [small, large], rng),
            up: ConvUp::new(shape),
            down: ConvDown::new(shape),
            down_is_packed: false,
            shape,
        };
        layer.weights_changed();
        layer
    }
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
        let Self { up, shape, .. } = self;
        let is_packed = &mut self.up_is_packed;
        self.params
            .backward(pass, true, |weight, scratch, d_output, d_input| {
                let up = up.get_or_insert_with(|| ConvUp::new(*shape));
                if !std::mem::replace(is_packed, true) {
                    up.pack(weight, None);
                }
                scratch.resize(up.scratch_len(), 0.0);
                up.run(d_output, d_input, scratch);
            });
    }

    fn by_shards(&self) -> bool {
        true
    }

    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        self.params.visit(visit);
    }

    fn maps(&self) -> Option<[usize; 3]> {
        let shape = &self.shape;
        Some([shape.out_channels, shape.out_height(), shape.out_width()])
    }

    fn weights_changed(&mut self) {
        let Params { weight, bias, .. } = &self.params;
        self.down.pack(&weight.value, Some(&bias.value));
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
        let (down, is_packed) = (&mut self.down, &mut self.down_is_packed);
        self.params
            .backward(pass, false, |weight, scratch, d_output, d_input| {
                if !std::mem::replace(is_packed, true) {
                    down.pack(weight, None);
                }
                scratch.resize(down.scratch_len(), 0.0);
                down.run(d_output, d_input, scratch);
            });
    }

    fn by_shards(&self) -> bool {
        true
    }

    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        self.params.visit(visit);
    }

    fn maps(&self) -> Option<[usize; 3]> {
        let shape = &self.shape;
        Some([shape.in_channels, shape.in_height, shape.in_width])
    }

    fn weights_changed(&mut self) {
        let Params { weight, bias, .. } = &self.params;
        self.up.pack(&weight.value, Some(&bias.value));
        self.down_is_packed = false;
    }
}
