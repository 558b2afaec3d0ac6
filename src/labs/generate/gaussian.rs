//! Mean and covariance of points, and new points that have both.

use super::standard_normal;
use crate::error::{Error, Result};
use crate::labs::features::check_finite;
use ndarray::{Array1, Array2, ArrayView2};

/// What is added to each variance before the covariance is factored, as a share of their mean: it bears numbers that
/// depend on others or never change, and nobody sees it.
const JITTER: f64 = 1e-6;

/// Mean and covariance of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    /// μ (d).
    pub mean: Array1<f64>,
    /// Σ (d × d), `Σᵢ (xᵢ − μ)(xᵢ − μ)ᵀ / (n − 1)`.
    pub covariance: Array2<f64>,
}

impl Moments {
    /// Of points `(n, d)`, in f64.
    ///
    /// # Errors
    /// [`Error::NotReady`] of fewer than two points, [`Error::Shape`] of numbers that are not finite.
    pub fn of(points: &ArrayView2<'_, f32>) -> Result<Self> {
        let (n, d) = points.dim();
        if n < 2 {
            let what = format!("A covariance needs at least two images: got {n}");
            return Err(Error::NotReady { what });
        }
        check_finite(points)?;
        let mut mean = vec![0.0; d];
        for point in points.rows() {
            let sums = mean.iter_mut().zip(point);
            sums.for_each(|(sum, &x)| *sum += f64::from(x));
        }
        for sum in &mut mean {
            *sum /= n as f64;
        }
        // On slices, as in `model::pca`: through views it takes half as long again.
        let mut sums = vec![0.0; d * d];
        let mut offsets = vec![0.0; d];
        for point in points.rows() {
            let places = offsets.iter_mut().zip(point.iter().zip(&mean));
            places.for_each(|(out, (&x, mean))| *out = f64::from(x) - mean);
            for (row, x) in sums.chunks_exact_mut(d).zip(&offsets) {
                let terms = row.iter_mut().zip(&offsets);
                terms.for_each(|(sum, y)| *sum += x * y);
            }
        }
        let at = |(row, column): (usize, usize)| sums[row * d + column] / (n - 1) as f64;
        Ok(Self {
            mean: mean.into(),
            covariance: Array2::from_shape_fn((d, d), at),
        })
    }
}

/// The normal distribution with a mean and a covariance.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaussian {
    /// μ (d).
    pub mean: Array1<f64>,
    /// L (d × d), lower triangular, with `L·Lᵀ = Σ + ε·I`, where ε is 10⁻⁶ of the mean variance.
    pub factor: Array2<f64>,
}

impl Gaussian {
    /// Of the points `(n, d)`. Points that are all the same give themselves.
    ///
    /// # Errors
    /// Those of [`Moments::of`].
    pub fn fit(points: &ArrayView2<'_, f32>) -> Result<Self> {
        let Moments { mean, covariance } = Moments::of(points)?;
        let jitter = JITTER * covariance.diag().sum() / mean.len().max(1) as f64;
        Ok(Self {
            factor: cholesky(&covariance, jitter),
            mean,
        })
    }

    /// `μ + L·ε` with standard normal ε: `(count, d)`. The same seed gives the same.
    pub fn sample(&self, count: usize, seed: u64) -> Array2<f32> {
        let epsilon = standard_normal(count, self.mean.len(), seed);
        Array2::from_shape_fn(epsilon.dim(), |(row, at)| {
            let terms = self.factor.row(at).into_iter().zip(epsilon.row(row));
            let terms = terms.take(at + 1).map(|(l, &e)| l * f64::from(e));
            (self.mean[at] + terms.sum::<f64>()) as f32
        })
    }
}

/// The lower triangular L with `L·Lᵀ = matrix + jitter·I` (Golub and Van Loan, Matrix Computations, section 4.2). A pivot
/// that rounding leaves below the jitter counts as the jitter.
fn cholesky(matrix: &Array2<f64>, jitter: f64) -> Array2<f64> {
    let n = matrix.nrows();
    let mut factor = vec![0.0; n * n];
    for row in 0..n {
        let (done, rest) = factor.split_at_mut(row * n);
        let current = &mut rest[..n];
        for column in 0..row {
            let other = &done[column * n..][..n];
            let known: f64 = (0..column).map(|i| current[i] * other[i]).sum();
            if other[column] > 0.0 {
                current[column] = (matrix[[row, column]] - known) / other[column];
            }
        }
        let known: f64 = current[..row].iter().map(|x| x * x).sum();
        current[row] = (matrix[[row, row]] + jitter - known).max(jitter).sqrt();
    }
    Array2::from_shape_fn((n, n), |(row, column)| factor[row * n + column])
}
