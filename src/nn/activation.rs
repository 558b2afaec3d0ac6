//! Activation functions; their formulas stand in [`crate::kernel::activations`].

use super::{Backward, Init, Layer, Param};
use crate::kernel::activations;
use serde::{Deserialize, Serialize};

/// An elementwise function between layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// `max(0, x)`
    Relu,
    /// `x` above zero, `0.01·x` below (Maas et al. 2013).
    LeakyRelu,
    /// `tanh x`
    Tanh,
    /// `1 / (1 + e⁻ˣ)`
    Sigmoid,
    /// `x` above zero, `eˣ − 1` below (Clevert et al. 2015, arXiv:1511.07289).
    Elu,
    /// `x·Φ(x)`, with the exact normal distribution function (Hendrycks & Gimpel 2016, arXiv:1606.08415).
    Gelu,
    /// `x`
    Linear,
}

impl Activation {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 7] = [
        "relu",
        "leaky-relu",
        "tanh",
        "sigmoid",
        "elu",
        "gelu",
        "linear",
    ];

    /// Those that the names are of, in their order.
    pub const ALL: [Self; 7] = [
        Self::Relu,
        Self::LeakyRelu,
        Self::Tanh,
        Self::Sigmoid,
        Self::Elu,
        Self::Gelu,
        Self::Linear,
    ];

    /// Writes `y = f(x)`.
    pub fn forward(self, x: &[f32], y: &mut [f32]) {
        match self {
            Self::Relu => activations::relu_forward(x, y),
            Self::LeakyRelu => activations::leaky_relu_forward(x, y),
            Self::Tanh => activations::tanh_forward(x, y),
            Self::Sigmoid => activations::sigmoid_forward(x, y),
            Self::Elu => activations::elu_forward(x, y),
            Self::Gelu => activations::gelu_forward(x, y),
            Self::Linear => y.copy_from_slice(x),
        }
    }

    /// Turns `d = dL/dy` into `dL/dx` in place, given the forward pass' `x` and `y = f(x)`.
    pub fn backward(self, x: &[f32], y: &[f32], d: &mut [f32]) {
        match self {
            Self::Relu => activations::relu_backward(y, d),
            Self::LeakyRelu => activations::leaky_relu_backward(y, d),
            Self::Tanh => activations::tanh_backward(y, d),
            Self::Sigmoid => activations::sigmoid_backward(y, d),
            Self::Elu => activations::elu_backward(y, d),
            Self::Gelu => activations::gelu_backward(x, d),
            Self::Linear => {}
        }
    }

    /// Whether the derivative can be told from `y` alone, so that `x` need not be kept.
    pub(crate) fn needs_no_input(self) -> bool {
        self != Self::Gelu
    }

    /// Turns `x` into `f(x)` where it stands.
    pub(super) fn forward_in_place(self, x: &mut [f32]) {
        let mut piece = [0.0; PIECE];
        for y in x.chunks_mut(PIECE) {
            let x = &mut piece[..y.len()];
            x.copy_from_slice(y);
            self.forward(x, y);
        }
    }

    /// The initial weights that suit a layer followed by this function, in a chain with `n_hidden`
    /// hidden layers.
    ///
    /// Rectifiers halve the signal's variance; He's larger weights make up for it. In a chain of one or two
    /// hidden layers the halving does no harm, and with Xavier's smaller weights a run starts closer to one
    /// with `PyTorch`'s own default (tests/golden/reference.json has the figures).
    pub fn init(self, n_hidden: usize) -> Init {
        match self {
            Self::Relu | Self::LeakyRelu | Self::Elu | Self::Gelu if n_hidden > 2 => Init::He,
            _ => Init::Xavier,
        }
    }
}

/// Numbers copied at a time: few enough to be in the first cache still when they are used.
const PIECE: usize = 2048;

/// An activation function as a layer.
#[derive(Debug, Clone, Copy)]
pub struct ActivationLayer {
    function: Activation,
    features: usize,
    maps: Option<[usize; 3]>,
}

impl ActivationLayer {
    /// For `features` values a row; `maps` is `[channels, height, width]` if these are a feature map.
    pub fn new(function: Activation, features: usize, maps: Option<[usize; 3]>) -> Self {
        Self {
            function,
            features,
            maps,
        }
    }
}

impl Layer for ActivationLayer {
    fn in_features(&self) -> usize {
        self.features
    }

    fn out_features(&self) -> usize {
        self.features
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize, _scratch: &mut [f32]) {
        self.function.forward(input, output);
    }

    fn backward(&mut self, pass: Backward<'_>) {
        let Some(d_input) = pass.d_input else { return };
        let pieces = d_input.chunks_mut(PIECE).zip(pass.d_output.chunks(PIECE));
        let given = pass.input.chunks(PIECE).zip(pass.output.chunks(PIECE));
        for ((d_input, d_output), (x, y)) in pieces.zip(given) {
            d_input.copy_from_slice(d_output);
            self.function.backward(x, y, d_input);
        }
    }

    fn by_shards(&self) -> bool {
        true
    }

    fn visit_params(&mut self, _visit: &mut dyn FnMut(&mut Param)) {}

    fn maps(&self) -> Option<[usize; 3]> {
        self.maps
    }

    fn activation(&self) -> Option<Activation> {
        Some(self.function)
    }
}
