//! The lab that tells what a code knows of classes, and how faithful its map is.

use super::terminal::{Common, Images, Result};
use super::{held_out, trained};
use hourglass::data::Dataset;
use hourglass::labs::evenly::evenly;
use hourglass::labs::features::linear::Linear;
use hourglass::labs::features::neighborhoods::{self, faithful};
use hourglass::labs::features::{self, Labeled, knn};
use hourglass::model::{Autoencoder, Pca};
use ndarray::{Array2, ArrayView2, Axis};
use serde_json::{Value, json};

/// Training images that classifiers learn from, at most.
const LEARNED: usize = 10_000;
/// Held-out images whose neighbors are compared, at most.
const MAPPED: usize = 2000;

/// Images of one part, in the three ways in which they are classified.
struct Part {
    code: Labeled,
    pca: Labeled,
    pixels: Labeled,
}

impl Part {
    fn new(model: &Autoencoder, pca: &Pca, data: &Dataset, most: usize) -> Result<Self> {
        let images = some(&data.matrix().view(), most);
        let labels: Option<Vec<u8>> = data.labels().map(|labels| {
            let places = evenly(labels.len(), most).into_iter();
            places.map(|place| labels[place]).collect()
        });
        let labeled = |points: &Array2<f32>| Labeled::new(&points.view(), labels.as_deref());
        Ok(Self {
            code: labeled(&model.encode(&images.view())?)?,
            pca: labeled(&pca.project(&images.view()))?,
            pixels: labeled(&images)?,
        })
    }

    fn ways(&self) -> [(&'static str, &Labeled); 3] {
        [
            ("code", &self.code),
            ("pca", &self.pca),
            ("pixels", &self.pixels),
        ]
    }
}

/// Learns classes from codes, from as many of PCA's coordinates and from pixels, and compares the neighbors of held-out
/// images with those on the map: their codes, or the first two principal components of codes with more numbers.
pub fn run(common: &Common, images: Images, seed: Option<u64>) -> Result<Value> {
    let trainer = trained(common, images, seed, &|_| {})?;
    let (model, data, judged) = (trainer.model(), trainer.data(), held_out(&trainer)?);
    let training = some(&data.matrix().view(), LEARNED);
    let components = model.config().latent_dim().min(data.shape().features());
    let pca = Pca::fit(&training.view(), components)?;
    let of_training = Part::new(model, &pca, data, LEARNED)?;
    let of_judged = Part::new(model, &pca, judged, usize::MAX)?;
    let (mut by_neighbors, mut linear) = (json!({}), json!({}));
    for ((name, learned), (_, asked)) in of_training.ways().into_iter().zip(of_judged.ways()) {
        by_neighbors[name] = json!(knn(learned, asked, features::NEIGHBORS)?.share());
        linear[name] = json!(Linear::fit(learned)?.accuracy(asked)?.share());
    }
    let space = some(&judged.matrix().view(), MAPPED);
    let map = flat(
        &model.encode(&training.view())?,
        model.encode(&space.view())?,
    )?;
    let of_pca = pca.project(&space.view());
    let of_pca = of_pca.select(Axis(1), &evenly(components.min(2), 2));
    let compared = |map: &Array2<f32>| -> Result<[f64; 2]> {
        let (space, map, k) = (space.view(), map.view(), neighborhoods::NEIGHBORS);
        let found = faithful(&space, &map, k)?;
        Ok([found.trustworthiness.mean, found.continuity.mean])
    };
    let (ours, theirs) = (compared(&map)?, compared(&of_pca)?);
    Ok(json!({
        "knn": by_neighbors,
        "linear": linear,
        "trustworthiness": ours[0],
        "continuity": ours[1],
        "pcaMap": { "trustworthiness": theirs[0], "continuity": theirs[1] },
    }))
}

/// At most so many of the images.
fn some(images: &ArrayView2<'_, f32>, most: usize) -> Array2<f32> {
    images.select(Axis(0), &evenly(images.nrows(), most))
}

/// The map of codes: themselves, or where they have more than two numbers the first two principal components of the
/// training images' codes.
fn flat(of_training: &Array2<f32>, codes: Array2<f32>) -> Result<Array2<f32>> {
    if codes.ncols() <= 2 {
        return Ok(codes);
    }
    Ok(Pca::fit(&of_training.view(), 2)?.project(&codes.view()))
}
