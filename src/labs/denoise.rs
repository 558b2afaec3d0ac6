//! Removal of noise: what the model makes of noisy images, beside the classical filters at their best.

use super::filters::{MEDIAN_SIDES, gaussian, median, total_variation};
use super::quality::{Quality, quality};
use crate::data::{ImageShape, corrupt};
use crate::error::Result;
use crate::model::{Autoencoder, Corruption, EVAL_ROWS};
use crate::rng::{Purpose, Rng};
use ndarray::{Array2, ArrayView2, s};

/// Deviations of the Gaussian that are tried, in pixels.
pub const SIGMAS: [f64; 8] = [0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.25, 1.5];
/// Weights of the total variation that are tried.
pub const WEIGHTS: [f64; 10] = [0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0];
/// So many training images choose a filter's parameter.
pub const CHOSEN_ON: usize = 200;

/// A classical filter with its parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Filter {
    /// The median of a square of so many pixels a side.
    Median(usize),
    /// A Gaussian of so many pixels' deviation.
    Gaussian(f64),
    /// Total variation of this weight.
    TotalVariation(f64),
}

impl Filter {
    /// The three families, each with the parameters that are tried.
    pub fn families() -> [Vec<Self>; 3] {
        [
            MEDIAN_SIDES.map(Self::Median).to_vec(),
            SIGMAS.map(Self::Gaussian).to_vec(),
            WEIGHTS.map(Self::TotalVariation).to_vec(),
        ]
    }

    /// Filters images `(count, features)` one by one.
    pub fn apply(self, images: &ArrayView2<'_, f32>, shape: ImageShape) -> Array2<f32> {
        let images = images.as_standard_layout();
        let mut filtered = Array2::zeros(images.dim());
        for (image, mut out) in images.rows().into_iter().zip(filtered.rows_mut()) {
            let (Some(image), Some(out)) = (image.as_slice(), out.as_slice_mut()) else {
                continue;
            };
            match self {
                Self::Median(side) => median(image, shape, side, out),
                Self::Gaussian(sigma) => gaussian(image, shape, sigma, out),
                Self::TotalVariation(weight) => total_variation(image, shape, weight, out),
            }
        }
        filtered
    }
}

/// The images with noise, the same at every call and for every model of one seed: those that the held-out numbers of
/// training are measured on.
pub fn with_noise(
    images: &ArrayView2<'_, f32>,
    shape: ImageShape,
    Corruption { kind, amount }: Corruption,
    seed: u64,
) -> Array2<f32> {
    let mut noisy = images.as_standard_layout().into_owned();
    let features = noisy.ncols().max(1);
    let parts = noisy
        .as_slice_mut()
        .unwrap_or_default()
        .chunks_mut(EVAL_ROWS * features);
    for (part, images) in parts.enumerate() {
        let mut rng = Rng::stream(seed, Purpose::HeldOutCorruption, (part * EVAL_ROWS) as u64);
        corrupt(kind, amount as f32, shape, images, &mut rng);
    }
    noisy
}

/// A filter and how near it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Filtered {
    /// The filter, with the parameter that is best on training images.
    pub filter: Filter,
    /// What it makes of the noisy images.
    pub quality: Quality,
}

/// What comes of noisy held-out images.
#[derive(Debug, Clone, PartialEq)]
pub struct Denoised {
    /// The noisy images themselves.
    pub noisy: Quality,
    /// What the model makes of them.
    pub model: Quality,
    /// What each family of filters makes of them.
    pub filters: Vec<Filtered>,
}

/// Noise on held-out images, and its removal by the model and by each family of filters.
///
/// # Errors
/// [`crate::Error::Shape`] of images of another size, [`crate::Error::NotReady`] without images.
pub fn denoise(
    model: &Autoencoder,
    training: &ArrayView2<'_, f32>,
    held_out: &ArrayView2<'_, f32>,
    shape: ImageShape,
    noise: Corruption,
) -> Result<Denoised> {
    let seed = model.config().seed;
    let noisy = with_noise(held_out, shape, noise, seed);
    let noisy = noisy.view();
    let sample = training.slice(s![..CHOSEN_ON.min(training.nrows()), ..]);
    let noisy_sample = with_noise(&sample, shape, noise, seed);
    let filters = Filter::families().map(|family| {
        let filter = best(&family, &sample, &noisy_sample.view(), shape)?;
        let quality = quality(held_out, &filter.apply(&noisy, shape).view(), shape)?;
        Ok(Filtered { filter, quality })
    });
    Ok(Denoised {
        noisy: quality(held_out, &noisy, shape)?,
        model: quality(held_out, &model.reconstruct(&noisy)?.view(), shape)?,
        filters: filters.into_iter().collect::<Result<_>>()?,
    })
}

/// The filter of a family with the smallest error.
///
/// # Errors
/// Those of [`quality`].
pub fn best(
    family: &[Filter],
    images: &ArrayView2<'_, f32>,
    noisy: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<Filter> {
    let mut best = (family[0], f64::INFINITY);
    for &filter in family {
        let error = quality(images, &filter.apply(noisy, shape).view(), shape)?
            .mse
            .mean;
        if error < best.1 {
            best = (filter, error);
        }
    }
    Ok(best.0)
}
