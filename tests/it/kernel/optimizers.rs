//! The optimizers' updates against their plain twins.

use hourglass::kernel::{naive, optimize};

use super::{assert_same_bits, values};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Runs five steps of a tuned update and of its twin on `[w, state, state]` and compares all three.
fn compare(
    tuned: impl Fn(&mut [Vec<f32>; 3], &[f32], u64),
    twin: impl Fn(&mut [Vec<f32>; 3], &[f32], u64),
) {
    for len in [0, 1, 3, 4, 5, 8, 97] {
        let zeros = vec![0.0; len];
        let mut got = [values(len, 1), zeros.clone(), zeros];
        let mut want = got.clone();
        for step in 1..=5 {
            let grad = values(len, 10 + step);
            tuned(&mut got, &grad, step);
            twin(&mut want, &grad, step);
            for (got, want) in got.iter().zip(&want) {
                assert_same_bits(got, want, &format!("{len} numbers, step {step}"));
            }
        }
    }
}

#[test]
fn sgd_equals_its_twin() {
    compare(
        |[w, ..], g, _| optimize::sgd(w, g, 0.1, 0.01),
        |[w, ..], g, _| naive::sgd(w, g, 0.1, 0.01),
    );
}

#[test]
fn momentum_equals_its_twin() {
    compare(
        |[w, v, _], g, _| optimize::momentum(w, v, g, 0.1, 0.9, 0.01),
        |[w, v, _], g, _| naive::momentum(w, v, g, 0.1, 0.9, 0.01),
    );
}

#[test]
fn rmsprop_equals_its_twin() {
    let options = optimize::RmsProp {
        learning_rate: 0.01,
        alpha: 0.99,
        epsilon: 1e-8,
        weight_decay: 0.01,
    };
    compare(
        |[w, s, _], g, _| optimize::rmsprop(w, s, g, &options),
        |[w, s, _], g, _| naive::rmsprop(w, s, g, &options),
    );
}

#[test]
fn adam_equals_its_twin() {
    let options = optimize::Adam {
        learning_rate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.01,
    };
    for late in [0, 1_000, 10_000_000] {
        compare(
            |[w, m, v], g, step| optimize::adam(w, m, v, g, &options, step + late),
            |[w, m, v], g, step| naive::adam(w, m, v, g, &options, step + late),
        );
    }
}
