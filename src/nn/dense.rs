//! The dense (fully connected) layer.

use super::{Backward, Init, Layer, Param, SHARD_ROWS, init};
use crate::kernel::{self, Packed};
use crate::rng::Rng;

/// `Y = X·Wᵀ + b`, with PyTorch's layout: `weight` is `(out, in)`, `bias` is `(out)`.
///
/// Gradients: `dX = dY·W`, `dW = dYᵀ·X`, `db = Σ_rows dY`, summed shard by shard
/// (see [`SHARD_ROWS`]).
#[derive(Debug)]
pub struct Dense {
    weight: Param,
    bias: Param,
    /// Wᵀ in panels, for the forward pass.
    packed_forward: Packed,
    /// W in panels, for `d_input`; packed at the first use after a change.
    packed_backward: Packed,
    backward_is_packed: bool,
    /// The batch in panels, for `d_weight`.
    packed_input: Packed,
    /// The bias' gradient of rows that do not begin a batch.
    d_bias: Vec<f32>,
    is_deferred: bool,
}

impl Dense {
    /// A layer with weights drawn by `init` from `rng`, and a bias of zeros unless `init` says otherwise.
    pub fn new(in_features: usize, out_features: usize, init: Init, rng: &mut Rng) -> Self {
        let mut weight = Param::zeros("weight", &[out_features, in_features]);
        let mut bias = Param::zeros("bias", &[out_features]);
        let bound = init::uniform_bound(init, in_features, out_features);
        init::fill_uniform(&mut weight.value, bound, rng);
        if init == Init::Spread {
            init::fill_uniform(&mut bias.value, bound, rng);
        }
        let mut layer = Self {
            weight,
            bias,
            packed_forward: Packed::new(),
            packed_backward: Packed::new(),
            backward_is_packed: false,
            packed_input: Packed::new(),
            d_bias: Vec::new(),
            is_deferred: false,
        };
        layer.weights_changed();
        layer
    }
}

impl Layer for Dense {
    fn in_features(&self) -> usize {
        self.weight.shape[1]
    }

    fn out_features(&self) -> usize {
        self.weight.shape[0]
    }

    fn forward(&self, input: &[f32], output: &mut [f32], rows: usize, _scratch: &mut [f32]) {
        kernel::gemm_bias(input, &self.packed_forward, &self.bias.value, output, rows);
    }

    fn backward(&mut self, pass: Backward<'_>) {
        let (inputs, outputs) = (self.in_features(), self.out_features());
        if !self.is_deferred {
            self.packed_input.pack_sparse(pass.input, pass.rows, inputs);
            let (d_output, input) = (pass.d_output, &self.packed_input);
            let (d_weight, d_bias) = (&mut self.weight.grad, &mut self.bias.grad);
            if pass.begins {
                kernel::gemm_at(d_output, input, d_weight, outputs, SHARD_ROWS);
                kernel::column_sums(d_output, pass.rows, d_bias, SHARD_ROWS);
            } else {
                kernel::gemm_at_add(d_output, input, d_weight, outputs, SHARD_ROWS);
                self.d_bias.resize(outputs, 0.0);
                kernel::column_sums(d_output, pass.rows, &mut self.d_bias, SHARD_ROWS);
                kernel::add_in_place(d_bias, &self.d_bias);
            }
        }
        if let Some(d_input) = pass.d_input {
            if !self.backward_is_packed {
                self.packed_backward
                    .pack(&self.weight.value, outputs, inputs);
                self.backward_is_packed = true;
            }
            kernel::gemm(pass.d_output, &self.packed_backward, d_input, pass.rows);
        }
    }

    fn defer(&mut self, is_deferred: bool) -> bool {
        self.is_deferred = is_deferred;
        true
    }

    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param)) {
        visit(&mut self.weight);
        visit(&mut self.bias);
    }

    fn weights_changed(&mut self) {
        let (inputs, outputs) = (self.in_features(), self.out_features());
        self.packed_forward
            .pack_transposed(&self.weight.value, inputs, outputs);
        self.backward_is_packed = false;
    }
}
