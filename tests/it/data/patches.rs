//! A photo cut into patches and put together again.

use super::{hash, noise};
use hourglass::data::patches::{Cutting, assemble, count, cut, difference, grid, scaled_photo};
use hourglass::data::{ImageShape, limits};
use hourglass::error::Error;
use proptest::prelude::*;

fn shape(channels: usize, height: usize, width: usize) -> ImageShape {
    ImageShape::new(channels, height, width).unwrap()
}

fn cutting(side: usize, stride: usize) -> Cutting {
    Cutting {
        side,
        stride,
        random: None,
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.iter().map(|&v| f32::from(v) / 255.0).collect()
}

#[test]
fn the_grid_ends_with_the_photo() {
    let places = grid(shape(1, 20, 30), &cutting(8, 8)).unwrap();
    let columns: Vec<usize> = places[..4].iter().map(|place| place.0).collect();
    assert_eq!(columns, [0, 8, 16, 22]);
    let rows: Vec<usize> = places.iter().step_by(4).map(|place| place.1).collect();
    assert_eq!(rows, [0, 8, 12]);
    assert_eq!(grid(shape(1, 16, 24), &cutting(8, 8)).unwrap().len(), 6);
    assert_eq!(grid(shape(3, 8, 8), &cutting(8, 3)).unwrap(), [(0, 0)]);
}

#[test]
fn a_patch_is_the_photos_pixels() {
    let photo: Vec<u8> = (0..10 * 12 * 3).map(|i| (i % 251) as u8).collect();
    let patches = cut(&photo, shape(3, 10, 12), &cutting(8, 4), 0).unwrap();
    // There are 2 × 2 patches; the last one starts at (4, 2).
    assert_eq!(patches.len(), 4 * 192);
    let last = &patches[3 * 192..];
    assert_eq!(last[..3], photo[(2 * 12 + 4) * 3..][..3]);
    assert_eq!(last[189..], photo[(9 * 12 + 11) * 3..]);
}

#[test]
fn the_count_is_known_before_a_photo_is_cut() {
    for (height, width) in [(8, 8), (9, 31), (20, 30), (64, 40)] {
        let photo = vec![0; height * width];
        for (side, stride) in [(8, 1), (8, 3), (8, 8)] {
            let how = cutting(side, stride);
            let patches = cut(&photo, shape(1, height, width), &how, 0).unwrap();
            assert_eq!(count(width, height, &how), patches.len() / 64);
        }
    }
    let how = Cutting {
        random: Some(30),
        ..cutting(16, 8)
    };
    assert_eq!(count(40, 50, &how), 30);
    assert_eq!(count(40, 15, &how), 0, "smaller than a patch");
    // More than may be cut, so that a sentence can say how many.
    assert_eq!(count(6000, 4000, &cutting(8, 1)), 5993 * 3993);
}

#[test]
fn random_places_are_seeded() {
    let photo = noise(40 * 50, 1);
    let how = Cutting {
        random: Some(30),
        ..cutting(8, 8)
    };
    let patches = cut(&photo, shape(1, 40, 50), &how, 7).unwrap();
    assert_eq!(patches.len(), 30 * 64);
    assert_eq!(hash(&patches), RANDOM, "{:#018x}", hash(&patches));
    assert_ne!(patches, cut(&photo, shape(1, 40, 50), &how, 8).unwrap());
}

const RANDOM: u64 = 0x33262f2e668451a3;

#[test]
fn overlapping_patches_are_averaged() {
    // A photo of 8 × 12 with stride 4: the middle four columns lie in both patches.
    let patches = [[0.25_f32; 64], [0.75; 64]].concat();
    let photo = assemble(&patches, shape(1, 8, 12), &cutting(8, 4)).unwrap();
    for row in photo.chunks(12) {
        assert_eq!(row[..4], [0.25; 4]);
        assert_eq!(row[4..8], [0.5; 4]);
        assert_eq!(row[8..], [0.75; 4]);
    }
}

#[test]
fn a_rebuilt_photo_is_measured_against_its_bytes() {
    let (apart, mse) = difference(&[0.5, 1.0, 0.25, 0.0], &[0, 255, 51, 0]).unwrap();
    assert_eq!(apart, [0.5, 0.0, 0.25 - 0.2, 0.0]);
    assert!((mse - (0.25 + 0.0025) / 4.0).abs() < 1e-8, "{mse}");
    assert!(difference(&[0.5], &[0, 1]).is_err());
}

#[test]
fn a_photo_is_scaled_down_and_never_up() {
    let photo = noise(90 * 60 * 4, 3);
    let (small, to) = scaled_photo(&photo, 90, 60, 4, 45, 3).unwrap();
    assert_eq!((to, small.len()), (shape(3, 30, 45), 30 * 45 * 3));
    let (same, to) = scaled_photo(&photo[..90 * 60], 90, 60, 1, 1000, 1).unwrap();
    assert_eq!((to, same.as_slice()), (shape(1, 60, 90), &photo[..90 * 60]));
    assert!(scaled_photo(&photo, 90, 60, 4, 0, 3).is_err());
    assert!(scaled_photo(&photo, 90, 60, 4, 45, 4).is_err());
}

#[test]
fn wrong_cuttings_are_refused() {
    let key = |json| match Cutting::parse(json).unwrap_err() {
        Error::Config { key, .. } => key,
        other => panic!("{other}"),
    };
    assert_eq!(key(r#"{"side":7}"#), "cutting.side");
    assert_eq!(key(r#"{"side":8,"stride":9}"#), "cutting.stride");
    assert_eq!(key(r#"{"stride":0}"#), "cutting.stride");
    assert_eq!(key(r#"{"random":0}"#), "cutting.random");
    let beyond = format!(r#"{{"random":{}}}"#, limits::MAX_IMAGES + 1);
    assert_eq!(key(&beyond), "cutting.random");
    assert_eq!(key(r#"{"size":8}"#), "cutting");
    assert_eq!(Cutting::parse("{}").unwrap(), Cutting::default());
    let how = Cutting::parse(r#"{"side":8,"stride":2,"random":5}"#).unwrap();
    assert_eq!(
        how,
        Cutting {
            side: 8,
            stride: 2,
            random: Some(5)
        }
    );

    let small = grid(shape(1, 7, 30), &cutting(8, 8)).unwrap_err();
    let words = "The photo's shorter side: got 7, wanted at least 8, the side of a patch";
    assert_eq!(small.to_string(), words);
    assert!(cut(&[0; 99], shape(1, 10, 10), &cutting(8, 8), 0).is_err());
    assert!(assemble(&[0.0; 63], shape(1, 8, 8), &cutting(8, 8)).is_err());
}

proptest! {
    #[test]
    fn cut_patches_give_back_the_photo_exactly(
        channels in prop::sample::select(vec![1, 3]), side in 8_usize..=32, stride in 1_usize..=32,
        more_height in 0_usize..30, more_width in 0_usize..30, seed: u64,
    ) {
        let shape = shape(channels, side + more_height, side + more_width);
        let how = cutting(side, stride.min(side));
        let photo = noise(shape.features(), seed);
        let patches = cut(&photo, shape, &how, seed).unwrap();
        prop_assert_eq!(patches.len(), grid(shape, &how).unwrap().len() * side * side * channels);
        prop_assert_eq!(assemble(&floats(&patches), shape, &how).unwrap(), floats(&photo));
    }
}
