//! Tasks of the lab Denoise.

mod photo;

use crate::bench::{Given, Held};
use crate::found::{Found, malformed, quality as told, some};
use crate::task::{Once, Progress, Work};
use hourglass::error::Result;
use hourglass::labs::denoise::{Cleaning, Family, Filter, Filtering, with_noise};
use hourglass::labs::quality::quality;
use hourglass::model::Corruption;
use hourglass::noise::Noise;
use ndarray::{Array2, ArrayView2, s};
use photo::{Photo, PhotoArgs};
use serde::Deserialize;
use serde_json::{Value, json};

/// Begins one of the tasks.
///
/// `model`: held-out images with noise, and what the model makes of them. `filter`: what a family of filters makes of
/// them. `clean`: given pictures, cleaned by the model and by filters. `photo`: the same of a photo with noise, which
/// comes as red, green, blue and alpha.
pub fn begin(held: Held, task: &str, given: Given<'_>) -> Result<Box<dyn Work>> {
    Ok(match task {
        "model" => {
            let args: NoiseArgs = given.read()?;
            held.model()?;
            let cleaning = Cleaning::new(noisy(&held, &args)?);
            Box::new(ByModel {
                held,
                args,
                cleaning,
            })
        }
        "filter" => {
            let args: FilterArgs = given.read()?;
            Box::new(ByFilter::new(held, args)?)
        }
        "clean" => {
            let args: CleanArgs = given.read()?;
            let pictures = given.pictures;
            Once::work(move || clean(&held, &args, &pictures.view()))
        }
        "photo" => {
            let args: PhotoArgs = given.read()?;
            Box::new(Photo::new(held, &args, &given.numbers)?)
        }
        _ => return Err(malformed("task", task)),
    })
}

#[derive(Deserialize)]
struct NoiseArgs {
    noise: Noise,
    amount: f64,
    /// So many held-out images, the first ones, are measured; all of them where it is not said.
    #[serde(default)]
    count: Option<usize>,
    /// Held-out images whose pictures are wanted.
    shown: Vec<usize>,
}

impl NoiseArgs {
    fn corruption(&self) -> Corruption {
        Corruption {
            kind: self.noise,
            amount: self.amount,
        }
    }
}

#[derive(Deserialize)]
struct FilterArgs {
    family: String,
    #[serde(flatten)]
    noise: NoiseArgs,
}

/// A filter by its family and its parameter.
#[derive(Deserialize)]
struct Named {
    family: String,
    parameter: f64,
}

#[derive(Deserialize)]
struct CleanArgs {
    filters: Vec<Named>,
    /// The held-out images that these pictures were, one each.
    originals: Vec<usize>,
}

/// Those held-out images that are measured.
fn measured<'a>(held: &'a Held, args: &NoiseArgs) -> ArrayView2<'a, f32> {
    let all = held.images.held_out();
    let count = args.count.unwrap_or(usize::MAX).min(all.nrows());
    all.slice_move(s![..count, ..])
}

/// The measured images with noise. Noise is a matter of the seed, which is the model's.
fn noisy(held: &Held, args: &NoiseArgs) -> Result<Array2<f32>> {
    let seed = held.model()?.config().seed;
    let shape = held.images.shape;
    Ok(with_noise(
        &measured(held, args),
        shape,
        args.corruption(),
        seed,
    ))
}

fn family(name: &str) -> Result<Family> {
    Family::named(name).ok_or_else(|| malformed("family", name))
}

fn filters(named: &[Named]) -> Result<Vec<Filter>> {
    let filter = |one: &Named| {
        let parameter = || malformed("parameter", &one.parameter.to_string());
        family(&one.family)?
            .filter(one.parameter)
            .ok_or_else(parameter)
    };
    named.iter().map(filter).collect()
}

/// The model at work on held-out images with noise.
struct ByModel {
    held: Held,
    args: NoiseArgs,
    cleaning: Cleaning,
}

impl Work for ByModel {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.cleaning.advance(self.held.model()?, is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let shape = self.held.images.shape;
        let originals = measured(&self.held, &self.args);
        let (noisy, cleaned) = (self.cleaning.noisy().view(), self.cleaning.cleaned().view());
        let numbers = json!({
            "count": originals.nrows(),
            "noisy": told(&quality(&originals, &noisy, shape)?),
            "model": told(&quality(&originals, &cleaned, shape)?),
        });
        let shown = &self.args.shown;
        Ok(Progress::Done(
            Found::of(numbers)
                .pictures("noisyPictures", &some(&noisy, shown).view(), shape)
                .pictures("modelPictures", &some(&cleaned, shown).view(), shape),
        ))
    }
}

/// A family of filters at work on them.
struct ByFilter {
    held: Held,
    args: FilterArgs,
    filtering: Filtering,
}

impl ByFilter {
    fn new(held: Held, args: FilterArgs) -> Result<Self> {
        let seed = held.model()?.config().seed;
        let filtering = Filtering::new(
            &family(&args.family)?.tried(),
            &held.images.training(),
            noisy(&held, &args.noise)?,
            held.images.shape,
            args.noise.corruption(),
            seed,
        )?;
        Ok(Self {
            held,
            args,
            filtering,
        })
    }
}

impl Work for ByFilter {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.filtering.advance(is_over);
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let found = self
            .filtering
            .finish(&measured(&self.held, &self.args.noise))?;
        let mut numbers = told(&found.quality);
        numbers["family"] = json!(found.filter.family().name());
        numbers["parameter"] = json!(found.filter.parameter());
        let shown = some(&self.filtering.filtered().view(), &self.args.noise.shown);
        let shape = self.held.images.shape;
        Ok(Progress::Done(Found::of(numbers).pictures(
            "pictures",
            &shown.view(),
            shape,
        )))
    }
}

fn clean(held: &Held, args: &CleanArgs, pictures: &ArrayView2<'_, f32>) -> Result<Found> {
    let shape = held.images.shape;
    let originals = some(&held.images.held_out(), &args.originals);
    let near = |version: &ArrayView2<'_, f32>| {
        quality(&originals.view(), version, shape).map(|quality| json!(quality.psnr.mean))
    };
    let cleaned = held.model()?.reconstruct(pictures)?;
    let filtered: Vec<Array2<f32>> = filters(&args.filters)?
        .into_iter()
        .map(|filter| filter.apply(pictures, shape))
        .collect();
    let psnr = filtered
        .iter()
        .map(|version| near(&version.view()))
        .collect::<Result<Vec<Value>>>()?;
    let mut found = Found::of(json!({
        "noisy": near(pictures)?,
        "model": near(&cleaned.view())?,
        "filters": psnr,
    }))
    .pictures("modelPictures", &cleaned.view(), shape);
    if let Some(first) = filtered.first() {
        found = found.pictures("filterPictures", &first.view(), shape);
    }
    Ok(found)
}
