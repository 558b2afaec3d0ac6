//! New pictures: sets against `SciPy`'s numbers, and what must hold of samples and of ways between images.

use super::measures::of_kind;
use super::{images, model, points};
use crate::golden::fixture::{Scale, assert_close, count, numbers};
use hourglass::labs::generate::frechet::{FEATURES, Real, frechet};
use hourglass::labs::generate::gaussian::{Gaussian, Moments};
use hourglass::labs::generate::{
    Prior, arithmetic, by_pca, interpolate, pictures, samples, standard_normal,
};
use hourglass::model::{Autoencoder, Pca};
use ndarray::{Array2, Axis, array, s};
use proptest::prelude::*;
use serde_json::json;

fn plain() -> Autoencoder {
    model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 } }))
}

fn variational() -> Autoencoder {
    model(&json!({ "bottleneck": { "kind": "variational", "latentDim": 2 }, "loss": "bce" }))
}

/// Whose numbers may lie anywhere.
fn unbounded() -> Autoencoder {
    model(&json!({
        "bottleneck": { "kind": "plain", "latentDim": 3 }, "outputActivation": "linear", "loss": "mse",
    }))
}

fn moments(name: &str, n: usize, width: usize, classes: usize) -> Moments {
    Moments::of(&points(name, n, width, classes).0.view()).unwrap()
}

#[test]
fn the_frechet_distance_is_scipys() {
    for case in of_kind(&["frechet"]) {
        let (width, n) = (count(&case["width"]), count(&case["count"]));
        let (a, b) = (moments("a", n, width, 3), moments("b", n + 7, width, 4));
        let (got, wanted) = (frechet(&a, &b).unwrap(), case["distance"].as_f64().unwrap());
        assert!((got - wanted).abs() < 1e-4 * wanted, "{got} for {wanted}");
        let back = frechet(&b, &a).unwrap();
        assert!(
            (got - back).abs() < 1e-9 * wanted,
            "{got} there, {back} back"
        );
        let variance = a.covariance.diag().sum();
        assert!(frechet(&a, &a).unwrap() < 1e-7 * variance);
    }
}

#[test]
fn a_gaussian_has_scipys_factor() {
    for case in of_kind(&["normal"]) {
        let (points, _) = points("gaussian", count(&case["count"]), count(&case["width"]), 2);
        let got = Gaussian::fit(&points.view()).unwrap();
        let as_f32 = |x: &f64| *x as f32;
        let (mean, factor): (Vec<f32>, Vec<f32>) = (
            got.mean.iter().map(as_f32).collect(),
            got.factor.iter().map(as_f32).collect(),
        );
        assert_close("mean", &mean, &numbers(&case["mean"]), Scale::Largest, 1e-6);
        assert_close(
            "factor",
            &factor,
            &numbers(&case["factor"]),
            Scale::Largest,
            1e-4,
        );
    }
}

#[test]
fn drawn_points_have_the_moments_that_were_fitted() {
    let (points, _) = points("a", 300, 4, 3);
    let fitted = Moments::of(&points.view()).unwrap();
    let drawn = Gaussian::fit(&points.view()).unwrap().sample(20_000, 3);
    let drawn = Moments::of(&drawn.view()).unwrap();
    let distance = frechet(&fitted, &drawn).unwrap();
    assert!(
        distance < 2e-3 * fitted.covariance.diag().sum(),
        "{distance}"
    );
    let same = Array2::from_elem((5, 3), 0.25_f32);
    let drawn = Gaussian::fit(&same.view()).unwrap().sample(4, 1);
    assert_eq!(
        drawn,
        Array2::from_elem((4, 3), 0.25),
        "points that are all the same"
    );
}

