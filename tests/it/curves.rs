//! The curves of a run: one and the same for one configuration, and all of one measurement at their ends.

use crate::training::digits;
use hourglass::data::Dataset;
use hourglass::error::Error;
use hourglass::model::{ModelConfig, Steering};
use hourglass::train::{Evaluation, History, RunLimits, Trainer};

const SMALL: &str = r#"{"architecture": {"hidden": [8]}, "batchSize": 64}"#;

fn run(trainer: &mut Trainer, max_steps: u64) {
    let limits = RunLimits {
        max_steps,
        until_plateau: false,
    };
    trainer.run_for(limits, |_| false).unwrap();
}

#[test]
fn a_run_after_a_reset_is_the_first_run_again_which_began_before_all_images_had_come() {
    let all = digits("train", 2500);
    let config = ModelConfig::from_json(SMALL).unwrap();
    let mut data = Dataset::new(all.shape(), 2500).unwrap();
    let append = |data: &mut Dataset, from: usize, to: usize| {
        (from..to).for_each(|i| data.append_interleaved(all.image(i), None).unwrap());
    };
    append(&mut data, 0, 2048);
    let mut first = Trainer::new(&config, data, Some(digits("test", 100))).unwrap();
    run(&mut first, 20);
    append(first.data_mut(), 2048, 2500);
    run(&mut first, 180);
    let curves = first.history().clone();
    let (data, held_out) = first.into_data();
    let mut again = Trainer::new(&config, data, held_out).unwrap();
    run(&mut again, 200);
    assert_eq!(again.history(), &curves);
}

#[test]
fn beside_each_evaluation_stands_the_loss_of_the_batch_before_it() {
    let config = ModelConfig::from_json(SMALL).unwrap();
    let mut trainer =
        Trainer::new(&config, digits("train", 500), Some(digits("test", 100))).unwrap();
    run(&mut trainer, 70);
    let History {
        training,
        held_out,
        training_then,
        ..
    } = trainer.history();
    assert_eq!(training_then.points().len(), held_out.points().len());
    for (there, measured) in training_then.points().iter().zip(held_out.points()) {
        assert_eq!(there.0, measured.0);
        assert_eq!(there.1, training.points()[there.0 as usize - 1].1);
    }
    let (evaluation, then) = trainer.ends().unwrap();
    let of_end = training_then.points().last().unwrap().1;
    assert_eq!(then, [Some(f64::from(of_end)), None, None]);
    assert_eq!(
        held_out.points().last().unwrap().1,
        evaluation.loss as f32,
        "the last evaluation"
    );
}

/// The error and the loss of a model of three steps.
fn measured(json: &str) -> Evaluation {
    let config = ModelConfig::from_json(json).unwrap();
    let mut trainer =
        Trainer::new(&config, digits("train", 200), Some(digits("test", 100))).unwrap();
    run(&mut trainer, 3);
    trainer.evaluate_held_out().unwrap()
}

#[test]
fn the_error_is_the_loss_where_nothing_else_is_in_it_and_is_told_apart_where_something_is() {
    let plain = measured(SMALL);
    assert_eq!((plain.error, plain.loss), (plain.mse, plain.mse));
    let noise =
        r#""corruption": {"kind": "gaussian", "amount": 0.4}, "architecture": {"hidden": [8]}"#;
    let noisy = measured(&format!("{{{noise}}}"));
    assert_eq!(noisy.error, noisy.loss, "of noisy images, as the loss is");
    assert!((noisy.error - noisy.mse).abs() > 1e-6, "{noisy:?}");
    let both = measured(&format!(
        r#"{{{noise}, "bottleneck": {{"kind": "variational"}}}}"#
    ));
    assert!(
        both.loss > 100.0 * both.error && both.error < 1.0,
        "through the mean, a pixel: {both:?}"
    );
}

#[test]
fn after_the_way_back_nothing_tells_of_the_steps_that_were_undone() {
    let json = r#"{"architecture": {"hidden": [16]}, "outputActivation": "linear",
        "optimizer": {"kind": "sgd", "learningRate": 900}}"#;
    let config = ModelConfig::from_json(json).unwrap();
    let mut trainer =
        Trainer::new(&config, digits("train", 200), Some(digits("test", 64))).unwrap();
    let mut measured = 0;
    let error = (0..200).find_map(|_| {
        let error = trainer.step().err();
        measured = trainer.evaluate_held_out().map_or(measured, |e| e.step);
        error
    });
    assert!(matches!(error, Some(Error::Diverged { .. })), "{error:?}");
    assert!(measured == trainer.steps(), "measured anew");
    let (evaluation, _) = trainer.ends().unwrap();
    assert_eq!(evaluation.step, measured);
    let held_out = trainer.history().held_out.points();
    assert!(held_out.iter().all(|&(x, _)| x <= measured as f64));
}

#[test]
fn a_run_that_forgets_what_it_learned_is_put_back_to_its_best_weights() {
    let config =
        ModelConfig::from_json(r#"{"architecture": {"hidden": [64]}, "batchSize": 32}"#).unwrap();
    let held_out = digits("test", 200);
    let mut trainer = Trainer::new(&config, digits("train", 2000), Some(held_out)).unwrap();
    let until_it_stops = |max_steps| RunLimits {
        max_steps,
        until_plateau: true,
    };
    trainer.run_for(until_it_stops(1500), |_| false).unwrap();
    let good = trainer.evaluate_held_out().unwrap();
    assert!(good.error < 0.056, "{good:?}");
    let rate = Steering::from_json(r#"{"learningRate": 1.0}"#).unwrap();
    trainer.steer(rate).unwrap();
    let error = trainer
        .run_for(until_it_stops(2000), |_| false)
        .unwrap_err();
    assert!(
        matches!(error, Error::BlownUp { step, .. } if step > 1500),
        "{error:?}"
    );
    let back = trainer.evaluate_held_out().unwrap();
    assert!(
        (64..=1500 + trainer.evaluation_interval()).contains(&back.step),
        "{back:?}"
    );
    assert!(back.error <= 1.05 * good.error, "{back:?} after {good:?}");
    let curves = trainer.history();
    assert!(
        curves
            .training
            .points()
            .iter()
            .all(|&(x, _)| x <= back.step as f64)
    );
    // Within bounds of their own, steps are made however they end.
    let bounded = RunLimits {
        max_steps: 100,
        until_plateau: false,
    };
    trainer.run_for(bounded, |_| false).unwrap();
    assert_eq!(trainer.steps(), back.step + 100);
}
