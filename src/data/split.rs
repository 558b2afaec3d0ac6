//! Which pictures are held out: looked at, and never trained on.

use crate::rng::{Purpose, Rng};

/// Indices of the pictures to hold out, in order; `labels` has one byte a picture, its class.
///
/// `share · n` of them, to the nearest whole number, but at least one if there are two, and never all. Each
/// class gives its share: the whole part of it, and the rest by largest remainder, ties to the class that
/// comes first. A class of one picture keeps it, unless every class is such. Which ones of a class depends
/// on `seed` and on the class alone.
pub fn held_out(labels: &[u8], share: f32, seed: u64) -> Vec<u32> {
    let n = labels.len();
    if n < 2 {
        return Vec::new();
    }
    let share = if share.is_nan() {
        0.0
    } else {
        f64::from(share.clamp(0.0, 1.0))
    };
    let total = ((share * n as f64 + 0.5) as usize).clamp(1, n - 1);

    let mut classes = vec![Vec::new(); 256];
    for (place, &label) in (0..).zip(labels) {
        classes[usize::from(label)].push(place);
    }
    let spare = classes.iter().any(|class: &Vec<u32>| class.len() > 1);
    let most: Vec<usize> = classes
        .iter()
        .map(|class| class.len().saturating_sub(usize::from(spare)))
        .collect();
    let mut out = Vec::with_capacity(total);
    let counts = shares(&classes, &most, total);
    for (label, (class, count)) in classes.iter_mut().zip(counts).enumerate() {
        if count > 0 {
            Rng::stream(seed, Purpose::Split, label as u64).shuffle(class);
            out.extend_from_slice(&class[..count]);
        }
    }
    out.sort_unstable();
    out
}

/// How many of each class, at most `most` each and `total` together.
fn shares(classes: &[Vec<u32>], most: &[usize], total: usize) -> Vec<usize> {
    let n: usize = classes.iter().map(Vec::len).sum();
    // In whole numbers: a class of k gives k·total / n, and its remainder is k·total mod n.
    let quota = |class: &Vec<u32>| class.len() as u64 * total as u64;
    let mut counts: Vec<usize> = classes
        .iter()
        .zip(most)
        .map(|(class, &most)| ((quota(class) / n as u64) as usize).min(most))
        .collect();
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.sort_by_key(|&label| std::cmp::Reverse(quota(&classes[label]) % n as u64));
    let mut left = total - counts.iter().sum::<usize>();
    // More than one round only where classes of one picture kept it.
    while left > 0 {
        let before = left;
        for &label in &order {
            if left > 0 && counts[label] < most[label] {
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
