//! Finding what does not belong: a model that has seen only normal images rebuilds others worse.
//!
//! Every score is higher for what is odder. The rivals know the same normal training images as the model.

use super::quality::{errors, slice};
use super::roc::{Separation, separation};
use super::similarity::ssim;
use crate::data::ImageShape;
use crate::error::{Error, Result};
use crate::kernel::{Packed, gemm};
use crate::model::{Autoencoder, Pca};
use crate::rng::{Purpose, Rng};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// Numbers of components that are tried for the rival PCA.
pub const COMPONENTS: [usize; 8] = [1, 2, 4, 8, 16, 32, 48, 64];
/// Samples of a variational code whose bounds are averaged.
const SAMPLES: usize = 8;
/// Images whose distances are computed at once.
const CHUNK: usize = 64;

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

/// What other ways score the same images.
#[derive(Debug, Clone, PartialEq)]
pub struct Rivals {
    /// PCA's reconstruction error, with the number of components that tells the two groups apart best. That number is
    /// chosen on the very images that are judged, in the rival's favor.
    pub pca: (usize, Separation),
    /// Squared distance to the mean normal image.
    pub mean_image: Separation,
    /// Squared distance to the nearest normal training image.
    pub nearest: Separation,
}

/// How well the rivals tell normal held-out images from odd ones.
///
/// # Errors
/// [`Error::NotReady`] where there is no normal training image or one of the groups is empty.
pub fn rivals(
    pca: &Pca,
    training: &ArrayView2<'_, f32>,
    normal: &ArrayView2<'_, f32>,
    odd: &ArrayView2<'_, f32>,
) -> Result<Rivals> {
    let (components, by_pca) = by_pca(pca, normal, odd)?;
    let nearest = Nearest::new(training)?;
    Ok(Rivals {
        pca: (components, by_pca.separation),
        mean_image: by_mean_image(training, normal, odd)?.separation,
        nearest: told_apart(&nearest.distances(normal), &nearest.distances(odd))?,
    })
}

/// PCA's reconstruction error with the number of components that tells the two groups apart best.
///
/// # Errors
/// [`Error::NotReady`] where one of the groups is empty.
pub fn by_pca(
    pca: &Pca,
    normal: &ArrayView2<'_, f32>,
    odd: &ArrayView2<'_, f32>,
) -> Result<(usize, Scored)> {
    let errors = [PcaErrors::new(pca, normal), PcaErrors::new(pca, odd)];
    best_size(pca, &|components| {
        let [normal, odd] = errors.each_ref().map(|of| of.with(components));
        Scored::new(normal, odd)
    })
}

/// PCA by the score [`Score::Dissimilarity`], at the number of components that is best on the very images that are
/// judged.
///
/// # Errors
/// [`Error::NotReady`] where one of the groups is empty, [`Error::Shape`] of images of another size than `shape`.
pub fn pca_by_similarity(
    pca: &Pca,
    normal: &ArrayView2<'_, f32>,
    odd: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<(usize, Scored)> {
    let by = |images: &ArrayView2<'_, f32>, components: usize| {
        let mut coordinates = pca.project(images);
        coordinates.slice_mut(s![.., components..]).fill(0.0);
        let pictures = pca.reconstruct(&coordinates.view());
        dissimilarities(images, &pictures.view(), shape)
    };
    best_size(pca, &|components| {
        Scored::new(by(normal, components)?, by(odd, components)?)
    })
}

/// The number of components that tells the two groups apart best.
fn best_size(pca: &Pca, scored: &dyn Fn(usize) -> Result<Scored>) -> Result<(usize, Scored)> {
    let mut best: Option<(usize, Scored)> = None;
    for components in COMPONENTS.into_iter().filter(|&k| k <= pca.n_components()) {
        let scored = scored(components)?;
        let least = best.as_ref().map(|(_, best)| best.separation.auc);
        if least.is_none_or(|least| scored.separation.auc > least) {
            best = Some((components, scored));
        }
    }
    best.ok_or_else(no_images)
}

