//! Finding what does not belong: a model that has seen only normal images rebuilds others worse.
//!
//! Every score is higher for what is odder. The rivals know the same normal training images as the model.

mod rivals;

pub use super::nearest::Nearest;
pub use rivals::{COMPONENTS, Rivals, by_mean_image, by_pca, pca_by_similarity, rivals};

use super::quality::{errors, slice};
use super::roc::{Separation, separation};
use super::similarity::ssim;
use crate::data::ImageShape;
use crate::error::{Error, Result};
use crate::model::Autoencoder;
use crate::rng::{Purpose, Rng};
use ndarray::ArrayView2;

/// Samples of a variational code whose bounds are averaged.
const SAMPLES: usize = 8;

/// How a model scores an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// Mean squared error of the reconstruction.
    Error,
    /// 1 minus the structural similarity of image and reconstruction ([`ssim`]). It asks whether strokes lie where they
    /// should rather than how much ink is missing, so a faint or thin image is not normal for having little to miss.
    Dissimilarity,
    /// Minus the evidence lower bound in nats: reconstruction loss and KL divergence, for variational codes.
    NegativeElbo,
}

/// Scores of images `(count, features)`.
///
/// # Errors
/// [`Error::Shape`] of images of another size, and of similarities of images smaller than the window;
/// [`Error::NotReady`] where the bound of a plain code is asked for.
pub fn scores(model: &Autoencoder, images: &ArrayView2<'_, f32>, score: Score) -> Result<Vec<f64>> {
    match score {
        Score::Error => Ok(errors(images, &model.reconstruct(images)?.view())),
        Score::Dissimilarity => {
            let input = model.config().input;
            let shape = ImageShape::new(input.channels, input.height, input.width)?;
            dissimilarities(images, &model.reconstruct(images)?.view(), shape)
        }
        Score::NegativeElbo if model.config().is_variational() => bounds(model, images),
        Score::NegativeElbo => {
            let what = "The evidence lower bound needs a variational code".into();
            Err(Error::NotReady { what })
        }
    }
}

/// `1 − SSIM` of each image and its picture.
fn dissimilarities(
    images: &ArrayView2<'_, f32>,
    pictures: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<Vec<f64>> {
    let (images, pictures) = (images.as_standard_layout(), pictures.as_standard_layout());
    let rows = images.rows().into_iter().zip(pictures.rows());
    rows.map(|(a, b)| Ok(1.0 - ssim(slice(&a), slice(&b), shape)?))
        .collect()
}

/// Minus the evidence lower bound of each image, a mean over seeded samples that are the same for all images.
fn bounds(model: &Autoencoder, images: &ArrayView2<'_, f32>) -> Result<Vec<f64>> {
    let config = model.config();
    if images.ncols() != config.features() {
        return Err(Error::shape(
            "Numbers in an image",
            images.ncols(),
            config.features(),
        ));
    }
    let mut epsilon = vec![0.0; SAMPLES * config.latent_dim()];
    Rng::stream(config.seed, Purpose::HeldOutEpsilon, 0).fill_normal(&mut epsilon);
    let mut workspace = model.workspace(1, false);
    let images = images.as_standard_layout();
    let mut bound = |image: &[f32]| {
        let samples = epsilon.chunks_exact(config.latent_dim()).map(|epsilon| {
            model.forward_sampled(image, epsilon, &mut workspace, 1);
            f64::from(model.loss(image, &mut workspace, 1.0, 1).loss)
        });
        samples.sum::<f64>() / SAMPLES as f64
    };
    Ok(images
        .rows()
        .into_iter()
        .map(|image| bound(image.as_slice().unwrap_or_default()))
        .collect())
}

/// Scores of both groups, and how well they tell them apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Of normal images.
    pub normal: Vec<f64>,
    /// Of odd images.
    pub odd: Vec<f64>,
    /// What they are worth.
    pub separation: Separation,
}

impl Scored {
    /// These scores.
    ///
    /// # Errors
    /// [`Error::NotReady`] where there are none of a group.
    pub fn new(normal: Vec<f64>, odd: Vec<f64>) -> Result<Self> {
        Ok(Self {
            separation: told_apart(&normal, &odd)?,
            normal,
            odd,
        })
    }
}

/// The separation of two groups' scores.
///
/// # Errors
/// [`Error::NotReady`] where one of them is empty.
pub fn told_apart(normal: &[f64], odd: &[f64]) -> Result<Separation> {
    separation(normal, odd).ok_or_else(no_images)
}

fn no_images() -> Error {
    let what = "Telling odd images from normal ones needs some of both".into();
    Error::NotReady { what }
}
