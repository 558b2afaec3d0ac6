//! Classes of held-out images, read off their codes, their coordinates or their pixels.

use crate::bench::Held;
use crate::found::Found;
use crate::map_points::{Gathering, JUDGED, Part, Space, learned};
use crate::task::{Progress, Work};
use hourglass::error::Result;
use hourglass::labs::features::linear::{Learning, QUICK};
use hourglass::labs::features::{Accuracy, Labeled, NEIGHBORS, Vote};
use serde::Deserialize;
use serde_json::json;

/// Who reads the classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The vote of the nearest training images.
    Neighbors,
    /// Planes between the classes.
    Linear,
}

/// A classifier at work.
enum Reader {
    Neighbors(Vote),
    Linear(Box<Learning>, Labeled),
}

/// The share of the work that is gathering.
const GATHERING: f64 = 0.1;

/// Gathers images as points, and has a classifier learn from some and find the classes of others.
pub struct Classify {
    held: Held,
    learned: Gathering,
    judged: Gathering,
    method: Method,
    reader: Option<Reader>,
}

impl Classify {
    /// A classifier in a space.
    pub fn new(held: Held, space: Space, method: Method) -> Self {
        Self {
            learned: Gathering::new(&held, space, Part::Training, learned(&held)),
            judged: Gathering::new(&held, space, Part::HeldOut, JUDGED),
            held,
            method,
            reader: None,
        }
    }

    fn reader(&mut self) -> Result<Reader> {
        let labeled = |points: &mut Gathering| {
            let labels = points.labels(&self.held);
            let labeled = Labeled::new(&points.points()?, labels.as_deref());
            points.forget();
            labeled
        };
        let (learned, judged) = (labeled(&mut self.learned)?, labeled(&mut self.judged)?);
        Ok(match self.method {
            Method::Neighbors => Reader::Neighbors(Vote::new(&learned, &judged, NEIGHBORS)?),
            Method::Linear => Reader::Linear(Box::new(Learning::new(&learned, QUICK)?), judged),
        })
    }

    fn found(&self, accuracy: Accuracy) -> Found {
        Found::of(json!({
            "mean": accuracy.share(),
            "interval": accuracy.interval(),
            "of": accuracy.of,
            "learned": self.learned.places.len(),
            "numbers": self.learned.width,
        }))
    }
}

impl Work for Classify {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = match self.reader.take() {
            None => {
                let share = self.learned.advance(&self.held, is_over)?;
                let share = share.min(self.judged.advance(&self.held, is_over)?);
                if share == 1.0 {
                    self.reader = Some(self.reader()?);
                }
                return Ok(Progress::Share(GATHERING * share));
            }
            Some(Reader::Neighbors(mut vote)) => {
                let share = vote.advance(is_over);
                if share == 1.0 {
                    return Ok(Progress::Done(self.found(vote.finish())));
                }
                self.reader = Some(Reader::Neighbors(vote));
                share
            }
            Some(Reader::Linear(mut learning, judged)) => {
                if learning.advance(is_over) {
                    let accuracy = learning.finish()?.accuracy(&judged)?;
                    return Ok(Progress::Done(self.found(accuracy)));
                }
                let share = learning.share();
                self.reader = Some(Reader::Linear(learning, judged));
                share
            }
        };
        Ok(Progress::Share(GATHERING + (1.0 - GATHERING) * share))
    }
}
