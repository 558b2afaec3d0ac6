//! New pictures: codes that no image has, and what the decoder makes of them.
//!
//! Codes come from the [`Prior`], from the line between two images ([`interpolate`]) or from sums of class means
//! ([`arithmetic`]). How near new pictures are to real ones as a set says [`frechet`], beside the distance of real images
//! from real ones; whether they are copies says the nearest training image of each
//! ([`Nearest`](super::nearest::Nearest)). The rival draws from a Gaussian of PCA's coordinates ([`by_pca`]).

pub mod frechet;
pub mod gaussian;

use crate::error::{Error, Result};
use crate::model::{Autoencoder, ModelConfig, Pca};
use crate::rng::{Purpose, Rng};
use gaussian::Gaussian;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// Where new codes are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prior {
    /// The standard normal distribution, to which training holds a variational code.
    Standard,
    /// The normal distribution with mean and covariance of the training images' codes, for codes that are held to nothing.
    Fitted,
}

impl Prior {
    /// The one that suits a model.
    pub fn of(config: &ModelConfig) -> Self {
        if config.is_variational() {
            Self::Standard
        } else {
            Self::Fitted
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Fitted => "fitted",
        }
    }
}

/// New pictures, and the codes that they were made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Samples {
    /// `(count, latent_dim)`.
    pub codes: Array2<f32>,
    /// `(count, features)`, in 0..1.
    pub pictures: Array2<f32>,
}

/// So many pictures of codes from a prior. The same seed gives the same, and the first of many are those of few.
///
/// # Errors
/// Those of [`Gaussian::fit`] with the codes of the `training` images, [`Error::Shape`] of images of another size.
pub fn samples(
    model: &Autoencoder,
    training: &ArrayView2<'_, f32>,
    prior: Prior,
    count: usize,
    seed: u64,
) -> Result<Samples> {
    let codes = match prior {
        Prior::Standard => standard_normal(count, model.config().latent_dim(), seed),
        Prior::Fitted => Gaussian::fit(&model.encode(training)?.view())?.sample(count, seed),
    };
    Ok(Samples {
        pictures: pictures(model, &codes.view())?,
        codes,
    })
}

/// Standard normal numbers `(count, width)`; each row from a stream of its own.
pub fn standard_normal(count: usize, width: usize, seed: u64) -> Array2<f32> {
    let mut numbers = vec![0.0; count * width];
    for (row, out) in (0..).zip(numbers.chunks_exact_mut(width.max(1))) {
        Rng::stream(seed, Purpose::Samples, row).fill_normal(out);
    }
    let at = |(row, column): (usize, usize)| numbers[row * width + column];
    Array2::from_shape_fn((count, width), at)
}

/// What the decoder makes of codes `(count, latent_dim)`: `(count, features)`, cut to 0..1.
///
/// # Errors
/// [`Error::Shape`] of codes of another length.
pub fn pictures(model: &Autoencoder, codes: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
    Ok(model.decode(codes)?.mapv(|x| x.clamp(0.0, 1.0)))
}

/// So many pictures of a Gaussian that is fitted to PCA's first `components` coordinates of the training images:
/// `(count, features)`, cut to 0..1.
///
/// # Errors
/// Those of [`Gaussian::fit`], [`Error::Shape`] of more components than PCA has or of images of another size.
pub fn by_pca(
    pca: &Pca,
    training: &ArrayView2<'_, f32>,
    components: usize,
    count: usize,
    seed: u64,
) -> Result<Array2<f32>> {
    if components > pca.n_components() {
        return Err(Error::shape("Components", components, pca.n_components()));
    }
    if training.ncols() != pca.n_features() {
        return Err(Error::shape(
            "Numbers in an image",
            training.ncols(),
            pca.n_features(),
        ));
    }
    let coordinates = pca.project(training);
    let drawn = Gaussian::fit(&coordinates.slice(s![.., ..components]))?.sample(count, seed);
    let mut all = Array2::zeros((count, pca.n_components()));
    all.slice_mut(s![.., ..components]).assign(&drawn);
    Ok(pca.reconstruct(&all.view()).mapv(|x| x.clamp(0.0, 1.0)))
}

