//! The classical filters with their parameters.

use crate::data::ImageShape;
use crate::labs::filters::{MEDIAN_SIDES, gaussian, median, total_variation};
use ndarray::{Array2, ArrayView2};

/// Deviations of the Gaussian that are tried, in pixels.
pub const SIGMAS: [f64; 8] = [0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.25, 1.5];
/// Weights of the total variation that are tried.
pub const WEIGHTS: [f64; 10] = [0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0];

/// A kind of filter, whatever its parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Medians of squares.
    Median,
    /// Gaussians.
    Gaussian,
    /// Total variation.
    TotalVariation,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Median, Self::Gaussian, Self::TotalVariation];

    /// Its name in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::Gaussian => "gaussian",
            Self::TotalVariation => "tv",
        }
    }

    /// The family of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }

    /// Its filters, with each parameter that is tried.
    pub fn tried(self) -> Vec<Filter> {
        match self {
            Self::Median => MEDIAN_SIDES.map(Filter::Median).to_vec(),
            Self::Gaussian => SIGMAS.map(Filter::Gaussian).to_vec(),
            Self::TotalVariation => WEIGHTS.map(Filter::TotalVariation).to_vec(),
        }
    }

    /// Its filter of this parameter, if there is one.
    pub fn filter(self, parameter: f64) -> Option<Filter> {
        let all = self.tried();
        all.into_iter()
            .find(|filter| (filter.parameter() - parameter).abs() < 1e-9)
    }
}

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
    /// Its kind.
    pub const fn family(self) -> Family {
        match self {
            Self::Median(_) => Family::Median,
            Self::Gaussian(_) => Family::Gaussian,
            Self::TotalVariation(_) => Family::TotalVariation,
        }
    }

    /// Its parameter as a number.
    pub const fn parameter(self) -> f64 {
        match self {
            Self::Median(side) => side as f64,
            Self::Gaussian(parameter) | Self::TotalVariation(parameter) => parameter,
        }
    }

    /// Filters images `(count, features)` one by one.
    pub fn apply(self, images: &ArrayView2<'_, f32>, shape: ImageShape) -> Array2<f32> {
        let images = images.as_standard_layout();
        let mut filtered = Array2::zeros(images.dim());
        for (image, mut out) in images.rows().into_iter().zip(filtered.rows_mut()) {
            let (Some(image), Some(out)) = (image.as_slice(), out.as_slice_mut()) else {
                continue;
            };
            self.apply_to(image, shape, out);
        }
        filtered
    }

    /// Filters one image.
    pub fn apply_to(self, image: &[f32], shape: ImageShape, out: &mut [f32]) {
        match self {
            Self::Median(side) => median(image, shape, side, out),
            Self::Gaussian(sigma) => gaussian(image, shape, sigma, out),
            Self::TotalVariation(weight) => total_variation(image, shape, weight, out),
        }
    }
}
