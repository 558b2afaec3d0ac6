//! The kernel's tuned loops against their plain twins, bit for bit, and its functions against f64.

mod bits;
mod conv;
mod elementwise;
mod functions;
mod normal;
mod optimizers;
mod pcg;
mod pictures;
mod products;
mod strokes;
#[cfg(not(target_arch = "wasm32"))]
mod threads;
mod variational;

use hourglass::rng::{Purpose, Rng};

/// `len` numbers of the stream `seed`: mostly moderate, some 0, −0, subnormal or large.
fn values(len: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::stream(seed, Purpose::Other, 0);
    let mut value = || match rng.below(24) {
        0 => 0.0,
        1 => -0.0,
        2 => rng.uniform_in(-1e-39, 1e-39),
        3 => rng.uniform_in(-1e6, 1e6),
        _ => rng.uniform_in(-2.0, 2.0),
    };
    (0..len).map(|_| value()).collect()
}

/// Runs `f` on every way that a loop can take here: as it comes, without AVX2, and on three threads.
fn each_way(mut f: impl FnMut()) {
    f();
    #[cfg(target_arch = "x86_64")]
    hourglass::kernel::wide::without(&mut f);
    #[cfg(not(target_arch = "wasm32"))]
    {
        use hourglass::kernel::threads::Team;
        let three = std::num::NonZeroUsize::new(3).unwrap();
        Team::new(three).unwrap().run(f);
    }
}

/// Fails with the first place where the bits differ.
#[track_caller]
fn assert_same_bits(got: &[f32], want: &[f32], what: &str) {
    assert_eq!(got.len(), want.len(), "{what}: lengths");
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        assert_eq!(
            got.to_bits(),
            want.to_bits(),
            "{what}: element {i} is {got:e}, wanted {want:e}"
        );
    }
}
