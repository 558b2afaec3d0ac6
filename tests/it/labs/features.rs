//! What a code knows: classifiers and neighborhoods against scikit-learn, and what must hold of them.

use super::measures::of_kind;
use super::points;
use crate::golden::fixture::{Scale, assert_close, count, numbers};
use hourglass::data::NO_LABEL;
use hourglass::labs::evenly::evenly;
use hourglass::labs::features::lbfgs::minimize;
use hourglass::labs::features::linear::Linear;
use hourglass::labs::features::neighborhoods::{continuity, trustworthiness};
use hourglass::labs::features::{Accuracy, Labeled, knn};
use hourglass::labs::nearest::Nearest;
use ndarray::{Array2, Axis, array};
use proptest::prelude::*;
use serde_json::Value;

/// Relative tolerance of numbers that a search or sums in another order lead to.
const TOLERANCE: f64 = 1e-4;

pub fn labeled(name: &str, n: usize, width: usize, classes: usize) -> Labeled {
    let (points, labels) = points(name, n, width, classes);
    Labeled::new(&points.view(), Some(&labels)).unwrap()
}

/// The training and the judged points of a case.
fn of_case(case: &Value) -> [Labeled; 2] {
    let (width, classes) = (count(&case["width"]), count(&case["classes"]));
    ["training", "judged"].map(|part| labeled(part, count(&case[part]), width, classes))
}

#[test]
fn neighbors_vote_as_scikit_learns() {
    for case in of_kind(&["classifiers"]) {
        let [training, judged] = of_case(&case);
        for (k, key) in [(1, "knn1"), (5, "knn5")] {
            let got = knn(&training, &judged, k).unwrap();
            assert_eq!(
                (got.right, got.of),
                (count(&case[key]), count(&case["judged"])),
                "{case}"
            );
        }
    }
}

#[test]
fn the_linear_classifier_is_scikit_learns() {
    for case in of_kind(&["classifiers"]) {
        let [training, judged] = of_case(&case);
        let linear = Linear::fit(&training).unwrap();
        assert!(linear.converged, "after {} steps", linear.iterations);
        let got = linear.accuracy(&judged).unwrap();
        assert_eq!(got.right, count(&case["linear"]));
        let ends = got.interval().map(|end| end as f32);
        assert_close(
            "interval",
            &ends,
            &numbers(&case["interval"]),
            Scale::One,
            1e-7,
        );
        let wanted = case["loss"].as_f64().unwrap();
        assert!(
            (linear.loss - wanted).abs() < 1e-7 * wanted,
            "{} for {wanted}",
            linear.loss
        );
        let weights: Vec<f32> = linear.weights.iter().map(|&x| x as f32).collect();
        assert_close(
            "weights",
            &weights,
            &numbers(&case["weights"]),
            Scale::Largest,
            TOLERANCE,
        );
        let mean = linear.bias.mean().unwrap();
        let bias: Vec<f32> = linear.bias.iter().map(|x| (x - mean) as f32).collect();
        assert_close(
            "bias",
            &bias,
            &numbers(&case["differences"]),
            Scale::Largest,
            TOLERANCE,
        );
    }
}

#[test]
fn neighborhoods_are_scikit_learns() {
    for case in of_kind(&["neighborhoods"]) {
        let (n, k) = (count(&case["count"]), count(&case["k"]));
        let (space, _) = points("space", n, count(&case["width"]), 5);
        let [map, rest] = ["map", "map's rest"].map(|name| points(name, n, 2, 5).0);
        let map = map + rest / 4096.0;
        let near = &space.select(Axis(1), &[0, 1]) + &(&map / 16.0);
        let (space, map, near) = (space.view(), map.view(), near.view());
        let got = [
            trustworthiness(&space, &near, k).unwrap(),
            continuity(&space, &near, k).unwrap(),
            trustworthiness(&space, &map, k).unwrap(),
        ];
        for (got, key) in got
            .into_iter()
            .zip(["trustworthiness", "continuity", "ofChance"])
        {
            let wanted = case[key].as_f64().unwrap();
            assert!(
                (got - wanted).abs() < TOLERANCE * wanted,
                "{key}: {got} for {wanted}"
            );
        }
        assert_eq!(trustworthiness(&space, &space, k).unwrap(), 1.0);
    }
}

#[test]
fn a_code_far_from_zero_and_scaled_numbers_are_classified_as_well() {
    let [training, judged] = ["training", "judged"].map(|part| labeled(part, 200, 6, 4));
    let moved = |of: &Labeled| {
        let far = of.points().mapv(|x| x + 4096.0);
        Labeled::new(&far.view(), Some(of.labels())).unwrap()
    };
    let near = knn(&training, &judged, 5).unwrap();
    assert_eq!(knn(&moved(&training), &moved(&judged), 5).unwrap(), near);
    let uneven = |of: &Labeled| {
        let scaled = &of.points() * &array![1e3_f32, 1e-3, 1.0, 0.0, 30.0, 1.0];
        Labeled::new(&scaled.view(), Some(of.labels())).unwrap()
    };
    let linear = Linear::fit(&uneven(&training)).unwrap();
    assert!(linear.converged, "after {} steps", linear.iterations);
    assert!(linear.accuracy(&uneven(&judged)).unwrap().share() > 0.4);
    assert!(linear.weights.row(3).iter().all(|&weight| weight == 0.0));
    assert_eq!(
        Linear::fit(&uneven(&training)).unwrap(),
        linear,
        "the same again"
    );
}

