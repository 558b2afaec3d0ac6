//! Noise on images: how much of it there is, what it leaves alone, and that it always comes to an end.

use hourglass::data::{ImageShape, corrupt};
use hourglass::noise::Noise;
use hourglass::rng::{Purpose, Rng};
use proptest::prelude::*;

const KINDS: [Noise; 5] = [
    Noise::None,
    Noise::Gaussian,
    Noise::SaltAndPepper,
    Noise::Masking,
    Noise::Scribble,
];
const GRAY: (usize, usize, usize) = (1, 28, 28);
const COLOR: (usize, usize, usize) = (3, 32, 32);

fn shape((channels, height, width): (usize, usize, usize)) -> ImageShape {
    ImageShape::new(channels, height, width).unwrap()
}

/// `rows` images of numbers strictly between 0 and 1, so that a pixel replaced by 0 or 1 shows.
fn images(size: (usize, usize, usize), rows: usize) -> Vec<f32> {
    let mut rng = Rng::stream(9, Purpose::Other, 0);
    let n = rows * shape(size).features();
    (0..n).map(|_| rng.uniform_in(0.25, 0.75)).collect()
}

fn noisy(noise: Noise, amount: f32, size: (usize, usize, usize), rows: usize) -> Vec<f32> {
    let mut images = images(size, rows);
    let mut rng = Rng::stream(4, Purpose::Corruption, 17);
    corrupt(noise, amount, shape(size), &mut images, &mut rng);
    images
}

/// Shares of the pixels that are black and white on every channel; all others must be as they were.
fn replaced(images: &[f32], clean: &[f32], size: (usize, usize, usize)) -> (f64, f64) {
    let features = shape(size).features();
    let plane = size.1 * size.2;
    let (mut black, mut white) = (0, 0);
    for (image, clean) in images.chunks(features).zip(clean.chunks(features)) {
        for pixel in 0..plane {
            let channels = || image[pixel..].iter().step_by(plane);
            if channels().all(|&x| x == 0.0) {
                black += 1;
            } else if channels().all(|&x| x == 1.0) {
                white += 1;
            } else {
                let same = channels().eq(clean[pixel..].iter().step_by(plane));
                assert!(same, "a pixel is hit on some channels only");
            }
        }
    }
    let pixels = (images.len() / features * plane) as f64;
    (f64::from(black) / pixels, f64::from(white) / pixels)
}

#[test]
fn the_first_numbers_are_the_pinned_ones() {
    for (noise, want) in [
        (Noise::Gaussian, GAUSSIAN),
        (Noise::SaltAndPepper, SALT_AND_PEPPER),
        (Noise::Masking, MASKING),
    ] {
        assert_eq!(noisy(noise, 0.2, GRAY, 1)[..6], want, "{noise:?}");
    }
}

#[test]
fn no_amount_and_no_noise_leave_every_bit() {
    let odd = [0.0, -0.0, 1.0, 1e-40, 0.5, f32::from_bits(0x3f7f_ffff)];
    let shape = shape((1, 2, 3));
    for noise in KINDS {
        for amount in [0.0, -0.0, -1.0, f32::NAN] {
            let mut images = odd;
            corrupt(
                noise,
                amount,
                shape,
                &mut images,
                &mut Rng::stream(1, Purpose::Corruption, 0),
            );
            assert_eq!(
                images.map(f32::to_bits),
                odd.map(f32::to_bits),
                "{noise:?} {amount}"
            );
        }
    }
    assert_eq!(noisy(Noise::None, 1.0, GRAY, 2), images(GRAY, 2));
}

#[test]
fn a_stream_gives_its_noise_again_and_another_one_other_noise() {
    for noise in &KINDS[1..] {
        for size in [GRAY, COLOR] {
            let once = noisy(*noise, 0.4, size, 3);
            assert_eq!(once, noisy(*noise, 0.4, size, 3));
            let mut other = images(size, 3);
            let mut rng = Rng::stream(4, Purpose::Corruption, 18);
            corrupt(*noise, 0.4, shape(size), &mut other, &mut rng);
            assert_ne!(once, other);
            // Two images of a batch, flat gray before, get different noise.
            let features = shape(size).features();
            let mut flat = vec![0.5; 2 * features];
            corrupt(*noise, 0.4, shape(size), &mut flat, &mut rng);
            assert_ne!(flat[..features], flat[features..]);
        }
    }
}

#[test]
fn gaussian_noise_has_the_standard_deviation_that_was_asked_for() {
    for size in [GRAY, COLOR] {
        // Little noise, so that nothing is clipped.
        let (clean, noisy) = (images(size, 100), noisy(Noise::Gaussian, 0.03, size, 100));
        let n = clean.len() as f64;
        let noise = || noisy.iter().zip(&clean).map(|(a, b)| f64::from(a - b));
        let mean = noise().sum::<f64>() / n;
        let deviation = (noise().map(|x| x * x).sum::<f64>() / n).sqrt();
        assert!(mean.abs() < 4.0 * 0.03 / n.sqrt(), "{mean}");
        assert!(
            (deviation / 0.03 - 1.0).abs() < 4.0 / (2.0 * n).sqrt(),
            "{deviation}"
        );
    }
}

#[test]
fn gaussian_noise_hits_every_channel_by_itself() {
    let (clean, noisy) = (images(COLOR, 50), noisy(Noise::Gaussian, 0.03, COLOR, 50));
    let plane = COLOR.1 * COLOR.2;
    let noise: Vec<f64> = noisy
        .iter()
        .zip(&clean)
        .map(|(a, b)| f64::from(a - b))
        .collect();
    let of = |channel: usize| {
        let images = noise.chunks(3 * plane);
        images.flat_map(move |image| image[channel * plane..][..plane].iter())
    };
    for (a, b) in [(0, 1), (1, 2), (0, 2)] {
        let n = 50.0 * plane as f64;
        let r = of(a).zip(of(b)).map(|(a, b)| a * b).sum::<f64>() / n / (0.03 * 0.03);
        assert!(r.abs() < 4.0 / n.sqrt(), "channels {a} and {b}: {r}");
    }
}

