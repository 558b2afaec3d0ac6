//! The lab that finds what does not belong: one task, or the ten of a set of digits.

use super::terminal::{Common, Images, Result};
use super::{Args, means, pca_of, trained};
use hourglass::data::Dataset;
use hourglass::labs::odd_one_out::{Score, pca_by_similarity, rivals, scores, told_apart};
use ndarray::{Array2, Axis};
use serde_json::{Value, json};

/// What is normal.
pub enum Normal {
    /// These classes together, in one task.
    Classes(Vec<u8>),
    /// Each class by itself: as many tasks as there are classes, of which the mean is told.
    Each,
}

impl Normal {
    /// Reads `each` or a list as `0,3,7`.
    pub fn parse(list: &str) -> Result<Self> {
        if list == "each" {
            return Ok(Self::Each);
        }
        let class = |text: &str| text.trim().parse::<u8>();
        let all: std::result::Result<Vec<u8>, _> = list.split(',').map(class).collect();
        match all {
            Ok(all) => Ok(Self::Classes(all)),
            Err(_) => Err(format!("--normal: got {list}, wanted classes as 0,3,7 or each").into()),
        }
    }
}

/// Reads the name of a score.
pub fn score(name: &str) -> Result<Score> {
    match name {
        "error" => Ok(Score::Error),
        "dissimilarity" => Ok(Score::Dissimilarity),
        "negative-elbo" => Ok(Score::NegativeElbo),
        _ => {
            let all = "error, dissimilarity or negative-elbo";
            Err(format!("--score: got {name}, wanted {all}").into())
        }
    }
}

/// Trains on what is normal, and tells how well the rest is told apart.
pub fn run(common: &Common, args: &Args, images: &Images, seed: Option<u64>) -> Result<Value> {
    let normal = args.normal.as_ref();
    match normal.ok_or("--normal CLASS[,CLASS…] or --normal each says what is normal")? {
        Normal::Classes(classes) => task(common, args, images, seed, classes),
        Normal::Each => {
            if common.load.is_some() {
                return Err("--normal each trains a model for each class: leave --load".into());
            }
            let mut classes = labels(&images.training)?.to_vec();
            classes.sort_unstable();
            classes.dedup();
            let of = |class: &u8| task(common, args, images, seed, &[*class]);
            let tasks = classes.iter().map(of).collect::<Result<Vec<_>>>()?;
            if tasks.is_empty() {
                return Err("--normal each needs a class".into());
            }
            Ok(means::of(&tasks))
        }
    }
}

fn labels(data: &Dataset) -> Result<&[u8]> {
    let labels = data.labels();
    Ok(labels.ok_or("odd-one-out needs labels: give --labels FILE and --test-labels FILE")?)
}

/// Places of the images that are normal, or of the others.
fn places(data: &Dataset, classes: &[u8], is_normal: bool) -> Result<Vec<u32>> {
    let all = (0_u32..).zip(labels(data)?);
    let wanted = all.filter(|(_, label)| classes.contains(label) == is_normal);
    Ok(wanted.map(|(idx, _)| idx).collect())
}

fn task(
    common: &Common,
    args: &Args,
    images: &Images,
    seed: Option<u64>,
    classes: &[u8],
) -> Result<Value> {
    let held_out = images.held_out.as_ref();
    let judged = held_out.ok_or("--test-images FILE is missing")?;
    let part = |is_normal: bool| -> Result<Array2<f32>> {
        let idxs = places(judged, classes, is_normal)?;
        let idxs: Vec<usize> = idxs.into_iter().map(|idx| idx as usize).collect();
        Ok(judged.matrix().select(Axis(0), &idxs))
    };
    let (normal, odd) = (part(true)?, part(false)?);
    let of_training = Images {
        training: images
            .training
            .subset(&places(&images.training, classes, true)?)?,
        held_out: None,
    };
    let trainer = trained(common, of_training, seed, &|_| {})?;
    let model = trainer.model();
    let score = match args.score {
        Some(score) => score,
        None if model.config().is_variational() => Score::NegativeElbo,
        None => Score::Error,
    };
    let told = told_apart(
        &scores(model, &normal.view(), score)?,
        &scores(model, &odd.view(), score)?,
    )?;
    let pca = pca_of(trainer.data())?;
    let others = rivals(
        &pca,
        &trainer.data().matrix().view(),
        &normal.view(),
        &odd.view(),
    )?;
    let (components, of_pca) = match score {
        Score::Dissimilarity => {
            let (normal, odd) = (normal.view(), odd.view());
            let (components, scored) = pca_by_similarity(&pca, &normal, &odd, judged.shape())?;
            (components, scored.separation)
        }
        Score::Error | Score::NegativeElbo => others.pca,
    };
    Ok(json!({
        "auc": told.auc,
        "aucInterval": told.interval,
        "pca": { "auc": of_pca.auc, "components": components },
        "meanImageAuc": others.mean_image.auc,
        "nearestAuc": others.nearest.auc,
    }))
}
