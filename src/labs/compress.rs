//! Compression: the code, rounded to a few bits a number, is the file.
//!
//! The rival is PCA at the same bytes: of all numbers of components and bits the best on the training images.

use super::code_file::Coder;
use super::quality::{Quality, quality};
use super::quantizer::MOST_BITS;
use crate::data::ImageShape;
use crate::error::Result;
use crate::model::{Autoencoder, ModelConfig, Pca};
use ndarray::{Array2, ArrayView2, s};

/// Numbers of components that are tried for the rival.
pub const COMPONENTS: [usize; 16] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64];

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

/// PCA as a rival: how many components of how many bits, and what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// Components.
    pub components: usize,
    /// Bits for each coordinate.
    pub bits: u32,
    /// What came of it.
    pub compressed: Compressed,
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

/// PCA at no more bytes an image than `budget`, with the components and bits that are best on the training images;
/// `None` where even one component of one bit takes more.
///
/// On training images the error needs no picture: `(all variance − that of the components + the squared rounding error
/// of the coordinates) / features`.
///
/// # Errors
/// [`crate::Error::Shape`] of images of another size.
pub fn rival(
    pca: &Pca,
    training: &ArrayView2<'_, f32>,
    held_out: &ArrayView2<'_, f32>,
    shape: ImageShape,
    budget: f64,
) -> Result<Option<Rival>> {
    let (of_training, of_held_out) = (pca.project(training), pca.project(held_out));
    let mut best: Option<(f64, usize, Coder)> = None;
    for bits in 1..=MOST_BITS {
        for components in COMPONENTS.into_iter().filter(|&k| k <= pca.n_components()) {
            // A coordinate takes at most so much, and seldom much less: what is far too large need not be packed.
            if components as f64 * f64::from(bits) > 8.0 * 4.0 * budget {
                break;
            }
            let codes = of_training.slice(s![.., ..components]);
            let coder = Coder::fit(&codes, bits)?;
            let rounding = (&codes - &coder.rounded(&codes))
                .mapv(|x| f64::from(x).powi(2))
                .sum();
            let kept: f64 = pca
                .variances
                .iter()
                .take(components)
                .map(|&x| f64::from(x))
                .sum();
            let error = rounding / codes.nrows() as f64 - kept;
            let is_better = best.as_ref().is_none_or(|(least, ..)| error < *least);
            if !is_better {
                continue;
            }
            let size = coder.write(&of_held_out.slice(s![.., ..components]))?.len() as f64;
            if size / held_out.nrows() as f64 <= budget {
                best = Some((error, components, coder));
            }
        }
    }
    let Some((_, components, coder)) = best else {
        return Ok(None);
    };
    let codes = of_held_out.slice(s![.., ..components]);
    let draw = |codes: &ArrayView2<'_, f32>| {
        // Components that were not kept count as 0.
        let mut all = Array2::zeros((codes.nrows(), pca.n_components()));
        all.slice_mut(s![.., ..components]).assign(codes);
        Ok(pca.reconstruct(&all.view()))
    };
    let compressed = packed(&coder, &codes, held_out, shape, draw)?;
    Ok(Some(Rival {
        components,
        bits: coder.bits(),
        compressed,
    }))
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
