//! A model's layers as operators, in the order in which [`crate::model::Autoencoder`] runs them.

use onnx_rs::ast::OpType;

use super::Part;
use super::network::{Network, Setting};
use crate::model::ModelConfig;
use crate::nn::{Activation, ConvShape};

/// The names of values that come from outside or go there.
const IMAGE: &str = "image";
const CODE: &str = "code";
const LOG_VAR: &str = "log_var";
const RECONSTRUCTION: &str = "reconstruction";

/// The operators of a part of the model.
pub(super) fn network(config: &ModelConfig, part: Part) -> Network {
    let input = config.input;
    let picture = vec![input.channels, input.height, input.width];
    let codes = vec![config.latent_dim()];
    let mut network = match part {
        Part::Decoder => Network::from(CODE, codes.clone()),
        Part::Model | Part::Encoder => Network::from(IMAGE, picture.clone()),
    };
    let is_alone = part == Part::Encoder;
    if part != Part::Decoder {
        let hidden = encoder(&mut network, config);
        if is_alone {
            network.give(CODE, codes.clone());
        } else {
            network.call(CODE);
        }
        if let Some(hidden) = hidden.filter(|_| is_alone) {
            network.go_back_to(hidden);
            dense(&mut network, "bottleneck.log_var");
            network.give(LOG_VAR, codes);
        }
    }
    if part != Part::Encoder {
        decoder(&mut network, config);
        network.give(RECONSTRUCTION, picture);
    }
    network
}

/// Image to code; of a variational code to mu, and then the value that its heads read.
fn encoder(network: &mut Network, config: &ModelConfig) -> Option<String> {
    let convolutions = config.convolutions();
    for (i, shape) in convolutions.iter().enumerate() {
        let name = format!("encoder.{i}");
        convolution(network, OpType::Conv, &name, shape);
        activation(network, config.activation, &name);
    }
    let settings = vec![("axis", Setting::Whole(1))];
    network.push(OpType::Flatten, &[], "flat".into(), settings);
    let n_hidden = config.architecture.hidden().len();
    for i in 0..n_hidden {
        let name = format!("encoder.{}", convolutions.len() + i);
        dense(network, &name);
        activation(network, config.activation, &name);
    }
    if config.is_variational() {
        let hidden = network.end();
        dense(network, "bottleneck.mu");
        return Some(hidden);
    }
    let name = format!("encoder.{}", convolutions.len() + n_hidden);
    dense(network, &name);
    activation(network, config.code_activation, &name);
    None
}

/// Code to image: the encoder's mirror.
fn decoder(network: &mut Network, config: &ModelConfig) {
    let convolutions = config.convolutions();
    let input = config.input;
    let n_dense = config.dense_widths().len() - 1;
    let n_layers = n_dense + convolutions.len();
    let followed_by = |i: usize| {
        if i + 1 == n_layers {
            config.output_activation
        } else {
            config.activation
        }
    };
    for i in 0..n_dense {
        let name = format!("decoder.{i}");
        dense(network, &name);
        activation(network, followed_by(i), &name);
    }
    let maps = convolutions
        .last()
        .map_or([input.channels, input.height, input.width], |last| {
            [last.out_channels, last.out_height(), last.out_width()]
        });
    // The first size is -1: as many rows as there are.
    let sizes = [-1].into_iter().chain(maps.map(|size| size as i64));
    let shape = network.shape("maps.shape".into(), sizes.collect());
    network.push(OpType::Reshape, &[shape], "maps".into(), vec![]);
    for (i, shape) in (n_dense..).zip(convolutions.iter().rev()) {
        let name = format!("decoder.{i}");
        convolution(network, OpType::ConvTranspose, &name, shape);
        activation(network, followed_by(i), &name);
    }
}

/// `y = x·Wᵀ + b`, with the weights of that name.
fn dense(network: &mut Network, name: &str) {
    let settings = vec![("transB", Setting::Whole(1))];
    network.push(OpType::Gemm, &weights(name), name.into(), settings);
}

/// A convolution from the large map of `shape` to the small one, or a transposed one back, whose missing rows and
/// columns are added at the end of each side.
fn convolution(network: &mut Network, kind: OpType<'static>, name: &str, shape: &ConvShape) {
    let both = |size: usize| Setting::Wholes(vec![size as i64; 2]);
    let pads = Setting::Wholes(vec![shape.padding() as i64; 4]);
    let mut settings = vec![
        ("kernel_shape", both(shape.kernel)),
        ("strides", both(shape.stride)),
        ("pads", pads),
    ];
    if kind == OpType::ConvTranspose {
        let missing = shape.output_padding().map(|size| size as i64);
        settings.push(("output_padding", Setting::Wholes(missing.to_vec())));
    }
    network.push(kind, &weights(name), name.into(), settings);
}

fn weights(layer: &str) -> [String; 2] {
    ["weight", "bias"].map(|name| format!("{layer}.{name}"))
}

/// The function after the layer of that name.
fn activation(network: &mut Network, function: Activation, layer: &str) {
    let (kind, settings) = match function {
        Activation::Linear => return,
        Activation::Gelu => return gelu(network, layer),
        Activation::Relu => (OpType::Relu, vec![]),
        Activation::LeakyRelu => (OpType::LeakyRelu, vec![("alpha", Setting::Number(0.01))]),
        Activation::Tanh => (OpType::Tanh, vec![]),
        Activation::Sigmoid => (OpType::Sigmoid, vec![]),
        Activation::Elu => (OpType::Elu, vec![("alpha", Setting::Number(1.0))]),
    };
    network.push(kind, &[], format!("{layer}.activation"), settings);
}

/// `x·Φ(x) = x·(1 + erf(x / √2)) / 2`, in operators, since one of that name came later than [`super::OPERATORS`].
fn gelu(network: &mut Network, layer: &str) {
    let x = network.end();
    let root = network.number("gelu.root", std::f32::consts::FRAC_1_SQRT_2);
    let (one, half) = (
        network.number("gelu.one", 1.0),
        network.number("gelu.half", 0.5),
    );
    for (kind, others, step) in [
        (OpType::Mul, vec![root], "scaled"),
        (OpType::Erf, vec![], "erf"),
        (OpType::Add, vec![one], "above"),
        (OpType::Mul, vec![x], "twice"),
        (OpType::Mul, vec![half], "activation"),
    ] {
        network.push(kind, &others, format!("{layer}.{step}"), vec![]);
    }
}
