//! exp, ln and their relatives against f64, over the whole range of f32.

use hourglass::kernel::{F32x4, erf, exp, ln, math, sigmoid, softplus, tanh};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

type Lanes = fn(F32x4) -> F32x4;
type Scalar = fn(f32) -> f32;

/// |y − want| in units in the last place of the f32 nearest to `want`.
pub fn ulps(y: f32, want: f64) -> f64 {
    let nearest = want as f32;
    if nearest.is_nan() || nearest.is_infinite() || y.is_nan() || y.is_infinite() {
        return if (y.is_nan() && nearest.is_nan()) || y == nearest {
            0.0
        } else {
            f64::INFINITY
        };
    }
    let exponent = (nearest.abs().max(f32::MIN_POSITIVE).to_bits() >> 23) as i32;
    (f64::from(y) - want).abs() / 2_f64.powi(exponent - 150)
}

/// The largest error over every `stride`-th bit pattern, and where it is.
fn worst(f: Lanes, reference: fn(f64) -> f64, stride: u32) -> (f64, f32) {
    let mut worst = (0.0, 0.0);
    let mut patterns = (0..=u32::MAX).step_by(stride as usize).map(f32::from_bits);
    while let Some(first) = patterns.next() {
        let x = [
            first,
            patterns.next().unwrap_or(0.0),
            patterns.next().unwrap_or(0.0),
            patterns.next().unwrap_or(0.0),
        ];
        for (x, y) in x.into_iter().zip(f(F32x4::new(x)).to_array()) {
            let error = ulps(y, reference(f64::from(x)));
            if error > worst.0 {
                worst = (error, x);
            }
        }
    }
    worst
}

/// Holds the error under `limit` over the whole range; strides are primes, so every bit takes part.
#[track_caller]
fn check(f: Lanes, reference: fn(f64) -> f64, stride: u32, limit: f64) {
    let (error, x) = worst(f, reference, stride);
    assert!(
        error <= limit,
        "{error:.3} ulp at {x:e} ({:#010x}), allowed {limit}",
        x.to_bits()
    );
}

const STRIDE: u32 = 2003;

#[test]
fn exp_is_within_one_ulp() {
    check(exp, f64::exp, STRIDE, 1.0);
}

#[test]
fn ln_is_within_one_ulp() {
    check(ln, f64::ln, STRIDE, 1.0);
}

#[test]
fn sigmoid_is_within_two_ulp() {
    check(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), STRIDE, 2.0);
}

#[test]
fn tanh_is_within_two_ulp() {
    check(tanh, f64::tanh, STRIDE, 2.0);
}

#[test]
fn softplus_is_within_three_ulp() {
    check(
        softplus,
        |x| x.max(0.0) + (-x.abs()).exp().ln_1p() + 0.0 * x,
        STRIDE,
        3.0,
    );
}

/// erf x = 2/√π · e^(−x²) · Σ 2ⁱ·x²ⁱ⁺¹ / (1·3·…·(2i+1)), all terms of one sign.
fn erf_series(x: f64) -> f64 {
    if x.is_nan() || x.abs() > 6.0 {
        return if x.is_nan() { x } else { x.signum() };
    }
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term.abs() > 1e-18 * sum.abs() {
        odd += 2.0;
        term *= 2.0 * x * x / odd;
        sum += term;
    }
    sum * (-x * x).exp() * std::f64::consts::FRAC_2_SQRT_PI
}

#[test]
fn erf_is_within_four_ulp() {
    assert!((erf_series(1.0) - 0.842_700_792_949_714_9).abs() < 1e-15);
    check(erf, erf_series, 4001, 4.0);
}

#[test]
fn special_values_are_exact() {
    let (inf, tiny) = (f32::INFINITY, f32::from_bits(1));
    let cases: [(Lanes, [(f32, f32); 6]); 6] = [
        (
            exp,
            [
                (0.0, 1.0),
                (-0.0, 1.0),
                (inf, inf),
                (-inf, 0.0),
                (89.0, inf),
                (-104.0, 0.0),
            ],
        ),
        (
            ln,
            [
                (1.0, 0.0),
                (0.0, -inf),
                (-0.0, -inf),
                (inf, inf),
                (tiny, -103.27893),
                (f32::MAX, 88.72284),
            ],
        ),
        (
            sigmoid,
            [
                (0.0, 0.5),
                (-0.0, 0.5),
                (inf, 1.0),
                (-inf, 0.0),
                (20.0, 1.0),
                (-200.0, 0.0),
            ],
        ),
        (
            tanh,
            [
                (0.0, 0.0),
                (-0.0, -0.0),
                (inf, 1.0),
                (-inf, -1.0),
                (tiny, tiny),
                (-9.1, -1.0),
            ],
        ),
        (
            erf,
            [
                (0.0, 0.0),
                (-0.0, -0.0),
                (inf, 1.0),
                (-inf, -1.0),
                (4.5, 1.0),
                (-1e30, -1.0),
            ],
        ),
        (
            softplus,
            [
                (0.0, std::f32::consts::LN_2),
                (inf, inf),
                (-inf, 0.0),
                (100.0, 100.0),
                (-104.0, 0.0),
                (f32::MAX, f32::MAX),
            ],
        ),
    ];
    for (function, cases) in cases {
        for (x, want) in cases {
            let got = function(F32x4::splat(x)).to_array();
            assert_eq!(
                got.map(f32::to_bits),
                [want.to_bits(); 4],
                "f({x:e}) is {:e}, wanted {want:e}",
                got[0]
            );
        }
        assert!(
            function(F32x4::splat(f32::NAN))
                .to_array()
                .iter()
                .all(|y| y.is_nan())
        );
    }
    assert!(
        ln(F32x4::splat(-tiny)).to_array()[0].is_nan()
            && ln(F32x4::splat(-inf)).to_array()[0].is_nan()
    );
}

#[test]
fn a_lane_does_not_depend_on_its_place() {
    let pairs: [(Lanes, Scalar); 6] = [
        (exp, math::exp_scalar),
        (ln, math::ln_scalar),
        (sigmoid, math::sigmoid_scalar),
        (tanh, math::tanh_scalar),
        (erf, math::erf_scalar),
        (softplus, math::softplus_scalar),
    ];
    for (lanes, scalar) in pairs {
        for x in super::values(400, 9).as_chunks::<4>().0 {
            let (got, want) = (lanes(F32x4::new(*x)).to_array(), x.map(scalar));
            assert!(
                got.iter()
                    .zip(want)
                    .all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()))
            );
        }
    }
}
