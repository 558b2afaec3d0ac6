//! What a record tells, and its numbers opened down to their arithmetic.

use super::{bits, cases, slow_step};
use hourglass::error::Error;
use hourglass::train::{SlowStep, Trainer};
use hourglass::views::slow::{Arithmetic, Open, open, record};
use hourglass::views::{self, Side, Station};
use serde_json::json;

fn opened(slow: &SlowStep, row: usize, what: Open) -> Arithmetic {
    let found = open(slow, row, what).unwrap_or_else(|e| panic!("{what:?}: {e}"));
    assert!(found.equal, "{what:?} of image {row}: {found:?}");
    assert_eq!(found.value, found.engine, "{what:?}");
    let listed: f64 = found.terms.iter().map(|term| term.product).sum();
    let sum = listed + found.rest + found.bias.unwrap_or(0.0);
    if found.n_terms > 0 {
        let size = found.sum.abs().max(found.terms[0].product.abs()).max(1e-3);
        assert!((sum - found.sum).abs() < 1e-4 * size, "{what:?}: {found:?}");
    }
    assert_eq!(found.terms.len(), found.n_terms.min(12));
    found
}

/// Opens everything that there is to open of two images, of large stations every `stride`th number.
fn open_all(name: &str, slow: &SlowStep, stride: usize) {
    let stations = views::stations(slow.model());
    let sides = |station: &Station| station.side != Side::Input;
    for row in [0, slow.rows() - 1] {
        let seen = record(slow, row).unwrap();
        for (idx, station) in stations.iter().enumerate().filter(|(_, s)| sides(s)) {
            for at in (0..station.features).step_by(stride) {
                let found = opened(slow, row, Open::Unit { station: idx, at });
                assert_eq!(found.value, f64::from(seen.stations[idx][at]), "{name}");
                for term in &found.terms {
                    // Behind a variational code the sample goes on.
                    let before = match stations[idx - 1].side {
                        Side::Code => seen.z[term.from],
                        _ => seen.stations[idx - 1][term.from],
                    };
                    assert_eq!(term.input, f64::from(before), "{name}: {found:?}");
                }
            }
        }
        let loss = opened(slow, row, Open::Loss);
        assert_eq!(loss.value, seen.image.loss, "{name}");
        if let Some(kl) = seen.image.kl {
            assert_eq!(opened(slow, row, Open::Kl).value, kl);
            for at in 0..seen.mu.len() {
                assert_eq!(
                    opened(slow, row, Open::Mu(at)).value,
                    f64::from(seen.mu[at])
                );
                let log_var = opened(slow, row, Open::LogVar(at)).value;
                let sigma = f64::from(seen.sigma.as_ref().unwrap()[at]);
                assert!((log_var / 2.0 - sigma.ln()).abs() < 1e-5);
                let opened_sigma = opened(slow, row, Open::Sigma(at));
                assert_eq!([opened_sigma.value, opened_sigma.sum], [sigma, log_var]);
                let sample = opened(slow, row, Open::Sample(at));
                assert_eq!(sample.value, f64::from(seen.z[at]));
            }
        }
    }
    let layers = record(slow, 0).unwrap().layers;
    for (idx, layer) in layers.iter().enumerate() {
        let found = opened(slow, 0, Open::Update(idx));
        assert_eq!(found.value, layer.largest_change.after, "{name}");
        assert_eq!(found.layer.as_ref(), Some(&layer.name));
        let found = opened(slow, 0, Open::Gradient(idx));
        assert_eq!(found.value, layer.gradient, "{name}");
        assert_eq!(found.n_terms, layer.weights, "{name}");
    }
}

#[test]
fn every_number_of_small_models_opens_to_the_engines_bits() {
    for (name, mut trainer) in cases::small() {
        open_all(&name, &slow_step(&mut trainer), 1);
        while trainer.steps() < 20 {
            trainer.step().unwrap();
        }
        open_all(&name, &slow_step(&mut trainer), 1);
    }
}

#[test]
fn numbers_of_presets_open_to_the_engines_bits() {
    for (name, mut trainer) in cases::of_presets() {
        for _ in 0..3 {
            trainer.step().unwrap();
        }
        open_all(&name, &slow_step(&mut trainer), 97);
    }
}

