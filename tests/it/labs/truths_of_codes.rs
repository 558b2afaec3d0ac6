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
    assert!(ours > theirs + 0.04, "{ours}, PCA {theirs}");
}

/// The distance from held-out digits of pictures that a model draws of standard normal codes.
fn distance(kind: &str) -> f64 {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "bottleneck": { "kind": kind, "latentDim": 2 },
        "loss": "bce",
    });
    let trainer = trained(&config, digits("train", 2000), 6);
    let (model, training) = (trainer.model(), trainer.data().matrix());
    let held_out = digits("test", 1000).matrix();
    let pca = Pca::fit(&training.view(), 32).unwrap();
    let real = Real::new(&pca, &training.view(), &held_out.view()).unwrap();
    let drawn = samples(model, &training.view(), Prior::Standard, 1000, 1).unwrap();
    let likeness = real.likeness(&drawn.pictures.view()).unwrap();
    assert!(likeness.floor < likeness.distance, "{likeness:?}");
    likeness.distance
}

#[test]
fn of_standard_normal_codes_a_variational_model_draws_what_is_nearer_to_real_images() {
    let [variational, plain] = ["variational", "plain"].map(distance);
    assert!(variational < 0.8 * plain, "{variational}, plain {plain}");
}

#[test]
fn few_labels_go_furthest_where_they_spread_by_code() {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "bottleneck": { "kind": "plain", "latentDim": 32 },
        "corruption": { "kind": "masking", "amount": 0.5 },
    });
    let mut trainer = trained(&config, labeled("train", 2000), 14);
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
    let [mut scratch, mut tuned, mut spread] = [0.0_f64; 3];
    for seed in 1..=3 {
        let plan = Plan {
            labels_per_class: Some(5),
            steps: 100,
            seed,
        };
        let share = |start: Start<'_>| {
            let mut attempt = Attempt::new(start, training, plan).unwrap();
            while attempt.step().unwrap() {}
            attempt.accuracy(held_out).unwrap().share()
        };
        scratch += share(Start::Scratch(&config)) / 3.0;
        tuned += share(Start::Tuned(&mut model)) / 3.0;
        spread += spreader.accuracy(training, held_out, plan).unwrap().share() / 3.0;
    }
    let most = scratch.max(tuned);
    assert!(
        spread > most + 0.05,
        "{spread}, tuned {tuned}, from scratch {scratch}"
    );
}
