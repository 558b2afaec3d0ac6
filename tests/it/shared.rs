//! A step whose shards several trainers compute: the bits of a step that one computes.

use crate::training::first_images;
use hourglass::data::{Dataset, ImageShape};
use hourglass::error::Error;
use hourglass::model::{LossParts, ModelConfig};
use hourglass::nn::SHARD_ROWS;
use hourglass::train::Trainer;
use serde_json::{Value, json};
use std::sync::LazyLock;

const DIGITS: &str = "mnist-train-images.idx3-ubyte.gz";
const EMOJI: &str = "emoji-train-images.idx4-ubyte.gz";
/// Not a whole number of batches, and the last batch's last shard is a short one.
const IMAGES: usize = 250;
const STEPS: usize = 3;

/// The images of both packs are unpacked once.
fn owner(config: &ModelConfig, data: &str) -> Trainer {
    static DIGITS_ONCE: LazyLock<Dataset> = LazyLock::new(|| first_images(DIGITS, IMAGES));
    static EMOJI_ONCE: LazyLock<Dataset> = LazyLock::new(|| first_images(EMOJI, IMAGES));
    let images = if data == DIGITS {
        &DIGITS_ONCE
    } else {
        &EMOJI_ONCE
    };
    Trainer::new(config, Dataset::clone(images), None).unwrap()
}

/// A trainer that computes shards for another one: it has no images of its own.
fn helper(config: &ModelConfig) -> Trainer {
    let input = config.input;
    let shape = ImageShape::new(input.channels, input.height, input.width).unwrap();
    let data = Dataset::new(shape, config.batch_size).unwrap();
    Trainer::new(config, data, None).unwrap()
}

fn buffers(trainer: &mut Trainer) -> Vec<Vec<f32>> {
    let mut all = Vec::new();
    trainer.visit_buffers(&mut |buffer| all.push(buffer.to_vec()));
    all
}

/// A shard's gradient, and the terms of its rows.
fn answer(
    helper: &mut Trainer,
    given: &[Vec<f32>],
    rows: (usize, usize, usize),
    step: u64,
) -> Vec<Vec<f32>> {
    let mut sources = given.iter();
    helper.visit_buffers(&mut |buffer| {
        let source = sources.next().unwrap();
        let len = buffer.len().min(source.len());
        buffer[..len].copy_from_slice(&source[..len]);
    });
    helper.take_weights();
    let (from, to, of) = rows;
    helper.part(from..to, of, step, false);
    buffers(helper)
}

/// One step of `owner`, which computes the first `own` shards; the helpers compute the others by turns.
fn shared_step(
    owner: &mut Trainer,
    helpers: &mut [Trainer],
    own: usize,
) -> Result<LossParts, Error> {
    let (rows, step) = (owner.begin_shared(), owner.steps());
    assert!(rows > 0, "a batch to share");
    let mut answers = Vec::new();
    let given = buffers(owner);
    for (i, from) in (0..rows).step_by(SHARD_ROWS).enumerate().skip(own) {
        let to = rows.min(from + SHARD_ROWS);
        let helper = &mut helpers[i % helpers.len().max(1)];
        answers.push((from, to, answer(helper, &given, (from, to, rows), step)));
    }
    owner.part(0..rows.min(own * SHARD_ROWS), rows, step, false);
    for (from, to, answer) in answers {
        let gradients: Vec<f32> = answer[4..]
            .iter()
            .skip(1)
            .step_by(2)
            .flatten()
            .copied()
            .collect();
        owner.add_shard(&gradients);
        let mut number = 0;
        owner.visit_buffers(&mut |buffer| {
            if number == 3 {
                buffer[from * 3..to * 3].copy_from_slice(&answer[3][from * 3..to * 3]);
            }
            number += 1;
        });
    }
    owner.finish_shared(rows)
}

