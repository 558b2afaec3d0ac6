//! Which pictures are the same.

use hourglass::data::identity::{key, keys};
use std::collections::HashSet;

#[test]
fn keys_are_as_they_were_when_sets_were_kept_with_them() {
    // Changed, kept keys must be told from new ones, or no picture of a kept set is known again.
    let picture: Vec<u8> = (0..=255).collect();
    assert_eq!(
        [key(&[]), key(b"abc"), key(b"12345678"), key(&picture)],
        [
            9572011570169803578,
            8685308915082427368,
            8099597891736162045,
            10038685807575802339
        ]
    );
}

#[test]
fn a_picture_has_the_same_key_wherever_it_lies() {
    let pictures: Vec<u8> = (0..60).map(|i| i / 20 % 2).collect();
    let keys = keys(&pictures, 20);
    assert_eq!(keys, [key(&[0; 20]), key(&[1; 20]), key(&[0; 20])]);
}

#[test]
fn pictures_that_differ_in_a_pixel_have_other_keys() {
    let mut seen = HashSet::new();
    for length in 0..40 {
        let mut picture = vec![0; length];
        assert!(seen.insert(key(&picture)), "{length} zeros");
        for place in 0..length {
            for value in 1..=255 {
                picture[place] = value;
                assert!(seen.insert(key(&picture)), "{value} at {place} of {length}");
            }
            picture[place] = 0;
        }
    }
}
