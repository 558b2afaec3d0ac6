//! A step in slow motion against the step of training.

use super::{batch, bits, cases, slow_step};
use hourglass::error::Error;
use hourglass::model::LossParts;
use hourglass::train::{SlowStep, Trainer};
use serde_json::json;

/// Compares the trainer's next step with the same in slow motion: loss, all weights, all the optimizer remembers.
fn compare(name: &str, trainer: &mut Trainer) {
    let slow = slow_step(trainer);
    let step = trainer.steps();
    let name = format!("{name} at step {step}");
    assert_eq!(slow.step(), step, "{name}");
    let wanted = trainer.step().unwrap();
    assert_eq!(parts(slow.parts()), parts(wanted), "{name}: loss");
    let mut kept = slow.params().iter();
    trainer.copy_model().visit_params(&mut |of, param| {
        let kept = kept.next().unwrap();
        assert_eq!(kept.name, of);
        assert_eq!(bits(&kept.after), bits(&param.value), "{name}: {of}");
    });
    assert!(kept.next().is_none());
    let (state, wanted) = (&slow.optimizer().state, &trainer.optimizer().state);
    assert_eq!(state.t, wanted.t, "{name}");
    let means = |state: &hourglass::nn::OptimizerState| {
        let means = state.slots.iter().flatten();
        means.map(|mean| bits(mean)).collect::<Vec<_>>()
    };
    assert_eq!(means(state), means(wanted), "{name}: running means");
    // The trainer that comes out goes on from there: another step of it is one of the same model.
    assert_eq!(slow.into_trainer().steps(), step + 1);
}

fn parts(parts: LossParts) -> [Option<u32>; 3] {
    let LossParts {
        loss,
        reconstruction_loss,
        kl,
    } = parts;
    [Some(loss), Some(reconstruction_loss), kl].map(|x| x.map(f32::to_bits))
}

#[test]
fn it_is_the_step_of_training_bit_for_bit() {
    for (name, mut trainer) in cases::of_presets().into_iter().chain(cases::small()) {
        compare(&name, &mut trainer);
        while trainer.steps() < 20 {
            trainer.step().unwrap();
        }
        // Of 23 images in batches of 8, step 20 has the last 7.
        compare(&name, &mut trainer);
    }
}

#[test]
fn it_has_what_was_steered_on_the_way() {
    let (name, mut trainer) = cases::one(&json!({
        "bottleneck": { "kind": "variational", "latentDim": 2, "beta": 1, "klWarmupSteps": 0 },
        "corruption": { "kind": "gaussian", "amount": 0.1 },
    }));
    for _ in 0..5 {
        trainer.step().unwrap();
    }
    let steering = r#"{"learningRate":0.07,"beta":3.5,"corruptionAmount":0.6}"#;
    let steering = hourglass::model::Steering::from_json(steering).unwrap();
    trainer.steer(steering).unwrap();
    assert_eq!(slow_step(&mut trainer).beta(), Some(3.5));
    compare(&name, &mut trainer);
}

#[test]
fn a_step_of_whole_data_is_the_step_of_its_batch_alone() {
    let make = || cases::one(&json!({ "corruption": { "kind": "masking", "amount": 0.4 } })).1;
    let (alone, whole) = (slow_step(&mut make()), SlowStep::make(make()).unwrap());
    let rows = batch(whole.model().config(), make().data(), 0);
    assert_ne!(rows, (0..8).collect::<Vec<u32>>(), "shuffled");
    for row in 0..8 {
        assert_eq!(alone.input(row), whole.input(row));
        assert_eq!(alone.target(row), whole.target(row));
        assert_ne!(alone.target(row), alone.input(row));
    }
    assert_eq!(alone.parts(), whole.parts());
}

#[test]
fn a_step_that_diverges_says_so() {
    let optimizer = json!({ "kind": "sgd", "learningRate": 1000 });
    let changes = json!({ "outputActivation": "linear", "optimizer": optimizer });
    let mut trainer = cases::one(&changes).1;
    let found = loop {
        let made = SlowStep::make(trainer);
        match made {
            Ok(slow) => trainer = slow.into_trainer(),
            Err(error) => break error,
        }
        assert!(trainer.steps() < 100);
    };
    assert!(matches!(found, Error::Diverged { .. }), "{found:?}");
}
