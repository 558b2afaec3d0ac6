//! Means with their spread.

/// A mean and the 95 % confidence interval for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean; NaN of nothing.
    pub mean: f64,
    /// Lower and upper end; NaN of fewer than two values.
    pub interval: [f64; 2],
}

/// The 97.5 % quantiles of Student's t for 1, 2, … degrees of freedom.
const STUDENT: [f64; 30] = [
    12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004,
    2.262_157, 2.228_139, 2.200_985, 2.178_813, 2.160_369, 2.144_787, 2.131_450, 2.119_905,
    2.109_816, 2.100_922, 2.093_024, 2.085_963, 2.079_614, 2.073_873, 2.068_658, 2.063_899,
    2.059_539, 2.055_529, 2.051_831, 2.048_407, 2.045_230, 2.042_272,
];

/// The 97.5 % quantile of the normal distribution.
pub const NORMAL: f64 = 1.959_963_985;

/// Mean of independent values, `mean ± t·s/√n` with the sample deviation s and Student's t of n − 1 degrees of freedom.
/// Beyond thirty the quantile is taken from its expansion in 1/ν (Abramowitz and Stegun, 26.7.5).
pub fn mean(values: &[f64]) -> Mean {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let half = if values.len() < 2 {
        f64::NAN
    } else {
        quantile(values.len() - 1) * (variance / n).sqrt()
    };
    Mean {
        mean,
        interval: [mean - half, mean + half],
    }
}

/// The 97.5 % quantile of Student's t.
fn quantile(freedom: usize) -> f64 {
    if let Some(&known) = STUDENT.get(freedom - 1) {
        return known;
    }
    let (z, v) = (NORMAL, freedom as f64);
    let first = (z.powi(3) + z) / (4.0 * v);
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * v * v);
    let third =
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / (384.0 * v.powi(3));
    z + first + second + third
}
