//! Tasks of the lab Generate: new pictures, what they are near to, and ways between images.

use crate::bench::{Given, Held};
use crate::found::{Found, malformed, some};
use crate::generate_sets::{Encoding, Likening};
use crate::task::{Once, Progress, Work};
use hourglass::error::{Error, Result};
use hourglass::labs::evenly::evenly;
use hourglass::labs::features::numbers_in_use;
use hourglass::labs::generate::gaussian::Gaussian;
use hourglass::labs::generate::{Prior, arithmetic, interpolate, pictures, standard_normal};
use hourglass::labs::nearest::Nearest;
use ndarray::{Array2, Axis};
use serde::Deserialize;
use serde_json::json;

/// Pictures that are drawn or looked at in one task, at most.
const MOST: usize = 512;
/// Pictures on the way from one image to another, at most.
const MOST_STEPS: usize = 64;
/// Images of a class whose mean code is taken.
const OF_CLASS: usize = 200;
/// Training images among which the nearest is looked for at once.
const AT_ONCE: usize = 1024;

/// Begins one of the tasks.
///
/// `samples`: pictures of codes that no image has. `nearest`: the nearest training image of given pictures. `usual`:
/// how near held-out images are to theirs. `likeness`: the distance of new pictures from held-out images as a set,
/// beside PCA's and that of real ones. `interpolate`: the ways between two held-out images. `arithmetic`: sums of the
/// mean codes of held-out classes.
pub fn begin(held: Held, task: &str, given: Given<'_>) -> Result<Box<dyn Work>> {
    Ok(match task {
        "samples" => {
            let args: SamplesArgs = given.read()?;
            let encoding = Encoding::new(held)?;
            Box::new(Drawing { encoding, args })
        }
        "nearest" => Box::new(Nearness::new(held, given.pictures, Told::Each)),
        "usual" => {
            let args: CountArgs = given.read()?;
            let held_out = held.images.held_out();
            let places = evenly(held_out.nrows(), args.count.min(MOST));
            let pictures = held_out.select(Axis(0), &places);
            Box::new(Nearness::new(held, pictures, Told::Together))
        }
        "likeness" => {
            let args: SeedArgs = given.read()?;
            Box::new(Likening::new(held, args.seed)?)
        }
        "interpolate" => {
            let args: InterpolateArgs = given.read()?;
            Once::work(move || between(&held, &args))
        }
        "arithmetic" => {
            let args: ArithmeticArgs = given.read()?;
            Once::work(move || sum(&held, args.classes))
        }
        _ => return Err(malformed("task", task)),
    })
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum PriorArg {
    Standard,
    Fitted,
}

impl From<PriorArg> for Prior {
    fn from(prior: PriorArg) -> Self {
        match prior {
            PriorArg::Standard => Self::Standard,
            PriorArg::Fitted => Self::Fitted,
        }
    }
}

#[derive(Deserialize)]
struct SamplesArgs {
    prior: PriorArg,
    count: usize,
    seed: u32,
}

#[derive(Deserialize)]
struct CountArgs {
    count: usize,
}

#[derive(Deserialize)]
struct SeedArgs {
    seed: u32,
}

#[derive(Deserialize)]
struct InterpolateArgs {
    /// Held-out images.
    from: usize,
    to: usize,
    steps: usize,
}

#[derive(Deserialize)]
struct ArithmeticArgs {
    /// a, b and c of `a − b + c`.
    classes: [u8; 3],
}

/// Codes from a prior, for which the training images may have to be encoded first.
pub fn codes(held: &Held, prior: Prior, count: usize, seed: u64) -> Result<Array2<f32>> {
    Ok(match prior {
        Prior::Standard => standard_normal(count, held.model()?.config().latent_dim(), seed),
        Prior::Fitted => Gaussian::fit(&held.codes()?.view())?.sample(count, seed),
    })
}

/// Draws pictures.
struct Drawing {
    encoding: Encoding,
    args: SamplesArgs,
}

impl Work for Drawing {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.encoding.advance(is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let held = &self.encoding.held;
        let (model, of_images) = (held.model()?, held.codes()?);
        let SamplesArgs { prior, count, seed } = self.args;
        let drawn = codes(held, prior.into(), count.min(MOST), u64::from(seed))?;
        let drawn = pictures(model, &drawn.view())?;
        // Of a single image nobody can say whether its code would vary.
        let in_use = match of_images.nrows() {
            0 | 1 => model.config().latent_dim(),
            _ => numbers_in_use(&of_images.view(), model.config().is_variational()),
        };
        let found = Found::of(json!({ "inUse": in_use }));
        Ok(Progress::Done(found.pictures(
            "pictures",
            &drawn.view(),
            held.images.shape,
        )))
    }
}

/// What is told of nearest images.
enum Told {
    /// Which each is, and how far.
    Each,
    /// How far they are, all in all.
    Together,
}

/// Looks for the nearest training image of each picture, among some training images at a time.
struct Nearness {
    held: Held,
    pictures: Array2<f32>,
    told: Told,
    done: usize,
    nearest: Vec<(usize, f64)>,
}

impl Nearness {
    fn new(held: Held, mut pictures: Array2<f32>, told: Told) -> Self {
        let count = pictures.nrows().min(MOST);
        pictures.slice_axis_inplace(Axis(0), (..count).into());
        Self {
            held,
            told,
            done: 0,
            nearest: vec![(0, f64::INFINITY); count],
            pictures,
        }
    }

    fn found(&self) -> Found {
        let images = &self.held.images;
        let distances: Vec<f64> = self.nearest.iter().map(|&(_, distance)| distance).collect();
        match self.told {
            Told::Each => {
                let places: Vec<usize> = self.nearest.iter().map(|&(place, _)| place).collect();
                let found = some(&images.training(), &places);
                let numbers = json!({ "mse": distances });
                Found::of(numbers).pictures("pictures", &found.view(), images.shape)
            }
            Told::Together => {
                let mean = distances.iter().sum::<f64>() / distances.len().max(1) as f64;
                let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
                Found::of(json!({ "mean": mean, "least": least, "count": distances.len() }))
            }
        }
    }
}

impl Work for Nearness {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let training = self.held.images.training();
        let count = training.nrows();
        while self.done < count {
            let end = count.min(self.done + AT_ONCE);
            let part = training.slice_axis(Axis(0), (self.done..end).into());
            let found = Nearest::new(&part)?.find(&self.pictures.view());
            for (best, (place, distance)) in self.nearest.iter_mut().zip(found) {
                if distance < best.1 {
                    *best = (self.done + place, distance);
                }
            }
            self.done = end;
            if is_over() {
                break;
            }
        }
        if self.done < count {
            return Ok(Progress::Share(self.done as f64 / count as f64));
        }
        Ok(Progress::Done(self.found()))
    }
}