#[test]
fn a_share_of_the_pixels_is_replaced_on_all_channels() {
    for size in [GRAY, COLOR] {
        for amount in [0.01, 0.25, 0.5, 0.9] {
            let rows = 100;
            let clean = images(size, rows);
            let pixels = (rows * size.1 * size.2) as f64;
            let wanted = f64::from(amount);
            // Four standard errors of a share `p`.
            let near = |got: f64, p: f64| {
                let error = 4.0 * (p * (1.0 - p) / pixels).sqrt();
                assert!((got - p).abs() < error, "{size:?} {amount}: {got}");
            };
            let (black, white) = replaced(&noisy(Noise::Masking, amount, size, rows), &clean, size);
            near(black, wanted);
            assert_eq!(white, 0.0);
            let salted = noisy(Noise::SaltAndPepper, amount, size, rows);
            let (black, white) = replaced(&salted, &clean, size);
            near(black, 0.5 * wanted);
            near(white, 0.5 * wanted);
        }
    }
}

#[test]
fn scribbles_cover_the_share_that_was_asked_for() {
    for size in [GRAY, COLOR, (1, 256, 20), (2, 5, 100)] {
        let plane = size.1 * size.2;
        let nib = ((size.1.min(size.2) + 7) / 14).max(1);
        for amount in [0.01, 0.25, 0.5, 0.9, 1.0] {
            let (clean, drawn) = (images(size, 20), noisy(Noise::Scribble, amount, size, 20));
            let features = shape(size).features();
            let (mut covered, mut all_white) = (0.0, 0.0);
            for (image, clean) in drawn.chunks(features).zip(clean.chunks(features)) {
                let (black, white) = replaced(image, clean, size);
                let least = (f64::from(amount) * plane as f64).floor();
                let pixels = ((black + white) * plane as f64).round();
                let most = (least + (nib * nib) as f64).min(plane as f64);
                assert!(
                    (least..=most).contains(&pixels),
                    "{size:?} {amount}: {pixels}"
                );
                covered += black + white;
                all_white += white;
            }
            // There are hundreds of strokes, each black or white with even chances.
            if amount == 1.0 {
                let white = all_white / covered;
                assert!(
                    (0.4..0.6).contains(&white),
                    "{size:?}: {white} of it is white"
                );
            }
        }
    }
}

#[test]
fn scribbles_are_strokes_and_reach_everywhere() {
    let rows = 400;
    let (clean, drawn) = (images(GRAY, rows), noisy(Noise::Scribble, 0.2, GRAY, rows));
    let hit: Vec<bool> = drawn.iter().zip(&clean).map(|(a, b)| a != b).collect();
    // Most neighbors of a covered pixel have the same ink. Were pixels covered one by one, 0.2 · ½ of them would.
    let (mut alike, mut pairs) = (0, 0);
    let mut counts = [0_u32; 784];
    for (image, hit) in drawn.chunks(784).zip(hit.chunks(784)) {
        for i in (0..784).filter(|&i| hit[i]) {
            counts[i] += 1;
            if i % 28 < 27 {
                pairs += 1;
                alike += u32::from(hit[i + 1] && image[i] == image[i + 1]);
            }
        }
    }
    let share = f64::from(alike) / f64::from(pairs);
    assert!(share > 0.6, "{share}");
    // The pen turns back at the edges, so fewer strokes cover them, but no corner is left out.
    let least = *counts.iter().min().unwrap();
    assert!(least > 0, "a pixel that is never covered");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_shape_and_amount_works(
        kind in 0..KINDS.len(),
        channels in 1_usize..=4,
        height in 1_usize..40,
        width in 1_usize..40,
        rows in 0_usize..4,
        amount in prop_oneof![Just(0.0_f32), Just(1.0), 0.0_f32..1.0, Just(1e-12)],
        seed in any::<u64>(),
    ) {
        let shape = ImageShape::new(channels, height, width).unwrap();
        let mut rng = Rng::stream(seed, Purpose::Corruption, 0);
        let clean: Vec<f32> = (0..rows * shape.features()).map(|_| rng.below(256) as f32 / 255.0).collect();
        let mut images = clean.clone();
        corrupt(KINDS[kind], amount, shape, &mut images, &mut rng);
        prop_assert!(images.iter().all(|x| (0.0..=1.0).contains(x)));
        if amount == 0.0 {
            prop_assert_eq!(&images, &clean);
        }
        if amount == 1.0 {
            match KINDS[kind] {
                Noise::Masking => prop_assert!(images.iter().all(|&x| x == 0.0)),
                Noise::SaltAndPepper | Noise::Scribble => {
                    prop_assert!(images.iter().all(|&x| x == 0.0 || x == 1.0));
                }
                Noise::None | Noise::Gaussian => {}
            }
        }
    }
}

const GAUSSIAN: [f32; 6] = [
    0.7404659, 0.0, 0.14367253, 0.25299734, 0.66775167, 0.57483613,
];
const SALT_AND_PEPPER: [f32; 6] = [
    0.7135289, 0.26520044, 1.0, 0.49652126, 0.5676147, 0.48743278,
];
const MASKING: [f32; 6] = [
    0.7135289, 0.26520044, 0.0, 0.49652126, 0.5676147, 0.48743278,
];
