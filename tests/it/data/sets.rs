//! Data sets and batches.

use hourglass::data::{Batches, Dataset, FIRST_PART, ImageShape, limits};
use hourglass::error::Error;
use proptest::prelude::*;

const GRAY_2X3: ImageShape = ImageShape {
    channels: 1,
    height: 2,
    width: 3,
};

#[test]
fn interleaved_bytes_become_planes() {
    let shape = ImageShape::new(3, 1, 2).unwrap();
    let mut dataset = Dataset::new(shape, 3).unwrap();
    assert!(dataset.is_empty() && !dataset.is_complete());
    // r0 g0 b0 r1 g1 b1
    dataset
        .append_interleaved(&[1, 2, 3, 4, 5, 6], Some(&[7]))
        .unwrap();
    dataset
        .append_interleaved(
            &[11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26],
            Some(&[8, 9]),
        )
        .unwrap();
    assert_eq!(dataset.image(0), [1, 4, 2, 5, 3, 6]);
    assert_eq!(dataset.image(2), [21, 24, 22, 25, 23, 26]);
    assert_eq!(dataset.labels(), Some(&[7, 8, 9][..]));
    assert_eq!((dataset.len(), dataset.total()), (3, 3));
    assert!(dataset.is_complete());
}

#[test]
fn a_byte_becomes_a_255th() {
    let shape = ImageShape::new(1, 16, 16).unwrap();
    let mut dataset = Dataset::new(shape, 2).unwrap();
    let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
    dataset.append_interleaved(&bytes, None).unwrap();
    let wanted: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect();
    let mut out = vec![0.0; 512];
    dataset.write_range(0, 2, &mut out);
    assert_eq!(out, wanted);
    dataset.write_batch(&[1, 0], &mut out);
    assert_eq!(out[..256], wanted[256..]);
    assert_eq!(out[256..], wanted[..256]);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let message = |dataset: &mut Dataset, bytes: &[u8], labels: Option<&[u8]>| {
        let before = dataset.len();
        let error = dataset.append_interleaved(bytes, labels).unwrap_err();
        assert_eq!(dataset.len(), before);
        error.to_string()
    };
    let mut dataset = Dataset::new(GRAY_2X3, 3).unwrap();
    let whole = "wanted whole images of 6 bytes, at least one";
    let empty = message(&mut dataset, &[], None);
    assert_eq!(empty, format!("Bytes of the images: got 0, {whole}"));
    let cut = message(&mut dataset, &[0; 7], None);
    assert_eq!(cut, format!("Bytes of the images: got 7, {whole}"));
    let labels = message(&mut dataset, &[0; 12], Some(&[1]));
    assert_eq!(
        labels,
        "The number of labels: got 1, wanted 2, one for each image"
    );

    dataset.append_interleaved(&[0; 12], Some(&[1, 2])).unwrap();
    let many = message(&mut dataset, &[0; 12], Some(&[3, 4]));
    assert_eq!(
        many,
        "The number of images: got 2, wanted at most 1 more, since 3 were declared"
    );
    let none = message(&mut dataset, &[0; 6], None);
    assert!(
        none.ends_with("since the images before came with labels"),
        "{none}"
    );
    assert_eq!(dataset.labels(), Some(&[1, 2][..]));

    let mut unlabeled = Dataset::new(GRAY_2X3, 3).unwrap();
    unlabeled.append_interleaved(&[0; 6], None).unwrap();
    let late = message(&mut unlabeled, &[0; 6], Some(&[1]));
    assert!(
        late.ends_with("since the images before came without"),
        "{late}"
    );
}

#[test]
fn sizes_are_bounded_before_anything_is_allocated() {
    let too_large = |shape: ImageShape, total: usize| {
        matches!(Dataset::new(shape, total), Err(Error::TooLarge { .. }))
    };
    let side = |channels, height, width| ImageShape {
        channels,
        height,
        width,
    };
    assert!(too_large(GRAY_2X3, limits::MAX_IMAGES + 1));
    assert!(too_large(GRAY_2X3, usize::MAX));
    assert!(too_large(
        side(4, 1024, 1024),
        limits::MAX_BYTES / (4 << 20) + 1
    ));
    assert!(too_large(side(1, usize::MAX, usize::MAX), 1));
    assert!(too_large(side(5, 1, 1), 1));
    assert!(!too_large(GRAY_2X3, limits::MAX_IMAGES));
    assert_eq!(
        limits::MAX_BYTES,
        32 << 30,
        "these tests run outside of a browser"
    );
    let zero = Dataset::new(side(1, 0, 3), 1).unwrap_err();
    assert_eq!(
        zero.to_string(),
        "The images' height: got 0, wanted 1 to 1024"
    );
    let none = Dataset::new(GRAY_2X3, 0).unwrap_err();
    assert_eq!(
        none.to_string(),
        "The number of images: got 0, wanted at least 1"
    );
}

/// All images of `epoch`, in order.
fn epoch_order(batches: &mut Batches, epoch: u64) -> Vec<u32> {
    let steps = batches.steps_per_epoch();
    let steps = epoch * steps..(epoch + 1) * steps;
    steps
        .flat_map(|step| batches.batch(step).to_vec())
        .collect()
}

#[test]
fn unshuffled_batches_follow_the_file() {
    let mut batches = Batches::new(10, 4, 1, false);
    assert_eq!(batches.steps_per_epoch(), 3);
    assert_eq!(batches.batch(0), [0, 1, 2, 3]);
    assert_eq!(batches.batch(2), [8, 9]);
    assert_eq!(batches.batch(3), [0, 1, 2, 3]);
    assert_eq!((batches.epoch_of(2), batches.epoch_of(3)), (0, 1));
}

#[test]
fn a_batch_may_be_larger_than_the_data() {
    let mut batches = Batches::new(3, 128, 1, true);
    assert_eq!(batches.steps_per_epoch(), 1);
    assert_eq!(batches.batch(5).len(), 3);
}

#[test]
fn the_first_part_comes_first_in_epoch_0_only() {
    let total = FIRST_PART + 500;
    let mut batches = Batches::new(total, 128, 3, true);
    let first = epoch_order(&mut batches, 0);
    let is_first = |&image_idx: &u32| (image_idx as usize) < FIRST_PART;
    assert!(first[..FIRST_PART].iter().all(is_first));
    assert!(!first.is_sorted() && !first[FIRST_PART..].is_sorted());
    let second = epoch_order(&mut batches, 1);
    assert!(!second[..FIRST_PART].iter().all(is_first));
    assert_ne!(
        epoch_order(&mut Batches::new(total, 128, 4, true), 0),
        first
    );
}

proptest! {
    #[test]
    fn an_epoch_sees_every_image_once_and_a_step_stands_alone(
        total in 1usize..5000, batch_size in 1usize..600, seed: u64, epoch in 0u64..4,
    ) {
        let mut batches = Batches::new(total, batch_size, seed, true);
        let mut order = epoch_order(&mut batches, epoch);
        let step = epoch * batches.steps_per_epoch();
        let mut alone = Batches::new(total, batch_size, seed, true);
        prop_assert_eq!(alone.batch(step), &order[..batch_size.min(total)]);
        order.sort_unstable();
        prop_assert!(order.into_iter().eq(0..total as u32));
    }
}