#[test]
fn the_prior_is_that_of_the_kind() {
    assert_eq!(Prior::of(variational().config()).name(), "standard");
    assert_eq!(Prior::of(plain().config()).name(), "fitted");
    let training = images("training", 50);
    let drawn = samples(&variational(), &training.view(), Prior::Standard, 9, 4).unwrap();
    assert_eq!(drawn.codes, standard_normal(9, 2, 4));
    let fitted = Gaussian::fit(&plain().encode(&training.view()).unwrap().view()).unwrap();
    let drawn = samples(&plain(), &training.view(), Prior::Fitted, 9, 4).unwrap();
    assert_eq!(drawn.codes, fitted.sample(9, 4));
    assert_eq!(
        drawn.pictures,
        pictures(&plain(), &drawn.codes.view()).unwrap()
    );
}

#[test]
fn ways_begin_and_end_at_the_images() {
    let model = plain();
    let some = images("some", 2);
    let (from, to) = (some.row(0), some.row(1));
    let ways = interpolate(&model, &from, &to, 5).unwrap();
    assert_eq!(
        (ways.in_code.dim(), ways.in_pixels.dim()),
        ((5, 64), (5, 64))
    );
    let rebuilt = model.reconstruct(&some.view()).unwrap();
    for (step, image) in [(0, 0), (4, 1)] {
        assert_eq!(ways.in_pixels.row(step), some.row(image));
        let apart = &ways.in_code.row(step) - &rebuilt.row(image);
        assert!(apart.iter().all(|x| x.abs() < 1e-6));
    }
    let middle = (&from + &to) / 2.0;
    let apart = &ways.in_pixels.row(2) - &middle;
    assert!(apart.iter().all(|x| x.abs() < 1e-6));
}

#[test]
fn class_means_are_added_in_codes() {
    let (model, some) = (plain(), images("some", 30));
    let labels: Vec<u8> = (0..30).map(|at| at % 3).collect();
    let got = arithmetic(&model, &some.view(), Some(&labels), [2, 0, 1]).unwrap();
    let codes = model.encode(&some.view()).unwrap();
    for (row, class) in [2, 0, 1].into_iter().enumerate() {
        let wanted = codes.slice(s![class..;3, ..]).mean_axis(Axis(0)).unwrap();
        assert!(
            (&got.codes.row(row) - &wanted)
                .iter()
                .all(|x| x.abs() < 1e-5)
        );
    }
    let sum = &got.codes.row(0) - &got.codes.row(1) + got.codes.row(2);
    assert_eq!(got.codes.row(3), sum);
    assert_eq!(got.pictures, pictures(&model, &got.codes.view()).unwrap());
    let mean = |class: usize| some.slice(s![class..;3, ..]).mean_axis(Axis(0)).unwrap();
    let wanted = (mean(2) - mean(0) + mean(1)).mapv(|x| x.clamp(0.0, 1.0));
    let apart = &got.in_pixels.row(3) - &wanted;
    assert!(apart.iter().all(|x| x.abs() < 1e-5), "in pixels, too");
    let none = arithmetic(&model, &some.view(), Some(&labels), [2, 2, 2]).unwrap();
    let apart = &none.codes.row(3) - &none.codes.row(0);
    assert!(apart.iter().all(|x| x.abs() < 1e-5), "a − a + a is a");
}

#[test]
fn real_images_are_nearer_to_real_ones_than_an_untrained_models() {
    let (training, held_out) = (images("training", 300), images("held out", 120));
    let pca = Pca::fit(&training.view(), 40).unwrap();
    let real = Real::new(&pca, &training.view(), &held_out.view()).unwrap();
    let drawn = samples(&plain(), &training.view(), Prior::Fitted, 90, 1).unwrap();
    let got = real.likeness(&drawn.pictures.view()).unwrap();
    assert_eq!((got.count, got.features), (90, FEATURES));
    assert!(got.distance > 5.0 * got.floor, "{got:?}");
    let itself = real.likeness(&held_out.view()).unwrap();
    assert!(itself.distance < 1e-6 && itself.floor > 1e-3, "{itself:?}");
    let of_pca = by_pca(&pca, &training.view(), 3, 90, 1).unwrap();
    let of_pca = real.likeness(&of_pca.view()).unwrap();
    assert!(of_pca.distance < got.distance, "{of_pca:?}");
}