fn configs() -> Vec<(String, &'static str, ModelConfig)> {
    let pinned = std::fs::read_to_string("tests/golden/losses-kinds.json").unwrap();
    let pinned: Value = serde_json::from_str(&pinned).unwrap();
    let mut all = Vec::new();
    let mut add = |name: &str, data: &str, mut config: Value| {
        config["batchSize"] = json!(128);
        let config = ModelConfig::from_json(&config.to_string()).unwrap();
        let data = if data == DIGITS { DIGITS } else { EMOJI };
        all.push((name.to_owned(), data, config));
    };
    for run in pinned["runs"].as_array().unwrap() {
        add(
            run["name"].as_str().unwrap(),
            run["data"].as_str().unwrap(),
            run["config"].clone(),
        );
    }
    for noise in ["salt-and-pepper", "masking", "scribble"] {
        add(
            noise,
            DIGITS,
            json!({"corruption": {"kind": noise, "amount": 0.3}, "activation": "gelu"}),
        );
    }
    let variational = json!({"kind": "variational", "latentDim": 5, "klWarmupSteps": 4, "beta": 2});
    add(
        "a variational sparse one",
        DIGITS,
        json!({"bottleneck": variational, "codeSparsity": 0.01, "weightDecay": 0.001,
            "corruption": {"kind": "gaussian", "amount": 0.2}, "optimizer": {"kind": "rmsprop"}}),
    );
    all
}

fn bits(parts: LossParts) -> [Option<u32>; 3] {
    [Some(parts.loss), Some(parts.reconstruction_loss), parts.kl].map(|x| x.map(f32::to_bits))
}

#[test]
fn any_split_gives_the_same_bits_for_every_kind() {
    for (name, data, config) in configs() {
        let mut alone = owner(&config, data);
        let expected: Vec<_> = (0..STEPS).map(|_| bits(alone.step().unwrap())).collect();
        for (n_helpers, own) in [(0, 4), (1, 2), (3, 1)] {
            let mut trainer = owner(&config, data);
            let mut helpers: Vec<_> = (0..n_helpers).map(|_| helper(&config)).collect();
            let mut seen = Vec::new();
            for _ in 0..STEPS {
                seen.push(bits(shared_step(&mut trainer, &mut helpers, own).unwrap()));
            }
            assert_eq!(
                seen, expected,
                "{name}: {n_helpers} helpers, {own} shards by the owner"
            );
            let [mut a, mut b] = [alone.copy_model(), trainer.copy_model()];
            a.visit_params(&mut |name, one| {
                b.visit_params(&mut |other_name, other| {
                    if name == other_name {
                        assert!(one.value == other.value, "{name}");
                    }
                });
            });
        }
    }
}

fn side(trainer: &mut Trainer, is_decoder: bool) -> Vec<Vec<f32>> {
    let mut all = Vec::new();
    trainer.visit_side(is_decoder, &mut |buffer| all.push(buffer.to_vec()));
    all
}

/// Rows `from..` of a batch, where those of another trainer lie first in its buffers.
fn take_rows(
    to: &mut Trainer,
    is_decoder: bool,
    given: &[Vec<f32>],
    rows: [usize; 3],
    from: usize,
) {
    let [capacity, at, n] = rows;
    let mut given = given.iter();
    to.visit_side(is_decoder, &mut |buffer| {
        let (width, given) = (buffer.len() / capacity, given.next().unwrap());
        buffer[at * width..(at + n) * width]
            .copy_from_slice(&given[from * width..(from + n) * width]);
    });
}

