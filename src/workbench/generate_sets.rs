//! Sets of images and of new pictures, some at a time: their codes, and how near they are to real ones.

use crate::bench::Held;
use crate::found::Found;
use crate::generate::codes;
use crate::sliced_pca::SlicedPca;
use crate::task::{Progress, Work};
use hourglass::error::{Error, Result};
use hourglass::labs::evenly::evenly;
use hourglass::labs::generate::frechet::Real;
use hourglass::labs::generate::{Prior, by_pca, pictures};
use ndarray::{Array2, ArrayView2, Axis, s};
use serde_json::json;

/// Training images whose codes the Gaussian is fitted to, evenly spread.
const FITTED: usize = 5000;
/// Images of each set that are compared.
const COMPARED: usize = 2000;
/// Images that a model encodes, or codes that it decodes, at once.
const AT_ONCE: usize = 64;
/// The shares of the comparison that are done after PCA, after the training images' codes and after the first prior.
const SHARES: [f64; 3] = [0.2, 0.4, 0.7];

/// Training images, as many as a Gaussian is fitted to.
fn fitted(images: &ArrayView2<'_, f32>) -> Array2<f32> {
    images.select(Axis(0), &evenly(images.nrows(), FITTED))
}

/// Encodes training images, unless that is done; the codes stay on the bench.
pub struct Encoding {
    pub held: Held,
    places: Vec<usize>,
    codes: Array2<f32>,
    done: usize,
}

impl Encoding {
    pub fn new(held: Held) -> Result<Self> {
        let places = evenly(held.images.training().nrows(), FITTED);
        let width = held.model()?.config().latent_dim();
        Ok(Self {
            codes: Array2::zeros((places.len(), width)),
            done: 0,
            places,
            held,
        })
    }

    /// Goes on until `is_over`; the share that is done.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let training = self.held.images.training();
        while self.held.codes.get().is_none() {
            let end = self.places.len().min(self.done + AT_ONCE);
            let part = training.select(Axis(0), &self.places[self.done..end]);
            let codes = self.held.model()?.encode(&part.view())?;
            self.codes.slice_mut(s![self.done..end, ..]).assign(&codes);
            self.done = end;
            if end == self.places.len() {
                // Another task of the same model may have been here first, with the same codes.
                let _ = self.held.codes.set(std::mem::take(&mut self.codes));
            } else if is_over() {
                return Ok(end as f64 / self.places.len() as f64);
            }
        }
        Ok(1.0)
    }
}

impl Held {
    /// The codes of training images, which are there once they are encoded.
    pub fn codes(&self) -> Result<&Array2<f32>> {
        self.codes.get().ok_or_else(|| Error::NotReady {
            what: "The images have no codes yet".into(),
        })
    }
}

/// Compares new pictures of either prior with held-out images, beside PCA's and real ones.
pub struct Likening {
    /// Where PCA does not stand yet.
    pca: Option<SlicedPca>,
    encoding: Encoding,
    seed: u64,
    count: usize,
    /// Pictures of the prior that is at work.
    drawn: Array2<f32>,
    done: usize,
    distances: Vec<f64>,
    real: Option<Real>,
}

const PRIORS: [Prior; 2] = [Prior::Standard, Prior::Fitted];

impl Likening {
    pub fn new(held: Held, seed: u32) -> Result<Self> {
        let images = &held.images;
        let count = COMPARED
            .min(images.held_out.len())
            .min(images.training.len());
        Ok(Self {
            pca: None,
            seed: u64::from(seed),
            count,
            drawn: Array2::zeros((0, 0)),
            done: 0,
            distances: Vec::new(),
            real: None,
            encoding: Encoding::new(held)?,
        })
    }

    /// As many training and held-out images as are compared.
    fn real(&self) -> Result<Real> {
        let images = &self.encoding.held.images;
        let as_many =
            |all: ArrayView2<'_, f32>| all.select(Axis(0), &evenly(all.nrows(), self.count));
        let (training, held_out) = (as_many(images.training()), as_many(images.held_out()));
        Real::new(images.pca()?, &training.view(), &held_out.view())
    }

    /// Draws pictures of a prior until `is_over`; true when all are there.
    fn draw(&mut self, prior: Prior, is_over: &dyn Fn() -> bool) -> Result<bool> {
        let held = &self.encoding.held;
        let features = held.images.shape.features();
        if self.done == 0 {
            self.drawn = Array2::zeros((self.count, features));
        }
        let codes = codes(held, prior, self.count, self.seed)?;
        while self.done < self.count {
            let end = self.count.min(self.done + AT_ONCE);
            let part = codes.slice(s![self.done..end, ..]);
            let drawn = pictures(held.model()?, &part)?;
            self.drawn.slice_mut(s![self.done..end, ..]).assign(&drawn);
            self.done = end;
            if is_over() {
                break;
            }
        }
        Ok(self.done == self.count)
    }

    fn found(&self, real: &Real) -> Result<Found> {
        let held = &self.encoding.held;
        let pca = held.images.pca()?;
        let components = held.model()?.config().latent_dim().min(pca.n_components());
        let training = fitted(&held.images.training());
        let theirs = by_pca(pca, &training.view(), components, self.count, self.seed)?;
        let likeness = real.likeness(&theirs.view())?;
        Ok(Found::of(json!({
            "count": likeness.count,
            "features": likeness.features,
            "floor": likeness.floor,
            "pca": { "distance": likeness.distance, "components": components },
            "standard": self.distances[0],
            "fitted": self.distances[1],
        })))
    }
}

impl Work for Likening {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let [of_pca, of_codes, of_first] = SHARES;
        if self.count < 2 {
            return Ok(Progress::Done(Found::of(json!({ "count": self.count }))));
        }
        if self.real.is_none() {
            let images = &self.encoding.held.images;
            let share = images.advance_pca(&mut self.pca, is_over)?;
            if share < 1.0 {
                return Ok(Progress::Share(of_pca * share));
            }
            self.real = Some(self.real()?);
            return Ok(Progress::Share(of_pca));
        }
        let share = self.encoding.advance(is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(of_pca + (of_codes - of_pca) * share));
        }
        let (from, to) = match self.distances.len() {
            0 => (of_codes, of_first),
            _ => (of_first, 1.0),
        };
        let is_drawn = self.draw(PRIORS[self.distances.len()], is_over)?;
        let share = self.done as f64 / self.count as f64;
        if let Some(real) = self.real.as_ref().filter(|_| is_drawn) {
            let likeness = real.likeness(&self.drawn.view())?;
            self.distances.push(likeness.distance);
            self.done = 0;
            if self.distances.len() == PRIORS.len() {
                return Ok(Progress::Done(self.found(real)?));
            }
        }
        Ok(Progress::Share(from + (to - from) * share))
    }
}
