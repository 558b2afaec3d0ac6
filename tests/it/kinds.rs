//! Every kind of auto-encoder: losses that the browser repeats bit by bit, and runs that are steered, saved and
//! loaded.

use crate::training::{first_images, fnv1a64};
use hourglass::data::Dataset;
use hourglass::export::weights;
use hourglass::kernel::threads::Team;
use hourglass::model::{InputConfig, ModelConfig, Steering, presets};
use hourglass::train::Trainer;
use serde::Deserialize;
use serde_json::json;
use std::num::NonZeroUsize;

const DIGITS: &str = "mnist-train-images.idx3-ubyte.gz";
const EMOJI: &str = "emoji-train-images.idx4-ubyte.gz";

/// tests/golden/losses-kinds.json; the browser's tests hold the same file.
#[derive(Deserialize)]
struct Pinned {
    images: usize,
    steps: u64,
    runs: Vec<Run>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
struct Run {
    name: String,
    data: String,
    config: ModelConfig,
    first_loss: f32,
    last_loss: f32,
    /// FNV-1a over the losses' bits, little-endian.
    losses_fnv1a64: String,
}

/// Name, images and configuration of every run that tests/golden/losses-kinds.json pins.
fn runs() -> Vec<(String, &'static str, ModelConfig)> {
    let small = |name: &str| ModelConfig {
        batch_size: 64,
        optimizer: ModelConfig::default().optimizer,
        ..presets::preset(name).unwrap()
    };
    let mut runs: Vec<_> = presets::NAMES
        .iter()
        .map(|name| (name.to_string(), DIGITS, small(name)))
        .collect();
    let input = InputConfig {
        channels: 3,
        height: 32,
        width: 32,
    };
    let rgb = ModelConfig {
        input,
        ..small("conv-variational")
    };
    runs.push(("conv-variational in color".into(), EMOJI, rgb));
    runs
}

fn fresh(config: &ModelConfig, images: &str, count: usize) -> Trainer {
    Trainer::new(config, first_images(images, count), None).unwrap()
}

fn losses(trainer: &mut Trainer, steps: u64) -> Vec<f32> {
    (0..steps).map(|_| trainer.step().unwrap().loss).collect()
}

fn pinned() -> Pinned {
    let pinned = std::fs::read_to_string("tests/golden/losses-kinds.json").unwrap();
    serde_json::from_str(&pinned).unwrap()
}

/// The pinned runs made again.
fn seen(pinned: &Pinned) -> Vec<Run> {
    runs()
        .into_iter()
        .map(|(name, data, config)| {
            let losses = losses(&mut fresh(&config, data, pinned.images), pinned.steps);
            Run {
                name,
                data: data.into(),
                config,
                first_loss: losses[0],
                last_loss: losses[losses.len() - 1],
                losses_fnv1a64: fnv1a64(&losses),
            }
        })
        .collect()
}

#[test]
fn the_losses_of_every_kind_are_bit_for_bit_the_pinned_ones() {
    let pinned = pinned();
    assert_eq!(seen(&pinned), pinned.runs);
}

#[test]
fn so_they_are_on_any_number_of_threads() {
    let pinned = pinned();
    for n_threads in 1..=4 {
        let mut team = Team::new(NonZeroUsize::new(n_threads).unwrap()).unwrap();
        let seen = team.run(|| seen(&pinned));
        assert_eq!(seen, pinned.runs, "{n_threads} threads");
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn and_without_avx2() {
    let pinned = pinned();
    let seen = hourglass::kernel::wide::without(|| seen(&pinned));
    assert_eq!(seen, pinned.runs);
}

/// A run goes on from its file as if it had not been saved, after its beta, noise, sparsity and rate were steered on the
/// way, and in the midst of the growth of beta.
#[test]
fn what_was_steered_is_saved_and_goes_on_exactly() {
    let config = json!({
        "architecture": { "kind": "conv", "channels": [3, 5], "kernel": 4, "stride": 2, "hidden": [9] },
        "bottleneck": { "kind": "variational", "latentDim": 3, "klWarmupSteps": 14 },
        "corruption": { "kind": "scribble", "amount": 0.2 },
        "loss": "bce", "batchSize": 12,
    });
    let config = ModelConfig::from_json(&config.to_string()).unwrap();
    let mut run = fresh(&config, DIGITS, 40);
    losses(&mut run, 5);
    let changes =
        r#"{"beta":3.5,"corruptionAmount":0.45,"codeSparsity":0.01,"learningRate":0.004}"#;
    run.steer(Steering::from_json(changes).unwrap()).unwrap();
    losses(&mut run, 2);

    let file = weights::save(&mut run).unwrap();
    let saved = weights::saved_config(&file).unwrap().unwrap();
    assert_eq!(&saved, run.model().config());
    assert_eq!(
        (saved.bottleneck.beta_at(7), saved.corruption.amount),
        (Some(1.75), 0.45)
    );
    assert_eq!(
        (saved.code_sparsity, saved.optimizer.learning_rate),
        (0.01, 0.004)
    );
    let mut resumed = fresh(&saved, DIGITS, 40);
    weights::read(&file, &saved).unwrap().apply(&mut resumed);
    let going_on = losses(&mut run, 12);
    assert_eq!(losses(&mut resumed, 12), going_on);
    assert_eq!(resumed.history(), run.history());

    // Each of the four values has a part in these losses: with one put back, they are others.
    for back in [
        r#"{"beta":1}"#,
        r#"{"corruptionAmount":0.2}"#,
        r#"{"codeSparsity":0}"#,
        r#"{"learningRate":0.001}"#,
    ] {
        let steered = saved.steered(Steering::from_json(back).unwrap()).unwrap();
        let mut other = fresh(&steered, DIGITS, 40);
        weights::read(&file, &steered).unwrap().apply(&mut other);
        assert_ne!(losses(&mut other, 12), going_on, "{back}");
    }
}

/// What was measured by one loss does not stand for another.
#[test]
fn steering_the_loss_forgets_what_was_measured_by_the_old_one() {
    let images = |count| -> Dataset { first_images(DIGITS, count) };
    let config = ModelConfig {
        batch_size: 8,
        ..presets::preset("sparse").unwrap()
    };
    let mut trainer = Trainer::new(&config, images(16), Some(images(9))).unwrap();
    let before = trainer.evaluate_held_out().unwrap();
    let steer = |trainer: &mut Trainer, json: &str| {
        trainer.steer(Steering::from_json(json).unwrap()).unwrap();
    };
    steer(&mut trainer, r#"{"learningRate":0.01}"#);
    assert_eq!(trainer.snapshot().held_out_loss, Some(before.loss));
    steer(&mut trainer, r#"{"learningRate":0.02,"codeSparsity":0.5}"#);
    assert_eq!(trainer.snapshot().held_out_loss, None);
    let after = trainer.evaluate_held_out().unwrap();
    assert!(
        after.loss > before.loss && after.mse == before.mse,
        "{before:?} {after:?}"
    );
}