/// One step of `owner`, which computes `own` rows and the decoder's gradients; the helper computes the rest.
fn step_by_sides(owner: &mut Trainer, helper: &mut Trainer, own: usize) -> LossParts {
    let (rows, step) = (owner.begin_shared(), owner.steps());
    let capacity = owner.model().config().batch_size;
    let given = buffers(owner);
    let mut sources = given.iter();
    helper.visit_buffers(&mut |buffer| buffer.copy_from_slice(sources.next().unwrap()));
    helper.take_weights();
    helper.part(own..rows, rows, step, true);
    owner.part(0..own, rows, step, true);
    let theirs = [side(helper, false), side(helper, true)];
    let ours = side(owner, false);
    take_rows(owner, true, &theirs[1], [capacity, own, rows - own], 0);
    take_rows(helper, false, &theirs[0], [capacity, own, rows - own], 0);
    take_rows(helper, false, &ours, [capacity, 0, own], 0);
    helper.side(false, rows);
    owner.side(true, rows);
    let answer = buffers(helper);
    let n_encoder = {
        let mut n = 0;
        let mut copy = owner.copy_model();
        copy.visit_params(&mut |name, _| n += usize::from(name.side != "decoder"));
        n
    };
    let mut number = 0;
    owner.visit_buffers(&mut |buffer| {
        if number == 3 {
            buffer[own * 3..rows * 3].copy_from_slice(&answer[3][own * 3..rows * 3]);
        } else if number > 3 && number % 2 == 1 && number < 4 + 2 * n_encoder {
            buffer.copy_from_slice(&answer[number]);
        }
        number += 1;
    });
    owner.finish_shared(rows).unwrap()
}

#[test]
fn a_side_each_gives_the_same_bits_for_every_dense_kind() {
    for (name, data, config) in configs() {
        let mut trainer = owner(&config, data);
        if !trainer.can_defer() {
            assert!(name.contains("conv"), "{name}");
            continue;
        }
        let mut alone = owner(&config, data);
        let mut helper = helper(&config);
        for (step, own) in [64, 40, 101].into_iter().enumerate() {
            let expected = bits(alone.step().unwrap());
            assert_eq!(
                bits(step_by_sides(&mut trainer, &mut helper, own)),
                expected,
                "{name}: step {step}"
            );
        }
    }
}

#[test]
fn a_step_that_is_begun_and_dropped_is_no_step() {
    let config = ModelConfig::default();
    let (mut alone, mut trainer) = (owner(&config, DIGITS), owner(&config, DIGITS));
    let mut helpers = [helper(&config)];
    for step in 0..STEPS {
        let expected = bits(alone.step().unwrap());
        let rows = trainer.begin_shared();
        trainer.part(0..SHARD_ROWS, rows, trainer.steps(), step % 3 == 0);
        // The helper has died: the step is computed alone.
        let seen = if step % 2 == 0 {
            trainer.step().unwrap()
        } else {
            shared_step(&mut trainer, &mut helpers, 1).unwrap()
        };
        assert_eq!((bits(seen), trainer.steps()), (expected, step as u64 + 1));
    }
}

#[test]
fn a_price_on_rates_of_activity_is_not_shared() {
    let config = r#"{"codeActivation":"sigmoid","sparsityTarget":0.1,"codeSparsity":0.1}"#;
    let mut trainer = owner(&ModelConfig::from_json(config).unwrap(), DIGITS);
    assert_eq!(trainer.begin_shared(), 0);
    trainer.step().unwrap();
}

#[test]
fn a_shared_step_that_diverges_goes_back() {
    let config = ModelConfig::from_json(
        r#"{"architecture":{"hidden":[16]},"outputActivation":"linear","optimizer":{"kind":"sgd","learningRate":900}}"#,
    )
    .unwrap();
    let (mut alone, mut trainer) = (owner(&config, DIGITS), owner(&config, DIGITS));
    let mut helpers = [helper(&config)];
    for _ in 0..200 {
        match (alone.step(), shared_step(&mut trainer, &mut helpers, 2)) {
            (Ok(a), Ok(b)) => assert_eq!(bits(a), bits(b)),
            (Err(a), Err(b)) => {
                assert_eq!(
                    (a.to_string(), alone.steps()),
                    (b.to_string(), trainer.steps())
                );
                return;
            }
            (a, b) => panic!("one diverged, the other did not: {a:?}, {b:?}"),
        }
    }
    panic!("no divergence in 200 steps");
}
