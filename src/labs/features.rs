//! What a code knows: whether images of a class lie together in it, and whether a map of it is faithful.
//!
//! Classifiers of little ambition read the class off a code: what they get right, the code holds. The rivals are as many
//! coordinates of PCA, and the pixels themselves. [`neighborhoods`] asks how far a map's neighbors are neighbors.

pub mod lbfgs;
pub mod linear;
mod logistic;
pub mod neighborhoods;

use super::interval::NORMAL;
use super::nearest::Nearest;
use crate::data::NO_LABEL;
use crate::error::{Error, Result};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// Neighbors that vote on a class.
pub const NEIGHBORS: usize = 5;

/// Points (codes, coordinates, pixels) with a class each.
#[derive(Debug, Clone, PartialEq)]
pub struct Labeled {
    points: Array2<f32>,
    labels: Vec<u8>,
}

impl Labeled {
    /// Points `(count, features)` and their labels; those that have none ([`NO_LABEL`]) are left out.
    ///
    /// # Errors
    /// [`Error::NotReady`] without labels or points, [`Error::Shape`] unless there are as many labels as points and all
    /// numbers are finite.
    pub fn new(points: &ArrayView2<'_, f32>, labels: Option<&[u8]>) -> Result<Self> {
        let Some(labels) = labels else {
            let what = "Classes are read off a code only where the images have labels".into();
            return Err(Error::NotReady { what });
        };
        if labels.len() != points.nrows() {
            return Err(Error::shape("Labels", labels.len(), points.nrows()));
        }
        check_finite(points)?;
        let places = (0..labels.len()).filter(|&at| labels[at] != NO_LABEL);
        let places: Vec<usize> = places.collect();
        if places.is_empty() || points.ncols() == 0 {
            let what = "A classifier needs at least one image with a label".into();
            return Err(Error::NotReady { what });
        }
        Ok(Self {
            points: points.select(Axis(0), &places),
            labels: places.iter().map(|&at| labels[at]).collect(),
        })
    }

    /// The points that have a label, `(count, features)`.
    pub fn points(&self) -> ArrayView2<'_, f32> {
        self.points.view()
    }

    /// Their labels.
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// The classes that there are, in rising order.
    pub fn classes(&self) -> Vec<u8> {
        let mut classes = self.labels.clone();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// That a classifier can learn from these points.
    fn check_classes(&self) -> Result<()> {
        if self.classes().len() < 2 {
            let what = "A classifier needs images of at least two classes".into();
            return Err(Error::NotReady { what });
        }
        Ok(())
    }

    /// That points to be judged have as many numbers as these.
    fn check_width(&self, features: usize) -> Result<()> {
        if features != self.points.ncols() {
            return Err(Error::shape(
                "Numbers in a point",
                features,
                self.points.ncols(),
            ));
        }
        Ok(())
    }
}

/// How many points a classifier gets right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accuracy {
    /// Points whose class is found.
    pub right: usize,
    /// All points.
    pub of: usize,
}

impl Accuracy {
    /// Of found classes and true ones.
    pub(super) fn new(found: &[u8], labels: &[u8]) -> Self {
        let pairs = found.iter().zip(labels);
        Self {
            right: pairs.filter(|(found, label)| found == label).count(),
            of: labels.len(),
        }
    }

    /// The share that is right.
    pub fn share(self) -> f64 {
        self.right as f64 / self.of as f64
    }

    /// The 95 % confidence interval of the share, `(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)` (Wilson 1927).
    pub fn interval(self) -> [f64; 2] {
        let (p, n, square) = (self.share(), self.of as f64, NORMAL * NORMAL);
        let half = NORMAL * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        let middle = p + square / (2.0 * n);
        [middle - half, middle + half].map(|end| (end / (1.0 + square / n)).clamp(0.0, 1.0))
    }
}

/// How many classes of `judged` points, `(count, features)`, the vote of the `k` nearest `training` points by Euclidean
/// distance finds.
///
/// As scikit-learn's `KNeighborsClassifier`: each neighbor has one vote, and of classes with as many votes the least
/// label wins. Of training points at the same distance the first is nearer. Distances are computed in f32 from the
/// training points' mean, where little is lost to rounding.
///
/// # Errors
/// [`Error::NotReady`] where the training points are all of one class or fewer than `k`, [`Error::Config`] of no
/// neighbor, [`Error::Shape`] where the points have other numbers of features.
pub fn knn(training: &Labeled, judged: &Labeled, k: usize) -> Result<Accuracy> {
    let mut vote = Vote::new(training, judged, k)?;
    while vote.advance(&|| false) < 1.0 {}
    Ok(vote.finish())
}

