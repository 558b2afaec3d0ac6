//! The lab that draws new pictures, and tells how near they are to real images as a set.

use super::terminal::{Common, Images, Result};
use super::{Args, held_out, pca_of, trained};
use hourglass::labs::evenly::evenly;
use hourglass::labs::generate::frechet::Real;
use hourglass::labs::generate::{Prior, by_pca, samples};
use hourglass::labs::nearest::Nearest;
use ndarray::{ArrayView2, Axis};
use serde_json::{Value, json};

/// Pictures that are drawn where nothing else is said.
const SAMPLES: usize = 2000;
/// Pictures whose nearest training image is looked for.
const COMPARED: usize = 500;

/// Draws pictures, and compares them with held-out images; the training images have as many, and PCA draws as many with
/// as many numbers.
pub fn run(common: &Common, args: &Args, images: Images, seed: Option<u64>) -> Result<Value> {
    let trainer = trained(common, images, seed, &|_| {})?;
    let model = trainer.model();
    let (training, held_out) = (trainer.data().matrix(), held_out(&trainer)?.matrix());
    let (training, held_out) = (training.view(), held_out.view());
    let count = args.samples.unwrap_or(SAMPLES);
    let seed = model.config().seed;
    let prior = Prior::of(model.config());
    let drawn = samples(model, &training, prior, count, seed)?.pictures;
    let pca = pca_of(trainer.data())?;
    let real = Real::new(&pca, &training, &held_out)?;
    let likeness = real.likeness(&drawn.view())?;
    let components = model.config().latent_dim().min(pca.n_components());
    let of_pca = by_pca(&pca, &training, components, count, seed)?;
    let nearest = Nearest::new(&training)?;
    let apart = |pictures: &ArrayView2<'_, f32>| {
        let some = pictures.select(Axis(0), &evenly(pictures.nrows(), COMPARED));
        let distances = nearest.distances(&some.view());
        distances.iter().sum::<f64>() / distances.len() as f64
    };
    Ok(json!({
        "frechet": likeness.distance,
        "floor": likeness.floor,
        "prior": prior.name(),
        "images": likeness.count,
        "features": likeness.features,
        "pca": { "frechet": real.likeness(&of_pca.view())?.distance, "components": components },
        "nearestMse": { "samples": apart(&drawn.view()), "heldOut": apart(&held_out) },
    }))
}
