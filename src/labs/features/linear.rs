//! A linear classifier: what a plane between the classes tells apart.

use super::lbfgs::minimize;
use super::{Accuracy, Labeled};
use crate::error::{Error, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// The largest number in the gradient of the mean loss at which the search ends, a hundredth of scikit-learn's `tol`.
const GRADIENT: f64 = 1e-6;
/// Steps after which the search ends in any case.
const MOST_STEPS: usize = 2000;

/// Multinomial logistic regression, `p(class | x) = softmax(x·W + b)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// The classes, in rising order.
    pub classes: Vec<u8>,
    /// W, `(features, classes)`.
    pub weights: Array2<f64>,
    /// b, `(classes)`.
    pub bias: Array1<f64>,
    /// What was minimized, at its least.
    pub loss: f64,
    /// Steps to there.
    pub iterations: usize,
    /// Whether it is the least as near as can be told, rather than where the steps ended.
    pub converged: bool,
}

impl Linear {
    /// Learns from `training` points, `(count, features)`: the least of `Σᵢ −ln p(yᵢ | xᵢ) + λ/2·|W|²`, as scikit-learn's
    /// `LogisticRegression` with `C = 1`. λ is 1, and 2 for two classes, where scikit-learn's one weight vector is the
    /// difference of ours. The bias is free.
    ///
    /// The function is convex, so where the search starts, at 0, does not matter. It goes by [`minimize`] in f64, along
    /// numbers from their mean and in units of their spread, which leaves the least where it is and finds it sooner.
    ///
    /// # Errors
    /// [`Error::NotReady`] of one class.
    pub fn fit(training: &Labeled) -> Result<Self> {
        training.check_classes()?;
        let problem = Problem::new(training);
        let start = vec![0.0; problem.scales.len() * problem.classes.len()];
        let mut logits = vec![0.0; problem.classes.len()];
        let found = minimize(
            start,
            MOST_STEPS,
            &mut |at, gradient| problem.evaluate(at, gradient, &mut logits),
            &|gradient| problem.is_flat(gradient),
        );
        let (weights, bias) = problem.unscaled(&found.at);
        let shape = (training.points.ncols(), problem.classes.len());
        Ok(Self {
            weights: Array2::from_shape_vec(shape, weights)
                .map_err(|error| Error::shape("Weights", error, "features × classes"))?,
            bias: bias.into(),
            classes: problem.classes,
            loss: found.value,
            iterations: found.iterations,
            converged: found.converged,
        })
    }

    /// The likeliest class of each point, `(count, features)`; the least of equals.
    ///
    /// # Errors
    /// [`Error::Shape`] of points with another number of features.
    pub fn predict(&self, points: &ArrayView2<'_, f32>) -> Result<Vec<u8>> {
        let (features, k) = self.weights.dim();
        if points.ncols() != features {
            return Err(Error::shape("Numbers in a point", points.ncols(), features));
        }
        let points = points.as_standard_layout();
        let weights = self.weights.as_standard_layout();
        let weights = weights.as_slice().unwrap_or_default();
        let mut logits = vec![0.0; k];
        let class = |point: &[f32]| {
            logits.iter_mut().zip(&self.bias).for_each(|(x, b)| *x = *b);
            add_products(point, weights, &mut logits);
            let mut best = 0;
            for at in 1..k {
                if logits[at] > logits[best] {
                    best = at;
                }
            }
            self.classes[best]
        };
        let numbers = points.as_slice().unwrap_or_default();
        Ok(numbers.chunks_exact(features).map(class).collect())
    }

    /// How many classes of `judged` points it finds.
    ///
    /// # Errors
    /// [`Error::Shape`] of points with another number of features.
    pub fn accuracy(&self, judged: &Labeled) -> Result<Accuracy> {
        Ok(Accuracy::new(
            &self.predict(&judged.points())?,
            judged.labels(),
        ))
    }
}

/// What is minimized, in scaled numbers: a row for each feature, and one for the bias at the mean point.
struct Problem {
    /// Row by row.
    points: Vec<f32>,
    /// Place of each point's class.
    targets: Vec<usize>,
    classes: Vec<u8>,
    mean: Vec<f64>,
    /// What a scaled number is to be multiplied by; the last is the bias's.
    scales: Vec<f64>,
    penalty: f64,
}

