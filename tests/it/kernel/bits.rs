//! One number that stands for the bits of everything the kernel computes: the same natively and in
//! every browser. This file is also a module of the browser's tests.

use hourglass::kernel::{
    F32x4, Packed, column_sums, erf, exp, gemm, gemm_at, gemm_bias, ln, map, optimize, sigmoid,
    softplus, sum, tanh,
};
use hourglass::rng::{Purpose, Rng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// What [`checksum`] must give.
pub const CHECKSUM: u64 = 0x8344_6f25_8921_d4de;

/// FNV-1a over the bits of `x`, every NaN counting as the same one.
fn hash(hash: u64, x: &[f32]) -> u64 {
    let bits = x
        .iter()
        .map(|x| if x.is_nan() { 0x7fc0_0000 } else { x.to_bits() });
    bits.flat_map(u32::to_le_bytes).fold(hash, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The bits of products, functions, sums and an Adam run on seeded numbers.
pub fn checksum() -> u64 {
    let mut rng = Rng::stream(1, Purpose::Other, 0);
    let mut uniform = |len: usize| {
        (0..len)
            .map(|_| rng.uniform_in(-1.0, 1.0))
            .collect::<Vec<f32>>()
    };
    let (m, k, n) = (37, 101, 45);
    let (a, b, bias) = (uniform(m * k), uniform(k * n), uniform(n));
    let (mut c, mut packed) = (vec![0.0; m * n], Packed::new());
    let mut result = 0xcbf2_9ce4_8422_2325;

    packed.pack(&b, k, n);
    gemm(&a, &packed, &mut c, m);
    result = hash(result, &c);
    gemm_at(&a, &packed, &mut c, m, 32);
    result = hash(result, &c);
    packed.pack_transposed(&b, k, n);
    gemm_bias(&a, &packed, &bias, &mut c, m);
    result = hash(result, &c);
    let mut sums = vec![0.0; n];
    column_sums(&c, m, &mut sums, 32);
    result = hash(result, &sums);
    result = hash(result, &[sum(&c)]);

    let x: Vec<f32> = (0..=u32::MAX)
        .step_by(1_000_003)
        .map(f32::from_bits)
        .collect();
    let mut y = vec![0.0; x.len()];
    let functions: [fn(F32x4) -> F32x4; 6] = [exp, ln, sigmoid, tanh, erf, softplus];
    for function in functions {
        map(&x, &mut y, function);
        result = hash(result, &y);
    }

    let options = optimize::Adam {
        learning_rate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.0,
    };
    let (mut w, mut first, mut second) = (a, vec![0.0; m * k], vec![0.0; m * k]);
    for step in 1..=10 {
        optimize::adam(&mut w, &mut first, &mut second, &b[..m * k], &options, step);
    }
    hash(result, &w)
}

#[test]
fn the_bits_are_the_committed_ones() {
    assert_eq!(checksum(), CHECKSUM, "got {:#018x}", checksum());
}
