//! PCA of noisy images against the clean ones.
//!
//! The components are those of the clean training images. A noisy image's coordinates are taken from the mean of the
//! noisy training images, and rebuilt from the mean of the clean ones: noise that lights up every picture is not held
//! against PCA.

use super::ROWS;
use crate::data::{Dataset, corrupt};
use crate::model::{Corruption, ModelConfig, Pca};
use crate::rng::{Purpose, Rng};
use ndarray::{Array1, Array2};

/// The errors of PCA under one kind and amount of noise, a unit of work at a time.
#[derive(Debug)]
pub(super) struct Noisy {
    corruption: Corruption,
    seed: u64,
    /// Sums over the noisy training images, then their mean.
    mean: Vec<f64>,
    next: usize,
    /// Whether the mean is known, so that `next` counts the held-out images.
    is_centered: bool,
    /// Squared errors of the held-out images by number of components, from 1; then their means.
    errors: Vec<f64>,
    is_done: bool,
}

impl Noisy {
    pub(super) fn new(config: &ModelConfig) -> Self {
        Self {
            corruption: config.corruption,
            seed: config.seed,
            mean: vec![0.0; config.features()],
            next: 0,
            is_centered: false,
            errors: Vec::new(),
            is_done: false,
        }
    }

    /// Whether this is the noise of that model.
    pub(super) fn is_of(&self, config: &ModelConfig) -> bool {
        (self.corruption, self.seed) == (config.corruption, config.seed)
    }

    pub(super) fn error(&self, latent_dim: usize) -> Option<f64> {
        let errors = self.is_done.then_some(&self.errors)?;
        errors.get(latent_dim.checked_sub(1)?).copied()
    }

    /// One unit of work; true when all is done.
    pub(super) fn advance(&mut self, pca: &Pca, data: &Dataset, held_out: &Dataset) -> bool {
        if self.is_done {
            return true;
        }
        let set = if self.is_centered { held_out } else { data };
        let rows = ROWS.min(set.len() - self.next);
        let features = set.shape().features();
        let mut clean = Array2::zeros((rows, features));
        set.write_range(self.next, rows, clean.as_slice_mut().unwrap_or_default());
        let mut noisy = clean.clone();
        self.corrupt(set, noisy.as_slice_mut().unwrap_or_default());
        self.next += rows;
        if self.is_centered {
            self.measure(pca, clean, noisy);
            if self.next == set.len() {
                let n = (set.len() * features) as f64;
                self.errors.iter_mut().for_each(|error| *error /= n);
                self.is_done = true;
            }
            return self.is_done;
        }
        for image in noisy.rows() {
            let sums = self.mean.iter_mut().zip(image);
            sums.for_each(|(sum, &x)| *sum += f64::from(x));
        }
        if self.next == set.len() {
            let n = set.len() as f64;
            self.mean.iter_mut().for_each(|sum| *sum /= n);
            (self.next, self.is_centered) = (0, true);
        }
        false
    }

    /// The next part's noise, named by its first image: held-out images get that with which the model is measured.
    fn corrupt(&self, set: &Dataset, images: &mut [f32]) {
        let purpose = if self.is_centered {
            Purpose::HeldOutCorruption
        } else {
            Purpose::Corruption
        };
        let mut rng = Rng::stream(self.seed, purpose, self.next as u64);
        let Corruption { kind, amount } = self.corruption;
        corrupt(kind, amount as f32, set.shape(), images, &mut rng);
    }

    /// With orthonormal components, each leaves of an image `(z − c)² − c²` more, where c are the coordinates of the
    /// clean image, and z those of the noisy one.
    fn measure(&mut self, pca: &Pca, clean: Array2<f32>, noisy: Array2<f32>) {
        let squared = |x: f32| f64::from(x) * f64::from(x);
        let mean = Array1::from_iter(self.mean.iter().map(|&x| x as f32));
        let noisy = noisy - mean + &pca.mean;
        let (c, z) = (pca.project(&clean.view()), pca.project(&noisy.view()));
        let mut left: f64 = (clean - &pca.mean).iter().map(|&x| squared(x)).sum();
        self.errors.resize(pca.n_components(), 0.0);
        let columns = c.columns().into_iter().zip(z.columns());
        for (error, (c, z)) in self.errors.iter_mut().zip(columns) {
            let change = c.iter().zip(z).map(|(&c, &z)| squared(z - c) - squared(c));
            left += change.sum::<f64>();
            *error += left;
        }
    }
}
