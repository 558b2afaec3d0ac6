//! exp, ln and their relatives on four lanes, from polynomials of our own.
//!
//! Argument reduction after Cody and Waite (*Software Manual for the Elementary Functions*, 1980):
//! x = n·ln 2 + r with |r| ≤ ½·ln 2, ln 2 being split in two so that n·ln 2 loses nothing. The polynomials
//! are minimax fits (Lawson's iteration on Chebyshev points) whose coefficients were rounded to f32 one
//! after the other, lowest first, each time fitting the rest anew. Errors are stated in units in the last
//! place (ulp) of the f32 result; the tests sweep them over the whole range of f32, subnormal numbers
//! included. A NaN gives a NaN.

use super::constants::{Constant, Constants, constants};
use super::simd::{F32x4, I32x4};

/// a₀ + a₁·x + … by Horner's rule.
#[inline(always)]
pub(super) fn polynomial<const N: usize>(x: F32x4, a: &[Constant; N]) -> F32x4 {
    let mut sum = a[N - 1].get();
    for a in a[..N - 1].iter().rev() {
        sum = sum * x + a.get();
    }
    sum
}

/// For moderate x: n and q with eˣ = 2ⁿ·(1 + q), |q| ≤ √2 − 1; n stands in the low bits, below
/// `magic`'s own.
#[inline(always)]
fn reduce(x: F32x4, k: &Constants) -> (I32x4, F32x4) {
    let shifted = x * k.log2_e.get() + k.magic.get();
    let n = shifted - k.magic.get();
    let (high, low) = (x - n * k.ln_2_high.get(), n * k.ln_2_low.get());
    let r = high - low;
    let lost = (high - r) - low;
    (
        shifted.to_bits(),
        r + (r * r * polynomial(r, &k.exp) + lost),
    )
}

/// 2ⁿ·`power`, a power of two itself, if that is a normal number.
#[inline(always)]
fn scale(n: I32x4, power: Constant) -> F32x4 {
    // The low nine of magic's own bits are 0, so the shift leaves nothing of it.
    (n.shift_left(23) + power.get().to_bits()).to_floats()
}

/// eˣ, within 1 ulp.
#[inline(always)]
pub fn exp(x: F32x4) -> F32x4 {
    let k = constants();
    let (n, q) = reduce(x.min(k.exp_max.get()).max(k.exp_min.get()), k);
    // 2ⁿ may be too large or too small for one factor.
    let n = n - k.magic.get().to_bits();
    let half = n.shift_right(1);
    (k.one.get() + q) * scale(half, k.one) * scale(n - half, k.one)
}

/// eˣ for x ≤ 0, within 1 ulp.
#[inline(always)]
fn exp_nonpositive(x: F32x4, k: &Constants) -> F32x4 {
    let (n, q) = reduce(x.max(k.exp_min.get()), k);
    // Only the last factor may lead to a subnormal number, so only that one rounds.
    (k.one.get() + q) * scale(n, k.lift) * k.lower.get()
}

/// eˣ − 1 for |x| ≤ 80; the relative error stays small near 0.
#[inline(always)]
fn exp_m1_moderate(x: F32x4, k: &Constants) -> F32x4 {
    let (n, q) = reduce(x, k);
    let power = scale(n, k.one);
    (power - k.one.get()) + power * q
}

/// −|x|.
#[inline(always)]
fn minus_abs(x: F32x4, k: &Constants) -> F32x4 {
    (x.to_bits() | k.sign.get().to_bits()).to_floats()
}

/// x ≥ 0 with the sign of `sign`.
#[inline(always)]
fn with_sign(x: F32x4, sign: F32x4, k: &Constants) -> F32x4 {
    (x.to_bits() | (sign.to_bits() & k.sign.get().to_bits())).to_floats()
}

