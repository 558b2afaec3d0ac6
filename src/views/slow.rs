//! One training step in slow motion: its phases as numbers, and each number opened down to its arithmetic.
//!
//! Nothing here computes a step. [`SlowStep`] is a real one, and what is told of it lies on its tapes or follows from
//! its parameters before and after. Images stand pixel by pixel and feature maps channel by channel, as the page has
//! them.

mod arithmetic;
mod losses;
mod record;
mod units;
mod updates;

pub use arithmetic::{Arithmetic, Open, Term, open};
pub use record::{Followed, LargestChange, LayerRecord, StepRecord, record};

use super::walk::{Side, decoder_layers, encoder_layers, outputs, stations};
use crate::nn::{self, Activation, ConvShape};
use crate::train::{SlowParam, SlowStep};
use std::cmp::Ordering;

/// How a layer's sums are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dense,
    Conv(ConvShape),
    ConvTranspose(ConvShape),
}

/// A layer with parameters, and where it stands.
struct Place<'a> {
    /// As in a saved file: `encoder.0`, `bottleneck.mu`.
    name: String,
    kind: Kind,
    side: Side,
    /// Index of the station that its output leads to.
    station: usize,
    /// The function behind it.
    activation: Activation,
    weight: &'a SlowParam,
    bias: &'a SlowParam,
    /// Index of the weight among the parameters; the bias is the next one.
    index: usize,
}

/// The layers with parameters, from image to reconstruction.
fn places(slow: &SlowStep) -> Vec<Place<'_>> {
    let config = slow.model().config();
    let convolutions = config.convolutions();
    let first = 1 + usize::from(config.has_noise());
    let (params, _) = slow.params().as_chunks::<2>();
    let is_decoder = |param: &SlowParam| param.name.side == "decoder";
    let n_decoder = params
        .iter()
        .filter(|[weight, _]| is_decoder(weight))
        .count();
    let last = stations(slow.model()).len() - 1;
    let code = last - n_decoder;
    let mut places = Vec::with_capacity(params.len());
    for (i, [weight, bias]) in params.iter().enumerate() {
        let station = match weight.name.index {
            Some(at) if is_decoder(weight) => code + 1 + at,
            Some(at) => first + at,
            None => code,
        };
        let kind = match weight.name.index {
            Some(_) if weight.before.shape.len() == 2 => Kind::Dense,
            Some(at) if is_decoder(weight) => Kind::ConvTranspose(convolutions[n_decoder - 1 - at]),
            Some(at) => Kind::Conv(convolutions[at]),
            None => Kind::Dense,
        };
        let activation = if station == last {
            config.output_activation
        } else if station != code {
            config.activation
        } else if config.is_variational() {
            Activation::Linear
        } else {
            config.code_activation
        };
        let name = weight.name.to_string();
        places.push(Place {
            name: name.trim_end_matches(".weight").into(),
            kind,
            side: match station.cmp(&code) {
                Ordering::Less => Side::Encoder,
                Ordering::Equal => Side::Code,
                Ordering::Greater => Side::Decoder,
            },
            station,
            activation,
            weight,
            bias,
            index: 2 * i,
        });
    }
    places
}

/// The numbers at each station for image `row`, channel by channel all of them; the input has this step's noise.
fn numbers(slow: &SlowStep, row: usize) -> Vec<Vec<f32>> {
    let (model, workspace) = (slow.model(), slow.workspace());
    let config = model.config();
    let (encoder, decoder) = workspace.tapes();
    let mut stations = vec![slow.target(row).to_vec()];
    if config.has_noise() {
        stations.push(slow.input(row).to_vec());
    }
    stations.extend(outputs(encoder_layers(model), encoder, row));
    stations.push(of_row(workspace.code(slow.rows() * config.latent_dim()), slow, row).to_vec());
    stations.extend(outputs(decoder_layers(model), decoder, row));
    let reconstructions = workspace.reconstruction(slow.rows() * config.features());
    stations.push(of_row(reconstructions, slow, row).to_vec());
    stations
}

/// The part of a batch's numbers that belongs to one image.
fn of_row<'a>(batch: &'a [f32], slow: &SlowStep, row: usize) -> &'a [f32] {
    let len = batch.len() / slow.rows();
    &batch[row * len..][..len]
}

/// A variational code in this step: `log_var`, sigma, epsilon and the sample z of an image.
struct Sampled<'a> {
    log_var: &'a [f32],
    sigma: Vec<f32>,
    epsilon: &'a [f32],
    z: &'a [f32],
}

fn sampled(slow: &SlowStep, row: usize) -> Option<Sampled<'_>> {
    let latent_dim = slow.model().config().latent_dim();
    let (log_var, z) = slow.workspace().sampled(slow.rows() * latent_dim)?;
    let (log_var, z) = (of_row(log_var, slow, row), of_row(z, slow, row));
    let mut sigma = vec![0.0; latent_dim];
    nn::reparameterize(
        &vec![0.0; latent_dim],
        log_var,
        &vec![1.0; latent_dim],
        &mut sigma,
    );
    Some(Sampled {
        log_var,
        sigma,
        epsilon: slow.epsilon(row)?,
        z,
    })
}

/// Where a number of an image, channel by channel, stands pixel by pixel.
fn to_pixels([channels, height, width]: [usize; 3], at: usize) -> usize {
    let plane = height * width;
    at % plane * channels + at / plane
}

/// And back.
fn to_planes([channels, height, width]: [usize; 3], at: usize) -> usize {
    at % channels * (height * width) + at / channels
}
