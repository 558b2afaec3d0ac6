//! Variants of pictures: seeded, different, and nothing where nothing is asked for.

use super::{disk, hash, noise};
use hourglass::data::ImageShape;
use hourglass::data::augmentation::{Augmentation, augment};
use hourglass::error::Error;
use proptest::prelude::*;
use std::collections::HashSet;

const NONE: Augmentation = Augmentation {
    variants: 3,
    shift: 0.0,
    rotate: 0.0,
    scale: 0.0,
    thickness: 0.0,
    elastic: 0.0,
};

fn shape(channels: usize, side: usize) -> ImageShape {
    ImageShape::new(channels, side, side).unwrap()
}

fn augmented(pictures: &[u8], shape: ImageShape, how: &Augmentation, first: u64) -> Vec<u8> {
    let mut out = Vec::new();
    augment(pictures, shape, how, 5, first, &mut out).unwrap();
    out
}

/// The disk's variants with one amount set.
fn disks(how: &Augmentation) -> Vec<Vec<u8>> {
    let all = augmented(
        &disk(28),
        shape(1, 28),
        &Augmentation {
            variants: 20,
            ..how.clone()
        },
        0,
    );
    all.chunks(784).skip(1).map(<[u8]>::to_vec).collect()
}

fn sum(picture: &[u8]) -> f64 {
    picture.iter().map(|&v| f64::from(v)).sum()
}

/// Center of mass, in pixels from the middle.
fn center(picture: &[u8]) -> [f64; 2] {
    let weighted = |place: fn(usize) -> usize| {
        let values = picture.iter().enumerate();
        let sum: f64 = values
            .map(|(i, &v)| f64::from(v) * (place(i) as f64 - 13.5))
            .sum();
        sum / self::sum(picture)
    };
    [weighted(|i| i % 28), weighted(|i| i / 28)]
}

#[test]
fn amounts_of_zero_give_the_picture_itself() {
    for (channels, side) in [(1, 28), (3, 17), (4, 16)] {
        let shape = shape(channels, side);
        let pictures = noise(2 * shape.features(), 1);
        let got = augmented(&pictures, shape, &NONE, 0);
        let want: Vec<u8> = pictures
            .chunks(shape.features())
            .flat_map(|picture| picture.repeat(4))
            .collect();
        assert_eq!(got, want);
    }
}

#[test]
fn variants_differ_and_depend_on_seed_and_index_alone() {
    let how = Augmentation {
        variants: 6,
        ..Augmentation::default()
    };
    let two: Vec<u8> = disk(28).repeat(2);
    let all = augmented(&two, shape(1, 28), &how, 10);
    assert_eq!(all.len(), 14 * 784);
    let different: HashSet<&[u8]> = all.chunks(784).collect();
    assert_eq!(different.len(), 13, "the disk itself stands there twice");
    // The second picture has the same variants alone, and its first ones if fewer are asked for.
    assert_eq!(augmented(&disk(28), shape(1, 28), &how, 11), all[7 * 784..]);
    let fewer = Augmentation {
        variants: 2,
        ..how.clone()
    };
    assert_eq!(
        augmented(&disk(28), shape(1, 28), &fewer, 10),
        all[..3 * 784]
    );
    let mut other = Vec::new();
    augment(&two, shape(1, 28), &how, 6, 10, &mut other).unwrap();
    assert_ne!(other, all);
}

#[test]
fn shifts_reach_their_amount_both_ways() {
    let moved: Vec<[f64; 2]> = disks(&Augmentation { shift: 0.1, ..NONE })
        .iter()
        .map(|p| center(p))
        .collect();
    for axis in [0, 1] {
        let along = || moved.iter().map(|at| at[axis]);
        let (least, most) = (along().fold(0.0, f64::min), along().fold(0.0, f64::max));
        assert!((-2.82..-1.5).contains(&least), "{least}");
        assert!((1.5..2.82).contains(&most), "{most}");
    }
}

#[test]
fn turning_leaves_a_disk_and_scaling_changes_its_area() {
    let before = sum(&disk(28));
    for turned in disks(&Augmentation {
        rotate: 45.0,
        ..NONE
    }) {
        assert!(
            (sum(&turned) / before - 1.0).abs() < 0.01,
            "{}",
            sum(&turned) / before
        );
    }
    let areas: Vec<f64> = disks(&Augmentation { scale: 0.2, ..NONE })
        .iter()
        .map(|p| sum(p) / before)
        .collect();
    let (least, most) = areas
        .iter()
        .fold((1.0_f64, 1.0_f64), |(a, b), &v| (a.min(v), b.max(v)));
    // Scaling by 1.2 or its inverse changes areas by 1.2² or its inverse.
    assert!(
        (0.68..0.8).contains(&least) && (1.25..1.46).contains(&most),
        "{least} {most}"
    );
}

#[test]
fn a_picture_turns_about_its_middle() {
    // Two dots on a cross: a turn keeps their distance from the middle.
    let mut dots = vec![0; 784];
    for at in [14 * 28 + 22, 15 * 28 + 22, 14 * 28 + 23, 15 * 28 + 23] {
        dots[at] = 255;
    }
    let how = Augmentation {
        rotate: 45.0,
        variants: 20,
        ..NONE
    };
    let radius = |p: &[u8]| center(p).iter().map(|v| v * v).sum::<f64>().sqrt();
    let all = augmented(&dots, shape(1, 28), &how, 0);
    let angles: Vec<f64> = all
        .chunks(784)
        .map(|p| {
            assert!((radius(p) - radius(&dots)).abs() < 0.15);
            let [x, y] = center(p);
            y.atan2(x).to_degrees()
        })
        .collect();
    assert!(
        angles.iter().any(|a| *a > 25.0) && angles.iter().any(|a| *a < -25.0),
        "{angles:?}"
    );
}

