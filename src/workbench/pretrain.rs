//! Tasks of the lab "Pre-train".

use crate::bench::{Given, Held, Images};
use crate::found::{Found, malformed, mean, mean_share};
use crate::pretrain_spread::Spread;
use crate::sliced_pca::SlicedPca;
use crate::task::{Progress, Work};
use hourglass::error::{Error, Result};
use hourglass::labs::evenly::evenly;
use hourglass::labs::features::numbers_in_use;
use hourglass::labs::interval;
use hourglass::labs::pretrain::{Attempt, Labeled, Plan, STEPS, Start};
use hourglass::model::Autoencoder;
use ndarray::Axis;
use serde::Deserialize;
use serde_json::{Value, json};

/// Draws of labels at most.
const MOST_DRAWS: u64 = 100;
/// Training images by whose codes it is told whether codes differ at all, at most.
const COMPARED: usize = 500;

/// Begins a task.
///
/// `attempts`: classifiers of few labels, which begin in each of the four ways, for several draws of the labels. `spread`:
/// labels that spread among neighbors, for several numbers and draws of them.
pub fn begin(held: Held, task: &str, given: &Given<'_>) -> Result<Box<dyn Work>> {
    match task {
        "attempts" => Ok(Box::new(Attempts::new(held, given.read()?)?)),
        "spread" => Ok(Box::new(Spread::new(held, given.read()?)?)),
        _ => Err(malformed("task", task)),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Args {
    labels_per_class: usize,
    #[serde(default = "usual_steps")]
    steps: u64,
    draws: u64,
    seed: u64,
}

fn usual_steps() -> u64 {
    STEPS
}

/// The ways of one draw, in the order in which they are trained: the first two side by side.
const TURNS: [&[usize]; 3] = [&[0, 2], &[1], &[3]];

/// All draws, one after the other.
struct Attempts {
    held: Held,
    model: Autoencoder,
    args: Args,
    /// Accuracies of each way, by draws.
    shares: [Vec<f64>; 4],
    draw: u64,
    turn: usize,
    /// The way and its classifier.
    running: Vec<(usize, Attempt)>,
    /// PCA's coordinates that are used; none where the images are too large for PCA.
    components: Option<usize>,
    /// Numbers of the code that tell images apart.
    in_use: usize,
    is_too_large: bool,
    /// Where PCA does not stand yet.
    pca: Option<SlicedPca>,
    /// Losses of the first pair, from scratch and tuned, that are still to be told, and how many have been.
    pair: [Vec<f32>; 2],
    taken: usize,
    has_news: bool,
}

impl Attempts {
    fn new(held: Held, args: Args) -> Result<Self> {
        check_draws(args.draws)?;
        let model = held.copy_model()?;
        Ok(Self {
            in_use: in_use(&model, &held.images)?,
            model,
            held,
            args,
            shares: Default::default(),
            draw: 0,
            turn: 0,
            running: Vec::new(),
            components: None,
            is_too_large: false,
            pca: None,
            pair: Default::default(),
            taken: 0,
            has_news: false,
        })
    }

    /// Begins the next classifiers.
    fn begin_turn(&mut self) -> Result<()> {
        let images = &self.held.images;
        let (training, _) = sets(images)?;
        let model = &mut self.model;
        let config = model.config().clone();
        let plan = Plan {
            labels_per_class: Some(self.args.labels_per_class),
            steps: self.args.steps,
            seed: self.args.seed.wrapping_add(self.draw),
        };
        for &way in TURNS[self.turn] {
            let start = match way {
                0 => Start::Scratch(&config),
                1 => Start::Frozen(model),
                2 => Start::Tuned(model),
                _ if self.is_too_large => continue,
                _ => {
                    let pca = images.pca()?;
                    let components = config.latent_dim().min(pca.n_components());
                    self.components = Some(components);
                    Start::Pca(pca, components)
                }
            };
            self.running
                .push((way, Attempt::new(start, training, plan)?));
        }
        Ok(())
    }

    /// Goes on with PCA; whether it is done, or cannot be.
    fn advance_pca(&mut self, is_over: &dyn Fn() -> bool) -> Result<bool> {
        match self.held.images.advance_pca(&mut self.pca, is_over) {
            Err(Error::TooLarge { .. }) => self.is_too_large = true,
            share => return Ok(share? >= 1.0),
        }
        Ok(true)
    }

    /// Judges the classifiers of a turn and goes on to the next one.
    fn end_turn(&mut self) -> Result<()> {
        self.take_losses();
        let (_, judged) = sets(&self.held.images)?;
        for (way, attempt) in self.running.drain(..) {
            self.shares[way].push(attempt.accuracy(judged)?.share());
        }
        self.turn = (self.turn + 1) % TURNS.len();
        self.draw += u64::from(self.turn == 0);
        self.has_news = true;
        Ok(())
    }

    /// Takes the first pair's new losses.
    fn take_losses(&mut self) {
        if self.draw > 0 || self.turn > 0 || self.running.is_empty() {
            return;
        }
        for (pair, (_, attempt)) in self.pair.iter_mut().zip(&self.running) {
            pair.extend(&attempt.losses()[self.taken..]);
        }
        self.taken = self.running[0].1.losses().len();
    }

    /// The share of all steps that are made.
    fn share(&self) -> f64 {
        let done: usize = self.shares.iter().map(Vec::len).sum();
        let running: f64 = self
            .running
            .iter()
            .map(|(_, attempt)| attempt.share())
            .sum();
        let ways = if self.is_too_large { 3 } else { 4 };
        (done as f64 + running) / (ways * self.args.draws) as f64
    }

    fn told(&self) -> Value {
        let ways = Start::NAMES.into_iter().zip(&self.shares);
        let ways = ways.filter(|(_, shares)| !shares.is_empty());
        let told = ways.map(|(name, shares)| (name.to_owned(), mean_share(shares)));
        let [scratch, _, tuned, _] = &self.shares;
        let gains = tuned
            .iter()
            .zip(scratch)
            .map(|(tuned, scratch)| tuned - scratch);
        json!({
            "ways": Value::Object(told.collect()),
            "gain": mean(&interval::mean(&gains.collect::<Vec<f64>>())),
            "isTooLarge": self.is_too_large,
            "steps": self.args.steps,
            "inUse": self.in_use,
            "draws": self.shares[0].len(),
            "components": self.components,
        })
    }
}

impl Work for Attempts {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        if self.draw == self.args.draws {
            return Ok(Progress::Done(Found::of(self.told())));
        }
        if self.running.is_empty() {
            if self.turn + 1 == TURNS.len() && !self.advance_pca(is_over)? {
                return Ok(Progress::Share(self.share()));
            }
            self.begin_turn()?;
        }
        loop {
            let mut is_left = false;
            for (_, attempt) in &mut self.running {
                is_left |= attempt.step()?;
            }
            if !is_left {
                self.end_turn()?;
                break;
            }
            if is_over() {
                break;
            }
        }
        Ok(Progress::Share(self.share()))
    }

    /// The first pair's losses that have come since, and the accuracies so far where there are new ones.
    fn news(&mut self) -> Option<Found> {
        self.take_losses();
        let [scratch, tuned] = std::mem::take(&mut self.pair);
        let is_new = std::mem::take(&mut self.has_news);
        if scratch.is_empty() && !is_new {
            return None;
        }
        Some(Found::of(json!({
            "from": self.taken - scratch.len(), "scratch": scratch, "tuned": tuned, "accuracies": is_new.then(|| self.told()),
        })))
    }
}

/// That so many draws can be made.
pub fn check_draws(draws: u64) -> Result<()> {
    if draws == 0 || draws > MOST_DRAWS {
        return Err(Error::config("draws", draws, format!("1 to {MOST_DRAWS}")));
    }
    Ok(())
}

/// How many numbers of the code differ from image to image.
fn in_use(model: &Autoencoder, images: &Images) -> Result<usize> {
    let training = images.training();
    let some = training.select(Axis(0), &evenly(training.nrows(), COMPARED));
    let codes = model.encode(&some.view())?;
    Ok(numbers_in_use(
        &codes.view(),
        model.config().is_variational(),
    ))
}

/// The training images and the held-out ones with their labels.
pub fn sets(images: &Images) -> Result<(Labeled<'_>, Labeled<'_>)> {
    let unlabeled = || Error::NotReady {
        what: "A classifier needs images with labels".into(),
    };
    let training = Labeled {
        images: images.training(),
        labels: images.training.labels().ok_or_else(unlabeled)?,
    };
    let judged = Labeled {
        images: images.held_out(),
        labels: images.held_out.labels().ok_or_else(unlabeled)?,
    };
    Ok((training, judged))
}
