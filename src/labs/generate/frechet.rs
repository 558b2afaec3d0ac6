//! How far one set of pictures is from another, as a whole.
//!
//! The distance compares means and covariances of linear features, and nothing else: a Gaussian of as many of PCA's
//! coordinates has both by construction, and comes near the floor however its pictures look. It tells sets apart that lack
//! variety or ink; whether a picture is a digit it does not know.

use super::gaussian::Moments;
use crate::error::{Error, Result};
use crate::labs::evenly::evenly;
use crate::model::Pca;
use crate::model::pca::eigen_symmetric;
use ndarray::{Array2, ArrayView2, Axis, s};

/// Principal components of the training images in whose coordinates sets are compared.
pub const FEATURES: usize = 32;

/// The Fréchet distance of two normal distributions, `|μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½)` (Dowson and Landau 1982;
/// Heusel et al. 2017, who take features of a classifier for the FID). At least 0.
///
/// `tr (Σ₁Σ₂)^½ = tr (Σ₁^½ Σ₂ Σ₁^½)^½`, whose matrix is symmetric: its root's trace is the sum of the roots of its
/// eigenvalues. Those that rounding makes negative count as 0; what it leaves of 0 is about 10⁻⁸ of the variances.
///
/// # Errors
/// [`Error::Shape`] of points with different numbers of features.
pub fn frechet(a: &Moments, b: &Moments) -> Result<f64> {
    let d = a.mean.len();
    if b.mean.len() != d {
        return Err(Error::shape("Features", b.mean.len(), d));
    }
    let apart: f64 = (&a.mean - &b.mean).mapv(|x| x * x).sum();
    let root = root(&a.covariance);
    let product = root.dot(&b.covariance).dot(&root);
    // Rounding leaves it not quite symmetric.
    let product = (&product + &product.t()) * 0.5;
    let (values, _) = eigen_symmetric(&numbers(&product), d);
    let shared: f64 = values.iter().map(|x| x.max(0.0).sqrt()).sum();
    let all = a.covariance.diag().sum() + b.covariance.diag().sum();
    Ok((apart + all - 2.0 * shared).max(0.0))
}

/// The symmetric root of a covariance, `V·Λ^½·Vᵀ`.
fn root(covariance: &Array2<f64>) -> Array2<f64> {
    let d = covariance.nrows();
    let (values, vectors) = eigen_symmetric(&numbers(covariance), d);
    let vectors = Array2::from_shape_fn((d, d), |(row, column)| vectors[row * d + column]);
    let mut scaled = vectors.clone();
    for (mut row, value) in scaled.rows_mut().into_iter().zip(values) {
        row *= value.max(0.0).sqrt();
    }
    vectors.t().dot(&scaled)
}

/// A matrix's numbers, row by row.
fn numbers(matrix: &Array2<f64>) -> Vec<f64> {
    matrix.iter().copied().collect()
}

/// How near new pictures are to real images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Fréchet distance of the pictures from held-out images.
    pub distance: f64,
    /// That of training images from the same held-out images: what real ones have, and the least to be hoped for.
    pub floor: f64,
    /// Images of each of the three sets; fewer make both distances larger.
    pub count: usize,
    /// Features that are compared.
    pub features: usize,
}

/// Real images, from which sets of pictures are held apart.
pub struct Real {
    pca: Pca,
    features: usize,
    training: Array2<f32>,
    held_out: Array2<f32>,
}

impl Real {
    /// Training and held-out images `(count, features)`, compared in PCA's first [`FEATURES`] coordinates of the training
    /// images, or in all that there are.
    ///
    /// # Errors
    /// [`Error::Shape`] of images of another size than PCA's.
    pub fn new(
        pca: &Pca,
        training: &ArrayView2<'_, f32>,
        held_out: &ArrayView2<'_, f32>,
    ) -> Result<Self> {
        let features = FEATURES.min(pca.n_components());
        Ok(Self {
            training: coordinates(pca, training, features)?,
            held_out: coordinates(pca, held_out, features)?,
            pca: pca.clone(),
            features,
        })
    }

    /// How near `pictures`, `(count, features)`, are to the held-out images, beside how near training images are: with as
    /// many of each, evenly spread.
    ///
    /// # Errors
    /// [`Error::NotReady`] of fewer than two images or pictures, [`Error::Shape`] of pictures of another size.
    pub fn likeness(&self, pictures: &ArrayView2<'_, f32>) -> Result<Likeness> {
        let pictures = coordinates(&self.pca, pictures, self.features)?;
        let sets = [&pictures, &self.training, &self.held_out];
        let count = sets.iter().map(|set| set.nrows()).min().unwrap_or(0);
        let moments = |set: &Array2<f32>| {
            let some = set.select(Axis(0), &evenly(set.nrows(), count));
            Moments::of(&some.view())
        };
        let held_out = moments(&self.held_out)?;
        Ok(Likeness {
            distance: frechet(&moments(&pictures)?, &held_out)?,
            floor: frechet(&moments(&self.training)?, &held_out)?,
            count,
            features: self.features,
        })
    }
}

fn coordinates(pca: &Pca, images: &ArrayView2<'_, f32>, features: usize) -> Result<Array2<f32>> {
    if images.ncols() != pca.n_features() {
        return Err(Error::shape(
            "Numbers in an image",
            images.ncols(),
            pca.n_features(),
        ));
    }
    Ok(pca.project(images).slice(s![.., ..features]).to_owned())
}
