//! Classifiers of few labels: their loss against `PyTorch`, and what must hold of draws, steps and copies.

use super::measures::of_kind;
use super::{images, model, points};
use crate::golden::fixture::{Scale as Relative, assert_close, count, numbers};
use hourglass::data::NO_LABEL;
use hourglass::error::Error;
use hourglass::labs::pretrain::scale::Scale;
use hourglass::labs::pretrain::{Attempt, Labeled, MOST_STEPS, Plan, Start, choose, classes_of};
use hourglass::model::{Autoencoder, Pca};
use hourglass::nn::{Backward, Layer, softmax_cross_entropy};
use ndarray::{Array2, array};
use serde_json::json;

/// Largest difference from the reference, by the largest number.
const TOLERANCE: f64 = 2e-6;

#[test]
fn cross_entropy_and_its_gradient_are_pytorchs() {
    for case in of_kind(&["cross-entropy"]) {
        let (n, classes) = (count(&case["count"]), count(&case["classes"]));
        let (values, labels) = points("logits", n, classes, classes);
        let logits: Vec<f32> = values
            .iter()
            .map(|x| x * count(&case["scale"]) as f32)
            .collect();
        let mut gradient = vec![f32::NAN; logits.len()];
        let loss = softmax_cross_entropy(&logits, &labels, &mut gradient);
        let wanted = numbers(&json!([case["loss"]]));
        assert_close("loss", &[loss], &wanted, Relative::Largest, TOLERANCE);
        let wanted = numbers(&case["gradient"]);
        assert_close("gradient", &gradient, &wanted, Relative::Largest, TOLERANCE);
    }
}

#[test]
fn cross_entropy_bears_logits_of_any_size() {
    let mut gradient = [f32::NAN; 3];
    let loss = softmax_cross_entropy(&[1e30, -1e30, 0.0], &[0], &mut gradient);
    assert_eq!((loss, gradient), (0.0, [0.0; 3]));
    assert_eq!(softmax_cross_entropy(&[], &[], &mut []), 0.0);
}

#[test]
fn a_draw_has_as_many_of_each_class_and_a_larger_one_has_them_too() {
    let labels: Vec<u8> = (0..60)
        .map(|at| {
            if at % 7 == 0 {
                NO_LABEL
            } else {
                [3, 8, 9][at % 3]
            }
        })
        .collect();
    assert_eq!(classes_of(&labels), [3, 8, 9]);
    let of = |n, seed| choose(&labels, n, seed).unwrap();
    for class in [3, 8, 9] {
        let places = of(5, 1);
        let found = places.iter().filter(|&&at| labels[at] == class).count();
        assert_eq!(found, 5, "class {class}");
    }
    assert!(of(2, 1).iter().all(|at| of(5, 1).contains(at)));
    assert_eq!(of(5, 1), of(5, 1));
    assert_ne!(of(5, 1), of(5, 2));
}

#[test]
fn draws_that_cannot_be_are_refused_by_name() {
    let labels = [0, 0, 0, 1];
    assert!(matches!(choose(&labels, 0, 1), Err(Error::Config { .. })));
    let error = choose(&labels, 2, 1).unwrap_err().to_string();
    assert!(error.contains("class 1 has 1"), "{error}");
    for labels in [&[4, 4, NO_LABEL][..], &[NO_LABEL], &[]] {
        assert!(matches!(choose(labels, 1, 1), Err(Error::NotReady { .. })));
    }
    assert!(choose(&labels, usize::MAX, 1).is_err());
}

/// Images of two classes, the bright and the dark ones, the last of them without a label.
pub(super) fn two_classes(name: &str, n: usize) -> (Array2<f32>, Vec<u8>) {
    let images = images(name, n);
    let mean = images.mean().unwrap();
    let class = |image: ndarray::ArrayView1<'_, f32>| u8::from(image.mean().unwrap() > mean);
    let mut labels: Vec<u8> = images.rows().into_iter().map(class).collect();
    labels[n - 1] = NO_LABEL;
    (images, labels)
}

pub(super) fn labeled((images, labels): &(Array2<f32>, Vec<u8>)) -> Labeled<'_> {
    Labeled {
        images: images.view(),
        labels,
    }
}

pub(super) const PLAN: Plan = Plan {
    labels_per_class: Some(12),
    steps: 200,
    seed: 5,
};

pub(super) fn plain() -> Autoencoder {
    model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 6 } }))
}

#[test]
fn every_start_learns_what_is_easy_and_leaves_the_model_as_it_is() {
    let (training, judged) = (two_classes("few", 90), two_classes("judged", 41));
    let pca = Pca::fit(&training.0.view(), 6).unwrap();
    for config in [
        json!({ "bottleneck": { "kind": "plain", "latentDim": 6 } }),
        json!({ "bottleneck": { "kind": "variational", "latentDim": 6 }, "loss": "bce" }),
        json!({ "bottleneck": { "kind": "plain", "latentDim": 6 }, "codeActivation": "sigmoid" }),
    ] {
        let mut model = model(&config);
        let mut other = model.copy();
        let config = model.config().clone();
        let before = model.encode(&judged.0.view()).unwrap();
        let starts = [
            Start::Scratch(&config),
            Start::Frozen(&mut other),
            Start::Tuned(&mut model),
            Start::Pca(&pca, 6),
        ];
        for (start, name) in starts.into_iter().zip(Start::NAMES) {
            assert_eq!(start.name(), name);
            let mut attempt = Attempt::new(start, labeled(&training), PLAN).unwrap();
            while attempt.step().unwrap() {}
            assert!(!attempt.step().unwrap(), "no step is left");
            let losses = attempt.losses();
            assert_eq!((losses.len(), attempt.share()), (200, 1.0));
            assert!(losses[199] < losses[0], "{name}: {losses:?}");
            let found = attempt.accuracy(labeled(&judged)).unwrap();
            assert_eq!(found.of, 40, "the one without a label does not count");
            assert!(found.share() > 0.75, "{name} finds {}", found.share());
        }
        assert_eq!(model.encode(&judged.0.view()).unwrap(), before);
    }
}

