//! The held-out share: of every class, never all, the same for the same seed.

use hourglass::data::limits::{MAX_BYTES, MAX_IMAGES};
use hourglass::data::split::{Counts, held_out, held_out_count, training_order};
use proptest::prelude::*;

fn labels(counts: &[(u8, usize)]) -> Vec<u8> {
    let each = counts.iter().flat_map(|&(label, n)| vec![label; n]);
    each.collect()
}

/// How many of each label are held out.
fn taken(labels: &[u8], held: &[u32], label: u8) -> usize {
    held.iter()
        .filter(|&&i| labels[i as usize] == label)
        .count()
}

#[test]
fn every_class_gives_its_share() {
    let all = labels(&[(0, 50), (3, 30), (255, 20)]);
    let held = held_out(&all, 0.1, 7);
    assert_eq!([0, 3, 255].map(|l| taken(&all, &held, l)), [5, 3, 2]);
    // The shares of 3 are 1.5, 0.9 and 0.6: whole numbers first, then the largest remainders.
    let held = held_out(&all, 0.03, 7);
    assert_eq!([0, 3, 255].map(|l| taken(&all, &held, l)), [1, 1, 1]);
    let few = labels(&[(1, 6), (2, 3)]);
    let held = held_out(&few, 0.34, 7);
    assert_eq!([1, 2].map(|l| taken(&few, &held, l)), [2, 1]);
}

#[test]
fn classes_of_one_picture_keep_it_while_others_can_give() {
    let labels = labels(&[(0, 1), (1, 1), (2, 8)]);
    let held = held_out(&labels, 0.5, 1);
    assert_eq!([0, 1, 2].map(|l| taken(&labels, &held, l)), [0, 0, 5]);
    assert_eq!(held_out(&[4, 5, 6], 0.3, 1).len(), 1);
}

#[test]
fn the_places_are_the_committed_ones() {
    assert_eq!(held_out(&[0; 20], 0.2, 3), HELD_OUT);
    assert_ne!(held_out(&[0; 20], 0.2, 4), HELD_OUT);
}

const HELD_OUT: [u32; 4] = [2, 3, 8, 9];

#[test]
fn other_classes_do_not_change_which_ones_a_class_gives() {
    let one = held_out(&labels(&[(0, 20)]), 0.25, 9);
    let two = held_out(&labels(&[(0, 20), (1, 40)]), 0.25, 9);
    assert_eq!(one, two[..one.len()]);
}

#[test]
fn the_count_is_the_nearest_whole_number() {
    assert_eq!(held_out_count(&[10], 0.35), 4);
    // As f32 the same share is 3.4999999 of ten.
    assert_eq!(held_out_count(&[10], f64::from(0.35_f32)), 3);
    assert_eq!(
        [0, 1, 2, 3].map(|n| held_out_count(&[n], 0.1)),
        [0, 0, 1, 1]
    );
    assert_eq!(held_out_count(&[2], 0.9), 1);
    assert_eq!(held_out_count(&[1000], 0.0), 0);
    assert_eq!(held_out_count(&[1, 1, 1, 2], 0.5), 1, "one each is kept");
    for n in 2..500 {
        for percent in (5..=50).step_by(5) {
            let share = f64::from(percent) / 100.0;
            let count = held_out_count(&[n], share);
            let wanted = (share * n as f64).clamp(1.0, (n - 1) as f64);
            assert!(
                (count as f64 - wanted).abs() <= 0.5,
                "{percent} % of {n}: {count}"
            );
            assert_eq!(held_out(&vec![7; n], share, 1).len(), count);
        }
    }
}

#[test]
fn the_others_are_trained_on_with_variants_within_the_limits() {
    let counts = |sizes: &[usize], features, share, variants| {
        let Counts {
            held_out,
            training,
            variants,
        } = Counts::of(sizes, features, share, variants);
        [held_out, training, variants]
    };
    assert_eq!(counts(&[6, 4], 784, 0.35, 99), [4, 6, 99]);
    assert_eq!(counts(&[2, 1, 1, 1, 1, 1, 1], 784, 0.2, 1), [1, 7, 1]);
    assert_eq!(counts(&[0, 0], 784, 0.2, 99), [0, 0, 0]);
    assert_eq!(counts(&[MAX_IMAGES / 2], 1, 0.0, 100)[2], 1);
    assert_eq!(counts(&[MAX_IMAGES], 1, 0.0, 100)[2], 0);
    assert_eq!(counts(&[10], MAX_BYTES / 45, 0.0, 100)[2], 3);
    // Held-out pictures have no variants: ten of twelve are left.
    assert_eq!(counts(&[12], MAX_BYTES / 45, 0.17, 100)[2], 3);
}

proptest! {
    #[test]
    fn some_and_never_all(
        labels in prop::collection::vec(prop_oneof![0_u8..4, Just(255)], 0..60),
        share in prop_oneof![-0.5_f64..1.5, Just(f64::NAN)], seed: u64,
    ) {
        let held = held_out(&labels, share, seed);
        prop_assert_eq!(&held, &held_out(&labels, share, seed));
        prop_assert!(held.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(held.iter().all(|&i| (i as usize) < labels.len()));
        let mut sizes = [0; 256];
        for &label in &labels {
            sizes[usize::from(label)] += 1;
        }
        prop_assert_eq!(held.len(), held_out_count(&sizes, share));
        if labels.len() < 2 || share.is_nan() || share <= 0.0 {
            prop_assert!(held.is_empty());
        } else {
            prop_assert!(!held.is_empty() && held.len() < labels.len());
        }
        if share > 0.0 && share <= 1.0 && labels.len() > 1 {
            let wanted = share * labels.len() as f64;
            for label in [0, 1, 2, 3, 255] {
                let n = labels.split(|&l| l == label).count() - 1;
                let quota = wanted.max(1.0) * n as f64 / labels.len() as f64;
                let taken = taken(&labels, &held, label) as f64;
                prop_assert!(taken <= n as f64 && taken > quota - 2.0);
            }
        }
    }
}

#[test]
fn training_begins_with_a_draw_from_the_whole_set() {
    let order = training_order(20_000, 7);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(0..20_000), "each picture once");
    // Of a set whose first half is one class, the first part has about half of it: within five standard deviations.
    let first = order[..2048]
        .iter()
        .filter(|&&place| place < 10_000)
        .count();
    assert!(first.abs_diff(1024) < 113, "{first} of 2,048");
    assert_ne!(order, training_order(20_000, 8));
    assert_eq!(order, training_order(20_000, 7));
    assert!(training_order(0, 1).is_empty());
}
