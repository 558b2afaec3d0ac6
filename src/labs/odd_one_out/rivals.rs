//! Other ways to find odd images, which know the same normal training images as the model.

use super::{Scored, dissimilarities, no_images, told_apart};
use crate::data::ImageShape;
use crate::error::Result;
use crate::labs::nearest::Nearest;
use crate::labs::roc::Separation;
use crate::model::Pca;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// Numbers of components that are tried for PCA.
pub const COMPONENTS: [usize; 8] = [1, 2, 4, 8, 16, 32, 48, 64];

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
/// [`crate::Error::NotReady`] where there is no normal training image or one of the groups is empty.
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
/// [`crate::Error::NotReady`] where one of the groups is empty.
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

/// PCA by the score [`super::Score::Dissimilarity`], at the number of components that is best on the very images that are
/// judged.
///
/// # Errors
/// [`crate::Error::NotReady`] where one of the groups is empty, [`crate::Error::Shape`] of images of another size than `shape`.
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
/// [`crate::Error::NotReady`] where there is no normal training image or one of the groups is empty.
pub fn by_mean_image(
    training: &ArrayView2<'_, f32>,
    normal: &ArrayView2<'_, f32>,
    odd: &ArrayView2<'_, f32>,
) -> Result<Scored> {
    let mean = training.mean_axis(Axis(0)).ok_or_else(no_images)?;
    Scored::new(distances(normal, &mean), distances(odd, &mean))
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
