//! Runs on the committed digits: the pinned losses, resuming, divergence, the plateau, memory.

use crate::packs::unpack;
use hourglass::data::Dataset;
use hourglass::error::Error;
use hourglass::export::weights;
use hourglass::formats::idx;
use hourglass::model::{ModelConfig, Steering};
use hourglass::train::{Evaluator, Outcome, RunLimits, Trainer};
use serde::Deserialize;

/// What tests/golden/losses-200.json pins; the browser's tests hold the same file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pinned {
    steps: usize,
    /// FNV-1a over the losses' bits, little-endian.
    losses_fnv1a64: String,
    first_loss: f32,
    last_loss: f32,
}

/// The first `count` digits of a part of the committed pack.
pub fn digits(part: &str, count: usize) -> Dataset {
    first_images(&format!("mnist-{part}-images.idx3-ubyte.gz"), count)
}

/// The first `count` images of a committed file.
pub fn first_images(name: &str, count: usize) -> Dataset {
    let file = unpack(name);
    let all = idx::parse_images(&file).unwrap();
    let mut some = Dataset::new(all.shape, count).unwrap();
    let bytes = &all.bytes[..count * all.shape.features()];
    some.append_interleaved(bytes, None).unwrap();
    some
}

fn trainer(json: &str, n_images: usize, n_held_out: usize) -> Trainer {
    let held_out = (n_held_out > 0).then(|| digits("test", n_held_out));
    Trainer::new(
        &ModelConfig::from_json(json).unwrap(),
        digits("train", n_images),
        held_out,
    )
    .unwrap()
}

/// FNV-1a over the values' bits, little-endian.
pub fn fnv1a64(values: &[f32]) -> String {
    hash(values.iter().flat_map(|x| x.to_bits().to_le_bytes()))
}

