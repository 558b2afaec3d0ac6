//! The constants of [`math`](super::math), four lanes each.
//!
//! They are read from memory on purpose. Recent V8 rebuilds every vector constant inside a loop, by moves and
//! shuffles on the ports that the arithmetic needs (measured: e^x takes 1.5 times as long).

#[cfg(target_arch = "wasm32")]
use std::sync::atomic::{AtomicPtr, Ordering};

use super::simd::{F32x4, LANES};

/// One number for every lane.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(super) struct Constant([f32; LANES]);

impl Constant {
    const fn new(x: f32) -> Self {
        Self([x; LANES])
    }

    /// The lanes.
    #[inline(always)]
    pub fn get(self) -> F32x4 {
        F32x4::new(self.0)
    }
}

/// The coefficients of a polynomial, lowest first.
const fn all<const N: usize>(a: [f32; N]) -> [Constant; N] {
    let mut out = [Constant::new(0.0); N];
    let mut i = 0;
    while i < N {
        out[i] = Constant::new(a[i]);
        i += 1;
    }
    out
}

/// The numbers that the functions use.
pub(super) struct Constants {
    pub one: Constant,
    pub two: Constant,
    pub half: Constant,
    /// Only the sign bit is set.
    pub sign: Constant,
    /// 2⁶⁴ and 2⁻⁶⁴.
    pub lift: Constant,
    pub lower: Constant,
    /// 1.5·2²³: a number of moderate size added to it is rounded to an integer, which then stands in the
    /// low bits of the sum.
    pub magic: Constant,
    pub log2_e: Constant,
    /// The top ten bits of ln 2, and the rest.
    pub ln_2_high: Constant,
    pub ln_2_low: Constant,
    /// Above the first e^x is infinite, below the second it is 0.
    pub exp_max: Constant,
    pub exp_min: Constant,
    /// (e^r − 1 − r) / r², relative error of e^r − 1 below 2⁻²⁶ for |r| ≤ 0.347.
    pub exp: [Constant; 5],
    /// (2·artanh s − 2·s) / s³ in s², relative error of the logarithm below 2⁻³⁰ for |s| ≤ 0.172.
    pub ln: [Constant; 3],
    /// (2·artanh s − 2·s) / s³ in s², relative error of the logarithm below 2⁻³³ for |s| ≤ 1/3.
    pub ln_1p: [Constant; 5],
    /// From here on tanh is 1.
    pub tanh_max: Constant,
    /// Below this |x| the polynomial of tanh is used.
    pub tanh_small: Constant,
    /// (tanh t − t) / t³ in t², relative error of tanh below 2⁻²⁷ for |t| ≤ 0.625.
    pub tanh: [Constant; 5],
    /// From here on erf is 1.
    pub erf_max: Constant,
    /// −ln(1 − erf t) / t, relative error of erf below 2⁻²⁴ for 0 ≤ t ≤ 4.
    pub erf: [Constant; 9],
    /// 2⁻³¹: scales 31 random bits to 0..1.
    pub unit: Constant,
    /// 2π / 2³²: the angle of a turn's last bit.
    pub turn: Constant,
    /// (sin t − t) / t³ and (cos t − 1 + t²/2) / t⁴ in t², relative error below 2⁻²⁷ for |t| ≤ π/4.
    pub sin: [Constant; 3],
    pub cos: [Constant; 3],
}

static CONSTANTS: Constants = Constants {
    one: Constant::new(1.0),
    two: Constant::new(2.0),
    half: Constant::new(0.5),
    sign: Constant::new(-0.0),
    lift: Constant::new(18_446_744_073_709_551_616.0),
    lower: Constant::new(1.0 / 18_446_744_073_709_551_616.0),
    magic: Constant::new(12_582_912.0),
    log2_e: Constant::new(std::f32::consts::LOG2_E),
    ln_2_high: Constant::new(0.693_359_375),
    ln_2_low: Constant::new(-2.121_944_4e-4),
    exp_max: Constant::new(89.0),
    exp_min: Constant::new(-104.0),
    exp: all([
        0.5,
        0.166_665_43,
        0.041_666_43,
        0.008_366_56,
        0.001_393_828_3,
    ]),
    ln: all([0.666_667_76, 0.399_775_77, 0.298_710_64]),
    ln_1p: all([
        0.666_666_75,
        0.399_989_5,
        0.286_152_12,
        0.214_438_86,
        0.242_452_56,
    ]),
    tanh_max: Constant::new(10.0),
    tanh_small: Constant::new(0.625),
    tanh: all([
        -0.333_332_8,
        0.133_314_06,
        -0.053_736_515,
        0.020_628_167,
        -0.005_692_296,
    ]),
    erf_max: Constant::new(4.0),
    erf: all([
        std::f32::consts::FRAC_2_SQRT_PI,
        0.636_615_04,
        0.102_832_176,
        -0.019_400_915,
        3.725_811_5e-4,
        1.067_728_4e-3,
        -2.724_466e-4,
        8.445_966e-6,
        3.776_432_3e-6,
    ]),
    unit: Constant::new(1.0 / 2_147_483_648.0),
    turn: Constant::new(std::f32::consts::TAU / 4_294_967_296.0),
    sin: all([-0.166_666_55, 0.008_332_189, -1.951_828_9e-4]),
    cos: all([0.041_666_646, -0.001_388_731, 2.443_232_7e-5]),
};

/// The address of the constants. The compiler has to assume that an atomic changes, so it cannot fold them in.
#[cfg(target_arch = "wasm32")]
static PLACE: AtomicPtr<Constants> = AtomicPtr::new((&raw const CONSTANTS).cast_mut());

/// The constants, in wasm by a pointer that the compiler cannot see through.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub(super) fn constants() -> &'static Constants {
    // SAFETY: nothing ever stores to PLACE, so it points to CONSTANTS, of which only shared references exist.
    unsafe { &*PLACE.load(Ordering::Relaxed) }
}

/// The constants.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
pub(super) fn constants() -> &'static Constants {
    &CONSTANTS
}
