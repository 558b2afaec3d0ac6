//! The least value of a smooth function of many numbers.

/// Pairs of steps and gradients that are remembered.
const MEMORY: usize = 20;
/// Times that a step is shortened before the search gives up.
const SHORTENED: usize = 40;
/// The share of the promised decrease that is asked for.
const DECREASE: f64 = 1e-4;
/// The share of a value below which it cannot be told from another for rounding.
const ROUNDING: f64 = 1e-12;

/// Where a search ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The numbers.
    pub at: Vec<f64>,
    /// The function's value there.
    pub value: f64,
    /// Steps that were taken.
    pub iterations: usize,
    /// Whether the gradient there is small enough.
    pub converged: bool,
}

/// A step, the change of the gradient along it, and 1 / their product.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
}

/// Goes down from `start` until `done` says that a gradient is small enough, or no step leads further down, for at most
/// `most` steps. `evaluate` returns the value and writes the gradient.
///
/// Limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5). A step
/// of length 1 is halved until it decreases the value enough; where values differ by no more than rounding, the slope is
/// asked instead (Hager and Zhang 2005, the approximate Wolfe condition). For convex functions.
pub fn minimize(
    start: Vec<f64>,
    most: usize,
    evaluate: &mut dyn FnMut(&[f64], &mut [f64]) -> f64,
    done: &dyn Fn(&[f64]) -> bool,
) -> Minimum {
    let mut at = start;
    let mut gradient = vec![0.0; at.len()];
    let mut value = evaluate(&at, &mut gradient);
    let mut pairs: Vec<Pair> = Vec::new();
    let (mut next, mut next_gradient) = (at.clone(), gradient.clone());
    let mut iterations = 0;
    while iterations < most && !done(&gradient) {
        let direction = direction(&pairs, &gradient);
        let slope = dot(&direction, &gradient);
        let mut length = 1.0;
        let mut found = None;
        for _ in 0..SHORTENED {
            let places = next.iter_mut().zip(at.iter().zip(&direction));
            places.for_each(|(next, (at, direction))| *next = at + length * direction);
            let there = evaluate(&next, &mut next_gradient);
            let is_lower = there <= value + DECREASE * length * slope;
            let is_level = there <= value + ROUNDING * value.abs()
                && dot(&direction, &next_gradient) <= (2.0 * DECREASE - 1.0) * slope;
            if is_lower || is_level {
                found = Some(there);
                break;
            }
            length *= 0.5;
        }
        let Some(there) = found else { break };
        remember(&mut pairs, [&at, &next], [&gradient, &next_gradient]);
        value = there;
        std::mem::swap(&mut at, &mut next);
        std::mem::swap(&mut gradient, &mut next_gradient);
        iterations += 1;
    }
    Minimum {
        converged: done(&gradient),
        at,
        value,
        iterations,
    }
}

/// Keeps a step, unless the function does not curve up along it.
fn remember(pairs: &mut Vec<Pair>, [from, to]: [&[f64]; 2], [before, after]: [&[f64]; 2]) {
    let less = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
    let (step, change) = (less(to, from), less(after, before));
    let product = dot(&step, &change);
    if product <= f64::EPSILON * dot(&change, &change) {
        return;
    }
    if pairs.len() == MEMORY {
        pairs.remove(0);
    }
    pairs.push(Pair {
        step,
        change,
        inverse: 1.0 / product,
    });
}

/// Where to go: minus the gradient, times what the remembered steps tell of the inverse curvature.
fn direction(pairs: &[Pair], gradient: &[f64]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|x| -x).collect();
    let Some(last) = pairs.last() else {
        let length = dot(gradient, gradient).sqrt().max(1.0);
        for x in &mut direction {
            *x /= length;
        }
        return direction;
    };
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let share = pair.inverse * dot(&pair.step, &direction);
        add(&mut direction, &pair.change, -share);
        shares.push(share);
    }
    let scale = 1.0 / (last.inverse * dot(&last.change, &last.change));
    for x in &mut direction {
        *x *= scale;
    }
    for (pair, share) in pairs.iter().zip(shares.iter().rev()) {
        let other = pair.inverse * dot(&pair.change, &direction);
        add(&mut direction, &pair.step, share - other);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(a: &mut [f64], b: &[f64], times: f64) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += times * b);
}