/// Squared distance to the mean normal image.
///
/// # Errors
/// [`Error::NotReady`] where there is no normal training image or one of the groups is empty.
pub fn by_mean_image(
    training: &ArrayView2<'_, f32>,
    normal: &ArrayView2<'_, f32>,
    odd: &ArrayView2<'_, f32>,
) -> Result<Scored> {
    let mean = training.mean_axis(Axis(0)).ok_or_else(no_images)?;
    Scored::new(distances(normal, &mean), distances(odd, &mean))
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

/// What PCA leaves of images: `|x − mean|² − |coordinates|²`, a pixel.
struct PcaErrors {
    coordinates: Array2<f32>,
    /// Distances to the mean.
    all: Vec<f64>,
    features: f64,
}

impl PcaErrors {
    fn new(pca: &Pca, images: &ArrayView2<'_, f32>) -> Self {
        Self {
            coordinates: pca.project(images),
            all: distances(images, &pca.mean),
            features: pca.n_features() as f64,
        }
    }

    /// The reconstruction error of each image with the first `k` components.
    fn with(&self, k: usize) -> Vec<f64> {
        let explained = self
            .coordinates
            .slice(s![.., ..k])
            .mapv(|x| f64::from(x).powi(2))
            .sum_axis(Axis(1));
        let rows = self.all.iter().zip(explained);
        rows.map(|(all, explained)| all - explained / self.features)
            .collect()
    }
}

/// Squared distance of each image to one picture, a pixel.
fn distances(images: &ArrayView2<'_, f32>, picture: &Array1<f32>) -> Vec<f64> {
    let of = |image: ArrayView1<'_, f32>| {
        let squares = image
            .iter()
            .zip(picture)
            .map(|(a, b)| f64::from(a - b).powi(2));
        squares.sum::<f64>() / picture.len() as f64
    };
    images.rows().into_iter().map(of).collect()
}

/// Normal training images among which the nearest is looked for.
pub struct Nearest {
    packed: Packed,
    /// The squared length of each.
    squares: Vec<f32>,
}

impl Nearest {
    /// These images.
    ///
    /// # Errors
    /// [`Error::NotReady`] of none.
    pub fn new(training: &ArrayView2<'_, f32>) -> Result<Self> {
        if training.is_empty() {
            return Err(no_images());
        }
        let training = training.as_standard_layout();
        let (count, features) = training.dim();
        let mut packed = Packed::new();
        packed.pack_transposed(training.as_slice().unwrap_or_default(), features, count);
        Ok(Self {
            packed,
            squares: training
                .rows()
                .into_iter()
                .map(|row| square(&row))
                .collect(),
        })
    }

    /// Squared distance of each image to the nearest of them, a pixel: `|a|² − 2·a·b + |b|²`, with all products at once.
    pub fn distances(&self, images: &ArrayView2<'_, f32>) -> Vec<f64> {
        let images = images.as_standard_layout();
        let (n, features) = (self.squares.len(), images.ncols());
        let mut products = vec![0.0; CHUNK * n];
        let mut found = Vec::with_capacity(images.nrows());
        for part in images.axis_chunks_iter(Axis(0), CHUNK) {
            let (rows, products) = (part.nrows(), &mut products[..part.nrows() * n]);
            let numbers = part.as_slice().unwrap_or_default();
            gemm(numbers, &self.packed, products, rows);
            for (image, products) in part.rows().into_iter().zip(products.chunks_exact(n)) {
                let others = products.iter().zip(&self.squares);
                let least = others
                    .map(|(product, square)| square - 2.0 * product)
                    .fold(f32::INFINITY, f32::min);
                found.push(f64::from((square(&image) + least).max(0.0)) / features as f64);
            }
        }
        found
    }
}

/// Squared length.
fn square(image: &ArrayView1<'_, f32>) -> f32 {
    image.iter().map(|x| x * x).sum()
}
