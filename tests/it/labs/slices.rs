//! What a code knows, found out in slices: the same as in one go. And which of its numbers are in use.

use super::features::labeled;
use hourglass::labs::features::lbfgs::{Search, minimize};
use hourglass::labs::features::linear::{EXACT, Learning, Linear};
use hourglass::labs::features::neighborhoods::{Comparison, continuity, trustworthiness};
use hourglass::labs::features::{Vote, knn, numbers_in_use};
use ndarray::{Array2, array};

#[test]
fn a_search_that_is_told_values_takes_the_same_way() {
    let bowl = |at: &[f64], gradient: &mut [f64]| {
        gradient[0] = 2.0 * at[0] + 4.0 * at[0].powi(3);
        gradient[1] = 40.0 * (at[1] - 3.0);
        at[0].powi(2) + at[0].powi(4) + 20.0 * (at[1] - 3.0).powi(2)
    };
    let flat = |gradient: &[f64]| gradient.iter().all(|x| x.abs() < 1e-9);
    let at_once = minimize(vec![7.0, -5.0], 100, &mut { bowl }, &flat);
    let mut search = Search::new(vec![7.0, -5.0], 100);
    let mut gradient = [0.0; 2];
    let mut told = 0;
    loop {
        let value = bowl(search.asked(), &mut gradient);
        told += 1;
        if search.told(value, &gradient, &flat) {
            break;
        }
    }
    let found = search.finish();
    assert!(found.converged && told > found.iterations, "{found:?}");
    assert_eq!(found, at_once);
}

#[test]
fn work_in_slices_comes_to_the_same_as_in_one_go() {
    let [training, judged] = ["training", "judged"].map(|part| labeled(part, 300, 6, 4));
    let rest = || true;

    let mut learning = Learning::new(&training, EXACT).unwrap();
    let (mut slices, mut share) = (1, 0.0);
    while !learning.advance(&rest) {
        slices += 1;
        assert!(learning.share() >= share, "back at slice {slices}");
        share = learning.share();
    }
    let linear = learning.finish().unwrap();
    assert_eq!(linear, Linear::fit(&training).unwrap());
    assert!(slices > 2 * linear.iterations, "{slices} slices");
    assert!(share > 0.5, "{share}");

    let mut vote = Vote::new(&training, &judged, 5).unwrap();
    assert!(vote.advance(&rest) < 1.0);
    while vote.advance(&rest) < 1.0 {}
    assert_eq!(vote.finish(), knn(&training, &judged, 5).unwrap());

    let (space, map) = (training.points(), judged.points());
    let mut comparison = Comparison::new(&space, &map, 12).unwrap();
    assert!(comparison.advance(&rest) < 1.0);
    while comparison.advance(&rest) < 1.0 {}
    let found = comparison.finish();
    let trust = trustworthiness(&space, &map, 12).unwrap();
    assert_eq!(found.trustworthiness.mean, trust);
    assert_eq!(found.continuity.mean, continuity(&space, &map, 12).unwrap());
    let [low, high] = found.trustworthiness.interval;
    assert!(low < trust && trust < high && high - low < 0.2);
}

#[test]
fn numbers_that_stay_the_same_are_not_in_use() {
    let codes = array![[1.0_f32, 5.0, 0.0], [1.0, 5.05, 2.0], [1.0, 4.95, -2.0]];
    assert_eq!(numbers_in_use(&codes.view(), false), 2);
    assert_eq!(numbers_in_use(&codes.view(), true), 1);
    assert_eq!(
        numbers_in_use(&Array2::from_elem((4, 2), 3.0_f32).view(), false),
        0
    );
}
