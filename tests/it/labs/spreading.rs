//! Few labels that spread among neighbors: against scikit-learn, and what must hold of clusters and classes.

use super::measures::of_kind;
use super::points;
use super::pretrain::{PLAN, labeled, plain, two_classes};
use crate::golden::fixture::{Scale, assert_close, count, numbers};
use hourglass::error::Error;
use hourglass::labs::pretrain::Start;
use hourglass::labs::pretrain::spreading::{Graph, Spreader, Spreading};
use hourglass::model::Pca;
use ndarray::Array2;

/// The graph of these points, with all neighbors found.
fn complete(points: Array2<f32>) -> Graph {
    let mut graph = Graph::new(points).unwrap();
    while graph.advance() < 1.0 {}
    graph
}

#[test]
fn labels_spread_as_scikit_learn_spreads_them() {
    for case in of_kind(&["spreading"]) {
        let [n, classes, known] = ["count", "classes", "known"].map(|key| count(&case[key]));
        let (points, labels) = points("spread", n, count(&case["width"]), classes);
        let known: Vec<(usize, u8)> = (0..known).map(|at| (at, labels[at])).collect();
        let graph = complete(points);
        let spreading = Spreading::new(&graph, &known, classes).unwrap();
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
    let graph = complete(points.clone());
    let spreading = Spreading::new(&graph, &[(0, 0), (1, 1)], 2).unwrap();
    let wanted: Vec<u8> = (0..60).map(|row| row % 2).collect();
    assert_eq!(spreading.predict(&points.view()), wanted);
    for known in [(60, 0), (0, 2)] {
        let got = Spreading::new(&graph, &[known], 2);
        assert!(matches!(got, Err(Error::Shape { .. })));
    }
    let alone = Graph::new(points.slice(ndarray::s![..1, ..]).to_owned());
    assert!(matches!(alone, Err(Error::NotReady { .. })));
    let begun = Graph::new(points).unwrap();
    let got = Spreading::new(&begun, &[(0, 0)], 2);
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
        let training = labeled(&training);
        let mut spreader = Spreader::new(start, &training.images).unwrap();
        let early = spreader.accuracy(training, labeled(&held_out), PLAN);
        assert!(matches!(early, Err(Error::NotReady { .. })));
        let mut shares = vec![0.0];
        while shares[shares.len() - 1] < 1.0 {
            shares.push(spreader.advance(&training.images).unwrap());
        }
        assert!(shares.is_sorted(), "{shares:?}");
        let found = spreader
            .accuracy(training, labeled(&held_out), PLAN)
            .unwrap();
        assert_eq!(found.of, 40);
        assert!(found.share() > 0.75, "{name} finds {}", found.share());
    }
}
