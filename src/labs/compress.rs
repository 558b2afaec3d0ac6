//! Compression: the code, rounded to a few bits a number, is the file.
//!
//! The rival is PCA at the same bytes ([`rival`](mod@rival)): of all numbers of components and bits the best on the
//! training images.

pub mod rival;

use super::code_file::Coder;
use super::quality::{Quality, quality};
use crate::data::ImageShape;
use crate::error::Result;
use crate::model::{Autoencoder, ModelConfig};
use ndarray::{Array2, ArrayView2};

/// Held-out images as a file, and what comes back from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Compressed {
    /// The file.
    pub file: Vec<u8>,
    /// Its size divided by the number of images.
    pub bytes_per_image: f64,
    /// What the file's codes are drawn as, `(count, features)`.
    pub pictures: Array2<f32>,
    /// How near that is to the images.
    pub quality: Quality,
}

/// Compresses held-out images with the model, whose codes of training images bound the numbers.
///
/// # Errors
/// [`crate::Error::Config`] unless `bits` is in 1..=8, [`crate::Error::Shape`] of images of another size.
pub fn compress(
    model: &Autoencoder,
    training: &ArrayView2<'_, f32>,
    held_out: &ArrayView2<'_, f32>,
    shape: ImageShape,
    bits: u32,
) -> Result<Compressed> {
    let coder = Coder::fit(&model.encode(training)?.view(), bits)?;
    packed(
        &coder,
        &model.encode(held_out)?.view(),
        held_out,
        shape,
        |codes| model.decode(codes),
    )
}

/// Writes codes, reads them again, draws and compares.
fn packed(
    coder: &Coder,
    codes: &ArrayView2<'_, f32>,
    images: &ArrayView2<'_, f32>,
    shape: ImageShape,
    draw: impl FnOnce(&ArrayView2<'_, f32>) -> Result<Array2<f32>>,
) -> Result<Compressed> {
    let file = coder.write(codes)?;
    let mut pictures = draw(&Coder::read(&file)?.view())?;
    pictures.mapv_inplace(|x| x.clamp(0.0, 1.0));
    Ok(Compressed {
        bytes_per_image: file.len() as f64 / images.nrows() as f64,
        quality: quality(images, &pictures.view(), shape)?,
        file,
        pictures,
    })
}

/// The decoder's own size in bytes: its weights as f32.
pub fn decoder_bytes(config: &ModelConfig) -> usize {
    let parameters = config.parameters();
    let of_decoder = parameters.iter().filter(|(name, _)| name.side == "decoder");
    let numbers: usize = of_decoder
        .map(|(_, shape)| shape.iter().product::<usize>())
        .sum();
    numbers * size_of::<f32>()
}

/// From how many images on a decoder of `own` bytes has paid, where an image takes `ours` bytes instead of `theirs` with
/// a rival that is itself `rival` bytes large: the least whole n with `own + n·ours ≤ rival + n·theirs`. `None` where it
/// never has.
pub fn pays_from(own: usize, ours: f64, rival: usize, theirs: f64) -> Option<u64> {
    let saved = theirs - ours;
    let ahead = own as f64 - rival as f64;
    if ahead <= 0.0 {
        return (saved >= 0.0).then_some(1);
    }
    (saved > 0.0).then(|| (ahead / saved).ceil() as u64)
}
