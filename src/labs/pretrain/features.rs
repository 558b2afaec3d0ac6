//! How a classifier begins, and what it sees of an image.

use super::scale::Scale;
use crate::error::{Error, Result};
use crate::labs::evenly::evenly;
use crate::model::{Autoencoder, ModelConfig, Pca};
use crate::nn::Sequential;
use ndarray::{Array2, ArrayView2, Axis, s};

/// Training images by which the spread of codes and coordinates is measured, at most.
const MEASURED: usize = 2000;

/// How a classifier begins.
#[derive(Debug)]
pub enum Start<'a> {
    /// With an encoder's layers, which have fresh weights and learn with the head.
    Scratch(&'a ModelConfig),
    /// With the code as it is: the head alone learns.
    Frozen(&'a mut Autoencoder),
    /// With the trained encoder, which learns on with the head.
    Tuned(&'a mut Autoencoder),
    /// With so many of PCA's first coordinates: the head alone learns.
    Pca(&'a Pca, usize),
}

impl Start<'_> {
    /// The names, in the order in which they are told.
    pub const NAMES: [&'static str; 4] = ["scratch", "frozen", "tuned", "pca"];

    /// Its name.
    pub fn name(&self) -> &'static str {
        let [scratch, frozen, tuned, pca] = Self::NAMES;
        match self {
            Self::Scratch(_) => scratch,
            Self::Frozen(_) => frozen,
            Self::Tuned(_) => tuned,
            Self::Pca(..) => pca,
        }
    }
}

/// What a classifier sees of an image.
#[derive(Debug)]
pub(super) enum Features {
    /// Its pixels, so many.
    Pixels(usize),
    /// Its code, scaled.
    Code(Box<Autoencoder>, Scale),
    /// So many coordinates of PCA, scaled.
    Coordinates(Pca, usize, Scale),
}

impl Features {
    /// What a classifier sees that begins like this, and the layers that learn before its head. Codes and coordinates are
    /// scaled by the training images.
    pub(super) fn new(
        start: Start<'_>,
        training: &ArrayView2<'_, f32>,
        seed: u64,
    ) -> Result<(Self, Sequential)> {
        let some = training.select(Axis(0), &evenly(training.nrows(), MEASURED));
        let some = some.view();
        Ok(match start {
            Start::Scratch(config) => {
                let config = ModelConfig {
                    seed,
                    ..config.clone()
                };
                let layers = Autoencoder::new(&config).into_encoder();
                (Self::Pixels(config.features()), layers)
            }
            Start::Frozen(model) => {
                let scale = Scale::of(&model.encode(&some)?);
                (Self::Code(Box::new(model.copy()), scale), Sequential::new())
            }
            Start::Tuned(model) => {
                let scale = Scale::of(&model.encode(&some)?);
                let mut layers = model.copy().into_encoder();
                layers.push(Box::new(scale));
                (Self::Pixels(model.config().features()), layers)
            }
            Start::Pca(pca, components) => {
                let components = components.min(pca.n_components());
                let scale = Scale::of(&project(pca, &some, components)?);
                let features = Self::Coordinates(pca.clone(), components, scale);
                (features, Sequential::new())
            }
        })
    }

    /// Of images `(count, features)`.
    pub(super) fn of(&self, images: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        match self {
            Self::Pixels(features) => {
                check(images, *features)?;
                Ok(images.to_owned())
            }
            Self::Code(model, scale) => Ok(scale.apply(&model.encode(images)?)),
            Self::Coordinates(pca, components, scale) => {
                Ok(scale.apply(&project(pca, images, *components)?))
            }
        }
    }
}

/// The first coordinates of PCA.
fn project(pca: &Pca, images: &ArrayView2<'_, f32>, components: usize) -> Result<Array2<f32>> {
    check(images, pca.n_features())?;
    Ok(pca.project(images).slice(s![.., ..components]).to_owned())
}

fn check(images: &ArrayView2<'_, f32>, features: usize) -> Result<()> {
    if images.ncols() != features {
        return Err(Error::shape(
            "Numbers in an image",
            images.ncols(),
            features,
        ));
    }
    Ok(())
}
