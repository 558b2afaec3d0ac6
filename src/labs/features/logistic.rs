//! What a linear classifier minimizes: the logistic loss of labeled points, a few points at a time.

use super::Labeled;

/// Points that are added to an evaluation at once.
const AT_ONCE: usize = 32;
/// Of these so many go through the weights together.
const TOGETHER: usize = 4;

/// The value and the gradient by the scaled numbers, as far as points have been added.
#[derive(Default)]
pub(super) struct Evaluation {
    pub value: f64,
    pub gradient: Vec<f64>,
    weights: Vec<f64>,
    bias: Vec<f64>,
    logits: Vec<f64>,
    /// Points that are in it.
    pub done: usize,
}

/// What is minimized, in scaled numbers: a row for each feature, and one for the bias at the mean point.
pub(super) struct Problem {
    /// Row by row.
    points: Vec<f32>,
    /// Place of each point's class.
    targets: Vec<usize>,
    pub classes: Vec<u8>,
    mean: Vec<f64>,
    /// What a scaled number is to be multiplied by; the last is the bias's.
    scales: Vec<f64>,
    penalty: f64,
}

impl Problem {
    pub fn new(training: &Labeled) -> Self {
        let classes = training.classes();
        let (n, features) = training.points.dim();
        let points: Vec<f32> = training.points.iter().copied().collect();
        let mut mean = vec![0.0; features];
        let mut spread = vec![0.0; features];
        for row in points.chunks_exact(features) {
            let sums = mean.iter_mut().zip(row);
            sums.for_each(|(sum, &x)| *sum += f64::from(x) / n as f64);
        }
        for row in points.chunks_exact(features) {
            let sums = spread.iter_mut().zip(row.iter().zip(&mean));
            sums.for_each(|(sum, (&x, mean))| *sum += (f64::from(x) - mean).powi(2));
        }
        let penalty = if classes.len() == 2 { 2.0 } else { 1.0 };
        // The curvature along each number where all classes are as likely.
        let share = 1.0 / classes.len() as f64;
        let curvatures = spread
            .iter()
            .map(|sum| penalty + share * (1.0 - share) * sum);
        let of_bias = share * (1.0 - share) * n as f64;
        let scales = curvatures.chain([of_bias]).map(|x| 1.0 / x.sqrt());
        Self {
            scales: scales.collect(),
            targets: training
                .labels
                .iter()
                .map(|label| classes.partition_point(|class| class < label))
                .collect(),
            points,
            classes,
            mean,
            penalty,
        }
    }

    /// W and b of scaled numbers.
    pub fn unscaled(&self, at: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let k = self.classes.len();
        let rows = at.chunks_exact(k).zip(&self.scales);
        let mut weights: Vec<f64> = rows
            .flat_map(|(row, scale)| row.iter().map(move |x| x * scale))
            .collect();
        let mut bias = weights.split_off(self.mean.len() * k);
        for (row, mean) in weights.chunks_exact(k).zip(&self.mean) {
            bias.iter_mut().zip(row).for_each(|(b, w)| *b -= mean * w);
        }
        (weights, bias)
    }

    /// How many numbers are looked for.
    pub fn size(&self) -> usize {
        self.scales.len() * self.classes.len()
    }

    /// Begins to evaluate at scaled numbers.
    pub fn begin(&self, at: &[f64], sums: &mut Evaluation) {
        (sums.weights, sums.bias) = self.unscaled(at);
        sums.gradient.fill(0.0);
        sums.gradient.resize(at.len(), 0.0);
        sums.logits.resize(TOGETHER * self.classes.len(), 0.0);
        (sums.value, sums.done) = (0.0, 0);
    }

    /// Adds the next points to an evaluation; true when all are in it.
    pub fn add(&self, sums: &mut Evaluation) -> bool {
        let count = self.targets.len();
        let end = count.min(sums.done + AT_ONCE);
        while sums.done + TOGETHER <= end {
            self.add_some::<TOGETHER>(sums);
        }
        while sums.done < end {
            self.add_some::<1>(sums);
        }
        end == count
    }

    /// Adds the next so many points.
    fn add_some<const N: usize>(&self, sums: &mut Evaluation) {
        let (features, k) = (self.mean.len(), self.classes.len());
        let first = sums.done;
        let columns = columns::<N>(&self.points[first * features..], features);
        let (of_weights, of_bias) = sums.gradient.split_at_mut(features * k);
        let errors = &mut sums.logits[..N * k];
        for errors in errors.chunks_exact_mut(k) {
            errors.copy_from_slice(&sums.bias);
        }
        add_products(&columns, &sums.weights, errors);
        for (errors, &target) in errors.chunks_exact_mut(k).zip(&self.targets[first..]) {
            sums.value += cross_entropy(errors, target);
            let terms = of_bias.iter_mut().zip(errors.iter());
            terms.for_each(|(sum, error)| *sum += error);
        }
        add_transposed(&columns, errors, of_weights);
        sums.done += N;
    }

