//! The Gaussian code's loops against their formulas, one number at a time: every length, every range.

use hourglass::kernel::math::exp_scalar as exp;
use hourglass::kernel::variational::{
    add_gaussian_kl, gaussian_kl, gaussian_kl_backward, sample, sample_backward,
};
use hourglass::kernel::{sum, variational};

use super::assert_same_bits;
use hourglass::rng::{Purpose, Rng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const RANGE: variational::Range = (-3.0, 2.5);

/// Numbers within ±5, among them the ends of the range.
fn numbers(len: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::stream(seed, Purpose::Other, len as u64);
    let mut number = || match rng.below(8) {
        0 => RANGE.0,
        1 => RANGE.1,
        _ => rng.uniform_in(-5.0, 5.0),
    };
    (0..len).map(|_| number()).collect()
}

/// `f(i)` for every place.
fn each(len: usize, f: impl Fn(usize) -> f32) -> Vec<f32> {
    (0..len).map(f).collect()
}

#[test]
fn loops_have_the_bits_of_their_formulas() {
    for len in (0..22).chain([100]) {
        let [mu, log_var, epsilon, d_z] = [1, 2, 3, 4].map(|seed| numbers(len, seed));
        let clamped = |i: usize| log_var[i].clamp(RANGE.0, RANGE.1);
        let inside = |i: usize| clamped(i) == log_var[i];
        let mut got = vec![f32::NAN; len];

        sample(&mu, &log_var, &epsilon, &mut got, RANGE);
        let want = each(len, |i| mu[i] + exp(0.5 * clamped(i)) * epsilon[i]);
        assert_same_bits(&got, &want, "sample");

        sample_backward(&log_var, &epsilon, &d_z, &mut got, RANGE);
        let slope = |i: usize| {
            if inside(i) {
                0.5 * exp(0.5 * log_var[i])
            } else {
                0.0
            }
        };
        let want = each(len, |i| slope(i) * epsilon[i] * d_z[i]);
        assert_same_bits(&got, &want, "d_log_var of the sample");

        let terms = each(len, |i| {
            0.5 * (mu[i] * mu[i] + (exp(clamped(i)) - clamped(i) - 1.0))
        });
        let kl = gaussian_kl(&mu, &log_var, RANGE);
        assert_same_bits(&[kl], &[sum(&terms)], "divergence");

        let (mut d_mu, mut d_log_var) = (d_z.clone(), epsilon.clone());
        gaussian_kl_backward(&mu, &log_var, &mut d_mu, &mut d_log_var, 0.3, RANGE);
        assert_same_bits(&d_mu, &each(len, |i| d_z[i] + 0.3 * mu[i]), "d_mu");
        let slope = |i: usize| {
            if inside(i) {
                0.5 * 0.3 * (exp(log_var[i]) - 1.0)
            } else {
                0.0
            }
        };
        let want = each(len, |i| epsilon[i] + slope(i));
        assert_same_bits(&d_log_var, &want, "d_log_var of the divergence");

        for rows in [1, 2, 3].into_iter().filter(|rows| len % rows == 0) {
            let mut sums = vec![1.5; len / rows];
            add_gaussian_kl(&mu, &log_var, &mut sums, RANGE);
            let mut want = vec![1.5; len / rows];
            for (i, &term) in terms.iter().enumerate() {
                want[i % (len / rows)] += f64::from(term);
            }
            assert_eq!(sums, want, "{rows} rows");
        }
    }
}

#[test]
fn what_is_no_number_stays_none() {
    let nan = [f32::NAN];
    let mut out = [0.0];
    sample(&[0.0], &nan, &[1.0], &mut out, RANGE);
    assert!(out[0].is_nan());
    sample_backward(&nan, &[1.0], &[1.0], &mut out, RANGE);
    assert!(out[0].is_nan());
    assert!(gaussian_kl(&[0.0], &nan, RANGE).is_nan());
    assert!(gaussian_kl(&nan, &[0.0], RANGE).is_nan());
}