#[test]
fn a_seed_gives_the_same_classifier_and_the_model_no_other_weights() {
    let training = two_classes("few", 90);
    let mut model = plain();
    let config = model.config().clone();
    let losses = |start: Start<'_>, seed| {
        let mut attempt = Attempt::new(start, labeled(&training), Plan { seed, ..PLAN }).unwrap();
        while attempt.step().unwrap() {}
        attempt.losses().to_vec()
    };
    let scratch = || Start::Scratch(&config);
    assert_eq!(losses(scratch(), 1), losses(scratch(), 1));
    assert_ne!(losses(scratch(), 1), losses(scratch(), 2));
    // Its first weights are the draw's, not the trained model's.
    let mut other = config.clone();
    other.seed = 77;
    assert_eq!(losses(Start::Scratch(&other), 1), losses(scratch(), 1));
    assert_ne!(losses(Start::Tuned(&mut model), 1), losses(scratch(), 1));
}

#[test]
fn what_cannot_be_learned_is_refused_by_name() {
    let training = two_classes("few", 30);
    let mut model = plain();
    let mut with = |plan| Attempt::new(Start::Tuned(&mut model), labeled(&training), plan);
    for steps in [0, MOST_STEPS + 1] {
        assert!(matches!(
            with(Plan { steps, ..PLAN }),
            Err(Error::Config { .. })
        ));
    }
    let narrow = Array2::zeros((30, 5));
    let wrong = Labeled {
        images: narrow.view(),
        labels: &training.1,
    };
    let got = Attempt::new(Start::Tuned(&mut model), wrong, PLAN);
    assert!(matches!(got, Err(Error::Shape { .. })));
    let short = Labeled {
        labels: &training.1[1..],
        ..labeled(&training)
    };
    let got = Attempt::new(Start::Frozen(&mut model), short, PLAN);
    assert!(matches!(got, Err(Error::Shape { .. })));
    let attempt = Attempt::new(Start::Tuned(&mut model), labeled(&training), PLAN).unwrap();
    assert!(matches!(attempt.accuracy(wrong), Err(Error::Shape { .. })));
    let unlabeled = Labeled {
        labels: &[NO_LABEL; 30],
        ..labeled(&training)
    };
    let got = attempt.accuracy(unlabeled);
    assert!(matches!(got, Err(Error::NotReady { .. })));
}

#[test]
fn a_scale_brings_numbers_to_mean_zero_and_all_to_spread_one_and_its_gradient_back() {
    let points = array![[1.0, 7.0, -4.0], [3.0, 7.0, 0.0], [5.0, 7.0, 4.0]];
    let mut scale = Scale::of(&points);
    let scaled = scale.apply(&points);
    assert!(scaled.columns().into_iter().all(|x| x.sum().abs() < 1e-6));
    assert!((scaled.mapv(|x| x * x).mean().unwrap() - 1.0).abs() < 1e-6);
    assert!(
        scaled[[2, 2]] > scaled[[2, 0]],
        "what varies more says more"
    );
    let alike = Array2::from_elem((3, 2), 4.5_f32);
    assert_eq!(
        Scale::of(&alike).apply(&alike),
        Array2::<f32>::zeros((3, 2))
    );
    let input = points.as_slice().unwrap();
    let (mut output, mut d_input) = ([f32::NAN; 9], [f32::NAN; 9]);
    scale.forward(input, &mut output, 3, &mut []);
    assert_eq!(output, scaled.as_slice().unwrap());
    scale.backward(Backward {
        input,
        output: &output,
        d_output: &[1.0; 9],
        d_input: Some(&mut d_input),
        rows: 3,
        begins: true,
    });
    let slope = (scaled[[2, 0]] - scaled[[0, 0]]) / 4.0;
    assert!(
        d_input.iter().all(|d| (d - slope).abs() < 1e-6),
        "{d_input:?} for {slope}"
    );
}

#[test]
fn all_labels_are_learned_where_no_number_is_given() {
    let (training, judged) = (two_classes("few", 90), two_classes("judged", 41));
    let pca = Pca::fit(&training.0.view(), 6).unwrap();
    let plan = Plan {
        labels_per_class: None,
        ..PLAN
    };
    let mut attempt = Attempt::new(Start::Pca(&pca, 6), labeled(&training), plan).unwrap();
    while attempt.step().unwrap() {}
    let found = attempt.accuracy(labeled(&judged)).unwrap();
    assert!(found.share() > 0.85, "{}", found.share());
}
