//! Few labels that spread among neighbors: against scikit-learn, and what must hold of clusters and classes.

use super::measures::of_kind;
use super::points;
use super::pretrain::{PLAN, labeled, plain, two_classes};
use crate::golden::fixture::{Scale, assert_close, count, numbers};
use hourglass::error::Error;
use hourglass::labs::pretrain::spreading::Spreading;
use hourglass::labs::pretrain::{Start, spread};
use hourglass::model::Pca;
use ndarray::Array2;

#[test]
fn labels_spread_as_scikit_learn_spreads_them() {
    for case in of_kind(&["spreading"]) {
        let [n, classes, known] = ["count", "classes", "known"].map(|key| count(&case[key]));
        let (points, labels) = points("spread", n, count(&case["width"]), classes);
        let known: Vec<(usize, u8)> = (0..known).map(|at| (at, labels[at])).collect();
        let spreading = Spreading::new(&points.view(), &known, classes).unwrap();
        let share = |row: ndarray::ArrayView1<'_, f32>| {
            let all = row.sum().max(f32::MIN_POSITIVE);
            row.mapv(|x| x / all).to_vec()
        };
        let got: Vec<f32> = spreading
            .scores()
            .rows()
            .into_iter()
            .flat_map(share)
            .collect();
        let wanted = numbers(&case["shares"]);
        assert_close("shares", &got, &wanted, Scale::Largest, 1e-5);
    }
}

#[test]
fn labels_reach_their_own_cluster_and_not_the_other() {
    let point = |(row, at): (usize, usize)| {
        (row % 2) as f32 * 9.0 + ((row * (7 + 4 * at)) % 61) as f32 / 61.0
    };
    let points = Array2::from_shape_fn((60, 2), point);
    let spreading = Spreading::new(&points.view(), &[(0, 0), (1, 1)], 2).unwrap();
    let wanted: Vec<u8> = (0..60).map(|row| row % 2).collect();
    assert_eq!(spreading.predict(&points.view()), wanted);
    for known in [(60, 0), (0, 2)] {
        let got = Spreading::new(&points.view(), &[known], 2);
        assert!(matches!(got, Err(Error::Shape { .. })));
    }
    let got = Spreading::new(&points.slice(ndarray::s![..1, ..]), &[(0, 0)], 2);
    assert!(matches!(got, Err(Error::NotReady { .. })));
}

#[test]
fn spread_labels_are_judged_by_held_out_images_that_have_one() {
    let (training, held_out) = (two_classes("few", 90), two_classes("judged", 41));
    let mut model = plain();
    let config = model.config().clone();
    let pca = Pca::fit(&training.0.view(), 6).unwrap();
    for start in [
        Start::Frozen(&mut model),
        Start::Pca(&pca, 6),
        Start::Scratch(&config),
    ] {
        let name = start.name();
        let found = spread(start, labeled(&training), labeled(&held_out), PLAN).unwrap();
        assert_eq!(found.of, 40);
        assert!(found.share() > 0.75, "{name} finds {}", found.share());
    }
}
