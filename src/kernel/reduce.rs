//! Sums in a fixed order.
//!
//! The running sum is four registers wide: lane `j` of sixteen takes the elements `16·i + j` in order
//! of `i`. At the end the registers are added as `(s0 + s1) + (s2 + s3)`, and so are the lanes of the result.
//! The elements after the last full sixteen are added to the total one by one.

use super::simd::{F32x4, LANES};

/// Registers of a running sum: enough to hide an addition's latency.
const WIDTH: usize = 4;

/// `Σ x[i]`, in the module's order.
pub fn sum(x: &[f32]) -> f32 {
    sum_by(x, x, |x, _| x)
}

/// `Σ f(a[i], b[i])`, in the module's order.
///
/// # Panics
/// Unless both have the same length.
#[inline(always)]
pub fn sum_by(a: &[f32], b: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4) -> f32 {
    assert_eq!(a.len(), b.len(), "sum_by: lengths");
    let (a_body, a_tail) = a.as_chunks::<{ WIDTH * LANES }>();
    let (b_body, b_tail) = b.as_chunks::<{ WIDTH * LANES }>();
    let mut totals = [F32x4::splat(0.0); WIDTH];
    for (a, b) in a_body.iter().zip(b_body) {
        for ((total, a), b) in totals
            .iter_mut()
            .zip(a.as_chunks::<LANES>().0)
            .zip(b.as_chunks::<LANES>().0)
        {
            *total = *total + f(F32x4::new(*a), F32x4::new(*b));
        }
    }
    let [s0, s1, s2, s3] = totals;
    let total = ((s0 + s1) + (s2 + s3)).sum();
    let tail = a_tail.iter().zip(b_tail);
    tail.fold(total, |total, (&a, &b)| {
        total + f(F32x4::splat(a), F32x4::splat(b)).to_array()[0]
    })
}
