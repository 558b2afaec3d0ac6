//! More figures of docs/results.md in small, on the committed digits: what is drawn of codes, and what they know.

use super::truths::trained;
use crate::packs::unpack;
use crate::training::digits;
use hourglass::data::Dataset;
use hourglass::formats::idx;
use hourglass::labs::features::{self, NEIGHBORS, knn};
use hourglass::labs::generate::frechet::Real;
use hourglass::labs::generate::{Prior, samples};
use hourglass::labs::pretrain::spreading::Spreader;
use hourglass::labs::pretrain::{Attempt, Labeled, Plan, Start};
use hourglass::model::{Autoencoder, Pca};
use ndarray::Array2;
use serde_json::json;

/// The first digits of a part, with their labels.
fn labeled(part: &str, count: u32) -> Dataset {
    let file = |what: &str| unpack(&format!("mnist-{part}-{what}.gz"));
    let labels = file("labels.idx1-ubyte");
    let all = idx::dataset(&file("images.idx3-ubyte"), Some(&labels)).unwrap();
    all.subset(&(0..count).collect::<Vec<u32>>()).unwrap()
}

#[test]
fn two_numbers_of_a_code_know_more_of_classes_than_pcas() {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "optimizer": { "kind": "adam", "learningRate": 0.003 },
    });
    let trainer = trained(&config, labeled("train", 2000), 14);
    let judged = labeled("test", 1000);
    let pca = Pca::fit(&trainer.data().matrix().view(), 2).unwrap();
    let share = |points: &dyn Fn(&Array2<f32>) -> Array2<f32>| {
        let points_of = |data: &Dataset| {
            let points = points(&data.matrix());
            features::Labeled::new(&points.view(), data.labels()).unwrap()
        };
        let found = knn(&points_of(trainer.data()), &points_of(&judged), NEIGHBORS);
        found.unwrap().share()
    };
    let ours = share(&|images| trainer.model().encode(&images.view()).unwrap());
    let theirs = share(&|images| pca.project(&images.view()));
    assert!(ours > theirs + 0.1, "{ours}, PCA {theirs}");
}

/// The distance of pictures drawn by a model from held-out digits, where the training images are `[1]`.
fn distance(kind: &str) -> [f64; 2] {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "bottleneck": { "kind": kind, "latentDim": 16 },
        "loss": "bce",
    });
    let trainer = trained(&config, digits("train", 2000), 14);
    let (model, training) = (trainer.model(), trainer.data().matrix());
    let held_out = digits("test", 1000).matrix();
    let pca = Pca::fit(&training.view(), 32).unwrap();
    let real = Real::new(&pca, &training.view(), &held_out.view()).unwrap();
    let prior = Prior::of(model.config());
    let drawn = samples(model, &training.view(), prior, 1000, 1).unwrap();
    let likeness = real.likeness(&drawn.pictures.view()).unwrap();
    [likeness.distance, likeness.floor]
}

#[test]
fn a_variational_models_pictures_are_nearer_to_real_ones_than_a_plain_models() {
    let ([variational, floor], [plain, _]) = (distance("variational"), distance("plain"));
    assert!(variational < 0.9 * plain, "{variational}, plain {plain}");
    assert!(floor < variational, "{floor}");
}

#[test]
fn few_labels_go_further_with_a_pretrained_encoder_and_furthest_where_they_spread() {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "bottleneck": { "kind": "plain", "latentDim": 32 },
        "corruption": { "kind": "masking", "amount": 0.5 },
    });
    let mut trainer = trained(&config, labeled("train", 2000), 20);
    let mut model: Autoencoder = trainer.copy_model();
    let config = model.config().clone();
    let (images, judged) = (trainer.data().matrix(), labeled("test", 1000));
    let held_out = judged.matrix();
    let training = Labeled {
        images: images.view(),
        labels: trainer.data().labels().unwrap(),
    };
    let held_out = Labeled {
        images: held_out.view(),
        labels: judged.labels().unwrap(),
    };
    let mut spreader = Spreader::new(Start::Frozen(&mut model), &training.images).unwrap();
    while spreader.advance(&training.images).unwrap() < 1.0 {}
    let [mut scratch, mut tuned, mut spread] = [0.0; 3];
    for seed in 1..=5 {
        let plan = Plan {
            labels_per_class: Some(10),
            steps: 100,
            seed,
        };
        let share = |start: Start<'_>| {
            let mut attempt = Attempt::new(start, training, plan).unwrap();
            while attempt.step().unwrap() {}
            attempt.accuracy(held_out).unwrap().share()
        };
        scratch += share(Start::Scratch(&config)) / 5.0;
        tuned += share(Start::Tuned(&mut model)) / 5.0;
        spread += spreader.accuracy(training, held_out, plan).unwrap().share() / 5.0;
    }
    assert!(tuned > scratch, "{tuned}, from scratch {scratch}");
    assert!(spread > tuned + 0.05, "{spread}, tuned {tuned}");
}