/// Two ways from one image to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Interpolation {
    /// Pictures of the codes between, `(steps, features)`, from the reconstruction of the first to that of the second.
    pub in_code: Array2<f32>,
    /// The two images laid over each other, `(steps, features)`.
    pub in_pixels: Array2<f32>,
}

/// The ways from one image to another (features each), `(1 − t)·a + t·b` for `t = i/(steps − 1)`: in codes, which the
/// decoder draws, and in pixels.
///
/// # Errors
/// [`Error::Config`] of fewer than two steps, [`Error::Shape`] of images of another size.
pub fn interpolate(
    model: &Autoencoder,
    from: &ArrayView1<'_, f32>,
    to: &ArrayView1<'_, f32>,
    steps: usize,
) -> Result<Interpolation> {
    if steps < 2 {
        return Err(Error::config("steps", steps, "at least 2"));
    }
    let code = |image: &ArrayView1<'_, f32>| model.encode(&image.insert_axis(Axis(0)));
    let (first, last) = (code(from)?, code(to)?);
    let codes = between(&first.row(0), &last.row(0), steps);
    Ok(Interpolation {
        in_code: pictures(model, &codes.view())?,
        in_pixels: between(from, to, steps).mapv(|x| x.clamp(0.0, 1.0)),
    })
}

/// The line from `a` to `b` in so many points, both ends among them.
fn between(a: &ArrayView1<'_, f32>, b: &ArrayView1<'_, f32>, steps: usize) -> Array2<f32> {
    Array2::from_shape_fn((steps, a.len()), |(step, at)| {
        let t = step as f32 / (steps - 1) as f32;
        (1.0 - t) * a[at] + t * b[at]
    })
}

/// Class means of codes, and what is left of one less another and more a third.
#[derive(Debug, Clone, PartialEq)]
pub struct Arithmetic {
    /// The means of a, b and c, and `a − b + c`: `(4, latent_dim)`.
    pub codes: Array2<f32>,
    /// Their pictures, `(4, features)`, in 0..1.
    pub pictures: Array2<f32>,
    /// The same sum of the images themselves, without a model: `(4, features)`, cut to 0..1.
    pub in_pixels: Array2<f32>,
}

/// `mean(a) − mean(b) + mean(c)` in codes, and in pixels, for three classes of images `(count, features)`.
///
/// # Errors
/// [`Error::NotReady`] without labels, or where a class has no image; [`Error::Shape`] unless there are as many labels as
/// images, and of images of another size.
pub fn arithmetic(
    model: &Autoencoder,
    images: &ArrayView2<'_, f32>,
    labels: Option<&[u8]>,
    classes: [u8; 3],
) -> Result<Arithmetic> {
    let Some(labels) = labels else {
        let what = "Classes are added only where the images have labels".into();
        return Err(Error::NotReady { what });
    };
    if labels.len() != images.nrows() {
        return Err(Error::shape("Labels", labels.len(), images.nrows()));
    }
    let mut codes = Array2::zeros((4, model.config().latent_dim()));
    let mut in_pixels = Array2::zeros((4, images.ncols()));
    for (row, class) in classes.into_iter().enumerate() {
        let places = (0..labels.len()).filter(|&at| labels[at] == class);
        let places: Vec<usize> = places.collect();
        let of_class = images.select(Axis(0), &places);
        in_pixels.row_mut(row).assign(&mean(&of_class, class)?);
        let of_class = model.encode(&of_class.view())?;
        codes.row_mut(row).assign(&mean(&of_class, class)?);
    }
    for means in [&mut codes, &mut in_pixels] {
        let sum = &means.row(0) - &means.row(1) + means.row(2);
        means.row_mut(3).assign(&sum);
    }
    Ok(Arithmetic {
        pictures: pictures(model, &codes.view())?,
        in_pixels: in_pixels.mapv(|x| x.clamp(0.0, 1.0)),
        codes,
    })
}

/// The mean of a class's codes or images, summed in f64.
fn mean(of_class: &Array2<f32>, class: u8) -> Result<Array1<f32>> {
    let mean = of_class.mapv(f64::from).mean_axis(Axis(0));
    let mean = mean.ok_or_else(|| Error::NotReady {
        what: format!("There is no image of class {class}"),
    })?;
    Ok(mean.mapv(|x| x as f32))
}
