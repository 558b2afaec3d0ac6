//! One image's way through the layers, to the code and back.

use crate::data::{ImageShape, corrupt};
use crate::model::{Autoencoder, Corruption, InputConfig, ModelConfig, Workspace};
use crate::nn::{self, Activation, Layer, Reduction, Sequential, Tape};
use crate::rng::{Purpose, Rng};
use serde::Serialize;

/// Where a station stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The image that goes in.
    Input,
    /// Between image and code.
    Encoder,
    /// The code itself.
    Code,
    /// Between code and reconstruction.
    Decoder,
    /// The image that comes out.
    Output,
}

/// A place on the way where the numbers can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Station {
    /// Where it stands.
    pub side: Side,
    /// What is seen: `image` (pixels), `noisy` (the image with noise), `maps` (of a convolution), `dense`
    /// (units in a row), `code`.
    pub kind: &'static str,
    /// Numbers at this station.
    pub features: usize,
    /// `[channels, height, width]` if the numbers are pictures.
    pub shape: Option<[usize; 3]>,
}

/// The stations of a model, from image to reconstruction: the image, with noise if the model adds some,
/// each of the encoder's hidden layers after its activation, the code, each of the decoder's hidden layers after
/// its activation, and the reconstruction.
pub fn stations(model: &Autoencoder) -> Vec<Station> {
    let config = model.config();
    let InputConfig {
        channels,
        height,
        width,
    } = config.input;
    let image = |side, kind| Station {
        side,
        kind,
        features: config.features(),
        shape: Some([channels, height, width]),
    };
    let hidden = |side, layers: Vec<(usize, &dyn Layer)>| {
        let stations = layers.into_iter().map(move |(_, layer)| Station {
            side,
            kind: if layer.maps().is_some() {
                "maps"
            } else {
                "dense"
            },
            features: layer.out_features(),
            shape: layer.maps(),
        });
        stations.collect::<Vec<_>>()
    };
    let mut stations = vec![image(Side::Input, "image")];
    if config.has_noise() {
        stations.push(image(Side::Input, "noisy"));
    }
    stations.extend(hidden(Side::Encoder, encoder_layers(model)));
    stations.push(Station {
        side: Side::Code,
        kind: "code",
        features: config.latent_dim(),
        shape: None,
    });
    stations.extend(hidden(Side::Decoder, decoder_layers(model)));
    stations.push(image(Side::Output, "image"));
    stations
}

/// The activations of a chain with their places in it.
fn activations(chain: &Sequential) -> Vec<(usize, &dyn Layer)> {
    let layers = chain.layers().enumerate();
    layers.filter(|(_, layer)| layer.is_activation()).collect()
}

/// The encoder's hidden activations, without the code's.
pub(super) fn encoder_layers(model: &Autoencoder) -> Vec<(usize, &dyn Layer)> {
    let mut layers = activations(model.encoder());
    if model.config().code_activation != Activation::Linear {
        layers.pop();
    }
    layers
}

/// The decoder's hidden activations. Where a dense layer grows the code to feature maps, the layer behind it is
/// taken, whose maps lie pixel by pixel as all others do.
pub(super) fn decoder_layers(model: &Autoencoder) -> Vec<(usize, &dyn Layer)> {
    let mut layers = activations(model.decoder());
    let convolutions = model.config().convolutions();
    if convolutions
        .last()
        .is_some_and(|last| last.out_channels > 1)
    {
        let flat = layers.iter_mut().rfind(|(_, layer)| layer.maps().is_none());
        let (i, layer) = flat.expect("a code grows to maps by a dense layer");
        let order = model.decoder().layers().nth(*i + 1);
        (*i, *layer) = (
            *i + 1,
            order.expect("maps are put in order for convolutions"),
        );
    }
    layers
}

/// What is seen of one image on its way through a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    /// The numbers at each of the [`stations`], feature maps channel by channel.
    pub stations: Vec<Vec<f32>>,
    /// The code of the image without noise; mu, if it is a distribution.
    pub code: Vec<f32>,
    /// Standard deviations of a variational code.
    pub sigma: Option<Vec<f32>>,
    /// A sample of a variational code.
    pub sample: Option<Vec<f32>>,
    /// Mean squared error of the reconstruction of the image without noise, on the 0..1 scale.
    pub mse: f64,
}

/// Sends one image (features) through the model: one pass, and a second one if the model adds noise.
///
/// The reconstruction comes from mu. Noise is always the same; the sample is another one at every `step`.
pub fn walk(model: &Autoencoder, image: &[f32], workspace: &mut Workspace, step: u64) -> Walk {
    let config = model.config();
    let (features, latent_dim) = (config.features(), config.latent_dim());
    model.forward(image, workspace, 1);
    let clean_code = workspace.code(latent_dim).to_vec();
    let reconstruction = workspace.reconstruction(features);
    let mse = f64::from(nn::mse(reconstruction, image, None, 1, Reduction::Mean));
    let mut stations = vec![image.to_vec()];
    if config.has_noise() {
        let noisy = with_noise(config, image);
        model.forward(&noisy, workspace, 1);
        stations.push(noisy);
    }
    let (encoder, decoder) = workspace.tapes();
    stations.extend(outputs(encoder_layers(model), encoder, 0));
    let code = workspace.code(latent_dim);
    stations.push(code.to_vec());
    stations.extend(outputs(decoder_layers(model), decoder, 0));
    stations.push(workspace.reconstruction(features).to_vec());
    let distribution = workspace.sampled(latent_dim).map(|(log_var, _)| {
        let (mut epsilon, mut sigma) = (vec![0.0; latent_dim], vec![0.0; latent_dim]);
        nn::reparameterize(&epsilon, log_var, &vec![1.0; latent_dim], &mut sigma);
        Rng::stream(config.seed, Purpose::HeldOutEpsilon, !step).fill_normal(&mut epsilon);
        let z = code.iter().zip(&sigma).zip(&epsilon);
        let sample = z.map(|((mu, sigma), epsilon)| mu + sigma * epsilon);
        let sample = sample.collect();
        (sigma, sample)
    });
    let (sigma, sample) = distribution.unzip();
    Walk {
        stations,
        code: clean_code,
        sigma,
        sample,
        mse,
    }
}

/// `images` (rows × features) with the noise that `config` asks for, the same whenever it is asked for.
pub fn with_noise(config: &ModelConfig, images: &[f32]) -> Vec<f32> {
    let mut noisy = images.to_vec();
    let Corruption { kind, amount } = config.corruption;
    let shape = ImageShape {
        channels: config.input.channels,
        height: config.input.height,
        width: config.input.width,
    };
    let mut rng = Rng::stream(config.seed, Purpose::HeldOutCorruption, u64::MAX);
    corrupt(kind, amount as f32, shape, &mut noisy, &mut rng);
    noisy
}

/// The outputs that `layers` left on `tape` for image `row` of a pass, maps channel by channel.
pub(super) fn outputs(
    layers: Vec<(usize, &dyn Layer)>,
    tape: &Tape,
    row: usize,
) -> impl Iterator<Item = Vec<f32>> {
    layers.into_iter().map(move |(i, layer)| {
        let features = layer.out_features();
        let output = &tape.output_of(i)[row * features..][..features];
        match layer.maps() {
            None => output.to_vec(),
            // Maps lie pixel by pixel and are returned channel by channel.
            Some([channels, ..]) => (0..channels)
                .flat_map(|channel| output.iter().skip(channel).step_by(channels))
                .copied()
                .collect(),
        }
    })
}
