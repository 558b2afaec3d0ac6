//! A linear classifier: what a plane between the classes tells apart.

use super::lbfgs::Search;
use super::logistic::{Evaluation, Problem, add_products, columns};
use super::{Accuracy, Labeled};
use crate::error::{Error, Result};
use ndarray::{Array1, Array2, ArrayView2};

/// The largest number in the gradient of the mean loss at which a search ends that is to find the least: a hundredth of
/// scikit-learn's `tol`.
pub const EXACT: f64 = 1e-6;
/// The same of a search that somebody waits for: scikit-learn's `tol`. The classes that are found hardly differ.
pub const QUICK: f64 = 1e-4;
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
    /// The function is convex, so where the search starts, at 0, does not matter. It goes by a [`Search`] in f64, along
    /// numbers from their mean and in units of their spread, which leaves the least where it is and finds it sooner.
    ///
    /// # Errors
    /// [`Error::NotReady`] of one class.
    pub fn fit(training: &Labeled) -> Result<Self> {
        let mut learning = Learning::new(training, EXACT)?;
        while !learning.advance(&|| false) {}
        learning.finish()
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
            add_products(&columns::<1>(point, features), weights, &mut logits);
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

/// A classifier that learns in slices of time: [`Linear::fit`] is all of them at once.
pub struct Learning {
    problem: Problem,
    search: Search,
    sums: Evaluation,
    /// The steepness at which it ends.
    gentle: f64,
    /// The steepness at the start, and the least so far.
    steepness: Option<[f64; 2]>,
}

impl Learning {
    /// Begins to learn from `training` points, and ends where no number in the gradient of the mean loss is over `gentle`:
    /// [`EXACT`] or [`QUICK`].
    ///
    /// # Errors
    /// [`Error::NotReady`] of one class.
    pub fn new(training: &Labeled, gentle: f64) -> Result<Self> {
        training.check_classes()?;
        let problem = Problem::new(training);
        let search = Search::new(vec![0.0; problem.size()], MOST_STEPS);
        let mut sums = Evaluation::default();
        problem.begin(search.asked(), &mut sums);
        Ok(Self {
            problem,
            search,
            sums,
            gentle,
            steepness: None,
        })
    }

    /// Goes on until `is_over`, or until it is done: then true.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> bool {
        loop {
            if self.problem.add(&mut self.sums) && self.step() {
                return true;
            }
            if is_over() {
                return false;
            }
        }
    }

    /// Tells the search what all points come to; true when it is over.
    fn step(&mut self) -> bool {
        let Self {
            problem,
            search,
            sums,
            gentle,
            steepness,
        } = self;
        problem.close(sums);
        let now = problem.steepness(&sums.gradient);
        let [first, least] = steepness.unwrap_or([now, now]);
        *steepness = Some([first, least.min(now)]);
        if search.told(sums.value, &sums.gradient, &|_| now <= *gentle) {
            return true;
        }
        problem.begin(search.asked(), sums);
        false
    }

    /// About how much of the way is behind it, by the powers of ten that the gradient has fallen.
    pub fn share(&self) -> f64 {
        let Some([first, least]) = self.steepness else {
            return 0.0;
        };
        ((first / least).ln() / (first / self.gentle).ln()).clamp(0.0, 1.0)
    }

    /// What it has learned.
    ///
    /// # Errors
    /// None that can be provoked: the weights are as many as there are features and classes.
    pub fn finish(self) -> Result<Linear> {
        let (problem, found) = (self.problem, self.search.finish());
        let (weights, bias) = problem.unscaled(&found.at);
        let shape = (weights.len() / bias.len(), bias.len());
        Ok(Linear {
            weights: Array2::from_shape_vec(shape, weights)
                .map_err(|error| Error::shape("Weights", error, "features × classes"))?,
            bias: bias.into(),
            classes: problem.classes,
            loss: found.value,
            iterations: found.iterations,
            converged: found.converged,
        })
    }
}