/// ln x, within 1 ulp; NaN for x < 0, −∞ for ±0.
#[inline(always)]
pub fn ln(x: F32x4) -> F32x4 {
    let k = constants();
    let zero = F32x4::splat(0.0);
    let subnormal = x.lt(F32x4::splat(f32::MIN_POSITIVE));
    let normal = F32x4::select(subnormal, x * F32x4::splat(8_388_608.0), x);
    let lift = F32x4::select(subnormal, F32x4::splat(-23.0), zero);
    // normal = 2ⁿ·(1 + f) with √½ ≤ 1 + f < √2; these are the bits of √½.
    let root = I32x4::splat(0x3f35_04f3);
    let bits = normal.to_bits() - root;
    let n = bits.shift_right(23).to_nearest() + lift;
    let f = ((bits & I32x4::splat(0x007f_ffff)) + root).to_floats() - k.one.get();
    // ln(1 + f) = 2·artanh s with s = f / (2 + f); written so that f itself is rounded only at the end.
    let s = f / (k.two.get() + f);
    let z = s * s;
    let h = k.half.get() * f * f;
    let tail = s * (h + z * polynomial(z, &k.ln)) + n * k.ln_2_low.get();
    let y = n * k.ln_2_high.get() + (f - (h - tail));
    // +∞ gives itself; 0, negative numbers and NaN follow.
    let y = F32x4::select(x.lt(F32x4::splat(f32::INFINITY)), y, x);
    let other = F32x4::select(
        x.lt(zero),
        F32x4::splat(f32::NAN),
        F32x4::splat(f32::NEG_INFINITY),
    );
    F32x4::select(x.gt(zero), y, F32x4::select(x.is_nan(), x, other))
}

/// σ(x) = 1 / (1 + e⁻ˣ), within 2 ulp.
#[inline(always)]
pub fn sigmoid(x: F32x4) -> F32x4 {
    let k = constants();
    // With e^−|x| nothing overflows; for x < 0 the fraction is multiplied by eˣ above and below.
    let e = exp_nonpositive(minus_abs(x, k), k);
    let sum = k.one.get() + e;
    let y = F32x4::select(x.lt(F32x4::splat(0.0)), e, k.one.get()) / sum;
    // What rounding took from 1 + e comes back to first order.
    y - y * (e - (sum - k.one.get()))
}

/// tanh x, within 2 ulp.
#[inline(always)]
pub fn tanh(x: F32x4) -> F32x4 {
    let k = constants();
    let a = x.abs().min(k.tanh_max.get());
    // A polynomial for small x; else 1 − 2 / (e^2|x| + 1), where little of the error is left.
    let z = a * a;
    let small = a + a * z * polynomial(z, &k.tanh);
    let (n, q) = reduce(a + a, k);
    let power = (k.one.get() + q) * scale(n, k.one);
    let large = k.one.get() - k.two.get() / (power + k.one.get());
    with_sign(F32x4::select(a.lt(k.tanh_small.get()), small, large), x, k)
}

/// erf x = 2/√π · ∫₀ˣ e^(−t²) dt, within 4 ulp.
#[inline(always)]
pub fn erf(x: F32x4) -> F32x4 {
    let k = constants();
    // erf |x| = 1 − e^(−|x|·G(|x|)), where G(t) = −ln(1 − erf t) / t is smooth.
    let a = x.abs().min(k.erf_max.get());
    let power = minus_abs(a * polynomial(a, &k.erf), k);
    with_sign(exp_m1_moderate(power, k).abs(), x, k)
}

/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), within 3 ulp.
#[inline(always)]
pub fn softplus(x: F32x4) -> F32x4 {
    let k = constants();
    let e = exp_nonpositive(minus_abs(x, k), k);
    // ln(1 + e) = 2·artanh s with s = e / (2 + e).
    let s = e / (k.two.get() + e);
    let z = s * s;
    x.max(F32x4::splat(0.0)) + (s + s + s * z * polynomial(z, &k.ln_1p))
}

/// Scalar twins: one lane of the same code, so the same bits.
macro_rules! scalars {
    ($($(#[$doc:meta])* $scalar:ident = $lanes:ident;)+) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $scalar(x: f32) -> f32 {
            $lanes(F32x4::splat(x)).to_array()[0]
        }
    )+};
}
scalars! {
    /// [`exp`] of one number.
    exp_scalar = exp;
    /// [`ln`] of one number.
    ln_scalar = ln;
    /// [`sigmoid`] of one number.
    sigmoid_scalar = sigmoid;
    /// [`tanh`] of one number.
    tanh_scalar = tanh;
    /// [`erf`] of one number.
    erf_scalar = erf;
    /// [`softplus`] of one number.
    softplus_scalar = softplus;
}
