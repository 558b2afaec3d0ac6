//! The update of a weight, by the optimizer's formula.

use super::arithmetic::{Arithmetic, Term, check};
use super::places;
use super::record::{gradient_size, largest_change};
use crate::error::Result;
use crate::kernel::naive;
use crate::kernel::optimize::{Adam, RmsProp};
use crate::nn::{Optimizer, OptimizerKind};
use crate::train::SlowStep;

/// The largest change in the layer with this index.
pub(super) fn update(slow: &SlowStep, layer: usize) -> Result<Arithmetic> {
    let places = places(slow);
    check("The layer", layer, places.len())?;
    let place = &places[layer];
    let (param, change) = largest_change(place);
    let at = change.at;
    let index = place.index + usize::from(param.name.name == place.bias.name.name);
    let weight = Weight {
        before: param.before.value[at],
        gradient: param.before.grad[at],
        means: slow
            .means()
            .slots
            .iter()
            .map(|slot| slot[index][at])
            .collect(),
    };
    let (after, steps) = step(slow, &weight);
    let mut found = Arithmetic::new("update", after, param.after[at]).with_steps(steps);
    found.layer = Some(place.name.clone());
    Ok(found)
}

/// `√Σ g²` over all numbers of the layer with this index, weight before bias.
pub(super) fn gradient(slow: &SlowStep, layer: usize) -> Result<Arithmetic> {
    let places = places(slow);
    check("The layer", layer, places.len())?;
    let place = &places[layer];
    let numbers = [place.weight, place.bias].map(|param| &param.before.grad);
    let mut sum = 0.0;
    let terms = numbers.into_iter().flatten().enumerate().map(|(from, &g)| {
        let g = f64::from(g);
        let product = g * g;
        sum += product;
        Term {
            input: g,
            weight: g,
            product,
            from,
        }
    });
    let terms = terms.collect();
    let (value, engine) = (sum.sqrt(), gradient_size(place));
    Ok(Arithmetic {
        layer: Some(place.name.clone()),
        sum,
        value,
        engine,
        equal: value.to_bits() == engine.to_bits(),
        ..Arithmetic::new("gradient", 0.0, 0.0).with_terms(terms)
    })
}

/// A weight before its update.
struct Weight {
    before: f32,
    gradient: f32,
    /// Its running means.
    means: Vec<f32>,
}

/// One update by the kernel's plain twins, and the quantities on the way, with all constants of the formula.
fn step(slow: &SlowStep, weight: &Weight) -> (f32, Vec<(&'static str, f64)>) {
    let optimizer = slow.optimizer();
    let (learning_rate, weight_decay) = (optimizer.learning_rate, optimizer.weight_decay);
    let (rate, decay) = (learning_rate as f32, f64::from(weight_decay));
    let (before, gradient) = (weight.before, weight.gradient);
    let (mut w, g) = ([before], [gradient]);
    let mut means: Vec<[f32; 1]> = weight.means.iter().map(|mean| [*mean]).collect();
    match (optimizer.kind, means.as_mut_slice()) {
        (OptimizerKind::Momentum { momentum }, [b]) => {
            naive::momentum(&mut w, b, &g, rate, momentum as f32, weight_decay);
        }
        (OptimizerKind::Rmsprop { alpha, epsilon }, [v]) => {
            let options = RmsProp {
                learning_rate,
                alpha,
                epsilon,
                weight_decay: decay,
            };
            naive::rmsprop(&mut w, v, &g, &options);
        }
        (
            OptimizerKind::Adam {
                beta1,
                beta2,
                epsilon,
            },
            [m, v],
        ) => {
            let options = Adam {
                learning_rate,
                beta1,
                beta2,
                epsilon,
                weight_decay: decay,
            };
            naive::adam(&mut w, m, v, &g, &options, optimizer.state.t);
        }
        _ => naive::sgd(&mut w, &g, rate, weight_decay),
    }
    let mut steps = vec![("gradient", gradient.into())];
    if weight_decay != 0.0 {
        steps.push(("decay", (weight_decay * before).into()));
    }
    steps.extend(on_the_way(optimizer, &weight.means, means.as_flattened()));
    steps.extend([
        ("rate", learning_rate),
        ("change", (w[0] - before).into()),
        ("before", before.into()),
        ("after", w[0].into()),
    ]);
    (w[0], steps)
}

/// The constants of an optimizer, its running means before and after an update, and what follows from them.
fn on_the_way(optimizer: &Optimizer, old: &[f32], new: &[f32]) -> Vec<(&'static str, f64)> {
    let t = optimizer.state.t;
    match (optimizer.kind, old, new) {
        (OptimizerKind::Momentum { momentum }, [old], [b]) => vec![
            ("momentum", momentum),
            ("velocityBefore", (*old).into()),
            ("velocity", (*b).into()),
        ],
        (OptimizerKind::Rmsprop { alpha, epsilon }, [old], [v]) => vec![
            ("alpha", alpha),
            ("vBefore", (*old).into()),
            ("v", (*v).into()),
            ("rootV", v.sqrt().into()),
            ("smallest", epsilon),
        ],
        (
            OptimizerKind::Adam {
                beta1,
                beta2,
                epsilon,
            },
            [old_m, old_v],
            [m, v],
        ) => vec![
            ("beta1", beta1),
            ("mBefore", (*old_m).into()),
            ("m", (*m).into()),
            ("beta2", beta2),
            ("vBefore", (*old_v).into()),
            ("v", (*v).into()),
            ("t", t as f64),
            ("mHat", unbiased(*m, beta1, t).into()),
            ("vHat", unbiased(*v, beta2, t).into()),
            ("smallest", epsilon),
        ],
        _ => Vec::new(),
    }
}

/// A running mean without its start at 0, as the paper writes it; the engine multiplies in another order.
fn unbiased(mean: f32, beta: f64, t: u64) -> f32 {
    (f64::from(mean) / (1.0 - beta.powf(t as f64))) as f32
}