/// FNV-1a over bytes.
pub fn hash(bytes: impl Iterator<Item = u8>) -> String {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[test]
fn two_hundred_losses_are_bit_for_bit_the_pinned_ones() {
    let pinned = std::fs::read_to_string("tests/golden/losses-200.json").unwrap();
    let pinned: Pinned = serde_json::from_str(&pinned).unwrap();
    let mut trainer = trainer("{}", 10_000, 0);
    let losses: Vec<f32> = (0..pinned.steps)
        .map(|_| trainer.step().unwrap().loss)
        .collect();
    let (first, last) = (losses[0], losses[losses.len() - 1]);
    assert_eq!(
        (first, last, fnv1a64(&losses)),
        (pinned.first_loss, pinned.last_loss, pinned.losses_fnv1a64)
    );
    // Five runs of PyTorch with other seeds end within this band.
    assert!(
        (0.056..=0.063).contains(&last),
        "loss {last} after 200 steps"
    );
}

const SMALL: &str = r#"{"architecture":{"hidden":[16]},"batchSize":50}"#;

#[test]
fn a_saved_run_goes_on_exactly_where_it_was() {
    let mut whole = trainer(SMALL, 120, 0);
    let mut first = trainer(SMALL, 120, 0);
    let losses: Vec<f32> = (0..20).map(|_| whole.step().unwrap().loss).collect();
    for _ in 0..11 {
        first.step().unwrap();
    }
    let file = weights::save(&mut first).unwrap();
    let config = weights::saved_config(&file).unwrap().unwrap();
    let mut second = Trainer::new(&config, digits("train", 120), None).unwrap();
    weights::read(&file, &config).unwrap().apply(&mut second);
    assert_eq!(second.steps(), 11);
    assert_eq!(second.history(), first.history());
    let rest: Vec<f32> = (0..9).map(|_| second.step().unwrap().loss).collect();
    assert_eq!(rest, losses[11..]);
}

#[test]
fn losses_do_not_depend_on_when_the_images_came() {
    let all = digits("train", 3000);
    let run = |first_part: usize| {
        let mut data = Dataset::new(all.shape(), 3000).unwrap();
        (0..first_part).for_each(|i| data.append_interleaved(all.image(i), None).unwrap());
        let config = ModelConfig::from_json(r#"{"architecture":{"hidden":[8]}}"#).unwrap();
        let mut trainer = Trainer::new(&config, data, None).unwrap();
        let limits = RunLimits {
            max_steps: 30,
            until_plateau: false,
        };
        let outcome = trainer.run_for(limits, |_| false).unwrap();
        assert_eq!(
            outcome,
            if first_part < 3000 {
                Outcome::Waiting
            } else {
                Outcome::Running
            }
        );
        assert_eq!(trainer.steps(), if first_part < 3000 { 16 } else { 30 });
        for i in first_part..3000 {
            let image = all.image(i);
            trainer.data_mut().append_interleaved(image, None).unwrap();
        }
        let limits = RunLimits {
            max_steps: 30 - trainer.steps(),
            until_plateau: false,
        };
        trainer.run_for(limits, |_| false).unwrap();
        trainer.history().training.points().to_vec()
    };
    assert_eq!(run(2048), run(3000));
}

#[test]
fn a_run_that_diverges_is_put_back_to_finite_weights() {
    let config = r#"{"architecture":{"hidden":[16]},"outputActivation":"linear","optimizer":{"kind":"sgd","learningRate":900}}"#;
    let mut trainer = trainer(config, 200, 0);
    let error = (0..200)
        .find_map(|_| trainer.step().err())
        .expect("diverges");
    assert!(
        matches!(&error, Error::Diverged { learning_rate, .. } if learning_rate == "900"),
        "{error}"
    );
    assert!(error.to_string().contains("smaller"), "{error}");
    let mut images = vec![0.0; 784];
    trainer.data().write_range(0, 1, &mut images);
    let images = ndarray::ArrayView2::from_shape((1, 784), &images).unwrap();
    assert!(
        trainer
            .model()
            .reconstruct(&images)
            .unwrap()
            .iter()
            .all(|x| x.is_finite())
    );
    let before = trainer.steps();
    trainer
        .steer(Steering::from_json(r#"{"learningRate":0.001}"#).unwrap())
        .unwrap();
    let losses: Vec<f32> = (0..40).map(|_| trainer.step().unwrap().loss).collect();
    assert_eq!(trainer.steps(), before + 40);
    assert!(losses.iter().all(|loss| loss.is_finite()));
}

#[test]
fn training_stops_on_a_plateau_and_can_go_on() {
    let config =
        r#"{"architecture":{"hidden":[]},"batchSize":20,"optimizer":{"learningRate":0.01}}"#;
    let mut trainer = trainer(config, 60, 40);
    let limits = RunLimits {
        max_steps: 100_000,
        until_plateau: true,
    };
    assert_eq!(
        trainer.run_for(limits, |_| false).unwrap(),
        Outcome::Plateau
    );
    let stopped_at = trainer.steps();
    let snapshot = trainer.snapshot();
    assert!(snapshot.held_out_loss.unwrap() < 0.1, "{snapshot:?}");
    trainer
        .run_for(
            RunLimits {
                max_steps: 5,
                until_plateau: true,
            },
            |_| false,
        )
        .unwrap();
    assert_eq!(trainer.steps(), stopped_at + 5);
}

#[test]
fn evaluations_stay_within_their_share_and_change_nothing() {
    let (mut with, mut without) = (trainer(SMALL, 500, 300), trainer(SMALL, 500, 0));
    let interval = with.evaluation_interval();
    // An image of an evaluation costs a third of a training image.
    assert!(
        300.0 / 3.0 / (interval as f64 * 50.0) <= 0.07,
        "every {interval} steps"
    );
    let limits = RunLimits {
        max_steps: 300,
        until_plateau: false,
    };
    with.run_for(limits, |_| false).unwrap();
    without.run_for(limits, |_| false).unwrap();
    assert_eq!(with.history().training, without.history().training);
    assert!(with.history().held_out.points().len() >= 5);
    assert!(without.snapshot().held_out_loss.is_none());
}

#[test]
fn before_regular_evaluations_begin_there_are_some_at_powers_of_two() {
    let config = r#"{"batchSize":2,"architecture":{"hidden":[4]},"corruption":{"kind":"gaussian","amount":0.3}}"#;
    let mut trainer = trainer(config, 40, 100);
    assert_eq!(trainer.evaluation_interval(), 477);
    let limits = RunLimits {
        max_steps: 500,
        until_plateau: false,
    };
    trainer.run_for(limits, |_| false).unwrap();
    let points = trainer.history().held_out.points().iter();
    let steps: Vec<_> = points.map(|&(step, _)| step as u64).collect();
    assert_eq!(steps, [1, 8, 16, 32, 64, 128, 477]);
}

#[test]
fn an_evaluation_in_parts_is_that_of_the_whole() {
    let config = r#"{"architecture":{"hidden":[8]},"bottleneck":{"kind":"variational"},"corruption":{"kind":"gaussian","amount":0.3}}"#;
    let mut trainer = trainer(config, 150, 0);
    trainer.step().unwrap();
    let images = trainer.data();
    let mut evaluator = Evaluator::new(trainer.model());
    for (start, end) in [(0, 64), (64, 128), (128, 150)] {
        let mut part = Dataset::new(images.shape(), end - start).unwrap();
        for i in start..end {
            part.append_interleaved(images.image(i), None).unwrap();
        }
        evaluator.add(trainer.model(), &part);
    }
    assert_eq!(evaluator.seen(), 150);
    let result = evaluator.result(trainer.model(), trainer.steps());
    assert_eq!(Some(result), trainer.evaluate(images));
}

#[test]
fn images_of_another_size_are_refused_in_words() {
    let config = ModelConfig::from_json(r#"{"input":{"height":14}}"#).unwrap();
    let error = Trainer::new(&config, digits("train", 3), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Images (width × height × channels): got 28 × 28 × 1, wanted 28 × 14 × 1"
    );
}
