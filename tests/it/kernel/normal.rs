//! Normal numbers from uniform words: the plain twin's bits, and sine and cosine against f64.

use hourglass::kernel::normal::{self, BLOCK, sin_cos_of_turn};
use hourglass::kernel::{F32x4, naive};
use hourglass::rng::{Purpose, Rng};

use super::functions::ulps;
use super::{assert_same_bits, values};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Random words, and among them the least, the greatest and the edges of the quarters of a turn.
fn words(len: usize) -> Vec<u32> {
    let mut rng = Rng::stream(21, Purpose::Other, len as u64);
    let mut word = || match rng.below(4) {
        0 => rng.below(8) << 29,
        1 => (rng.below(8) << 29).wrapping_sub(1),
        _ => rng.next_u32(),
    };
    (0..len).map(|_| word()).collect()
}

#[test]
fn normal_numbers_are_their_twins() {
    for len in (0..40_usize).chain([256, 1001]) {
        let words = words(len.next_multiple_of(BLOCK));
        let (mut got, mut want) = (vec![f32::NAN; len], vec![f32::NAN; len]);
        normal::normals(&words, &mut got);
        naive::normals(&words, &mut want);
        assert_same_bits(&got, &want, &format!("{len} normal numbers"));
        assert!(got.iter().all(|x| x.abs() < 6.67));
    }
}

#[test]
#[should_panic(expected = "whole blocks")]
fn too_few_words_are_refused() {
    normal::normals(&[0; 8], &mut [0.0; 9]);
}

#[test]
fn the_farthest_and_the_nearest_number() {
    let mut out = [f32::NAN; BLOCK];
    normal::normals(&[0, 1, u32::MAX, 1 << 31, 0, 0, 0, 1 << 30], &mut out);
    // The radii are √(−2·ln 2⁻³²) for 0 and 1, √(−2·ln 1) for the largest word and √(2·ln 2) for the middle one.
    assert_eq!(out[..3], [6.660_437, 6.660_437, 0.0]);
    assert_eq!(out[3].abs(), 0.0);
    assert_eq!(out[4..7], [0.0; 3]);
    assert_eq!(out[7], 1.177_410_0);
}

#[test]
fn sine_and_cosine_are_within_three_ulp() {
    let (mut worst_sin, mut worst_cos) = (0.0_f64, 0.0_f64);
    // The stride is a prime, so that every bit takes part. The turns about axes and diagonals are all tried.
    let strided = (0..=u32::MAX).step_by(2003);
    let edges =
        (0..8_u32).flat_map(|i| (0..64).map(move |j| (i << 29).wrapping_add(j).wrapping_sub(32)));
    for turn in strided.chain(edges) {
        let lanes = F32x4::splat(f32::from_bits(turn)).to_bits();
        let (sin, cos) = sin_cos_of_turn(lanes);
        // The reference is reduced to the nearest axis too, since π in f64 is not exact.
        let quarter = (turn.wrapping_add(1 << 29) >> 30) as usize;
        let rest = turn.wrapping_sub((quarter as u32) << 30) as i32;
        let angle = f64::from(rest) * (std::f64::consts::TAU / 4_294_967_296.0);
        let (s, c) = (angle.sin(), angle.cos());
        let (s, c) = [(s, c), (c, -s), (-s, -c), (-c, s)][quarter];
        worst_sin = worst_sin.max(ulps(sin.to_array()[0], s));
        worst_cos = worst_cos.max(ulps(cos.to_array()[0], c));
    }
    assert!(
        worst_sin <= 3.0 && worst_cos <= 3.0,
        "{worst_sin} {worst_cos}"
    );
}

#[test]
fn noise_is_added_and_clipped() {
    for len in 0..20 {
        let (mut x, noise) = (values(len, 5), values(len, 6));
        let want: Vec<f32> = x
            .iter()
            .zip(&noise)
            .map(|(x, noise)| {
                let sum = x + 0.75 * noise;
                let low = if sum < 0.0 { 0.0 } else { sum };
                if low > 1.0 { 1.0 } else { low }
            })
            .collect();
        normal::add_noise(&mut x, &noise, 0.75);
        assert_same_bits(&x, &want, "noise");
    }
}

#[test]
fn words_choose_what_is_replaced() {
    let mut x = [0.5; 6];
    normal::replace(&mut x, &[0, 10, 11, 20, 21, u32::MAX], 20, 10);
    assert_eq!(x, [0.0, 0.0, 1.0, 1.0, 0.5, 0.5]);
}
