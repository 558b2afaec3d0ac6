//! Whole photos: noise on all of it, and its removal by the model patch by patch and by filters in one piece.

use super::{Filter, with_noise};
use crate::data::ImageShape;
use crate::error::{Error, Result};
use crate::model::{Autoencoder, Corruption, EVAL_ROWS};
use crate::train::psnr;
use ndarray::{Array2, ArrayView2};

/// Neighboring patches are apart by a side divided by this.
const OVERLAP: usize = 4;

/// A photo that is cleaned, bit by bit. Photos are `(channel, y, x)` in 0..1.
#[derive(Debug, Clone)]
pub struct PhotoCleaning {
    shape: ImageShape,
    patch: ImageShape,
    photo: Vec<f32>,
    noisy: Vec<f32>,
    /// First pixels `(y, x)` of the patches.
    places: Vec<(usize, usize)>,
    /// Sums of the patches over each number of the photo, and how many they are over each pixel.
    sums: Vec<f64>,
    covers: Vec<u32>,
    filters: Vec<Filter>,
    filtered: Vec<Vec<f32>>,
    /// Patches, and then channels of each filter.
    done: usize,
}

impl PhotoCleaning {
    /// This photo with noise, to be cleaned by a model whose pictures are patches of it, and by these filters.
    ///
    /// # Errors
    /// [`Error::Shape`] for a photo of other channels than a patch, smaller than one, or of other numbers than its sides
    /// say.
    pub fn new(
        photo: Vec<f32>,
        shape: ImageShape,
        patch: ImageShape,
        filters: &[Filter],
        noise: Corruption,
        seed: u64,
    ) -> Result<Self> {
        let channels_differ = shape.channels != patch.channels;
        if channels_differ || shape.height < patch.height || shape.width < patch.width {
            let sides = |of: ImageShape| format!("{} × {} × {}", of.width, of.height, of.channels);
            let wanted = format!("at least {}", sides(patch));
            return Err(Error::shape("The photo", sides(shape), wanted));
        }
        let wanted = shape.features();
        let view = ArrayView2::from_shape((1, wanted), &photo)
            .map_err(|_| Error::shape("Numbers of the photo", photo.len(), wanted))?;
        let noisy = with_noise(&view, shape, noise, seed)
            .into_raw_vec_and_offset()
            .0;
        let (rows, columns) = (
            starts(shape.height, patch.height),
            starts(shape.width, patch.width),
        );
        let place = |&y: &usize| columns.iter().map(move |&x| (y, x));
        Ok(Self {
            places: rows.iter().flat_map(place).collect(),
            sums: vec![0.0; wanted],
            covers: vec![0; shape.height * shape.width],
            filtered: filters.iter().map(|_| vec![0.0; wanted]).collect(),
            filters: filters.to_vec(),
            done: 0,
            photo,
            noisy,
            shape,
            patch,
        })
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    ///
    /// # Errors
    /// [`Error::Shape`] of a model of other pictures than the patches.
    pub fn advance(&mut self, model: &Autoencoder, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let patches = self.places.len();
        let all = patches + self.filters.len() * self.shape.channels;
        while self.done < all {
            if self.done < patches {
                let end = patches.min(self.done + EVAL_ROWS);
                self.clean(model, self.done..end)?;
                self.done = end;
            } else {
                self.filter(self.done - patches);
                self.done += 1;
            }
            if is_over() {
                break;
            }
        }
        Ok(self.done as f64 / all as f64)
    }

    /// Some of the patches.
    fn clean(&mut self, model: &Autoencoder, which: std::ops::Range<usize>) -> Result<()> {
        let places = self.places[which].to_vec();
        let mut patches = Array2::zeros((places.len(), self.patch.features()));
        for (&place, mut patch) in places.iter().zip(patches.rows_mut()) {
            for (at, value) in patch.iter_mut().enumerate() {
                *value = self.noisy[self.number(place, at)];
            }
        }
        let cleaned = model.reconstruct(&patches.view())?;
        for (&place, patch) in places.iter().zip(cleaned.rows()) {
            for (at, value) in patch.iter().enumerate() {
                let number = self.number(place, at);
                self.sums[number] += f64::from(*value);
                if let Some(cover) = self.covers.get_mut(number) {
                    *cover += 1;
                }
            }
        }
        Ok(())
    }

    /// Which number of the photo a number of a patch is, where the patch starts at this place.
    fn number(&self, (top, left): (usize, usize), at: usize) -> usize {
        let ImageShape { height, width, .. } = self.patch;
        let (channel, y, x) = (at / (height * width), at / width % height, at % width);
        (channel * self.shape.height + top + y) * self.shape.width + left + x
    }

    /// One channel by one of the filters.
    fn filter(&mut self, at: usize) {
        let (which, channel) = (at / self.shape.channels, at % self.shape.channels);
        let plane = self.covers.len();
        let part = channel * plane..(channel + 1) * plane;
        let one = ImageShape {
            channels: 1,
            ..self.shape
        };
        self.filters[which].apply_to(
            &self.noisy[part.clone()],
            one,
            &mut self.filtered[which][part],
        );
    }

    /// The photo as it was.
    pub fn photo(&self) -> &[f32] {
        &self.photo
    }

    /// The photo with noise.
    pub fn noisy(&self) -> &[f32] {
        &self.noisy
    }

    /// What the filters made of it, in their order.
    pub fn filtered(&self) -> &[Vec<f32>] {
        &self.filtered
    }

    /// What the model made of it: the mean of all patches over a pixel.
    pub fn cleaned(&self) -> Vec<f32> {
        let covers = self.covers.iter().cycle();
        let means = self.sums.iter().zip(covers);
        means
            .map(|(sum, &n)| (sum / f64::from(n.max(1))) as f32)
            .collect()
    }

    /// Peak signal-to-noise ratio in dB of a version of the photo.
    pub fn psnr(&self, version: &[f32]) -> f64 {
        let numbers = self.photo.iter().zip(version);
        let sum: f64 = numbers.map(|(a, b)| f64::from(a - b).powi(2)).sum();
        psnr(sum / self.photo.len() as f64)
    }
}

/// Where patches start along a side: every so many pixels, and the last one ends with the photo.
fn starts(length: usize, side: usize) -> Vec<usize> {
    let last = length - side;
    let step = (side / OVERLAP).max(1);
    (0..last).step_by(step).chain([last]).collect()
}
