//! A run that blows up: its steps are so large that it loses what it had learned, and makes one picture of all images.

use super::rollback::Rollback;
use crate::data::Dataset;
use crate::model::Autoencoder;
use crate::nn::Optimizer;

/// Below this share of [`BlowUp::constant`] a model has learned something that it can lose.
const LEARNED: f64 = 0.9;
/// From this share on it has lost it.
const LOST: f64 = 0.98;
/// A model that had learned less has blown up, too, where its error is so many times what it was.
const RISEN: f64 = 1.5;
/// So many evaluations in a row must say so: one alone may have met a jump that training mends.
const TIMES: u32 = 2;

/// Watches the held-out error, and keeps the weights that had the least.
#[derive(Debug, Default)]
pub(super) struct BlowUp {
    /// The error of the one picture that is best for all held-out images: their mean.
    constant: Option<f64>,
    best: Option<(f64, Rollback)>,
    n_lost: u32,
}

impl BlowUp {
    /// Takes note of the error of the present weights; true when what was learned is lost.
    pub(super) fn has_come(&mut self, error: f64, held_out: &Dataset) -> bool {
        let constant = *self
            .constant
            .get_or_insert_with(|| error_of_the_mean(held_out));
        let best = self.best.as_ref().map_or(f64::INFINITY, |&(best, _)| best);
        let was_better = best < LEARNED * constant || error > RISEN * best;
        let is_lost = was_better && error > LOST * constant;
        self.n_lost = if is_lost { self.n_lost + 1 } else { 0 };
        self.n_lost >= TIMES
    }

    /// Keeps the weights at `step` if their error is the least.
    pub(super) fn keep(
        &mut self,
        error: f64,
        model: &mut Autoencoder,
        optimizer: &Optimizer,
        step: u64,
    ) {
        match &mut self.best {
            Some((best, _)) if *best <= error => {}
            Some((best, copy)) => {
                *best = error;
                copy.keep(model, optimizer, step);
            }
            None => self.best = Some((error, Rollback::new(model, optimizer, step))),
        }
    }

    /// Puts the weights with the least error back and returns their step.
    pub(super) fn restore(
        &mut self,
        model: &mut Autoencoder,
        optimizer: &mut Optimizer,
    ) -> Option<u64> {
        self.n_lost = 0;
        let (_, copy) = self.best.as_ref()?;
        Some(copy.restore(model, optimizer))
    }
}

/// The mean squared distance of the images from their mean, a pixel: the mean square, less the square of the mean.
fn error_of_the_mean(images: &Dataset) -> f64 {
    let (n, features) = (images.len(), images.shape().features());
    let mut sums = vec![0.0; features];
    let mut image = vec![0.0; features];
    let mut squares = 0.0;
    for idx in 0..n {
        images.write_range(idx, 1, &mut image);
        for (sum, &x) in sums.iter_mut().zip(&image) {
            *sum += f64::from(x);
            squares += f64::from(x) * f64::from(x);
        }
    }
    let n = n as f64;
    let of_mean = sums.iter().map(|sum| sum * sum).sum::<f64>() / n;
    (squares - of_mean) / (n * features as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;
    use crate::model::ModelConfig;
    use crate::nn::OptimizerKind;

    #[test]
    fn it_has_come_where_the_error_stays_far_above_what_it_was() {
        let shape = ImageShape::new(1, 1, 1).unwrap();
        let mut images = Dataset::new(shape, 2).unwrap();
        images.append_interleaved(&[0, 255], None).unwrap();
        assert_eq!(error_of_the_mean(&images), 0.25);
        let config =
            r#"{"input":{"channels":1,"height":1,"width":1},"architecture":{"hidden":[]}}"#;
        let mut model = Autoencoder::new(&ModelConfig::from_json(config).unwrap());
        let mut lengths = Vec::new();
        model.visit_params(&mut |_, param| lengths.push(param.value.len()));
        let optimizer = Optimizer::new(OptimizerKind::Sgd, 0.1, 0.0, &lengths);
        let mut lost = |best: f64, errors: [f64; 2]| {
            let mut watch = BlowUp::default();
            watch.keep(best, &mut model, &optimizer, 1);
            errors.map(|error| watch.has_come(error, &images))
        };
        assert_eq!(lost(0.2, [0.25, 0.25]), [false, true], "learned and lost");
        assert_eq!(lost(0.2, [0.25, 0.1]), [false, false], "mended");
        assert_eq!(
            lost(0.24, [0.3, 0.3]),
            [false, false],
            "little learned, little lost"
        );
        assert_eq!(
            lost(0.24, [0.4, 9.0]),
            [false, true],
            "little learned, and far off"
        );
        assert_eq!(lost(0.9, [1.0, 1.1]), [false, false], "slow at first");
    }
}