/// Points that are voted on at once.
const AT_ONCE: usize = 64;

/// A vote in slices of time: [`knn`] is all of them at once.
pub struct Vote {
    nearest: Nearest,
    labels: Vec<u8>,
    judged: Labeled,
    k: usize,
    found: Vec<u8>,
}

impl Vote {
    /// Knows the points.
    ///
    /// # Errors
    /// Those of [`knn`].
    pub fn new(training: &Labeled, judged: &Labeled, k: usize) -> Result<Self> {
        training.check_width(judged.points.ncols())?;
        training.check_classes()?;
        check_neighbors(k)?;
        let count = training.labels.len();
        if count < k {
            let what =
                format!("{k} neighbors need as many training images with a label: got {count}");
            return Err(Error::NotReady { what });
        }
        let mean = mean_of(&training.points());
        Ok(Self {
            nearest: Nearest::new(&centered(&training.points(), &mean).view())?,
            labels: training.labels.clone(),
            judged: Labeled {
                points: centered(&judged.points(), &mean),
                labels: judged.labels.clone(),
            },
            k,
            found: Vec::new(),
        })
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> f64 {
        let count = self.judged.labels.len();
        while self.found.len() < count {
            let end = count.min(self.found.len() + AT_ONCE);
            let part = self.judged.points.slice(s![self.found.len()..end, ..]);
            for places in self.nearest.neighbors(&part, self.k) {
                self.found
                    .push(voted(places.iter().map(|&place| self.labels[place])));
            }
            if is_over() {
                break;
            }
        }
        self.found.len() as f64 / count as f64
    }

    /// How many it found.
    pub fn finish(self) -> Accuracy {
        Accuracy::new(&self.found, &self.judged.labels)
    }
}

/// The label with the most votes, the least of equals.
fn voted(votes: impl Iterator<Item = u8>) -> u8 {
    let mut counts = [0_usize; 256];
    votes.for_each(|label| counts[usize::from(label)] += 1);
    let mut best = 0;
    for label in 0..=u8::MAX {
        if counts[usize::from(label)] > counts[usize::from(best)] {
            best = label;
        }
    }
    best
}

fn check_neighbors(k: usize) -> Result<()> {
    if k == 0 {
        return Err(Error::config("neighbors", k, "at least 1"));
    }
    Ok(())
}

/// That all numbers of points are finite.
pub(super) fn check_finite(points: &ArrayView2<'_, f32>) -> Result<()> {
    if !points.iter().all(|x| x.is_finite()) {
        let got = "some that are not";
        return Err(Error::shape("Numbers of the points", got, "finite numbers"));
    }
    Ok(())
}

/// The mean of points, summed in f64.
fn mean_of(points: &ArrayView2<'_, f32>) -> Array1<f32> {
    let mut sums = Array1::<f64>::zeros(points.ncols());
    for point in points.rows() {
        sums.iter_mut()
            .zip(point)
            .for_each(|(sum, &x)| *sum += f64::from(x));
    }
    sums.mapv(|sum| (sum / points.nrows() as f64) as f32)
}

/// `points − mean`.
fn centered(points: &ArrayView2<'_, f32>, mean: &Array1<f32>) -> Array2<f32> {
    points - mean
}

/// The variance over which a number of a variational code is in use (Burda et al. 2016, "Importance weighted
/// autoencoders"); its noise has a variance of about 1 where it is not.
const IN_USE: f64 = 0.01;
/// The spread, as a share of its size, at which a number of another code can be told from one that stays the same.
const SAME: f64 = 1e-5;

/// How many numbers of codes `(n, latent_dim)` differ from image to image; none where a posterior has collapsed.
pub fn numbers_in_use(codes: &ArrayView2<'_, f32>, is_variational: bool) -> usize {
    let mean = mean_of(codes);
    let numbers = codes.columns().into_iter().zip(&mean);
    let is_used = |(numbers, &mean): (ArrayView1<'_, f32>, &f32)| {
        let squares = numbers.iter().map(|x| f64::from(x - mean).powi(2));
        let variance = squares.sum::<f64>() / numbers.len() as f64;
        let least = if is_variational {
            IN_USE
        } else {
            (SAME * f64::from(mean)).powi(2)
        };
        variance > least
    };
    numbers.filter(|it| is_used(*it)).count()
}
