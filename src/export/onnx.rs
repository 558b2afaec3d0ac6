//! Models as ONNX files, which other programs run: <https://onnx.ai>.
//!
//! A file holds the layers and the weights of a saved run; noise, samples and the optimizer stay behind, so it computes
//! what [`Autoencoder::reconstruct`](crate::model::Autoencoder::reconstruct), `encode` and `decode` do. Images are
//! `(batch, channels, height, width)`, numbers in 0..1; how many there are is free. Of a variational code the decoder
//! takes mu. Feature maps stand channel by channel, as `PyTorch` has them, and so do the saved weights.

use onnx_rs::ast::{Model, OperatorSetId, StringStringEntry};

use super::weights::checked::checked;
use crate::data::limits::reserve;
use crate::error::{Error, Result};

mod layers;
mod network;

/// The version of the operators that is used: all of them are older, and runtimes since 2022 have it.
const OPERATORS: i64 = 17;
/// The version of the file format that came with it.
const FORMAT: i64 = 8;

/// How much memory encoding takes, in sizes of the weights: tensor, graph and file hold them one after the other, the
/// two larger ones in buffers that grow by doubling.
const COPIES: usize = 5;

/// What of a model a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Images to reconstructions: `image` to `reconstruction`.
    Model,
    /// Images to codes: `image` to `code`, and to `log_var` where the code is a distribution.
    Encoder,
    /// Codes to images: `code` to `reconstruction`.
    Decoder,
}

impl Part {
    /// All parts, by the names that callers give.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("model", Self::Model),
        ("encoder", Self::Encoder),
        ("decoder", Self::Decoder),
    ];

    /// The part of that name.
    ///
    /// # Errors
    /// [`Error::Shape`] for another name.
    pub fn named(name: &str) -> Result<Self> {
        let mut known = Self::NAMES.into_iter();
        let found = known.find(|(known, _)| *known == name);
        found.map(|(_, part)| part).ok_or_else(|| {
            let names = Self::NAMES.map(|(name, _)| name).join(", ");
            Error::shape("part", format!("{name:?}"), format!("one of {names}"))
        })
    }

    fn name(self) -> &'static str {
        let mut known = Self::NAMES.into_iter();
        known
            .find(|(_, part)| *part == self)
            .map_or("", |(name, _)| name)
    }
}

/// An ONNX file of a run that [`weights::save`](super::weights::save) has written.
///
/// # Errors
/// Those of [`weights::read`](super::weights::read) for a file that is no sound run, among them [`Error::Weights`] for
/// weights that are not finite; [`Error::Format`] for one without a configuration; [`Error::TooLarge`] if the memory is
/// refused.
pub fn write(saved: &[u8], part: Part) -> Result<Vec<u8>> {
    let run = checked(saved)?;
    let network = layers::network(&run.config, part);
    let graph = network.graph(part.name(), &run.tensors);
    let (step, config) = (run.step.to_string(), run.config.to_json());
    let entry = |key, value| StringStringEntry { key, value };
    let model = Model {
        ir_version: FORMAT,
        opset_import: vec![OperatorSetId {
            domain: "",
            version: OPERATORS,
        }],
        producer_name: "hourglass",
        producer_version: env!("CARGO_PKG_VERSION"),
        metadata_props: vec![entry("config", &config), entry("step", &step)],
        graph: Some(graph),
        ..Model::default()
    };
    // The encoder would end the program where memory is refused, so it is asked for before, and given back.
    let sizes = run.tensors.iter().map(|(_, tensor)| tensor.bytes.len());
    let bytes = sizes.sum::<usize>();
    reserve::<u8>("The ONNX file", bytes.saturating_mul(COPIES))?;
    Ok(onnx_rs::encode(&model))
}
