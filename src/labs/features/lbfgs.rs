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
/// `most` steps. `evaluate` returns the value and writes the gradient. A [`Search`] in one go.
pub fn minimize(
    start: Vec<f64>,
    most: usize,
    evaluate: &mut dyn FnMut(&[f64], &mut [f64]) -> f64,
    done: &dyn Fn(&[f64]) -> bool,
) -> Minimum {
    let mut gradient = vec![0.0; start.len()];
    let mut search = Search::new(start, most);
    loop {
        let value = evaluate(search.asked(), &mut gradient);
        if search.told(value, &gradient, done) {
            return search.finish();
        }
    }
}

/// A search for the least value that goes on from one value to the next: it asks for the value and the gradient at a
/// place, and is told them, so that whoever evaluates the function may take a rest within.
///
/// Limited-memory BFGS (Liu and Nocedal 1989; Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5). A step
/// of length 1 is halved until it decreases the value enough; where values differ by no more than rounding, the slope is
/// asked instead (Hager and Zhang 2005, the approximate Wolfe condition). For convex functions.
pub struct Search {
    most: usize,
    found: Minimum,
    gradient: Vec<f64>,
    pairs: Vec<Pair>,
    /// Where it asks for the value.
    next: Vec<f64>,
    /// The step that is tried; none before the value at the start is known.
    tried: Option<Step>,
}

/// A step that is tried.
struct Step {
    direction: Vec<f64>,
    slope: f64,
    length: f64,
    shortened: usize,
}

impl Search {
    /// A search that begins at `start` and takes at most so many steps.
    pub fn new(start: Vec<f64>, most: usize) -> Self {
        Self {
            most,
            gradient: vec![0.0; start.len()],
            next: start.clone(),
            found: Minimum {
                at: start,
                value: f64::INFINITY,
                iterations: 0,
                converged: false,
            },
            pairs: Vec::new(),
            tried: None,
        }
    }

    /// Where it asks for the value and the gradient.
    pub fn asked(&self) -> &[f64] {
        &self.next
    }

    /// Is told the value and the gradient at the place that it [asked](Self::asked) for; true when it is over.
    pub fn told(&mut self, value: f64, gradient: &[f64], done: &dyn Fn(&[f64]) -> bool) -> bool {
        if let Some(step) = &mut self.tried {
            let before = self.found.value;
            let is_lower = value <= before + DECREASE * step.length * step.slope;
            let is_level = || {
                value <= before + ROUNDING * before.abs()
                    && dot(&step.direction, gradient) <= (2.0 * DECREASE - 1.0) * step.slope
            };
            if !is_lower && !is_level() {
                step.shortened += 1;
                step.length *= 0.5;
                self.place();
                return self
                    .tried
                    .as_ref()
                    .is_some_and(|step| step.shortened == SHORTENED);
            }
            let places = [&self.found.at[..], &self.next];
            remember(&mut self.pairs, places, [&self.gradient, gradient]);
            std::mem::swap(&mut self.found.at, &mut self.next);
            self.found.iterations += 1;
        }
        self.found.value = value;
        self.gradient.copy_from_slice(gradient);
        self.found.converged = done(gradient);
        if self.found.iterations >= self.most || self.found.converged {
            return true;
        }
        let direction = direction(&self.pairs, &self.gradient);
        self.tried = Some(Step {
            slope: dot(&direction, &self.gradient),
            direction,
            length: 1.0,
            shortened: 0,
        });
        self.place();
        false
    }

    /// Asks for the value at the end of the step that is tried.
    fn place(&mut self) {
        let Some(step) = &self.tried else { return };
        let places = self.next.iter_mut();
        let from = self.found.at.iter().zip(&step.direction);
        places
            .zip(from)
            .for_each(|(next, (at, direction))| *next = at + step.length * direction);
    }

    /// Where it ended.
    pub fn finish(self) -> Minimum {
        self.found
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
