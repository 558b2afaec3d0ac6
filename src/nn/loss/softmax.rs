//! The loss of a classifier.

use crate::kernel::math::{exp_scalar, ln_scalar};

/// `L = −Σ ln softmax(z)[t] / rows` of logits `z`, `(rows, classes)`, and the places `t` of the true classes, `(rows)`;
/// `dL/dz = (softmax(z) − one-hot(t)) / rows` goes into `d_z`.
///
/// The largest logit of a row is subtracted first, so that no exponential overflows. This is PyTorch's
/// `cross_entropy`. f32 within a row, f64 over rows, always in the same order.
pub fn softmax_cross_entropy(z: &[f32], targets: &[u8], d_z: &mut [f32]) -> f32 {
    let rows = targets.len();
    if rows == 0 {
        return 0.0;
    }
    let classes = z.len() / rows;
    let share = 1.0 / rows as f32;
    let mut total = 0.0;
    let pairs = z.chunks_exact(classes).zip(d_z.chunks_exact_mut(classes));
    for ((z, d_z), &target) in pairs.zip(targets) {
        let target = usize::from(target);
        let most = z.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for (d, z) in d_z.iter_mut().zip(z) {
            *d = exp_scalar(z - most);
            sum += *d;
        }
        for d in &mut *d_z {
            *d *= share / sum;
        }
        d_z[target] -= share;
        total += f64::from(ln_scalar(sum) - (z[target] - most));
    }
    (total / rows as f64) as f32
}