    /// What does not depend on single points is added last, and the gradient is by the scaled numbers then.
    pub fn close(&self, sums: &mut Evaluation) {
        let k = self.classes.len();
        let (of_weights, of_bias) = sums.gradient.split_at_mut(sums.weights.len());
        let rows = of_weights.chunks_exact_mut(k);
        for ((of_row, row), mean) in rows.zip(sums.weights.chunks_exact(k)).zip(&self.mean) {
            for ((sum, weight), error) in of_row.iter_mut().zip(row).zip(of_bias.iter()) {
                *sum += self.penalty * weight - mean * error;
                sums.value += 0.5 * self.penalty * weight * weight;
            }
        }
        for (of_row, scale) in sums.gradient.chunks_exact_mut(k).zip(&self.scales) {
            for sum in of_row {
                *sum *= scale;
            }
        }
    }

    /// The largest number in a gradient a point, once it is unscaled.
    pub fn steepness(&self, gradient: &[f64]) -> f64 {
        let rows = gradient.chunks_exact(self.classes.len()).zip(&self.scales);
        let numbers = rows.flat_map(|(row, scale)| row.iter().map(move |x| x.abs() / scale));
        numbers.fold(0.0, f64::max) / self.targets.len() as f64
    }
}

/// The numbers of so many points column by column, with the columns' places; without columns of zeros, as most pixels of
/// drawings are. Points are row by row.
pub(super) fn columns<const N: usize>(points: &[f32], features: usize) -> Vec<(usize, [f64; N])> {
    let rows: [&[f32]; N] = std::array::from_fn(|at| &points[at * features..][..features]);
    let columns = (0..features).map(|at| (at, rows.map(|row| f64::from(row[at]))));
    columns.filter(|(_, xs)| *xs != [0.0; N]).collect()
}

/// Adds `points·weights` to `sums`, row by row; weights are `(features, classes)`, row by row.
pub(super) fn add_products<const N: usize>(
    columns: &[(usize, [f64; N])],
    weights: &[f64],
    sums: &mut [f64],
) {
    let k = sums.len() / N;
    let mut from = 0;
    while from < k {
        // Sums of few classes stay in registers.
        from += match k - from {
            4.. => products_of::<N, 4>(columns, weights, sums, from),
            2..4 => products_of::<N, 2>(columns, weights, sums, from),
            _ => products_of::<N, 1>(columns, weights, sums, from),
        };
    }
}

/// The same for so many classes; how many.
fn products_of<const N: usize, const K: usize>(
    columns: &[(usize, [f64; N])],
    weights: &[f64],
    sums: &mut [f64],
    from: usize,
) -> usize {
    let k = sums.len() / N;
    let mut held: [[f64; K]; N] =
        std::array::from_fn(|n| std::array::from_fn(|c| sums[n * k + from + c]));
    for (at, xs) in columns {
        let row = &weights[at * k + from..][..K];
        for (held, x) in held.iter_mut().zip(xs) {
            let terms = held.iter_mut().zip(row);
            terms.for_each(|(sum, weight)| *sum += x * weight);
        }
    }
    for (row, held) in sums.chunks_exact_mut(k).zip(&held) {
        row[from..from + K].copy_from_slice(held);
    }
    K
}

/// Adds `pointsᵀ·errors` to the gradient of the weights.
fn add_transposed<const N: usize>(
    columns: &[(usize, [f64; N])],
    errors: &[f64],
    gradient: &mut [f64],
) {
    let k = errors.len() / N;
    let mut from = 0;
    while from < k {
        from += match k - from {
            4.. => transposed_of::<N, 4>(columns, errors, gradient, from),
            2..4 => transposed_of::<N, 2>(columns, errors, gradient, from),
            _ => transposed_of::<N, 1>(columns, errors, gradient, from),
        };
    }
}

/// The same for so many classes; how many.
fn transposed_of<const N: usize, const K: usize>(
    columns: &[(usize, [f64; N])],
    errors: &[f64],
    gradient: &mut [f64],
    from: usize,
) -> usize {
    let k = errors.len() / N;
    let held: [[f64; K]; N] =
        std::array::from_fn(|n| std::array::from_fn(|c| errors[n * k + from + c]));
    for (at, xs) in columns {
        let row = &mut gradient[at * k + from..][..K];
        for (c, sum) in row.iter_mut().enumerate() {
            for (errors, x) in held.iter().zip(xs) {
                *sum += x * errors[c];
            }
        }
    }
    K
}

/// `−ln softmax(logits)[target]`, and in place of the logits its gradient, `softmax − one-hot`.
fn cross_entropy(logits: &mut [f64], target: usize) -> f64 {
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let of_target = logits[target] - most;
    let mut sum = 0.0;
    for x in &mut *logits {
        *x = (*x - most).exp();
        sum += *x;
    }
    for x in &mut *logits {
        *x /= sum;
    }
    logits[target] -= 1.0;
    sum.ln() - of_target
}
