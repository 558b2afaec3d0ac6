//! PCA as a rival in compression: its coordinates as a file, at no more bytes, or as good.

use super::{Compressed, packed};
use crate::data::ImageShape;
use crate::error::Result;
use crate::labs::code_file::Coder;
use crate::labs::interval;
use crate::labs::quality::errors;
use crate::labs::quantizer::{MOST_BITS, sorted_columns};
use crate::model::Pca;
use crate::train::psnr;
use ndarray::{Array2, ArrayView2, Axis, s};

/// Numbers of components that are tried.
pub const COMPONENTS: [usize; 24] = [
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 48, 64,
];

/// How many components of how many bits, and what comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// Components.
    pub components: usize,
    /// Bits for each coordinate.
    pub bits: u32,
    /// What came of it.
    pub compressed: Compressed,
}

/// A number of components and of bits.
#[derive(Debug, Clone, Copy)]
struct Choice {
    components: usize,
    bits: u32,
    /// Of the training images, up to what is the same for all: squared distance that is lost, less the variance kept.
    error: f64,
    bytes_per_image: f64,
}

/// Held-out images as files of PCA's coordinates, for every number of components and bits.
#[derive(Debug, Clone)]
pub struct PcaFiles {
    pca: Pca,
    shape: ImageShape,
    /// Of the held-out images, `(count, components)`.
    coordinates: Array2<f32>,
    /// One for each number of bits.
    coders: Vec<Coder>,
    /// The smallest file first.
    choices: Vec<Choice>,
}

impl PcaFiles {
    /// All files that PCA may make of the held-out images; bounds and errors are those of the training images.
    ///
    /// An error needs no picture: `rounding error of the coordinates − variance of the components`, in squared distance.
    ///
    /// # Errors
    /// Those of [`Coder::fit_sorted`] and [`Coder::write`].
    pub fn new(
        pca: &Pca,
        training: &ArrayView2<'_, f32>,
        held_out: &ArrayView2<'_, f32>,
        shape: ImageShape,
    ) -> Result<Self> {
        let (of_training, coordinates) = (pca.project(training), pca.project(held_out));
        let sorted = sorted_columns(&of_training.view());
        let coders = (1..=MOST_BITS)
            .map(|bits| Coder::fit_sorted(&of_training.view(), &sorted, bits))
            .collect::<Result<Vec<Coder>>>()?;
        let mut choices = Vec::new();
        for coder in &coders {
            let lost = (&of_training - &coder.rounded(&of_training.view()))
                .mapv(|x| f64::from(x).powi(2))
                .mean_axis(Axis(0))
                .unwrap_or_default();
            let each = lost
                .iter()
                .zip(&pca.variances)
                .map(|(lost, &kept)| lost - f64::from(kept));
            let each: Vec<f64> = each.collect();
            for components in COMPONENTS.into_iter().filter(|&k| k <= each.len()) {
                let file = coder
                    .first(components)
                    .write(&coordinates.slice(s![.., ..components]))?;
                choices.push(Choice {
                    components,
                    bits: coder.bits(),
                    error: each[..components].iter().sum(),
                    bytes_per_image: file.len() as f64 / held_out.nrows() as f64,
                });
            }
        }
        choices.sort_by(|a, b| a.bytes_per_image.total_cmp(&b.bytes_per_image));
        Ok(Self {
            pca: pca.clone(),
            shape,
            coordinates,
            coders,
            choices,
        })
    }

    /// The best file on the training images of at most so many bytes an image; `None` where there is none so small.
    ///
    /// # Errors
    /// [`crate::Error::Shape`] of other images than those of [`Self::new`].
    pub fn within(&self, held_out: &ArrayView2<'_, f32>, budget: f64) -> Result<Option<Rival>> {
        let fitting = self
            .choices
            .iter()
            .filter(|choice| choice.bytes_per_image <= budget);
        let best = fitting.min_by(|a, b| a.error.total_cmp(&b.error));
        best.map(|choice| self.rival(*choice, held_out)).transpose()
    }

    /// The smallest file whose pictures come as near to the held-out images as `wanted` says, in dB; `None` where none
    /// does.
    ///
    /// # Errors
    /// Those of [`Self::within`].
    pub fn as_good_as(&self, held_out: &ArrayView2<'_, f32>, wanted: f64) -> Result<Option<Rival>> {
        let mut least = f64::INFINITY;
        for choice in &self.choices {
            // What is larger than another and no better on the training images is not looked at.
            if choice.error >= least {
                continue;
            }
            least = choice.error;
            let rounded = self.rounded(*choice);
            let pictures = self.draw(&rounded.view())?.mapv(|x| x.clamp(0.0, 1.0));
            let mse = interval::mean(&errors(held_out, &pictures.view())).mean;
            if psnr(mse) >= wanted {
                return self.rival(*choice, held_out).map(Some);
            }
        }
        Ok(None)
    }

    fn coder(&self, choice: Choice) -> Coder {
        self.coders[choice.bits as usize - 1].first(choice.components)
    }

    fn rounded(&self, choice: Choice) -> Array2<f32> {
        let codes = self.coordinates.slice(s![.., ..choice.components]);
        self.coder(choice).rounded(&codes)
    }

    fn rival(&self, choice: Choice, held_out: &ArrayView2<'_, f32>) -> Result<Rival> {
        let codes = self.coordinates.slice(s![.., ..choice.components]);
        let coder = self.coder(choice);
        let compressed = packed(&coder, &codes, held_out, self.shape, |codes| {
            self.draw(codes)
        })?;
        Ok(Rival {
            components: choice.components,
            bits: choice.bits,
            compressed,
        })
    }

    /// Pictures of coordinates; components that were not kept count as 0.
    #[allow(clippy::unnecessary_wraps, reason = "a decoder as any other")]
    fn draw(&self, codes: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mut all = Array2::zeros((codes.nrows(), self.pca.n_components()));
        all.slice_mut(s![.., ..codes.ncols()]).assign(codes);
        Ok(self.pca.reconstruct(&all.view()))
    }
}

/// PCA at no more bytes an image than `budget`, see [`PcaFiles::within`].
///
/// # Errors
/// Those of [`PcaFiles::new`].
pub fn rival(
    pca: &Pca,
    training: &ArrayView2<'_, f32>,
    held_out: &ArrayView2<'_, f32>,
    shape: ImageShape,
    budget: f64,
) -> Result<Option<Rival>> {
    PcaFiles::new(pca, training, held_out, shape)?.within(held_out, budget)
}