#[test]
fn what_cannot_be_made_is_refused_by_name() {
    let (model, some) = (plain(), images("some", 4));
    let (few, narrow) = (some.slice(s![..1, ..]), some.slice(s![.., ..63]));
    let drawn = samples(&model, &few, Prior::Fitted, 3, 1);
    assert_eq!(drawn.unwrap_err().name(), "NotReadyError");
    let way = |steps: usize| interpolate(&model, &some.row(0), &some.row(1), steps);
    assert_eq!(way(1).unwrap_err().name(), "ConfigError");
    let way = interpolate(&model, &some.row(0), &narrow.row(1), 3);
    assert_eq!(way.unwrap_err().name(), "ShapeError");
    let sum = |labels: Option<&[u8]>| arithmetic(&model, &some.view(), labels, [0, 1, 2]);
    assert_eq!(sum(None).unwrap_err().name(), "NotReadyError");
    assert_eq!(
        sum(Some(&[0, 1, 0, 1])).unwrap_err().name(),
        "NotReadyError",
        "no image"
    );
    assert_eq!(sum(Some(&[0, 1, 2])).unwrap_err().name(), "ShapeError");
    let pca = Pca::fit(&some.view(), 2).unwrap();
    let drawn = by_pca(&pca, &some.view(), 3, 5, 1);
    assert_eq!(drawn.unwrap_err().name(), "ShapeError");
    assert!(Real::new(&pca, &narrow, &some.view()).is_err());
    let real = Real::new(&pca, &some.view(), &some.view()).unwrap();
    assert_eq!(real.likeness(&few).unwrap_err().name(), "NotReadyError");
    let bad = Moments::of(&array![[f32::NAN], [0.0]].view());
    assert_eq!(bad.unwrap_err().name(), "ShapeError");
    let (a, b) = (moments("a", 9, 2, 3), moments("a", 9, 3, 3));
    assert_eq!(frechet(&a, &b).unwrap_err().name(), "ShapeError");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pictures_stay_in_bounds_and_a_seed_gives_the_same_bits(seed in any::<u64>(), n in 1_usize..70) {
        let training = images("training", 40);
        for model in [plain(), variational(), unbounded()] {
            let prior = Prior::of(model.config());
            let some = samples(&model, &training.view(), prior, n, seed).unwrap();
            prop_assert!(some.pictures.iter().all(|x| (0.0..=1.0).contains(x)));
            prop_assert_eq!(&samples(&model, &training.view(), prior, n, seed).unwrap(), &some);
            let more = samples(&model, &training.view(), prior, n + 5, seed).unwrap();
            prop_assert_eq!(more.codes.slice(s![..n, ..]), some.codes.view());
            let other = samples(&model, &training.view(), prior, n, seed ^ 1).unwrap();
            prop_assert_ne!(other.codes, some.codes);
            let ways = interpolate(&model, &training.row(0), &training.row(n % 40), 2 + n % 9).unwrap();
            let pixels = ways.in_code.iter().chain(&ways.in_pixels);
            prop_assert!(pixels.into_iter().all(|x| (0.0..=1.0).contains(x)));
        }
    }

    #[test]
    fn a_set_is_at_no_distance_from_itself_and_as_far_there_as_back(seed in any::<u32>(), n in 2_usize..50) {
        let a = moments(&format!("{seed} a"), n, 5, 3);
        let b = moments(&format!("{seed} b"), n + 3, 5, 2);
        let variance = a.covariance.diag().sum();
        prop_assert!(frechet(&a, &a).unwrap() < 1e-6 * variance);
        let (there, back) = (frechet(&a, &b).unwrap(), frechet(&b, &a).unwrap());
        prop_assert!((there - back).abs() < 1e-6 * (there + variance), "{} {}", there, back);
    }
}
