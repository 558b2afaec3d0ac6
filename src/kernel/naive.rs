//! Plain twins of the tuned loops, one number at a time; the tests hold the two together bit for bit.

pub mod pictures;

use super::constants::{Constant, constants};
use super::conv::ConvShape;
use super::math::ln_scalar;
use super::normal::BLOCK;
use super::optimize::{Adam, GRADIENT_GRAIN, MEAN_GRAIN, RmsProp, power};
use super::simd::LANES;

/// Numbers that a running sum takes at a time: four registers.
const SUMMED: usize = 4 * LANES;

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

/// C(m×n) = Aᵀ·B, with A k×m and B k×n. The sum over k is taken in chunks of `chunk` rows, each from 0 in
/// order, and the chunk sums are added in order.
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

/// `Σ x[i]`, in the order of [`reduce`](super::reduce).
pub fn sum(x: &[f32]) -> f32 {
    let (body, tail) = x.split_at(x.len() / SUMMED * SUMMED);
    let lane = |j: usize| {
        let numbers = body.iter().skip(j).step_by(SUMMED);
        numbers.fold(0.0, |total, x| total + x)
    };
    let across = |j: usize| {
        let register = |i: usize| lane(LANES * i + j);
        (register(0) + register(1)) + (register(2) + register(3))
    };
    let total = (across(0) + across(1)) + (across(2) + across(3));
    tail.iter().fold(total, |total, x| total + x)
}

/// The matrix (rows×columns) with rows and columns exchanged.
pub fn transposed(x: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    (0..columns)
        .flat_map(|j| (0..rows).map(move |i| x[i * columns + j]))
        .collect()
}

/// The pixel of the large map on which place `(ky, kx)` of the kernel lies at `(y, x)` of the small map;
/// `None` outside of the map.
fn pixel(shape: &ConvShape, [y, x]: [usize; 2], [ky, kx]: [usize; 2]) -> Option<usize> {
    let large_y = (y * shape.stride + ky).checked_sub(shape.padding())?;
    let large_x = (x * shape.stride + kx).checked_sub(shape.padding())?;
    (large_y < shape.in_height && large_x < shape.in_width)
        .then_some(large_y * shape.in_width + large_x)
}

/// All pairs below `height` and `width`, row by row.
fn pairs(height: usize, width: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..height).flat_map(move |y| (0..width).map(move |x| [y, x]))
}

/// `small[y, x, o] = Σ large[y·s + ky − p, x·s + kx − p, i]·w[o, i, ky, kx] + bias[o]`: the convolution of one
/// image. Each sum starts at 0 and goes in order of `(ky, kx, i)`; the bias is added last.
///
/// All maps are channels-last; the weight is `(out, in, kernel, kernel)`.
pub fn conv_down(shape: &ConvShape, w: &[f32], bias: &[f32], large: &[f32], small: &mut [f32]) {
    let (k, inputs, outputs) = (shape.kernel, shape.in_channels, shape.out_channels);
    for (place, at) in pairs(shape.out_height(), shape.out_width()).enumerate() {
        for o in 0..outputs {
            let mut total = 0.0;
            for [ky, kx] in pairs(k, k) {
                let Some(pixel) = pixel(shape, at, [ky, kx]) else {
                    continue;
                };
                for i in 0..inputs {
                    total += large[pixel * inputs + i] * w[((o * inputs + i) * k + ky) * k + kx];
                }
            }
            small[place * outputs + o] = total + bias[o];
        }
    }
}

/// `large[y·s + ky − p, x·s + kx − p, i] = Σ small[y, x, o]·w[o, i, ky, kx] + bias[i]`: the transposed
/// convolution of one image. Each sum starts at 0 and goes in order of `(y, x, o)`; the bias is added last.
/// Layouts as in [`conv_down`].
pub fn conv_up(shape: &ConvShape, w: &[f32], bias: &[f32], small: &[f32], large: &mut [f32]) {
    let (k, inputs, outputs) = (shape.kernel, shape.in_channels, shape.out_channels);
    large.fill(0.0);
    for (place, at) in pairs(shape.out_height(), shape.out_width()).enumerate() {
        for [ky, kx] in pairs(k, k) {
            let Some(pixel) = pixel(shape, at, [ky, kx]) else {
                continue;
            };
            for i in 0..inputs {
                let total = &mut large[pixel * inputs + i];
                for o in 0..outputs {
                    *total += small[place * outputs + o] * w[((o * inputs + i) * k + ky) * k + kx];
                }
            }
        }
    }
    for pixel in large.chunks_exact_mut(inputs) {
        pixel.iter_mut().zip(bias).for_each(|(y, b)| *y += b);
    }
}

/// `dw[o, i, ky, kx] = Σ large[y·s + ky − p, x·s + kx − p, i]·small[y, x, o]` over images and positions: the
/// gradient of the weights. The sum is taken in chunks of `chunk` images, each from 0 in order, and the chunk
/// sums are added in order. Layouts as in [`conv_down`].
pub fn conv_weights(shape: &ConvShape, large: &[f32], small: &[f32], dw: &mut [f32], chunk: usize) {
    let (k, inputs, outputs) = (shape.kernel, shape.in_channels, shape.out_channels);
    let (height, width) = (shape.out_height(), shape.out_width());
    let rows = large.len() / shape.in_features();
    for (weight, dw) in dw.iter_mut().enumerate() {
        let (channels, tap) = (weight / (k * k), [weight / k % k, weight % k]);
        let (o, i) = (channels / inputs, channels % inputs);
        *dw = chunked_sum(rows * height * width, chunk * height * width, |place| {
            let (row, place) = (place / (height * width), place % (height * width));
            let large = &large[row * shape.in_features()..];
            let small = &small[row * shape.out_features()..];
            pixel(shape, [place / width, place % width], tap).map_or(0.0, |pixel| {
                large[pixel * inputs + i] * small[place * outputs + o]
            })
        });
    }
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

/// The numbers of [`normal::normals`](super::normal::normals).
pub fn normals(words: &[u32], out: &mut [f32]) {
    for (i, out) in out.iter_mut().enumerate() {
        let words = &words[i / BLOCK * BLOCK..];
        let (word, turn) = (words[i % LANES], words[LANES + i % LANES]);
        let u = ((word >> 1) as f32 + 0.5) / 2_147_483_648.0;
        let radius = (2.0 * ln_scalar(u).abs()).sqrt();
        let (sin, cos) = sin_cos(turn);
        *out = radius * if i % BLOCK < LANES { cos } else { sin };
    }
}

/// sin and cos of `turn` · 2π / 2³², about the nearest axis.
fn sin_cos(turn: u32) -> (f32, f32) {
    let k = constants();
    let polynomial = |z: f32, a: &[Constant; 3]| {
        let [a, b, c] = a.map(|a| a.get().to_array()[0]);
        (c * z + b) * z + a
    };
    let quarter = turn.wrapping_add(1 << 29) >> 30;
    let rest = turn.wrapping_sub(quarter << 30) as i32;
    let x = rest as f32 * (std::f32::consts::TAU / 4_294_967_296.0);
    let z = x * x;
    let sin = x + x * z * polynomial(z, &k.sin);
    let cos = (1.0 - 0.5 * z) + z * z * polynomial(z, &k.cos);
    match quarter {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

fn in_grains(x: f32, grain: f32) -> f32 {
    (x + grain) - grain
}

/// `Σ_chunks Σ_{i in the chunk} term(i)`, each sum from 0 in order.
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