impl Problem {
    fn new(training: &Labeled) -> Self {
        let classes = training.classes();
        let (n, features) = training.points.dim();
        let points: Vec<f32> = training.points.iter().copied().collect();
        let mut mean = vec![0.0; features];
        let mut spread = vec![0.0; features];
        for row in points.chunks_exact(features) {
            let sums = mean.iter_mut().zip(row);
            sums.for_each(|(sum, &x)| *sum += f64::from(x) / n as f64);
        }
        for row in points.chunks_exact(features) {
            let sums = spread.iter_mut().zip(row.iter().zip(&mean));
            sums.for_each(|(sum, (&x, mean))| *sum += (f64::from(x) - mean).powi(2));
        }
        let penalty = if classes.len() == 2 { 2.0 } else { 1.0 };
        // The curvature along each number where all classes are as likely.
        let share = 1.0 / classes.len() as f64;
        let curvatures = spread
            .iter()
            .map(|sum| penalty + share * (1.0 - share) * sum);
        let of_bias = share * (1.0 - share) * n as f64;
        let scales = curvatures.chain([of_bias]).map(|x| 1.0 / x.sqrt());
        Self {
            scales: scales.collect(),
            targets: training
                .labels
                .iter()
                .map(|label| classes.partition_point(|class| class < label))
                .collect(),
            points,
            classes,
            mean,
            penalty,
        }
    }

    /// W and b of scaled numbers.
    fn unscaled(&self, at: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let k = self.classes.len();
        let rows = at.chunks_exact(k).zip(&self.scales);
        let mut weights: Vec<f64> = rows
            .flat_map(|(row, scale)| row.iter().map(move |x| x * scale))
            .collect();
        let mut bias = weights.split_off(self.mean.len() * k);
        for (row, mean) in weights.chunks_exact(k).zip(&self.mean) {
            bias.iter_mut().zip(row).for_each(|(b, w)| *b -= mean * w);
        }
        (weights, bias)
    }

    /// The value, and the gradient by the scaled numbers.
    fn evaluate(&self, at: &[f64], gradient: &mut [f64], logits: &mut [f64]) -> f64 {
        let k = self.classes.len();
        let (weights, bias) = self.unscaled(at);
        gradient.fill(0.0);
        let (of_weights, of_bias) = gradient.split_at_mut(weights.len());
        let mut value = 0.0;
        for (point, &target) in self.points.chunks_exact(self.mean.len()).zip(&self.targets) {
            logits.copy_from_slice(&bias);
            add_products(point, &weights, logits);
            value += cross_entropy(logits, target);
            for (sums, &x) in of_weights.chunks_exact_mut(k).zip(point) {
                // Most pixels of a drawing are 0.
                if x != 0.0 {
                    let terms = sums.iter_mut().zip(logits.iter());
                    terms.for_each(|(sum, error)| *sum += f64::from(x) * error);
                }
            }
            let terms = of_bias.iter_mut().zip(logits.iter());
            terms.for_each(|(sum, error)| *sum += error);
        }
        let rows = of_weights.chunks_exact_mut(k).zip(weights.chunks_exact(k));
        for ((sums, row), mean) in rows.zip(&self.mean) {
            for ((sum, weight), error) in sums.iter_mut().zip(row).zip(of_bias.iter()) {
                *sum += self.penalty * weight - mean * error;
                value += 0.5 * self.penalty * weight * weight;
            }
        }
        for (sums, scale) in gradient.chunks_exact_mut(k).zip(&self.scales) {
            for sum in sums {
                *sum *= scale;
            }
        }
        value
    }

    /// Whether no number of a gradient by the scaled numbers is over [`GRADIENT`] a point once it is unscaled.
    fn is_flat(&self, gradient: &[f64]) -> bool {
        let most = GRADIENT * self.targets.len() as f64;
        let mut rows = gradient.chunks_exact(self.classes.len()).zip(&self.scales);
        rows.all(|(row, scale)| row.iter().all(|x| x.abs() <= most * scale))
    }
}

/// Adds `point·weights` to `sums`; weights are `(features, classes)`, row by row.
fn add_products(point: &[f32], weights: &[f64], sums: &mut [f64]) {
    for (&x, row) in point.iter().zip(weights.chunks_exact(sums.len())) {
        // Most pixels of a drawing are 0.
        if x != 0.0 {
            let terms = sums.iter_mut().zip(row);
            terms.for_each(|(sum, weight)| *sum += f64::from(x) * weight);
        }
    }
}

/// `−ln softmax(logits)[target]`, and in place of the logits its gradient, `softmax − one-hot`.
fn cross_entropy(logits: &mut [f64], target: usize) -> f64 {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let of_target = logits[target] - most;
    let mut sum = 0.0;
    for x in &mut *logits {
        *x = (*x - most).exp();
        sum += *x;
    }
    for x in &mut *logits {
        *x /= sum;
    }
    logits[target] -= 1.0;
    sum.ln() - of_target
}
