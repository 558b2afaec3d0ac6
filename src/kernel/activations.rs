//! Activation functions over whole slices, each beside its derivative.
//!
//! `*_forward` writes `y = f(x)`. `*_backward` turns `d = dL/dy` into `dL/dx` in place: it multiplies `d` by
//! the slope that its doc states. The slope is computed from `y`, in [`gelu_backward`] from `x`. All slices
//! have one length.

use super::map::{map, zip_in_place};
use super::math::{erf, exp, sigmoid, tanh};
use super::simd::F32x4;

/// Slope of the leaky rectifier below zero, `PyTorch`'s default.
const LEAKY_SLOPE: f32 = 0.01;

/// Slopes below this count as 0. Where a function has saturated, slopes and gradients would fade into denormal
/// numbers, and a training step would take twice its time.
const SMALLEST_SLOPE: f32 = 1e-12;

/// Gradients below this count as 0, for the reason that [`SMALLEST_SLOPE`] states.
const SMALLEST_GRADIENT: f32 = 1e-25;

/// `d · slope`, where a slope or a product too small to matter counts as 0.
#[inline(always)]
fn chain(d: F32x4, slope: F32x4) -> F32x4 {
    (d * slope.unless_below(SMALLEST_SLOPE)).unless_below(SMALLEST_GRADIENT)
}

/// `max(0, x)`
pub fn relu_forward(x: &[f32], y: &mut [f32]) {
    map(x, y, |x| x.max(F32x4::splat(0.0)));
}

/// 1 above zero, 0 elsewhere.
pub fn relu_backward(y: &[f32], d: &mut [f32]) {
    let zero = F32x4::splat(0.0);
    zip_in_place(d, y, |d, y| F32x4::select(y.gt(zero), d, zero));
}

/// `x` above zero, `0.01·x` below.
pub fn leaky_relu_forward(x: &[f32], y: &mut [f32]) {
    map(x, y, leaky(|x| x));
}

/// 1 above zero, 0.01 elsewhere.
pub fn leaky_relu_backward(y: &[f32], d: &mut [f32]) {
    zip_in_place(d, y, |d, y| leaky(|_| d)(y));
}

/// `f(x)`, times the slope unless `x` is above zero.
#[inline(always)]
fn leaky(f: impl Fn(F32x4) -> F32x4 + Sync) -> impl Fn(F32x4) -> F32x4 + Sync {
    let (zero, slope) = (F32x4::splat(0.0), F32x4::splat(LEAKY_SLOPE));
    move |x| F32x4::select(x.gt(zero), f(x), f(x) * slope)
}

/// `tanh x`
pub fn tanh_forward(x: &[f32], y: &mut [f32]) {
    map(x, y, tanh);
}

/// `1 − y²`
pub fn tanh_backward(y: &[f32], d: &mut [f32]) {
    let one = F32x4::splat(1.0);
    zip_in_place(d, y, |d, y| chain(d, one - y * y));
}

/// `1 / (1 + e⁻ˣ)`
pub fn sigmoid_forward(x: &[f32], y: &mut [f32]) {
    map(x, y, sigmoid);
}

/// `y·(1 − y)`
pub fn sigmoid_backward(y: &[f32], d: &mut [f32]) {
    let one = F32x4::splat(1.0);
    zip_in_place(d, y, |d, y| chain(d, y * (one - y)));
}

/// `x` above zero, `eˣ − 1` below.
pub fn elu_forward(x: &[f32], y: &mut [f32]) {
    let (zero, one) = (F32x4::splat(0.0), F32x4::splat(1.0));
    map(x, y, |x| F32x4::select(x.gt(zero), x, exp(x) - one));
}

/// 1 above zero, `y + 1` elsewhere.
pub fn elu_backward(y: &[f32], d: &mut [f32]) {
    let (zero, one) = (F32x4::splat(0.0), F32x4::splat(1.0));
    zip_in_place(d, y, |d, y| F32x4::select(y.gt(zero), d, chain(d, y + one)));
}

/// `x·Φ(x)`
pub fn gelu_forward(x: &[f32], y: &mut [f32]) {
    map(x, y, |x| x * normal_cdf(x));
}

/// `Φ(x) + x·φ(x)`
pub fn gelu_backward(x: &[f32], d: &mut [f32]) {
    zip_in_place(d, x, |d, x| chain(d, normal_cdf(x) + x * normal_density(x)));
}

/// `Φ(x) = (1 + erf(x / √2)) / 2`
#[inline(always)]
fn normal_cdf(x: F32x4) -> F32x4 {
    let half = F32x4::splat(0.5);
    half + half * erf(x * F32x4::splat(std::f32::consts::FRAC_1_SQRT_2))
}

/// `φ(x) = e^(−x²/2) / √(2π)`
#[inline(always)]
fn normal_density(x: F32x4) -> F32x4 {
    exp(x * x * F32x4::splat(-0.5)) * F32x4::splat(0.398_942_28)
}