fn between(held: &Held, args: &InterpolateArgs) -> Result<Found> {
    let (images, model) = (&held.images, held.model()?);
    let held_out = images.held_out();
    if args.from.max(args.to) >= held_out.nrows() {
        return Err(Error::NotReady {
            what: "There is no such held-out image".into(),
        });
    }
    let (from, to) = (held_out.row(args.from), held_out.row(args.to));
    let ways = interpolate(model, &from, &to, args.steps.min(MOST_STEPS))?;
    Ok(Found::of(json!({}))
        .pictures("inCode", &ways.in_code.view(), images.shape)
        .pictures("inPixels", &ways.in_pixels.view(), images.shape))
}

fn sum(held: &Held, classes: [u8; 3]) -> Result<Found> {
    let images = &held.images;
    let Some(labels) = images.held_out.labels() else {
        return Err(Error::NotReady {
            what: "Classes are added only where the images have labels".into(),
        });
    };
    let of_class = |class: u8| -> Vec<usize> {
        let all: Vec<usize> = (0..labels.len())
            .filter(|&at| labels[at] == class)
            .collect();
        let taken = evenly(all.len(), OF_CLASS);
        taken.into_iter().map(|at| all[at]).collect()
    };
    let of_classes = classes.map(of_class);
    let counts = of_classes.each_ref().map(Vec::len);
    let mut places = of_classes.concat();
    // A class that stands twice is not counted twice.
    places.sort_unstable();
    places.dedup();
    let labels: Vec<u8> = places.iter().map(|&at| labels[at]).collect();
    let some = images.held_out().select(Axis(0), &places);
    let found = arithmetic(held.model()?, &some.view(), Some(&labels), classes)?;
    Ok(Found::of(json!({ "counts": counts }))
        .pictures("inCode", &found.pictures.view(), images.shape)
        .pictures("inPixels", &found.in_pixels.view(), images.shape))
}