/// The update by the formula of the optimizer, out of what is told of it alone.
fn after_by_formula(told: &[(&'static str, f64)]) -> f64 {
    let of = |name: &str| {
        told.iter()
            .find(|(other, _)| *other == name)
            .map(|(_, x)| *x)
    };
    let given = |name: &str| of(name).unwrap_or_else(|| panic!("{name} of {told:?}"));
    let g = given("gradient") + of("decay").unwrap_or(0.0);
    let kept = |share: &str, before: &str, new: f64| {
        given(share) * given(before) + (1.0 - given(share)) * new
    };
    let taken = if of("beta1").is_some() {
        let unbiased = |mean: f64, share: &str| mean / (1.0 - given(share).powf(given("t")));
        let m = unbiased(kept("beta1", "mBefore", g), "beta1");
        let v = unbiased(kept("beta2", "vBefore", g * g), "beta2");
        m / (v.sqrt() + given("smallest"))
    } else if of("alpha").is_some() {
        g / (kept("alpha", "vBefore", g * g).sqrt() + given("smallest"))
    } else if of("momentum").is_some() {
        given("momentum") * given("velocityBefore") + g
    } else {
        g
    };
    given("before") - given("rate") * taken
}

#[test]
fn an_update_can_be_recomputed_from_what_is_told_of_it() {
    for (name, mut trainer) in cases::small() {
        while trainer.steps() < 3 {
            trainer.step().unwrap();
        }
        let slow = slow_step(&mut trainer);
        let layers = record(&slow, 0).unwrap().layers;
        for (idx, layer) in layers.iter().enumerate() {
            let found = opened(&slow, 0, Open::Update(idx));
            let (after, before) = (after_by_formula(&found.steps), layer.largest_change.before);
            let change = found.value - before;
            let difference = (after - found.value).abs();
            // The weight itself has 24 bits.
            let room = 1e-4 * change.abs() + 2e-7 * before.abs();
            assert!(difference <= room, "{name}: {after} of {found:?}");
        }
    }
}

#[test]
fn layers_are_told_as_their_parameters_have_it() {
    for (name, mut trainer) in cases::small() {
        trainer.step().unwrap();
        let slow = slow_step(&mut trainer);
        let told = record(&slow, 0).unwrap();
        assert_eq!(told.layers.len(), slow.params().len() / 2);
        let mut most = 0.0;
        for (layer, params) in told.layers.iter().zip(slow.params().chunks(2)) {
            let weight = format!("{}.weight", layer.name);
            assert_eq!(weight, params[0].name.to_string());
            let (mut gradient, mut change, mut largest, mut count) = (0.0, 0.0, 0.0_f64, 0);
            for param in params {
                let numbers = param.before.value.iter().zip(&param.after);
                for ((before, after), g) in numbers.zip(&param.before.grad) {
                    gradient += f64::from(*g).powi(2);
                    change += (f64::from(*after) - f64::from(*before)).powi(2);
                    largest = largest.max((f64::from(*after) - f64::from(*before)).abs());
                    count += 1;
                }
            }
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (a + b);
            assert!(near(layer.gradient, gradient.sqrt()), "{name}: {layer:?}");
            assert!(near(layer.change, change.sqrt()), "{name}: {layer:?}");
            assert_eq!(layer.weights, count);
            let told = &layer.largest_change;
            assert_eq!(
                (told.after - told.before).abs(),
                largest,
                "{name}: {layer:?}"
            );
            most = f64::max(most, largest);
        }
        let largest = &told.layers[told.largest].largest_change;
        assert_eq!((largest.after - largest.before).abs(), most, "{name}");
    }
}

#[test]
fn the_losses_of_the_images_make_the_batchs() {
    for (name, mut trainer) in cases::small() {
        let slow = slow_step(&mut trainer);
        let batch = record(&slow, 0).unwrap().batch;
        let of = |row| record(&slow, row).unwrap().image;
        let mean = (0..slow.rows()).map(|row| of(row).loss).sum::<f64>() / slow.rows() as f64;
        let wanted = batch.loss - batch.penalty;
        assert!(
            (mean - wanted).abs() < 1e-5 * wanted,
            "{name}: {mean} {wanted}"
        );
        if slow.rows() == 1 {
            assert_eq!(of(0).loss, batch.loss, "{name}");
        }
        let has_price = slow.model().config().code_sparsity > 0.0;
        assert_eq!(batch.penalty > 0.0, has_price, "{name}");
    }
}

#[test]
fn without_noise_and_chance_it_is_the_walk_of_the_image() {
    let conv =
        json!({ "kind": "conv", "channels": [3, 4], "kernel": 3, "stride": 2, "hidden": [6] });
    for changes in [json!({}), json!({ "architecture": conv })] {
        let mut trainer: Trainer = cases::one(&changes).1;
        let model = trainer.copy_model();
        let slow = slow_step(&mut trainer);
        let walk = views::walk(&model, slow.target(5), &mut model.workspace(1, false), 0);
        let told = record(&slow, 5).unwrap();
        for (told, walked) in told.stations.iter().zip(&walk.stations) {
            assert_eq!(bits(told), bits(walked));
        }
        assert_eq!(told.stations.len(), walk.stations.len());
        assert_eq!(told.image.mse, walk.mse);
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let slow = slow_step(&mut cases::one(&json!({})).1);
    let refused = |row: usize, what: Open| open(&slow, row, what).unwrap_err();
    for what in [Open::Mu(0), Open::LogVar(0), Open::Sample(0), Open::Kl] {
        assert!(
            matches!(refused(0, what), Error::NotReady { .. }),
            "{what:?}"
        );
    }
    let unit = |station, at| Open::Unit { station, at };
    assert!(matches!(refused(0, unit(0, 3)), Error::NotReady { .. }));
    let outside = [unit(7, 0), unit(1, 7), unit(6, 30), Open::Update(6)];
    for what in outside {
        assert!(matches!(refused(0, what), Error::Shape { .. }), "{what:?}");
    }
    assert!(matches!(refused(8, Open::Loss), Error::Shape { .. }));
    assert!(matches!(record(&slow, 8), Err(Error::Shape { .. })));
    assert!(Open::named("weather", 0, 0, 0).is_err());
}
