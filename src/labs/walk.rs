//! One image's way through the layers, to the code and back.

use crate::model::{Autoencoder, InputConfig, Workspace};
use crate::nn::{Sequential, Tape};
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
    /// What is seen: `image` (pixels), `dense` (units in a row), `code`.
    pub kind: &'static str,
    /// Numbers at this station.
    pub features: usize,
    /// `[channels, height, width]` if the numbers are a picture.
    pub shape: Option<[usize; 3]>,
}

/// The stations of a model, from image to reconstruction: the image, each hidden layer after its
/// activation, the code, and the same back.
pub fn stations(model: &Autoencoder) -> Vec<Station> {
    let config = model.config();
    let InputConfig {
        channels,
        height,
        width,
    } = config.input;
    let shape = Some([channels, height, width]);
    let image = |side| Station {
        side,
        kind: "image",
        features: config.features(),
        shape,
    };
    let dense = |side, features| Station {
        side,
        kind: "dense",
        features,
        shape: None,
    };
    let widths = config.encoder_widths();
    let hidden = &widths[1..widths.len() - 1];
    let mut stations = vec![image(Side::Input)];
    stations.extend(hidden.iter().map(|&n| dense(Side::Encoder, n)));
    stations.push(Station {
        side: Side::Code,
        kind: "code",
        features: config.latent_dim(),
        shape: None,
    });
    stations.extend(hidden.iter().rev().map(|&n| dense(Side::Decoder, n)));
    stations.push(image(Side::Output));
    stations
}

/// The numbers at every station of [`stations`] for one image (features), one after the other.
pub fn walk(model: &Autoencoder, image: &[f32], workspace: &mut Workspace) -> Vec<f32> {
    let config = model.config();
    model.forward(image, workspace, 1);
    let mut numbers = image.to_vec();
    let (encoder, decoder) = workspace.tapes();
    append_hidden(model.encoder(), encoder, &mut numbers);
    numbers.extend_from_slice(workspace.code(config.latent_dim()));
    append_hidden(model.decoder(), decoder, &mut numbers);
    numbers.extend_from_slice(workspace.reconstruction(config.features()));
    numbers
}

/// Every hidden layer after its activation: each second layer of the chain.
fn append_hidden(chain: &Sequential, tape: &Tape, numbers: &mut Vec<f32>) {
    for (i, layer) in chain.layers().enumerate() {
        if i % 2 == 1 {
            numbers.extend_from_slice(&tape.output_of(i)[..layer.out_features()]);
        }
    }
}
