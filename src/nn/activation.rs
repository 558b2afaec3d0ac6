//! Activation functions, each with its derivative beside it.

use super::{Backward, Init, Layer, Param};
use crate::kernel::{self, F32x4, map, zip_in_place};
use serde::{Deserialize, Serialize};

/// Slopes below this count as 0, and so do gradients below [`SMALLEST_GRADIENT`]. Where a function has
/// settled they would fade into denormal numbers, and a training step would take twice its time.
const SMALLEST_SLOPE: f32 = 1e-12;

/// See [`SMALLEST_SLOPE`].
const SMALLEST_GRADIENT: f32 = 1e-25;

/// Slope of [`Activation::LeakyRelu`] below zero, PyTorch's default.
const LEAKY_SLOPE: f32 = 0.01;

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

    /// Writes `y = f(x)`.
    pub fn forward(self, x: &[f32], y: &mut [f32]) {
        let zero = F32x4::splat(0.0);
        match self {
            Self::Relu => map(x, y, |x| x.max(zero)),
            Self::LeakyRelu => map(x, y, |x| {
                F32x4::select(x.gt(zero), x, x * F32x4::splat(LEAKY_SLOPE))
            }),
            Self::Tanh => map(x, y, kernel::tanh),
            Self::Sigmoid => map(x, y, kernel::sigmoid),
            Self::Elu => map(x, y, |x| {
                F32x4::select(x.gt(zero), x, kernel::exp(x) - F32x4::splat(1.0))
            }),
            Self::Gelu => map(x, y, |x| x * normal_cdf(x)),
            Self::Linear => y.copy_from_slice(x),
        }
    }

    /// Turns `d = dL/dy` into `dL/dx` in place, given the forward pass' `x` and `y = f(x)`.
    pub fn backward(self, x: &[f32], y: &[f32], d: &mut [f32]) {
        let (zero, one) = (F32x4::splat(0.0), F32x4::splat(1.0));
        match self {
            Self::Relu => zip_in_place(d, y, |d, y| F32x4::select(y.gt(zero), d, zero)),
            Self::LeakyRelu => {
                zip_in_place(d, y, |d, y| {
                    F32x4::select(y.gt(zero), d, d * F32x4::splat(LEAKY_SLOPE))
                });
            }
            Self::Tanh => zip_in_place(d, y, |d, y| chain(d, one - y * y)),
            Self::Sigmoid => zip_in_place(d, y, |d, y| chain(d, y * (one - y))),
            Self::Elu => zip_in_place(d, y, |d, y| F32x4::select(y.gt(zero), d, chain(d, y + one))),
            // Φ(x) + x·φ(x)
            Self::Gelu => {
                zip_in_place(d, x, |d, x| chain(d, normal_cdf(x) + x * normal_density(x)));
            }
            Self::Linear => {}
        }
    }

    /// The initial weights that suit a layer followed by this function, in a chain with `n_hidden`
    /// hidden layers.
    ///
    /// Rectifiers halve the signal's variance, which He's weights make up for. In a chain of one or
    /// two hidden layers the loss costs nothing, and Xavier's smaller weights start a run closer to
    /// where `PyTorch`'s own default starts it (tests/golden/reference.json has the figures).
    pub fn init(self, n_hidden: usize) -> Init {
        match self {
            Self::Relu | Self::LeakyRelu | Self::Elu | Self::Gelu if n_hidden > 2 => Init::He,
            _ => Init::Xavier,
        }
    }
}

/// `d · slope`, without what is too small to matter.
fn chain(d: F32x4, slope: F32x4) -> F32x4 {
    (d * slope.unless_below(SMALLEST_SLOPE)).unless_below(SMALLEST_GRADIENT)
}

/// `Φ(x) = (1 + erf(x / √2)) / 2`
fn normal_cdf(x: F32x4) -> F32x4 {
    let half = F32x4::splat(0.5);
    half + half * kernel::erf(x * F32x4::splat(std::f32::consts::FRAC_1_SQRT_2))
}

/// `φ(x) = e^(−x²/2) / √(2π)`
fn normal_density(x: F32x4) -> F32x4 {
    kernel::exp(x * x * F32x4::splat(-0.5)) * F32x4::splat(0.398_942_28)
}

/// An activation function as a layer of `features` values a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct ActivationLayer {
    pub function: Activation,
    pub features: usize,
}

impl Layer for ActivationLayer {
    fn in_features(&self) -> usize {
        self.features
    }

    fn out_features(&self) -> usize {
        self.features
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize) {
        self.function.forward(input, output);
    }

    fn backward(&mut self, pass: Backward<'_>) {
        if let Some(d_input) = pass.d_input {
            d_input.copy_from_slice(pass.d_output);
            self.function.backward(pass.input, pass.output, d_input);
        }
    }

    fn visit_params(&mut self, _visit: &mut dyn FnMut(&mut Param)) {}
}