#[test]
fn strokes_get_bolder_and_finer_on_dark_and_on_light() {
    let before = sum(&disk(28));
    let how = Augmentation {
        thickness: 1.0,
        ..NONE
    };
    let dark: Vec<f64> = disks(&how).iter().map(|p| sum(p) / before).collect();
    assert!(
        dark.iter().any(|v| *v > 1.1) && dark.iter().any(|v| *v < 0.9),
        "{dark:?}"
    );
    // On light ground bolder means darker.
    let light: Vec<u8> = disk(28).iter().map(|v| 255 - v).collect();
    let variants = Augmentation {
        variants: 20,
        ..how
    };
    let turned = augmented(&light, shape(1, 28), &variants, 0);
    for (light, dark) in turned
        .chunks(784)
        .zip(augmented(&disk(28), shape(1, 28), &variants, 0).chunks(784))
    {
        let apart = light
            .iter()
            .zip(dark)
            .map(|(&a, &b)| (255 - a).abs_diff(b))
            .max();
        assert!(apart <= Some(1), "{apart:?}");
    }
}

#[test]
fn bending_is_small_and_smooth() {
    // The picture's numbers count its columns, so each number of a variant tells where it came from.
    let ramp: Vec<u8> = (0..784).map(|i| (i % 28 * 9) as u8).collect();
    let how = Augmentation {
        elastic: 1.0,
        variants: 30,
        ..NONE
    };
    let mut most = 0.0_f64;
    for bent in augmented(&ramp, shape(1, 28), &how, 0).chunks(784).skip(1) {
        // Only the pixels that nothing from outside reaches.
        for row in bent.chunks(28).skip(5).take(18) {
            for x in 5..23 {
                most = most.max((f64::from(row[x]) / 9.0 - x as f64).abs());
                let step = f64::from(row[x + 1]) - f64::from(row[x]);
                assert!((0.0..=18.0).contains(&step), "it never folds: {step}");
            }
        }
    }
    assert!((1.0..28.0 * 0.12).contains(&most), "{most}");
}

#[test]
fn the_bytes_are_the_committed_ones() {
    let how = Augmentation {
        variants: 9,
        shift: 0.2,
        rotate: 45.0,
        scale: 0.5,
        thickness: 1.0,
        elastic: 1.0,
    };
    let gray = hash(&augmented(&disk(28), shape(1, 28), &how, 3));
    let color = hash(&augmented(&noise(64 * 64 * 3, 2), shape(3, 64), &how, 0));
    assert_eq!([gray, color], VARIANTS, "{gray:#018x} {color:#018x}");
}

const VARIANTS: [u64; 2] = [0x9760dc3bcf134f2c, 0xc24b3f1d6d8c74bd];

#[test]
fn amounts_out_of_bounds_are_refused() {
    let key = |json| match Augmentation::parse(json).unwrap_err() {
        Error::Config { key, .. } => key,
        other => panic!("{other}"),
    };
    assert_eq!(key(r#"{"variants":201}"#), "augmentation.variants");
    assert_eq!(key(r#"{"shift":-0.1}"#), "augmentation.shift");
    assert_eq!(key(r#"{"rotate":46}"#), "augmentation.rotate");
    assert_eq!(key(r#"{"elastic":1.5}"#), "augmentation.elastic");
    assert_eq!(key(r#"{"blur":1}"#), "augmentation");
    let json = serde_json::to_string(&Augmentation::default()).unwrap();
    assert_eq!(Augmentation::parse(&json).unwrap(), Augmentation::default());

    let mut out = Vec::new();
    let nan = Augmentation {
        scale: f32::NAN,
        ..NONE
    };
    assert!(augment(&[0; 784], shape(1, 28), &nan, 0, 0, &mut out).is_err());
    assert!(augment(&[0; 783], shape(1, 28), &NONE, 0, 0, &mut out).is_err());
    assert!(out.is_empty());
}

proptest! {
    #[test]
    fn any_amounts_give_as_many_pictures(
        channels in prop::sample::select(vec![1, 3, 4]), width in 1_usize..40, height in 1_usize..40,
        count in 0_usize..3, variants in 0_usize..4, seed: u64, first: u64,
        shift in 0.0_f32..=0.3, rotate in 0.0_f32..=45.0, scale in 0.0_f32..=0.5,
        thickness in 0.0_f32..=1.0, elastic in 0.0_f32..=1.0,
    ) {
        let shape = ImageShape::new(channels, height, width).unwrap();
        let how = Augmentation { variants, shift, rotate, scale, thickness, elastic };
        let pictures = noise(count * shape.features(), seed);
        let mut out = Vec::new();
        augment(&pictures, shape, &how, seed, first, &mut out).unwrap();
        prop_assert_eq!(out.len(), pictures.len() * (variants + 1));
        for (group, picture) in out.chunks(shape.features() * (variants + 1)).zip(pictures.chunks(shape.features())) {
            prop_assert_eq!(&group[..picture.len()], picture);
        }
    }
}
