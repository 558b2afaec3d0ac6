//! The model as ONNX: the whole of it, and its halves beside it.

use crate::files::write;
use crate::terminal::Result;
use hourglass::export::onnx::{self, Part};
use hourglass::export::weights;
use hourglass::train::Trainer;
use std::path::{Path, PathBuf};

/// Where the three files go.
pub struct OnnxPaths([(Part, PathBuf); 3]);

impl OnnxPaths {
    /// `whole` for the model; for the halves `.encoder.onnx` and `.decoder.onnx` in the place of its `.onnx`, or after a
    /// name that does not end so.
    pub fn new(whole: PathBuf) -> Self {
        let half = |name: &str| {
            let is_onnx = whole.extension().is_some_and(|end| end == "onnx");
            let mut path = if is_onnx {
                whole.with_extension("")
            } else {
                whole.clone()
            };
            path.as_mut_os_string().push(format!(".{name}.onnx"));
            path
        };
        let (encoder, decoder) = (half("encoder"), half("decoder"));
        Self([
            (Part::Model, whole),
            (Part::Encoder, encoder),
            (Part::Decoder, decoder),
        ])
    }

    /// The parts, and where each goes.
    pub fn each(&self) -> impl Iterator<Item = (Part, &Path)> {
        self.0.iter().map(|(part, path)| (*part, path.as_path()))
    }

    /// Writes all three; one that fails does not keep the others from being written.
    pub fn write(&self, trainer: &mut Trainer) -> Vec<Result<()>> {
        let saved = match weights::save(trainer) {
            Ok(saved) => saved,
            Err(error) => return vec![Err(error.into())],
        };
        let write = |(part, path)| Ok(write(path, &onnx::write(&saved, part)?)?);
        self.each().map(write).collect()
    }
}
