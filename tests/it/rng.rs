//! The seeded generator: which bits its streams give, and that its normal numbers are normal.

use hourglass::rng::{Purpose, Rng};

fn normals(purpose: Purpose, index: u64, n: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; n];
    Rng::stream(5, purpose, index).fill_normal(&mut out);
    out
}

/// The mean of `f` over `x`.
fn mean(x: &[f32], f: impl Fn(f64) -> f64) -> f64 {
    x.iter().map(|&x| f(f64::from(x))).sum::<f64>() / x.len() as f64
}

#[test]
fn every_purpose_has_the_stream_it_always_had() {
    use Purpose::{Corruption, Epsilon, HeldOutCorruption, HeldOutEpsilon, Init, Other, Shuffle};
    for (purpose, words) in [
        Init,
        Shuffle,
        Corruption,
        Epsilon,
        Other,
        HeldOutCorruption,
        HeldOutEpsilon,
    ]
    .into_iter()
    .zip(PINNED)
    {
        let mut rng = Rng::stream(7, purpose, 3);
        assert_eq!([0; 3].map(|_| rng.next_u32()), words, "{purpose:?}");
    }
}

#[test]
fn normal_numbers_are_the_pinned_ones() {
    let x = normals(Purpose::Epsilon, 0, 12);
    assert_eq!(x, NORMALS);
}

#[test]
fn fewer_normal_numbers_are_the_first_of_more() {
    let many = normals(Purpose::Epsilon, 1, 1000);
    for n in [0, 1, 3, 4, 7, 8, 9, 255, 256, 257, 519] {
        assert_eq!(normals(Purpose::Epsilon, 1, n), many[..n], "{n}");
    }
    // A multiple of eight takes whole blocks, so two draws of 16 and 8 numbers give the same as one of 24.
    let mut rng = Rng::stream(5, Purpose::Epsilon, 1);
    let mut parts = [0.0; 24];
    rng.fill_normal(&mut parts[..16]);
    rng.fill_normal(&mut parts[16..]);
    assert_eq!(parts, many[..24]);
}

#[test]
fn moments_are_those_of_the_normal_distribution() {
    const N: usize = 1 << 20;
    let x = normals(Purpose::Epsilon, 2, N);
    // E xᵏ for a standard normal x, and the standard error of its estimate, √(E x²ᵏ − (E xᵏ)²) / √n.
    for (k, want, deviation) in [
        (1, 0.0, 1.0),
        (2, 1.0, 2_f64.sqrt()),
        (3, 0.0, 15_f64.sqrt()),
        (4, 3.0, 96_f64.sqrt()),
        (6, 15.0, 10_170_f64.sqrt()),
    ] {
        let got = mean(&x, |x| x.powi(k));
        let error = deviation / (N as f64).sqrt();
        assert!((got - want).abs() < 4.0 * error, "E x^{k} is {got}");
    }
}

#[test]
fn tails_and_the_middle_have_their_shares() {
    const N: usize = 1 << 20;
    let x = normals(Purpose::Epsilon, 3, N);
    // P(x < quantile), from tables of the normal distribution.
    for (quantile, want) in [
        (-4.0, 3.167e-5),
        (-3.0, 1.349_898e-3),
        (-1.959_964, 0.025),
        (-0.674_490, 0.25),
        (0.0, 0.5),
        (0.674_490, 0.75),
        (1.959_964, 0.975),
        (3.0, 1.0 - 1.349_898e-3),
        (4.0, 1.0 - 3.167e-5),
    ] {
        let got = mean(&x, |x| f64::from(u8::from(x < quantile)));
        let error = (want * (1.0 - want) / N as f64).sqrt();
        assert!(
            (got - want).abs() < 4.0 * error,
            "P(x < {quantile}) is {got}"
        );
    }
    let largest = x.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    assert!((4.5..6.7).contains(&largest), "{largest}");
}

#[test]
fn neighbors_and_streams_know_nothing_of_each_other() {
    const N: usize = 1 << 18;
    let x = normals(Purpose::Epsilon, 4, N + 8);
    let correlation = |a: &[f32], b: &[f32]| {
        let products = a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b));
        products.take(N).sum::<f64>() / N as f64
    };
    let squares = |x: &[f32]| x.iter().map(|x| x * x - 1.0).collect::<Vec<f32>>();
    // Numbers of the same radius stand four places apart, so lags up to 8 cover every dependence.
    for lag in 1..=8 {
        let r = correlation(&x, &x[lag..]);
        assert!(r.abs() < 4.0 / (N as f64).sqrt(), "lag {lag}: {r}");
        let r = correlation(&squares(&x), &squares(&x)[lag..]) / 2.0;
        assert!(r.abs() < 5.0 / (N as f64).sqrt(), "squares, lag {lag}: {r}");
    }
    for other in [
        normals(Purpose::Epsilon, 5, N),
        normals(Purpose::Corruption, 4, N),
        normals(Purpose::HeldOutEpsilon, 4, N),
    ] {
        let r = correlation(&x, &other);
        assert!(r.abs() < 4.0 / (N as f64).sqrt(), "{r}");
    }
}

/// First words of the streams of seed 7 and index 3, in the order of the test.
const PINNED: [[u32; 3]; 7] = [
    [632589111, 2259422169, 1102926662],
    [1806562934, 856280444, 2042551728],
    [1123766477, 205394838, 1808748614],
    [4093363294, 128034434, 1167277571],
    [948965904, 1367780771, 1379442108],
    [355026938, 3768466995, 3383283181],
    [660872243, 2220827139, 2852855291],
];

/// The formula of Box and Muller for the stream's words, computed in f64; ours may differ by an ulp.
const NORMALS: [f32; 12] = [
    -0.7441411,
    0.79126024,
    0.8636418,
    0.12867026,
    1.610324,
    1.8266933,
    0.66205955,
    0.29739088,
    0.14243887,
    -0.92836493,
    -1.8285389,
    -1.1903465,
];
