//! Tasks of the lab "Find the odd one out".

use crate::bench::{Given, Held, Images, config_of};
use crate::found::{Found, malformed};
use crate::odd_rivals::Rivals;
use crate::odd_told::{By, judged, score_of};
use crate::task::{Progress, Work};
use crate::training::Training;
use hourglass::error::{Error, Result};
use hourglass::export::weights;
use hourglass::labs::odd_one_out::{Score, scores};
use hourglass::model::Autoencoder;
use ndarray::{Array2, ArrayView2, s};
use serde::Deserialize;
use serde_json::{Value, json};

/// Images scored at once. A bound takes a pass for each of its samples.
const AT_ONCE: [usize; 2] = [64, 4];

/// Begins one of the tasks.
///
/// `train`: a model of the normal training images, and what it says of the held-out ones. `whole`: what the model on the
/// bench says of them, all being normal. `rivals`: other ways to tell the same groups apart. `score`: given pictures.
pub fn begin(held: Held, task: &str, given: Given<'_>) -> Result<Box<dyn Work>> {
    Ok(match task {
        "train" => {
            let args: TrainArgs = given.read()?;
            let groups = Groups::of(&held.images, args.normal.as_deref())?;
            let images = held.images.training.subset(&groups.training)?;
            let training = Training::new(&config_of(&args.config)?, images, args.epochs)?;
            Box::new(Judge::new(held, groups, Some(training), args.by))
        }
        "whole" => {
            let args: ByArgs = given.read()?;
            let groups = Groups::of(&held.images, None)?;
            Box::new(Judge::new(held, groups, None, args.by))
        }
        "rivals" => {
            let args: RivalsArgs = given.read()?;
            let groups = Groups::of(&held.images, Some(&args.normal))?;
            Box::new(Rivals::new(&held.images, &groups, args.by)?)
        }
        "score" => {
            let args: ByArgs = given.read()?;
            Box::new(Brought {
                held,
                pictures: given.pictures,
                scoring: Scoring::new(args.by),
            })
        }
        _ => return Err(malformed("task", task)),
    })
}

#[derive(Deserialize)]
struct TrainArgs {
    config: Value,
    /// The classes that are normal; all images are where it is null.
    normal: Option<Vec<u8>>,
    epochs: f64,
    #[serde(default)]
    by: By,
}

#[derive(Deserialize)]
struct ByArgs {
    #[serde(default)]
    by: By,
}

#[derive(Deserialize)]
struct RivalsArgs {
    normal: Vec<u8>,
    #[serde(default)]
    by: By,
}

/// Which images are normal and which are odd.
pub struct Groups {
    /// Normal training images.
    pub training: Vec<u32>,
    /// Normal held-out images.
    pub normal: Vec<usize>,
    /// Other held-out images.
    pub odd: Vec<usize>,
}

impl Groups {
    fn of(images: &Images, normal: Option<&[u8]>) -> Result<Self> {
        let (training, held_out) = (&images.training, &images.held_out);
        let Some(normal) = normal else {
            return Ok(Self {
                training: (0..training.len() as u32).collect(),
                normal: (0..held_out.len()).collect(),
                odd: Vec::new(),
            });
        };
        let labels = || Error::NotReady {
            what: "Normal classes need images with labels".into(),
        };
        let is_normal = |label: &u8| normal.contains(label);
        let of_training = training.labels().ok_or_else(labels)?;
        let of_held_out = held_out.labels().ok_or_else(labels)?;
        let trained = (0..).zip(of_training).filter(|(_, label)| is_normal(label));
        let (normal, odd) =
            (0..held_out.len()).partition(|&idx| of_held_out.get(idx).is_some_and(is_normal));
        Ok(Self {
            training: trained.map(|(idx, _)| idx).collect(),
            normal,
            odd,
        })
    }
}

/// Scores of images, some at a time.
struct Scoring {
    scores: Vec<f64>,
    by: By,
}

impl Scoring {
    fn new(by: By) -> Self {
        Self {
            scores: Vec::new(),
            by,
        }
    }

    /// Scores images until `is_over`; true when all of them are.
    fn advance(
        &mut self,
        model: &Autoencoder,
        images: &ArrayView2<'_, f32>,
        is_over: &dyn Fn() -> bool,
    ) -> Result<bool> {
        let score = score_of(model, self.by);
        let at_once = AT_ONCE[usize::from(score == Score::NegativeElbo)];
        loop {
            let done = self.scores.len();
            let end = images.nrows().min(done + at_once);
            if done == end {
                return Ok(true);
            }
            let part = images.slice(s![done..end, ..]);
            self.scores.extend(scores(model, &part, score)?);
            if is_over() {
                return Ok(self.scores.len() == images.nrows());
            }
        }
    }
}

/// Trains a model of normal images, or takes the one on the bench, and judges the held-out images by it.
struct Judge {
    held: Held,
    groups: Groups,
    training: Option<Training>,
    is_trained: bool,
    scoring: Scoring,
}

/// The share of the work that is training, by the way of scoring.
fn training_share(score: Score) -> f64 {
    match score {
        Score::Error | Score::Dissimilarity => 0.95,
        Score::NegativeElbo => 0.5,
    }
}

impl Judge {
    fn new(held: Held, groups: Groups, training: Option<Training>, by: By) -> Self {
        Self {
            held,
            groups,
            is_trained: training.is_none(),
            training,
            scoring: Scoring::new(by),
        }
    }
}

impl Work for Judge {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let mut before = 0.0;
        if let Some(training) = &mut self.training {
            before = training_share(score_of(training.trainer.model(), self.scoring.by));
            if !self.is_trained {
                let share = training.advance(is_over)?;
                self.is_trained = share >= 1.0;
                return Ok(Progress::Share(before * share));
            }
        }
        let model = match &self.training {
            Some(training) => training.trainer.model(),
            None => self.held.model()?,
        };
        let held_out = self.held.images.held_out();
        if !self.scoring.advance(model, &held_out, is_over)? {
            let share = self.scoring.scores.len() as f64 / held_out.nrows() as f64;
            return Ok(Progress::Share(before + (1.0 - before) * share));
        }
        let Scoring { scores, by } = &self.scoring;
        let mut found = judged(&self.held.images, &self.groups, (model, *by), scores)?;
        if let Some(training) = &mut self.training {
            found = found.bytes("weights", &weights::save(&mut training.trainer)?);
        }
        Ok(Progress::Done(found))
    }
}

/// Scores given pictures by the model on the bench.
struct Brought {
    held: Held,
    pictures: Array2<f32>,
    scoring: Scoring,
}

impl Work for Brought {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let model = self.held.model()?;
        let pictures = self.pictures.view();
        if !self.scoring.advance(model, &pictures, is_over)? {
            let share = self.scoring.scores.len() as f64 / pictures.nrows() as f64;
            return Ok(Progress::Share(share));
        }
        let numbers = json!({ "scores": self.scoring.scores });
        let rebuilt = model.reconstruct(&pictures)?;
        let shape = self.held.images.shape;
        Ok(Progress::Done(Found::of(numbers).pictures(
            "reconstructions",
            &rebuilt.view(),
            shape,
        )))
    }
}
