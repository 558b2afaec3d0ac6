//! Uniform bits as standard normal numbers, and noise from them.
//!
//! After Box and Muller (*A Note on the Generation of Random Normal Deviates*, Annals of Mathematical
//! Statistics 29, 1958): with u and v uniform, √(−2·ln u)·(cos 2πv, sin 2πv) are two independent standard
//! normal numbers.

use super::constants::constants;
use super::map::zip_in_place;
use super::math::{ln, polynomial};
use super::simd::{F32x4, I32x4, LANES};

/// Random words that become as many normal numbers together: four radii, four angles.
pub const BLOCK: usize = 2 * LANES;

/// sin and cos of `turn` · 2π / 2³², within 3 ulp, most of which is the angle's own rounding.
#[inline(always)]
pub fn sin_cos_of_turn(turn: I32x4) -> (F32x4, F32x4) {
    let k = constants();
    // To the nearest quarter of a turn, exactly; the rest is within ±π/4.
    let quarter = (turn + I32x4::splat(1 << 29)).shift_right(30);
    let x = (turn - quarter.shift_left(30)).to_nearest() * k.turn.get();
    let z = x * x;
    let sin = (x + x * z * polynomial(z, &k.sin)).to_bits();
    let cos = ((k.one.get() - k.half.get() * z) + z * z * polynomial(z, &k.cos)).to_bits();
    // An odd quarter exchanges the two; the quarter's second bit is the sine's sign.
    let exchange = (sin ^ cos) & quarter.shift_left(31).shift_right(31);
    let top = I32x4::splat(i32::MIN);
    let sign_of_cos = (quarter + I32x4::splat(1)).shift_left(30) & top;
    let sign_of_sin = quarter.shift_left(30) & top;
    (
        ((sin ^ exchange) ^ sign_of_sin).to_floats(),
        ((cos ^ exchange) ^ sign_of_cos).to_floats(),
    )
}

/// √(−2·ln u) with u = (⌊`bits` / 2⌋ + ½) / 2³¹: from 0 to 6.66.
#[inline(always)]
fn radius(bits: I32x4) -> F32x4 {
    let k = constants();
    let whole = bits.shift_right(1) & I32x4::splat(i32::MAX);
    let u = (whole.to_nearest() + k.half.get()) * k.unit.get();
    // If u was rounded to 1, its logarithm is 0 with either sign.
    (ln(u).abs() * k.two.get()).sqrt()
}

/// Standard normal numbers from uniform words. The first four words of each [`BLOCK`] give the radii, the
/// other four the angles. The products with the cosines are written first, then those with the sines. The
/// last block is cut off where `out` ends.
///
/// # Panics
/// Unless there are as many words as `out` has numbers, rounded up to whole blocks.
pub fn normals(words: &[u32], out: &mut [f32]) {
    assert_eq!(
        words.len(),
        out.len().next_multiple_of(BLOCK),
        "normals: whole blocks of words"
    );
    let lanes = |words: [u32; LANES]| F32x4::new(words.map(f32::from_bits)).to_bits();
    let block = |&[a, b, c, d, e, f, g, h]: &[u32; BLOCK]| {
        let radius = radius(lanes([a, b, c, d]));
        let (sin, cos) = sin_cos_of_turn(lanes([e, f, g, h]));
        (radius * cos, radius * sin)
    };
    let words = words.as_chunks::<BLOCK>().0;
    let (body, tail) = out.as_chunks_mut::<BLOCK>();
    for (words, out) in words.iter().zip(&mut *body) {
        let (first, second) = block(words);
        first.store(&mut out[..LANES]);
        second.store(&mut out[LANES..]);
    }
    if let Some(words) = words.get(body.len()) {
        let (first, second) = block(words);
        let both = [first.to_array(), second.to_array()];
        tail.copy_from_slice(&both.as_flattened()[..tail.len()]);
    }
}

/// `x = min(max(x + amount·noise, 0), 1)`
pub fn add_noise(x: &mut [f32], noise: &[f32], amount: f32) {
    let (zero, one) = (F32x4::splat(0.0), F32x4::splat(1.0));
    let amount = F32x4::splat(amount);
    zip_in_place(x, noise, |x, noise| (x + amount * noise).max(zero).min(one));
}

/// `x = 0` where the random word beside it is at most `last_zero`, `x = 1` where the word is larger, and `x`
/// as it was where the word is above `last`.
pub fn replace(x: &mut [f32], words: &[u32], last: u32, last_zero: u32) {
    for (x, &word) in x.iter_mut().zip(words) {
        let value = if word > last_zero { 1.0 } else { 0.0 };
        *x = if word <= last { value } else { *x };
    }
}
