//! One pass over a parameter and its state for every optimizer, as `PyTorch` defines them.
//!
//! `d` is the gradient plus `weight_decay · w` (L2). All slices have the parameter's length.

use std::array::from_fn;

use super::simd::{F32x4, LANES};
#[cfg(not(target_arch = "wasm32"))]
use super::threads;

/// What [`adam`] needs besides the slices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adam {
    /// α.
    pub learning_rate: f64,
    /// Decay of the first moment.
    pub beta1: f64,
    /// Decay of the second moment.
    pub beta2: f64,
    /// Added to the square root.
    pub epsilon: f64,
    /// L2.
    pub weight_decay: f64,
}

/// What [`rmsprop`] needs besides the slices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RmsProp {
    /// Step size.
    pub learning_rate: f64,
    /// Decay of the mean square.
    pub alpha: f64,
    /// Added to the square root.
    pub epsilon: f64,
    /// L2.
    pub weight_decay: f64,
}

/// Gradients are taken in multiples of about 1e-18: the squares of smaller ones would be denormal numbers,
/// with which a processor computes many times slower.
pub(super) const GRADIENT_GRAIN: f32 = 1e-11;

/// Running means are taken in multiples of about 1e-27, for the same reason: left alone, a mean whose
/// gradient has died out decays until all arithmetic on it is denormal. Beside ε = 1e-8 neither grain
/// changes a step by more than rounding does.
pub(super) const MEAN_GRAIN: f32 = 1e-20;

/// w ← w − lr·d.
pub fn sgd(w: &mut [f32], grad: &[f32], learning_rate: f32, weight_decay: f32) {
    let (rate, decay) = (F32x4::splat(learning_rate), F32x4::splat(weight_decay));
    update([w], grad, |[w], g| [w - rate * (g + decay * w)]);
}

/// v ← momentum·v + d, then w ← w − lr·v (`torch.optim.SGD` with momentum, no dampening). A velocity
/// of 0 gives `PyTorch`'s first step.
pub fn momentum(
    w: &mut [f32],
    velocity: &mut [f32],
    grad: &[f32],
    learning_rate: f32,
    momentum: f32,
    weight_decay: f32,
) {
    let (rate, decay) = (F32x4::splat(learning_rate), F32x4::splat(weight_decay));
    let momentum = F32x4::splat(momentum);
    update([w, velocity], grad, |[w, v], g| {
        let v = (momentum * v + (g + decay * w)).in_grains(MEAN_GRAIN);
        [w - rate * v, v]
    });
}

/// s ← α·s + (1−α)·d², then w ← w − lr·d / (√s + ε) (`torch.optim.RMSprop`, not centered).
pub fn rmsprop(w: &mut [f32], square: &mut [f32], grad: &[f32], options: &RmsProp) {
    let (rate, decay) = (
        F32x4::splat(options.learning_rate as f32),
        F32x4::splat(options.weight_decay as f32),
    );
    let (alpha, rest) = (
        F32x4::splat(options.alpha as f32),
        F32x4::splat((1.0 - options.alpha) as f32),
    );
    let epsilon = F32x4::splat(options.epsilon as f32);
    update([w, square], grad, |[w, s], g| {
        let d = (g + decay * w).in_grains(GRADIENT_GRAIN);
        let s = (alpha * s + rest * (d * d)).in_grains(MEAN_GRAIN);
        [w - rate * d / (s.sqrt() + epsilon), s]
    });
}

/// `base^n` by squaring, in the same order on every platform (`powi` leaves that open).
pub(super) fn power(mut base: f64, mut n: u64) -> f64 {
    let mut result = 1.0;
    while n > 0 {
        if n & 1 == 1 {
            result *= base;
        }
        base *= base;
        n >>= 1;
    }
    result
}

/// m ← β₁·m + (1−β₁)·d, v ← β₂·v + (1−β₂)·d²,
/// w ← w − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε), with t = `step`, counted from 1 (`torch.optim.Adam`).
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
    let rate = F32x4::splat((learning_rate / (1.0 - power(beta1, step))) as f32);
    let root = F32x4::splat((1.0 / (1.0 - power(beta2, step)).sqrt()) as f32);
    let (rest1, rest2) = (
        F32x4::splat((1.0 - beta1) as f32),
        F32x4::splat((1.0 - beta2) as f32),
    );
    let (beta1, beta2) = (F32x4::splat(beta1 as f32), F32x4::splat(beta2 as f32));
    let (epsilon, decay) = (
        F32x4::splat(epsilon as f32),
        F32x4::splat(weight_decay as f32),
    );
    update([w, first, second], grad, |[w, m, v], g| {
        let d = (g + decay * w).in_grains(GRADIENT_GRAIN);
        let m = (beta1 * m + rest1 * d).in_grains(MEAN_GRAIN);
        let v = (beta2 * v + rest2 * (d * d)).in_grains(MEAN_GRAIN);
        [w - rate * m / (v.sqrt() * root + epsilon), m, v]
    });
}

/// Runs `f` over the `N` slices of state, which it replaces, and the gradient, in one pass.
#[inline(always)]
fn update<const N: usize>(
    state: [&mut [f32]; N],
    grad: &[f32],
    f: impl Fn([F32x4; N], F32x4) -> [F32x4; N] + Sync,
) {
    assert!(
        state.iter().all(|s| s.len() == grad.len()),
        "optimizer: lengths"
    );
    #[cfg(target_arch = "wasm32")]
    update_part(state, grad, f);
    #[cfg(not(target_arch = "wasm32"))]
    let (len, load) = (grad.len(), || threads::elementwise(grad.len()));
    #[cfg(not(target_arch = "wasm32"))]
    threads::split(len, load, state, [1; N], &mut [], |places, state, _| {
        update_part(state, &grad[places], &f);
    });
}

/// [`update`] for a part of the numbers.
#[inline(always)]
fn update_part<const N: usize>(
    state: [&mut [f32]; N],
    grad: &[f32],
    f: impl Fn([F32x4; N], F32x4) -> [F32x4; N],
) {
    let (grad_body, grad_tail) = grad.as_chunks::<LANES>();
    let mut parts = state.map(|s| s.as_chunks_mut::<LANES>());
    // Cut to one length here, so that the loop needs no checks.
    let mut body = parts
        .each_mut()
        .map(|(body, _)| &mut body[..grad_body.len()]);
    for (i, g) in grad_body.iter().enumerate() {
        let next = f(from_fn(|j| F32x4::new(body[j][i])), F32x4::new(*g));
        for (state, next) in body.iter_mut().zip(next) {
            state[i] = next.to_array();
        }
    }
    for (i, &g) in grad_tail.iter().enumerate() {
        let next = f(from_fn(|j| F32x4::splat(parts[j].1[i])), F32x4::splat(g));
        for ((_, tail), next) in parts.iter_mut().zip(next) {
            tail[i] = next.to_array()[0];
        }
    }
}
