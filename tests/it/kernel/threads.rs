//! Loops on several threads, on AVX2 and without it: the same bits.

use hourglass::kernel::threads::{MAX_THREADS, Team};
use hourglass::kernel::{F32x4, Packed, gemm, map, optimize, tanh, zip_map};
use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::{ThreadId, current, yield_now};

use super::{assert_same_bits, values};

/// Numbers of a loop that is worth a team, and no whole number of registers or pieces.
const MANY: usize = 40_003;

fn team(n_threads: usize) -> Team {
    Team::new(NonZeroUsize::new(n_threads).unwrap()).unwrap()
}

/// A loop whose first piece waits until `n_threads` threads take part. Returns who did.
fn who_helps(team: &mut Team, n_threads: usize) -> HashSet<ThreadId> {
    let seen = Mutex::new(HashSet::new());
    let count = || {
        let mut seen = seen.lock().unwrap();
        seen.insert(current().id());
        seen.len()
    };
    let x = vec![0.0; MANY];
    let mut y = x.clone();
    team.run(|| {
        map(&x, &mut y, |x| {
            while count() < n_threads {
                yield_now();
            }
            x
        });
    });
    seen.into_inner().unwrap()
}

#[test]
fn a_team_has_as_many_threads_as_it_says() {
    for n_threads in 1..=4 {
        let mut team = team(n_threads);
        assert_eq!(team.n_threads(), n_threads);
        // Twice: the second time, helpers may be asleep.
        for _ in 0..2 {
            let seen = who_helps(&mut team, n_threads);
            assert_eq!(seen.len(), n_threads);
            assert!(seen.contains(&current().id()));
        }
    }
}

#[test]
fn outside_of_a_team_one_thread_works() {
    let mut team = team(3);
    team.run(|| ());
    let seen = who_helps(&mut self::team(1), 1);
    assert_eq!(seen, HashSet::from([current().id()]));
}

#[test]
fn a_team_has_a_bound() {
    let too_many = NonZeroUsize::new(MAX_THREADS + 1).unwrap();
    let error = Team::new(too_many).unwrap_err().to_string();
    assert_eq!(error, "65 threads, wanted at most 64");
}

#[test]
fn a_panic_in_a_piece_reaches_the_caller_and_the_team_goes_on() {
    let mut team = team(2);
    let x: Vec<f32> = (0..MANY).map(|i| i as f32).collect();
    let mut y = vec![0.0; MANY];
    let failed = catch_unwind(AssertUnwindSafe(|| {
        team.run(|| {
            map(&x, &mut y, |x| {
                assert!(x.to_array()[0] < 30_000.0, "a number that is too large");
                x
            });
        });
    }));
    assert!(failed.is_err());
    assert_eq!(who_helps(&mut team, 2).len(), 2);
}

/// What loops of every sort make of seeded numbers.
fn loops() -> Vec<f32> {
    let (x, d) = (values(MANY, 1), values(MANY, 2));
    let (mut y, mut z) = (vec![0.0; MANY], vec![0.0; MANY]);
    map(&x, &mut y, tanh);
    zip_map(&x, &d, &mut z, |x, d| x * d - F32x4::splat(1.0));
    let options = optimize::Adam {
        learning_rate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.01,
    };
    let [mut w, mut first, mut second] = [x, vec![0.0; MANY], vec![0.0; MANY]];
    for step in 1..=3 {
        optimize::adam(&mut w, &mut first, &mut second, &d, &options, step);
    }
    [y, z, w, first, second].concat()
}

#[test]
fn loops_give_the_same_bits_on_any_number_of_threads() {
    let want = loops();
    for n_threads in 1..=4 {
        let got = team(n_threads).run(loops);
        assert_same_bits(&got, &want, &format!("{n_threads} threads"));
    }
}

/// Bits with every NaN as the same one: which NaN comes out is not promised.
fn bits(x: &[f32]) -> Vec<u32> {
    let bits = |x: &f32| if x.is_nan() { u32::MAX } else { x.to_bits() };
    x.iter().map(bits).collect()
}

#[test]
#[cfg(target_arch = "x86_64")]
fn what_is_not_finite_is_the_same_without_avx2() {
    use hourglass::kernel::wide;
    let (m, k, n) = (9, 41, 43);
    let (mut a, mut b) = (values(m * k, 3), values(k * n, 4));
    for (i, odd) in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e38, 1e-40]
        .into_iter()
        .enumerate()
    {
        a[7 * i + 3] = odd;
        b[11 * i + 5] = odd;
    }
    let mut packed = Packed::new();
    packed.pack(&b, k, n);
    let (mut with, mut without) = (vec![0.0; m * n], vec![0.0; m * n]);
    gemm(&a, &packed, &mut with, m);
    wide::without(|| gemm(&a, &packed, &mut without, m));
    assert_eq!(bits(&with), bits(&without));
    assert!(with.iter().any(|x| x.is_nan()) && with.iter().any(|x| x.is_finite()));
}
