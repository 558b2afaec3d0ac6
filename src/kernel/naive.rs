//! Plain twins of the tuned loops, one number at a time; the tests hold the two together bit for bit.

use super::optimize::{Adam, GRADIENT_GRAIN, MEAN_GRAIN, RmsProp, power};

/// C(m×n) = A(m×k)·B(k×n); each element is the sum over k in order, multiply and then add.
pub fn gemm(a: &[f32], b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    for i in 0..m {
        for j in 0..n {
            let mut total = 0.0;
            for p in 0..k {
                total += a[i * k + p] * b[p * n + j];
            }
            c[i * n + j] = total;
        }
    }
}

/// C(m×n) = Aᵀ·B, with A k×m and B k×n; the sum over k in chunks of `chunk` rows, each from 0 in
/// order, and the chunk sums added in order.
pub fn gemm_at(
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
    (m, k, n): (usize, usize, usize),
    chunk: usize,
) {
    for i in 0..m {
        for j in 0..n {
            c[i * n + j] = chunked_sum(k, chunk, |p| a[p * m + i] * b[p * n + j]);
        }
    }
}

/// `out[j]` = Σ over the rows of `x[row][j]`, chunked as in [`gemm_at`].
pub fn column_sums(x: &[f32], rows: usize, out: &mut [f32], chunk: usize) {
    let n = out.len();
    for (j, out) in out.iter_mut().enumerate() {
        *out = chunked_sum(rows, chunk, |row| x[row * n + j]);
    }
}

/// The matrix (rows×columns) with rows and columns exchanged.
pub fn transposed(x: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..columns)
        .flat_map(|j| (0..rows).map(move |i| x[i * columns + j]))
        .collect()
}

/// The update of [`optimize::sgd`](super::optimize::sgd).
pub fn sgd(w: &mut [f32], grad: &[f32], learning_rate: f32, weight_decay: f32) {
    for (w, g) in w.iter_mut().zip(grad) {
        *w -= learning_rate * (g + weight_decay * *w);
    }
}

/// The update of [`optimize::momentum`](super::optimize::momentum).
pub fn momentum(
    w: &mut [f32],
    velocity: &mut [f32],
    grad: &[f32],
    learning_rate: f32,
    momentum: f32,
    weight_decay: f32,
) {
    for ((w, v), g) in w.iter_mut().zip(velocity).zip(grad) {
        *v = in_grains(momentum * *v + (g + weight_decay * *w), MEAN_GRAIN);
        *w -= learning_rate * *v;
    }
}

/// The update of [`optimize::rmsprop`](super::optimize::rmsprop).
pub fn rmsprop(w: &mut [f32], square: &mut [f32], grad: &[f32], options: &RmsProp) {
    let RmsProp {
        learning_rate,
        alpha,
        epsilon,
        weight_decay,
    } = *options;
    for ((w, s), g) in w.iter_mut().zip(square).zip(grad) {
        let d = in_grains(g + weight_decay as f32 * *w, GRADIENT_GRAIN);
        *s = alpha as f32 * *s + (1.0 - alpha) as f32 * (d * d);
        *s = in_grains(*s, MEAN_GRAIN);
        *w -= learning_rate as f32 * d / (s.sqrt() + epsilon as f32);
    }
}

/// The update of [`optimize::adam`](super::optimize::adam).
pub fn adam(
    w: &mut [f32],
    first: &mut [f32],
    second: &mut [f32],
    grad: &[f32],
    options: &Adam,
    step: u64,
) {
    let Adam {
        learning_rate,
        beta1,
        beta2,
        epsilon,
        weight_decay,
    } = *options;
    let rate = (learning_rate / (1.0 - power(beta1, step))) as f32;
    let root = (1.0 / (1.0 - power(beta2, step)).sqrt()) as f32;
    for (((w, m), v), g) in w.iter_mut().zip(first).zip(second).zip(grad) {
        let d = in_grains(g + weight_decay as f32 * *w, GRADIENT_GRAIN);
        *m = in_grains(beta1 as f32 * *m + (1.0 - beta1) as f32 * d, MEAN_GRAIN);
        *v = beta2 as f32 * *v + (1.0 - beta2) as f32 * (d * d);
        *v = in_grains(*v, MEAN_GRAIN);
        *w -= rate * *m / (v.sqrt() * root + epsilon as f32);
    }
}

fn in_grains(x: f32, grain: f32) -> f32 {
    (x + grain) - grain
}

/// Σ over chunks of (Σ over the chunk of `term`), each from 0 in order.
fn chunked_sum(len: usize, chunk: usize, term: impl Fn(usize) -> f32) -> f32 {
    let mut total = 0.0;
    for start in (0..len).step_by(chunk) {
        let mut part = 0.0;
        for index in start..len.min(start + chunk) {
            part += term(index);
        }
        total += part;
    }
    total
}
