//! Removal of noise: what the model makes of noisy images, beside the classical filters at their best.
//!
//! The model ([`Cleaning`]) and each family of filters ([`Filtering`]) can be asked for apart and go on image by image,
//! so that whoever waits for them can stop them. [`denoise`] asks for all at once. [`photo`] is about whole photos.

mod family;
pub mod photo;

pub use family::{Family, Filter};

use super::quality::{Quality, alike, error, quality};
use crate::data::{ImageShape, corrupt};
use crate::error::Result;
use crate::model::{Autoencoder, Corruption, EVAL_ROWS};
use crate::rng::{Purpose, Rng};
use ndarray::{Array2, ArrayView2, s};

/// So many training images choose a filter's parameter.
pub const CHOSEN_ON: usize = 200;

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
    let filters = Family::ALL.map(|family| {
        let mut filtering =
            Filtering::new(&family.tried(), training, noisy.clone(), shape, noise, seed)?;
        filtering.advance(&|| false);
        filtering.finish(held_out)
    });
    let filters = filters.into_iter().collect::<Result<_>>()?;
    let mut cleaning = Cleaning::new(noisy);
    cleaning.advance(model, &|| false)?;
    Ok(Denoised {
        noisy: quality(held_out, &cleaning.noisy().view(), shape)?,
        model: quality(held_out, &cleaning.cleaned().view(), shape)?,
        filters,
    })
}

/// Noisy images that a model cleans, bit by bit.
#[derive(Debug, Clone)]
pub struct Cleaning {
    noisy: Array2<f32>,
    cleaned: Array2<f32>,
    done: usize,
}

impl Cleaning {
    /// These noisy images are to be cleaned.
    pub fn new(noisy: Array2<f32>) -> Self {
        Self {
            cleaned: Array2::zeros(noisy.dim()),
            noisy,
            done: 0,
        }
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    ///
    /// # Errors
    /// [`crate::Error::Shape`] of images of another size than the model's.
    pub fn advance(&mut self, model: &Autoencoder, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let count = self.noisy.nrows();
        while self.done < count {
            let end = count.min(self.done + EVAL_ROWS);
            let rows = s![self.done..end, ..];
            let cleaned = model.reconstruct(&self.noisy.slice(rows))?;
            self.cleaned.slice_mut(rows).assign(&cleaned);
            self.done = end;
            if is_over() {
                break;
            }
        }
        Ok(self.done as f64 / count.max(1) as f64)
    }

    /// The noisy images.
    pub const fn noisy(&self) -> &Array2<f32> {
        &self.noisy
    }

    /// The cleaned ones; black where they are still to come.
    pub const fn cleaned(&self) -> &Array2<f32> {
        &self.cleaned
    }
}

/// A family of filters at work on noisy images, bit by bit: first training images choose the parameter, then the
/// filter that is best on them takes the noisy images.
#[derive(Debug, Clone)]
pub struct Filtering {
    choice: Choice,
    noisy: Array2<f32>,
    filtered: Array2<f32>,
    done: usize,
    shape: ImageShape,
}

impl Filtering {
    /// These filters, of which training images with this noise choose one, on these noisy images.
    ///
    /// # Errors
    /// [`crate::Error::Shape`] of images of another size, [`crate::Error::NotReady`] without training images.
    pub fn new(
        family: &[Filter],
        training: &ArrayView2<'_, f32>,
        noisy: Array2<f32>,
        shape: ImageShape,
        noise: Corruption,
        seed: u64,
    ) -> Result<Self> {
        let sample = training.slice(s![..CHOSEN_ON.min(training.nrows()), ..]);
        let noisy_sample = with_noise(&sample, shape, noise, seed);
        Ok(Self {
            choice: Choice::new(family, &sample, noisy_sample, shape)?,
            filtered: Array2::zeros(noisy.dim()),
            noisy,
            done: 0,
            shape,
        })
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> f64 {
        let (tries, count) = (self.choice.tries(), self.noisy.nrows());
        if self.choice.advance(is_over) {
            let filter = self.choice.best();
            while self.done < count {
                let rows = s![self.done..=self.done, ..];
                let filtered = filter.apply(&self.noisy.slice(rows), self.shape);
                self.filtered.slice_mut(rows).assign(&filtered);
                self.done += 1;
                if is_over() {
                    break;
                }
            }
        }
        (self.choice.tried + self.done) as f64 / (tries + count).max(1) as f64
    }

    /// The filter that is chosen, once all are tried.
    pub fn filter(&self) -> Filter {
        self.choice.best()
    }

    /// What has been filtered; black where it is still to come.
    pub const fn filtered(&self) -> &Array2<f32> {
        &self.filtered
    }

    /// How near the filtered images come to those without noise.
    ///
    /// # Errors
    /// Those of [`quality`].
    pub fn finish(&self, images: &ArrayView2<'_, f32>) -> Result<Filtered> {
        Ok(Filtered {
            filter: self.filter(),
            quality: quality(images, &self.filtered.view(), self.shape)?,
        })
    }
}

/// Which filter of several is best, found image by image.
#[derive(Debug, Clone)]
struct Choice {
    family: Vec<Filter>,
    images: Array2<f32>,
    noisy: Array2<f32>,
    shape: ImageShape,
    /// Of each filter, summed over the images that it has had.
    errors: Vec<f64>,
    tried: usize,
}

impl Choice {
    fn new(
        family: &[Filter],
        images: &ArrayView2<'_, f32>,
        noisy: Array2<f32>,
        shape: ImageShape,
    ) -> Result<Self> {
        alike(images, &noisy.view(), shape)?;
        Ok(Self {
            errors: vec![0.0; family.len()],
            family: family.to_vec(),
            images: images.as_standard_layout().into_owned(),
            noisy,
            shape,
            tried: 0,
        })
    }

    fn tries(&self) -> usize {
        self.family.len() * self.images.nrows()
    }

    /// Goes on until `is_over`; whether all are tried.
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> bool {
        let count = self.images.nrows();
        while self.tried < self.tries() {
            let (at, image) = (self.tried / count, self.tried % count);
            let rows = s![image..=image, ..];
            let filtered = self.family[at].apply(&self.noisy.slice(rows), self.shape);
            self.errors[at] += error(&self.images.row(image), &filtered.row(0));
            self.tried += 1;
            if is_over() {
                break;
            }
        }
        self.tried == self.tries()
    }

    /// The one with the smallest error, of several the first.
    fn best(&self) -> Filter {
        let all = self.errors.iter().zip(&self.family);
        let best = all.min_by(|(a, _), (b, _)| a.total_cmp(b));
        best.map_or(Filter::Median(1), |(_, &filter)| filter)
    }
}

/// The filter of a family with the smallest error.
///
/// # Errors
/// [`crate::Error::Shape`] of images of another size, [`crate::Error::NotReady`] without images.
pub fn best(
    family: &[Filter],
    images: &ArrayView2<'_, f32>,
    noisy: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<Filter> {
    let noisy = noisy.as_standard_layout().into_owned();
    let mut choice = Choice::new(family, images, noisy, shape)?;
    choice.advance(&|| false);
    Ok(choice.best())
}
