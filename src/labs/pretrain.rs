//! What an encoder is worth where few images have a label.
//!
//! An auto-encoder needs no labels. A classifier that begins with its encoder may need fewer of them than one that begins
//! with nothing. Four ways are compared ([`Start`]), with the same images, the same head, as many steps and the same order.
//! Beside them labels spread from neighbor to neighbor ([`spreading`]).

pub mod classifier;
pub mod features;
pub mod scale;
pub mod spreading;

use super::features::Accuracy;
use crate::data::NO_LABEL;
use crate::error::{Error, Result};
use crate::rng::{Purpose, Rng};
use classifier::{Classifier, Lesson};
use features::Features;
pub use features::Start;
use ndarray::{Array2, ArrayView2, Axis};

/// Steps of each classifier where nothing else is said.
pub const STEPS: u64 = 400;
/// Most steps of a classifier.
pub const MOST_STEPS: u64 = 100_000;
/// Images a step, at most.
const BATCH: usize = 64;
/// Adam's step size for layers and head together.
const RATE: f64 = 1e-3;
/// The same for a head alone, whose loss is convex: it bears more, and would not be done otherwise.
const RATE_OF_HEAD: f64 = 1e-2;

/// Images, `(count, features)`, with their labels.
#[derive(Debug, Clone, Copy)]
pub struct Labeled<'a> {
    /// In 0..1.
    pub images: ArrayView2<'a, f32>,
    /// [`NO_LABEL`] for images that have none.
    pub labels: &'a [u8],
}

impl Labeled<'_> {
    fn check(&self) -> Result<()> {
        if self.labels.len() != self.images.nrows() {
            let wanted = self.images.nrows();
            return Err(Error::shape("Labels", self.labels.len(), wanted));
        }
        Ok(())
    }
}

/// What a classifier learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Images of each class whose label is told; all that have one if absent.
    pub labels_per_class: Option<usize>,
    /// Training steps.
    pub steps: u64,
    /// Of the choice of images, the fresh weights and the order.
    pub seed: u64,
}

/// The classes that there are, in rising order.
pub fn classes_of(labels: &[u8]) -> Vec<u8> {
    let mut classes: Vec<u8> = labels.to_vec();
    classes.retain(|&label| label != NO_LABEL);
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// Places of `n` images of each class, drawn by the seed; a larger `n` has the same and more.
///
/// # Errors
/// [`Error::NotReady`] of fewer than two classes, and where a class has fewer images; [`Error::Config`] of no label.
pub fn choose(labels: &[u8], n: usize, seed: u64) -> Result<Vec<usize>> {
    if n == 0 {
        return Err(Error::config("labelsPerClass", n, "at least 1"));
    }
    let classes = classes_of(labels);
    if classes.len() < 2 {
        let what = "A classifier needs images of at least two classes".into();
        return Err(Error::NotReady { what });
    }
    let mut chosen = Vec::with_capacity(n.min(labels.len()) * classes.len());
    for class in classes {
        let of_class = (0..labels.len()).filter(|&place| labels[place] == class);
        let mut of_class: Vec<usize> = of_class.collect();
        if of_class.len() < n {
            let got = of_class.len();
            let what = format!(
                "{n} labels a class need as many training images of each: class {class} has {got}"
            );
            return Err(Error::NotReady { what });
        }
        Rng::stream(seed, Purpose::Labels, u64::from(class)).shuffle(&mut of_class);
        chosen.extend(&of_class[..n]);
    }
    Ok(chosen)
}

/// The places of the images whose labels are told, and those of their classes.
fn known(training: Labeled<'_>, classes: &[u8], plan: Plan) -> Result<Vec<(usize, u8)>> {
    let labels = training.labels;
    let chosen = match plan.labels_per_class {
        Some(n) => choose(labels, n, plan.seed)?,
        None => labeled(labels),
    };
    let class = |at: usize| classes.partition_point(|&class| class < labels[at]) as u8;
    Ok(chosen.into_iter().map(|at| (at, class(at))).collect())
}

/// The places of the images that have a label.
fn labeled(labels: &[u8]) -> Vec<usize> {
    (0..labels.len())
        .filter(|&at| labels[at] != NO_LABEL)
        .collect()
}

/// The judged images that have a label, and these labels.
fn judged(set: Labeled<'_>) -> Result<(Array2<f32>, Vec<u8>)> {
    set.check()?;
    let places = labeled(set.labels);
    if places.is_empty() {
        let what = "A classifier is judged by held-out images with labels".into();
        return Err(Error::NotReady { what });
    }
    let labels = places.iter().map(|&at| set.labels[at]).collect();
    Ok((set.images.select(Axis(0), &places), labels))
}

/// One classifier of few labels, trained step by step.
#[derive(Debug)]
pub struct Attempt {
    classes: Vec<u8>,
    features: Features,
    classifier: Classifier,
    steps: u64,
}

impl Attempt {
    /// A classifier that begins as `start` says, and learns from so many labels a class of the `training` images.
    ///
    /// # Errors
    /// Those of [`choose`]; [`Error::Config`] of no step or over [`MOST_STEPS`]; [`Error::Shape`] unless there are as many
    /// labels as images, of the size that the start knows.
    pub fn new(start: Start<'_>, training: Labeled<'_>, plan: Plan) -> Result<Self> {
        if plan.steps == 0 || plan.steps > MOST_STEPS {
            let wanted = format!("1 to {MOST_STEPS}");
            return Err(Error::config("steps", plan.steps, wanted));
        }
        training.check()?;
        let classes = classes_of(training.labels);
        let (chosen, targets) = known(training, &classes, plan)?.into_iter().unzip();
        let chosen: Vec<usize> = chosen;
        let (features, layers) = Features::new(start, &training.images, plan.seed)?;
        let images = training.images.select(Axis(0), &chosen);
        let lesson = Lesson {
            inputs: features.of(&images.view())?,
            targets,
            classes: classes.len(),
            learning_rate: if layers.is_empty() {
                RATE_OF_HEAD
            } else {
                RATE
            },
            batch_size: BATCH,
            seed: plan.seed,
        };
        Ok(Self {
            classifier: Classifier::new(layers, lesson)?,
            features,
            classes,
            steps: plan.steps,
        })
    }

    /// One training step, unless all are made; whether some are left.
    ///
    /// # Errors
    /// [`Error::Diverged`] if the loss is not finite.
    pub fn step(&mut self) -> Result<bool> {
        if self.share() < 1.0 {
            self.classifier.step()?;
        }
        Ok(self.share() < 1.0)
    }

    /// The share of the steps that are made.
    pub fn share(&self) -> f64 {
        self.losses().len() as f64 / self.steps as f64
    }

    /// The training loss of each step so far: that of its batch, before the update.
    pub fn losses(&self) -> &[f32] {
        self.classifier.losses()
    }

    /// How many of the `held_out` images' classes it finds. Images without a label are left out.
    ///
    /// # Errors
    /// [`Error::NotReady`] where none has a label; [`Error::Shape`] as [`Attempt::new`].
    pub fn accuracy(&self, held_out: Labeled<'_>) -> Result<Accuracy> {
        let (images, labels) = judged(held_out)?;
        let inputs = self.features.of(&images.view())?;
        let found = self.classifier.predict(&inputs.view())?;
        let found = found.iter().map(|&place| self.classes[usize::from(place)]);
        Ok(Accuracy::new(&found.collect::<Vec<u8>>(), &labels))
    }
}
