//! Other ways to find the odd one out, part by part: PCA, the mean image, the nearest training image.

use crate::bench::Images;
use crate::found::Found;
use crate::odd_one_out::Groups;
use crate::odd_told::{By, roc, separation};
use crate::sliced_pca::SlicedPca;
use crate::task::{Progress, Work};
use hourglass::data::ImageShape;
use hourglass::error::Result;
use hourglass::labs::odd_one_out::{
    COMPONENTS, Nearest, Scored, by_mean_image, by_pca, pca_by_similarity,
};
use hourglass::labs::roc::curve;
use hourglass::model::pca::{MAX_FEATURES, Pca};
use ndarray::{Array2, ArrayView2, s};
use serde_json::{Value, json};

/// Images whose nearest one is looked for at once.
const AT_ONCE: usize = 64;
/// The shares of the work after each part.
const SHARES: [f64; 2] = [0.5, 0.55];

/// What comes next.
enum Part {
    Pca(SlicedPca),
    Mean,
    Nearest(Box<Nearest>, Vec<f64>),
}

/// The rivals, one after the other.
pub struct Rivals {
    training: Array2<f32>,
    /// The held-out images: normal ones, then odd ones.
    judged: Array2<f32>,
    normal: usize,
    part: Part,
    pca: Value,
    mean: Value,
    shape: ImageShape,
    by: By,
}

impl Rivals {
    /// Knows the normal training images.
    pub fn new(images: &Images, groups: &Groups, by: By) -> Result<Self> {
        let training = images.training.subset(&groups.training)?.matrix();
        let judged = [groups.normal.as_slice(), groups.odd.as_slice()].concat();
        let features = images.shape.features();
        let mut rivals = Self {
            training,
            judged: crate::found::some(&images.held_out(), &judged),
            normal: groups.normal.len(),
            part: Part::Mean,
            pca: Value::Null,
            mean: Value::Null,
            shape: images.shape,
            by,
        };
        if features <= MAX_FEATURES {
            let pca = SlicedPca::new(&rivals.training.view(), rivals.components())?;
            rivals.part = Part::Pca(pca);
        }
        Ok(rivals)
    }

    /// As many components as are tried and can be found.
    fn components(&self) -> usize {
        let (count, features) = self.training.dim();
        COMPONENTS[COMPONENTS.len() - 1].min(count).min(features)
    }

    fn groups(&self) -> (ArrayView2<'_, f32>, ArrayView2<'_, f32>) {
        self.judged.view().split_at(ndarray::Axis(0), self.normal)
    }

    fn judge_pca(&mut self, pca: &Pca) -> Result<()> {
        let (normal, odd) = self.groups();
        // By the same score as the model.
        let (components, scored) = match self.by {
            By::Loss => by_pca(pca, &normal, &odd)?,
            By::Unlikeness => pca_by_similarity(pca, &normal, &odd, self.shape)?,
        };
        self.pca = told(&scored);
        self.pca["components"] = json!(components);
        Ok(())
    }

    /// Does one part that cannot be divided; the next one and the share that is done, or what was found.
    fn next(&mut self, part: Part) -> Result<Next> {
        let [solved, meant] = SHARES;
        Ok(match part {
            Part::Pca(pca) => match pca.step(&self.training.view())? {
                (SlicedPca::Done(pca), _) => {
                    self.judge_pca(&pca)?;
                    Next::Part(Part::Mean, solved)
                }
                (pca, share) => Next::Part(Part::Pca(pca), solved * share),
            },
            Part::Mean => {
                let (normal, odd) = self.groups();
                self.mean = told(&by_mean_image(&self.training.view(), &normal, &odd)?);
                let nearest = Nearest::new(&self.training.view())?;
                Next::Part(Part::Nearest(Box::new(nearest), Vec::new()), meant)
            }
            Part::Nearest(nearest, mut found) => {
                let end = self.judged.nrows().min(found.len() + AT_ONCE);
                let rows = self.judged.slice(s![found.len()..end, ..]);
                found.extend(nearest.distances(&rows));
                if end < self.judged.nrows() {
                    let share = found.len() as f64 / self.judged.nrows() as f64;
                    Next::Part(Part::Nearest(nearest, found), meant + (1.0 - meant) * share)
                } else {
                    Next::Done(self.done(&found)?)
                }
            }
        })
    }

    fn done(&mut self, nearest: &[f64]) -> Result<Found> {
        let (normal, odd) = nearest.split_at(self.normal);
        let nearest = told(&Scored::new(normal.to_vec(), odd.to_vec())?);
        Ok(Found::of(json!({
            "pca": self.pca.take(),
            "mean": self.mean.take(),
            "nearest": nearest,
        })))
    }
}

enum Next {
    Part(Part, f64),
    Done(Found),
}

impl Work for Rivals {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        loop {
            let part = std::mem::replace(&mut self.part, Part::Mean);
            match self.next(part)? {
                Next::Done(found) => return Ok(Progress::Done(found)),
                Next::Part(part, share) => {
                    self.part = part;
                    if is_over() {
                        return Ok(Progress::Share(share));
                    }
                }
            }
        }
    }
}

/// How well scores tell the groups apart, and their curve.
fn told(scored: &Scored) -> Value {
    let mut told = separation(&scored.separation);
    told["roc"] = roc(&curve(&scored.normal, &scored.odd));
    told
}
