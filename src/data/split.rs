//! Which pictures are held out: looked at, and never trained on.

use super::limits::{MAX_BYTES, MAX_IMAGES};
use super::order::order;
use crate::rng::{Purpose, Rng};

/// How a set of pictures is divided, in numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Pictures that are never trained on: [`held_out_count`].
    pub held_out: usize,
    /// Pictures to train on: the others.
    pub training: usize,
    /// Variants of each picture to train on: those wished for, or as many as [`super::limits`] leave room for.
    pub variants: usize,
}

impl Counts {
    /// Of classes of these sizes, with pictures of `features` bytes.
    pub fn of(sizes: &[usize], features: usize, share: f64, variants: usize) -> Self {
        let held_out = held_out_count(sizes, share);
        let training = sizes.iter().sum::<usize>() - held_out;
        let bytes = training.saturating_mul(features);
        let room = match (
            MAX_IMAGES.checked_div(training),
            MAX_BYTES.checked_div(bytes),
        ) {
            (Some(images), Some(sets)) => images.min(sets).saturating_sub(1),
            _ => 0,
        };
        Self {
            held_out,
            training,
            variants: variants.min(room),
        }
    }
}

/// How many pictures are held out of classes of these sizes; pictures without a class count as one more.
///
/// `share · n` of all `n`, to the nearest whole number, at least one and never all; none of fewer than two, and
/// none for a share that is 0 or no number. Classes of one picture keep it unless every class is such, so there
/// can be fewer. The share is f64, as JavaScript has it: 35 % of ten are 3.5 in f64 and a little less in f32.
pub fn held_out_count(sizes: &[usize], share: f64) -> usize {
    shares(sizes, share).iter().sum()
}

/// Indices of the pictures to hold out, in order; `labels` has one byte a picture, its class.
///
/// There are [`held_out_count`] of them. Each class gives its share: the whole part of it, and the rest by
/// largest remainder, ties to the class that comes first. Which ones of a class depends on `seed` and on the
/// class alone.
pub fn held_out(labels: &[u8], share: f64, seed: u64) -> Vec<u32> {
    let mut classes = vec![Vec::new(); 256];
    for (place, &label) in (0..).zip(labels) {
        classes[usize::from(label)].push(place);
    }
    let sizes: Vec<usize> = classes.iter().map(Vec::len).collect();
    let mut is_out = vec![false; labels.len()];
    for (label, (class, count)) in classes.iter_mut().zip(shares(&sizes, share)).enumerate() {
        if count > 0 {
            Rng::stream(seed, Purpose::Split, label as u64).shuffle(class);
            for &place in &class[..count] {
                is_out[place as usize] = true;
            }
        }
    }
    let places = (0..).zip(is_out);
    places
        .filter_map(|(place, is_out)| is_out.then_some(place))
        .collect()
}

/// The places of `count` training pictures, in the order in which they come: training begins with the first of them,
/// so each part is drawn from all. Depends on `seed` and `count` alone.
pub fn training_order(count: usize, seed: u64) -> Vec<u32> {
    // Classes have the streams up to 255.
    const STREAM: u64 = 256;
    let mut order: Vec<u32> = (0..).take(count).collect();
    Rng::stream(seed, Purpose::Split, STREAM).shuffle(&mut order);
    order
}

/// How many of each class.
fn shares(sizes: &[usize], share: f64) -> Vec<usize> {
    let n: usize = sizes.iter().sum();
    if n < 2 || share.is_nan() || share <= 0.0 {
        return vec![0; sizes.len()];
    }
    let total = ((share.min(1.0) * n as f64 + 0.5) as usize).clamp(1, n - 1);
    let spare = sizes.iter().any(|&size| size > 1);
    let most = |size: usize| size.saturating_sub(usize::from(spare));
    // In whole numbers: a class of k gives k·total / n, and its remainder is k·total mod n.
    let quota = |size: usize| size as u64 * total as u64;
    let mut counts: Vec<usize> = sizes
        .iter()
        .map(|&size| ((quota(size) / n as u64) as usize).min(most(size)))
        .collect();
    let remainder = |label: usize| quota(sizes[label]) % n as u64;
    let order = order(sizes.len(), &|a, b| remainder(a) > remainder(b));
    let mut left = total - counts.iter().sum::<usize>();
    // More than one round only where classes of one picture kept it.
    while left > 0 {
        let before = left;
        for &label in &order {
            if left > 0 && counts[label] < most(sizes[label]) {
                counts[label] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    counts
}