#[test]
fn of_equal_votes_the_least_label_wins() {
    let points = array![[0.0_f32], [1.0], [2.0], [3.0]];
    let training = Labeled::new(&points.view(), Some(&[7, 7, 3, 3])).unwrap();
    let judged = Labeled::new(&array![[-1.0_f32]].view(), Some(&[3])).unwrap();
    assert_eq!(knn(&training, &judged, 4).unwrap().right, 1);
    assert_eq!(knn(&training, &judged, 3).unwrap().right, 0);
}

#[test]
fn images_without_a_label_do_not_count() {
    let points = array![[0.0_f32], [9.0], [1.0]];
    let some = Labeled::new(&points.view(), Some(&[4, NO_LABEL, 2])).unwrap();
    assert_eq!(
        (some.points(), some.labels()),
        (array![[0.0_f32], [1.0]].view(), &[4, 2][..])
    );
    assert_eq!(some.classes(), [2, 4]);
}

#[test]
fn what_cannot_be_classified_is_refused_by_name() {
    let (points, labels) = points("training", 9, 3, 3);
    let points = points.view();
    let name = |made: hourglass::error::Result<Labeled>| made.unwrap_err().name();
    assert_eq!(name(Labeled::new(&points, None)), "NotReadyError");
    assert_eq!(
        name(Labeled::new(&points, Some(&[NO_LABEL; 9]))),
        "NotReadyError"
    );
    assert_eq!(
        name(Labeled::new(&points, Some(&labels[1..]))),
        "ShapeError"
    );
    let bad = points.mapv(|x| x / 0.0);
    assert_eq!(name(Labeled::new(&bad.view(), Some(&labels))), "ShapeError");

    let all = Labeled::new(&points, Some(&labels)).unwrap();
    let one = Labeled::new(&points, Some(&[5; 9])).unwrap();
    let wide = labeled("judged", 9, 4, 3);
    let name = |made: hourglass::error::Result<Accuracy>| made.unwrap_err().name();
    assert_eq!(name(knn(&one, &all, 5)), "NotReadyError", "one class");
    assert_eq!(
        name(knn(&all, &all, 10)),
        "NotReadyError",
        "fewer than neighbors"
    );
    assert_eq!(name(knn(&all, &all, 0)), "ConfigError");
    assert_eq!(name(knn(&all, &wide, 5)), "ShapeError");
    assert_eq!(Linear::fit(&one).unwrap_err().name(), "NotReadyError");
    assert_eq!(
        name(Linear::fit(&all).unwrap().accuracy(&wide)),
        "ShapeError"
    );

    let of = |k: usize, n: usize| {
        let map = Array2::zeros((n, 2));
        trustworthiness(&points, &map.view(), k).map_err(|error| error.name())
    };
    assert_eq!(
        of(5, 9),
        Err("NotReadyError"),
        "fewer than twice the neighbors"
    );
    assert_eq!(of(4, 8), Err("ShapeError"));
    assert_eq!(of(0, 9), Err("ConfigError"));
    assert!(of(4, 9).is_ok());
}

#[test]
fn the_search_finds_the_bottom_of_a_narrow_valley() {
    // Rosenbrock's is not convex, but smooth, and known.
    let mut valley = |at: &[f64], gradient: &mut [f64]| {
        let (x, y) = (at[0], at[1]);
        gradient[0] = -400.0 * x * (y - x * x) - 2.0 * (1.0 - x);
        gradient[1] = 200.0 * (y - x * x);
        100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2)
    };
    let flat = |gradient: &[f64]| gradient.iter().all(|x| x.abs() < 1e-8);
    let found = minimize(vec![-1.2, 1.0], 500, &mut valley, &flat);
    assert!(found.converged && found.value < 1e-14, "{found:?}");
    assert!((found.at[0] - 1.0).abs() < 1e-6, "{found:?}");
    let stopped = minimize(vec![-1.2, 1.0], 3, &mut valley, &flat);
    assert_eq!((stopped.iterations, stopped.converged), (3, false));
}

#[test]
fn the_nearest_come_in_order_and_the_first_of_equals_first() {
    let all = array![[3.0_f32], [1.0], [3.0], [-1.0]];
    let nearest = Nearest::new(&all.view()).unwrap();
    let asked = array![[0.0_f32], [2.5]];
    assert_eq!(
        nearest.neighbors(&asked.view(), 3),
        [vec![1, 3, 0], vec![0, 2, 1]]
    );
    assert_eq!(nearest.neighbors(&asked.view(), 9)[1], [0, 2, 1, 3]);
    assert_eq!(
        nearest.neighbors(&asked.view(), 0),
        [Vec::<usize>::new(), Vec::new()]
    );
    assert_eq!(nearest.find(&asked.view()), [(1, 1.0), (0, 0.25)]);
}

#[test]
fn a_few_of_many_are_spread_evenly() {
    assert_eq!(evenly(10, 4), [0, 2, 5, 7]);
    assert_eq!(evenly(3, 9), [0, 1, 2]);
    assert_eq!(evenly(0, 4), [0; 0]);
}

proptest! {
    #[test]
    fn a_share_lies_in_its_interval(right in 0_usize..200, wrong in 0_usize..200) {
        prop_assume!(right + wrong > 0);
        let some = Accuracy { right, of: right + wrong };
        let [low, high] = some.interval();
        prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high));
        prop_assert!(low <= some.share() + 1e-12 && some.share() <= high + 1e-12);
    }

    #[test]
    fn neighborhoods_lie_between_none_and_all(seed in any::<u32>(), n in 25_usize..60) {
        let (space, _) = points(&format!("space {seed}"), n, 4, 3);
        let (map, _) = points(&format!("map {seed}"), n, 2, 3);
        let got = trustworthiness(&space.view(), &map.view(), 12).unwrap();
        prop_assert!((0.0..=1.0).contains(&got), "{}", got);
    }
}
