//! Tasks of the lab "Map and features".

use crate::bench::{Given, Held, config_of};
use crate::found::{Found, malformed, mean};
use crate::map_classify::{Classify, Method};
use crate::map_points::{Flat, Gathering, JUDGED, Part, Space};
use crate::task::{Progress, Work};
use crate::training::Training;
use hourglass::error::Result;
use hourglass::export::weights;
use hourglass::labs::features::neighborhoods::{Comparison, NEIGHBORS};
use hourglass::labs::features::numbers_in_use;
use ndarray::Array2;
use serde::Deserialize;
use serde_json::{Value, json};

/// Begins one of the tasks.
///
/// `map`: where held-out images stand by the code or by PCA. `neighborhoods`: whether neighbors stay neighbors there, or
/// by all numbers. `classify`: how many classes a classifier finds by code, PCA or pixels. `train`: a model for those.
pub fn begin(held: Held, task: &str, given: Given<'_>) -> Result<Box<dyn Work>> {
    Ok(match task {
        "map" => {
            let args: MapArgs = given.read()?;
            let flat = Flat::new(&held, args.by)?;
            Box::new(Map { held, flat })
        }
        "neighborhoods" => {
            let args: NeighborhoodsArgs = given.read()?;
            Box::new(Neighborhoods::new(held, &args)?)
        }
        "classify" => {
            let args: ClassifyArgs = given.read()?;
            Box::new(Classify::new(held, args.by, args.method))
        }
        "train" => {
            let args: TrainArgs = given.read()?;
            let config = config_of(&args.config)?;
            let images = held.images.training.clone();
            Box::new(Train(Training::new(&config, images, args.epochs)?))
        }
        _ => return Err(malformed("task", task)),
    })
}

#[derive(Deserialize)]
struct MapArgs {
    by: Space,
}

#[derive(Deserialize)]
struct NeighborhoodsArgs {
    by: Space,
    /// Whether the map is meant, or all numbers.
    #[serde(rename = "onMap")]
    on_map: bool,
}

#[derive(Deserialize)]
struct ClassifyArgs {
    by: Space,
    method: Method,
}

#[derive(Deserialize)]
struct TrainArgs {
    config: Value,
    epochs: f64,
}

/// Puts held-out images on a map.
struct Map {
    held: Held,
    flat: Flat,
}

impl Work for Map {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.flat.advance(&self.held, is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let places = self.flat.places()?;
        let judged = &self.flat.judged;
        let is_variational =
            judged.space == Space::Code && self.held.model()?.config().is_variational();
        // Of a single image nobody can say whether its numbers would vary, and of none still less.
        let in_use = match judged.places.len() {
            0 | 1 => None,
            _ => Some(numbers_in_use(&judged.points()?, is_variational)),
        };
        let numbers = json!({
            "numbers": judged.width,
            "inUse": in_use,
            "axes": places.ncols(),
            "images": judged.places,
        });
        let places = places.as_standard_layout();
        Ok(Progress::Done(
            Found::of(numbers).floats("points", places.as_slice().unwrap_or_default()),
        ))
    }
}

/// Compares neighbors in another space with those by the pixels.
struct Neighborhoods {
    held: Held,
    pixels: Gathering,
    other: Other,
    comparison: Option<Comparison>,
}

/// What the pixels are compared with.
enum Other {
    Map(Flat),
    Numbers(Gathering),
}

impl Other {
    fn advance(&mut self, held: &Held, is_over: &dyn Fn() -> bool) -> Result<f64> {
        match self {
            Self::Map(flat) => flat.advance(held, is_over),
            Self::Numbers(points) => points.advance(held, is_over),
        }
    }

    fn points(&self) -> Result<Array2<f32>> {
        match self {
            Self::Map(flat) => flat.places(),
            Self::Numbers(points) => Ok(points.points()?.to_owned()),
        }
    }
}

/// The share of a comparison's work that is gathering.
const GATHERING: f64 = 0.2;

impl Neighborhoods {
    fn new(held: Held, args: &NeighborhoodsArgs) -> Result<Self> {
        let other = if args.on_map {
            Other::Map(Flat::new(&held, args.by)?)
        } else {
            Other::Numbers(Gathering::new(&held, args.by, Part::HeldOut, JUDGED))
        };
        Ok(Self {
            pixels: Gathering::new(&held, Space::Pixels, Part::HeldOut, JUDGED),
            held,
            other,
            comparison: None,
        })
    }
}

impl Work for Neighborhoods {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let Some(comparison) = &mut self.comparison else {
            let share = self.pixels.advance(&self.held, is_over)?;
            let share = share.min(self.other.advance(&self.held, is_over)?);
            if share == 1.0 {
                let points = self.other.points()?;
                let compared = Comparison::new(&self.pixels.points()?, &points.view(), NEIGHBORS)?;
                self.comparison = Some(compared);
            }
            return Ok(Progress::Share(GATHERING * share));
        };
        let share = comparison.advance(is_over);
        if share < 1.0 {
            return Ok(Progress::Share(GATHERING + (1.0 - GATHERING) * share));
        }
        let found = comparison.finish();
        Ok(Progress::Done(Found::of(json!({
            "trustworthiness": mean(&found.trustworthiness),
            "continuity": mean(&found.continuity),
            "neighbors": NEIGHBORS,
            "images": self.pixels.places.len(),
        }))))
    }
}

/// Trains a model.
struct Train(Training);

impl Work for Train {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.0.advance(is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let file = weights::save(&mut self.0.trainer)?;
        let latent_dim = self.0.trainer.model().config().latent_dim();
        let numbers = json!({ "latentDim": latent_dim });
        Ok(Progress::Done(Found::of(numbers).bytes("weights", &file)))
    }
}
