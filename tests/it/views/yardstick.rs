//! PCA that is given noisy images, against the same by whole matrices.

use crate::training::digits;
use hourglass::data::{Dataset, corrupt};
use hourglass::model::{ModelConfig, Pca};
use hourglass::rng::{Purpose, Rng};
use hourglass::views::Yardstick;
use ndarray::{Array2, Axis, s};

const NOISY: &str = r#"{"corruption": {"kind": "gaussian", "amount": 0.5}, "seed": 3, "bottleneck": {"latentDim": 4}}"#;

fn pixels(set: &Dataset) -> Array2<f32> {
    let mut all = Array2::zeros((set.len(), set.shape().features()));
    set.write_range(0, set.len(), all.as_slice_mut().unwrap());
    all
}

/// The images with the noise that they get, 64 by 64.
fn noisy(config: &ModelConfig, set: &Dataset, purpose: Purpose) -> Array2<f32> {
    let mut all = pixels(set);
    for start in (0..set.len()).step_by(64) {
        let mut part = all.slice_mut(s![start..set.len().min(start + 64), ..]);
        let mut rng = Rng::stream(config.seed, purpose, start as u64);
        let amount = config.corruption.amount as f32;
        let images = part.as_slice_mut().unwrap();
        corrupt(
            config.corruption.kind,
            amount,
            set.shape(),
            images,
            &mut rng,
        );
    }
    all
}

fn known(yardstick: &mut Yardstick, data: &Dataset, held_out: &Dataset, config: &ModelConfig) {
    while !yardstick.advance(data, Some(held_out), 1).unwrap() {}
    yardstick.measure_noisy(data, Some(held_out), config);
}

#[test]
fn noisy_images_are_projected_from_their_own_mean_and_held_against_the_clean_ones() {
    let (data, held_out) = (digits("train", 300), digits("test", 150));
    let config = ModelConfig::from_json(NOISY).unwrap();
    let mut yardstick = Yardstick::default();
    known(&mut yardstick, &data, &held_out, &config);

    let pca = Pca::fit(&pixels(&data).view(), 4).unwrap();
    let clean = pixels(&held_out);
    let lit = noisy(&config, &data, Purpose::Corruption)
        .mean_axis(Axis(0))
        .unwrap();
    let given = noisy(&config, &held_out, Purpose::HeldOutCorruption) - lit + &pca.mean;
    let rebuilt = pca.reconstruct(&pca.project(&given.view()).view());
    let squares = (rebuilt - clean).mapv(|d| f64::from(d) * f64::from(d));
    let wanted = squares.mean().unwrap();
    let error = yardstick.error(&config).unwrap();
    assert!(
        (error / wanted - 1.0).abs() < 1e-3,
        "{error}, wanted {wanted}"
    );
    let clean_error = yardstick.mse(4).unwrap();
    assert!(error > 1.01 * clean_error, "{error} beside {clean_error}");
}

#[test]
fn another_noise_is_another_yardstick_and_none_is_the_plain_one() {
    let (data, held_out) = (digits("train", 100), digits("test", 64));
    let config = ModelConfig::from_json(NOISY).unwrap();
    let mut yardstick = Yardstick::default();
    known(&mut yardstick, &data, &held_out, &config);
    let mut weaker = config.clone();
    weaker.corruption.amount = 0.1;
    assert_eq!(yardstick.error(&weaker), None, "not known yet");
    let before = yardstick.error(&config).unwrap();
    known(&mut yardstick, &data, &held_out, &weaker);
    assert!(yardstick.error(&weaker).unwrap() < before);
    let none = ModelConfig::default();
    assert_eq!(yardstick.error(&none), yardstick.mse(2));
}
