//! Labels that spread among neighbors, for the lab "Pre-train": by code, and by PCA.

use crate::bench::Held;
use crate::found::{Found, mean_share};
use crate::pretrain::{check_draws, sets};
use crate::sliced_pca::SlicedPca;
use crate::task::{Progress, Work};
use hourglass::error::{Error, Result};
use hourglass::labs::pretrain::spreading::Spreader;
use hourglass::labs::pretrain::{Plan, Start};
use serde::Deserialize;
use serde_json::{Value, json};

/// The names of what labels spread by.
const SPACES: [&str; 2] = ["spread", "spreadPca"];
/// The share of the work that is finding neighbors.
const NEIGHBORS: f64 = 0.9;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Args {
    /// Numbers of labels a class.
    counts: Vec<usize>,
    draws: u64,
    seed: u64,
}

/// One space after the other; in each one number of labels and one draw after the other.
pub struct Spread {
    held: Held,
    args: Args,
    spreader: Option<Spreader>,
    is_ready: bool,
    /// Where PCA does not stand yet.
    pca: Option<SlicedPca>,
    is_too_large: bool,
    /// The shares that are found so far, by space.
    shares: [Vec<f64>; 2],
    space: usize,
}

impl Spread {
    pub fn new(held: Held, args: Args) -> Result<Self> {
        check_draws(args.draws)?;
        held.model()?;
        Ok(Self {
            held,
            args,
            spreader: None,
            is_ready: false,
            pca: None,
            is_too_large: false,
            shares: Default::default(),
            space: 0,
        })
    }

    /// Begins to find the neighbors of a space; false as long as PCA is on its way.
    fn begin_space(&mut self, is_over: &dyn Fn() -> bool) -> Result<bool> {
        let images = &self.held.images;
        let training = images.training();
        if self.space == 0 {
            let model = &mut self.held.copy_model()?;
            self.spreader = Some(Spreader::new(Start::Frozen(model), &training)?);
            return Ok(true);
        }
        let share = match images.advance_pca(&mut self.pca, is_over) {
            Err(Error::TooLarge { .. }) => {
                self.is_too_large = true;
                return Ok(true);
            }
            share => share?,
        };
        if share < 1.0 {
            return Ok(false);
        }
        let pca = images.pca()?;
        let components = self.held.model()?.config().latent_dim();
        let start = Start::Pca(pca, components.min(pca.n_components()));
        self.spreader = Some(Spreader::new(start, &training)?);
        Ok(true)
    }

    /// The number of labels and the draw that come next.
    fn next(&self) -> (usize, u64) {
        let done = self.shares[self.space].len() as u64;
        let count = self.args.counts[(done / self.args.draws) as usize];
        (count, done % self.args.draws)
    }

    fn wanted(&self) -> usize {
        self.args.counts.len() * self.args.draws as usize
    }

    fn found(&self) -> Found {
        let draws = self.args.draws as usize;
        let points = (0..self.args.counts.len()).map(|at| {
            let of_spaces = SPACES.into_iter().zip(&self.shares);
            let of_spaces = of_spaces.filter(|(_, shares)| !shares.is_empty());
            let told = of_spaces.map(|(name, shares)| {
                let draws = &shares[at * draws..][..draws];
                (name.to_owned(), mean_share(draws))
            });
            Value::Object(told.collect())
        });
        Found::of(json!({ "points": points.collect::<Vec<Value>>() }))
    }

    /// How much of a space's work is done, of both.
    fn share(&self, share: f64) -> Progress {
        Progress::Share((self.space as f64 + share) / SPACES.len() as f64)
    }
}

impl Work for Spread {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        if self.space == SPACES.len() || self.is_too_large {
            return Ok(Progress::Done(self.found()));
        }
        if self.spreader.is_none() && !self.begin_space(is_over)? {
            return Ok(self.share(0.0));
        }
        let (training, held_out) = sets(&self.held.images)?;
        while let Some(spreader) = &mut self.spreader {
            if !self.is_ready {
                let share = spreader.advance(&training.images)?;
                self.is_ready = share >= 1.0;
                if is_over() {
                    return Ok(self.share(NEIGHBORS * share));
                }
                continue;
            }
            if self.shares[self.space].len() == self.wanted() {
                self.spreader = None;
                self.is_ready = false;
                self.space += 1;
                return Ok(self.share(0.0));
            }
            let (count, draw) = self.next();
            let plan = Plan {
                labels_per_class: Some(count),
                steps: 0,
                seed: self.args.seed.wrapping_add(draw),
            };
            let Some(spreader) = &self.spreader else {
                break;
            };
            let found = spreader.accuracy(training, held_out, plan)?;
            self.shares[self.space].push(found.share());
            if is_over() {
                let done = self.shares[self.space].len() as f64 / self.wanted() as f64;
                return Ok(self.share(NEIGHBORS + (1.0 - NEIGHBORS) * done));
            }
        }
        Ok(self.share(0.0))
    }
}
