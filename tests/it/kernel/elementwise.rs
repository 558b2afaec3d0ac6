//! Element-wise loops and sums: every length, every place in a register.

use hourglass::kernel::{F32x4, map, map_in_place, naive, sum, sum_by, zip_in_place, zip_map};

use super::{assert_same_bits, values};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn maps_treat_every_element_alike() {
    let f = |x: F32x4| {
        F32x4::select(
            x.lt(F32x4::splat(0.0)),
            -x.sqrt(),
            x * x + F32x4::splat(0.5),
        )
        .abs()
    };
    let g = |a: F32x4, b: F32x4| a.max(b) / (b.abs() + F32x4::splat(1.0)) - a.min(b);
    for len in 0..40 {
        let (a, b) = (values(len, 1), values(len, 2));
        let one = |x: f32| if x < 0.0 { f32::NAN } else { x * x + 0.5 };
        let two = |a: f32, b: f32| {
            (if a < b { b } else { a }) / (b.abs() + 1.0) - (if b < a { b } else { a })
        };
        let mut y = vec![7.0; len];

        let want: Vec<f32> = a.iter().map(|&x| one(x)).collect();
        map(&a, &mut y, f);
        // The square root of a negative number is a NaN, whose payload is not promised.
        let plain = |x: &[f32]| {
            x.iter()
                .map(|x| if x.is_nan() { 9e9 } else { *x })
                .collect::<Vec<f32>>()
        };
        assert_same_bits(&plain(&y), &plain(&want), "map");
        y.copy_from_slice(&a);
        map_in_place(&mut y, f);
        assert_same_bits(&plain(&y), &plain(&want), "map_in_place");

        let want: Vec<f32> = a.iter().zip(&b).map(|(&a, &b)| two(a, b)).collect();
        zip_map(&a, &b, &mut y, g);
        assert_same_bits(&y, &want, "zip_map");
        y.copy_from_slice(&a);
        zip_in_place(&mut y, &b, g);
        assert_same_bits(&y, &want, "zip_in_place");
    }
}

/// The order that the module states: sixteen running sums, their tree, then the rest one by one.
fn stated_sum(x: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let whole = x.len() / 16 * 16;
    x[..whole]
        .iter()
        .enumerate()
        .for_each(|(i, x)| lanes[i % 16] += x);
    let column = |j| (lanes[j] + lanes[4 + j]) + (lanes[8 + j] + lanes[12 + j]);
    let total = (column(0) + column(1)) + (column(2) + column(3));
    x[whole..].iter().fold(total, |total, x| total + x)
}

#[test]
fn sums_keep_the_stated_order() {
    for len in (0..70).chain([784, 1001]) {
        let (a, b) = (values(len, 3), values(len, 4));
        assert_same_bits(&[sum(&a)], &[stated_sum(&a)], "sum");
        assert_same_bits(&[sum(&a)], &[naive::sum(&a)], "naive sum");
        let products: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a * b).collect();
        assert_same_bits(
            &[sum_by(&a, &b, |a, b| a * b)],
            &[stated_sum(&products)],
            "sum_by",
        );
    }
    // The places that fill up a register add nothing, even if the function maps 0 to another number.
    assert_eq!(sum_by(&[0.0; 5], &[0.0; 5], |_, _| F32x4::splat(1.0)), 5.0);
}

#[test]
fn min_and_max_are_compare_and_select() {
    let (nan, zero) = (F32x4::splat(f32::NAN), F32x4::splat(0.0));
    assert!(nan.max(zero).to_array()[0].is_nan() && nan.min(zero).to_array()[0].is_nan());
    assert_eq!(
        (zero.max(nan).to_array(), zero.min(nan).to_array()),
        ([0.0; 4], [0.0; 4])
    );
    assert!((-zero).max(zero).to_array()[0].is_sign_negative());
    assert_eq!(
        F32x4::transpose([[1.0; 4], [2.0; 4], [3.0; 4], [4.0; 4]].map(F32x4::new))[2].to_array(),
        [1.0, 2.0, 3.0, 4.0]
    );
}
