//! The covariance of many images, gathered a few images at a time.

use crate::error::{Error, Result};
use crate::kernel::{Packed, gemm_at};

/// Most features of a covariance: 64 MiB for the matrix, twice that while it is being solved.
pub const MAX_FEATURES: usize = 4096;
/// Bound of an entry: points of up to about 10¹⁵.
const MAX_ENTRY: f32 = 1e30;
/// A mean is near 0 if its square is below this many variances: a sum then loses one digit at most.
const NEAR: f64 = 9.0;
/// Images multiplied at once: short sums keep f32 exact enough.
const CHUNK: usize = 128;
/// Columns multiplied at once: only blocks on and above the diagonal are, as the rest mirrors them.
const BLOCK: usize = 128;

/// Gathers `Σ (x − s)` and `Σ (x − s)·(x − s)ᵀ`.
///
/// Where a pixel's mean is far from 0, f32 would lose the small difference of two large sums. There the shift s is
/// the mean of the first images, and the difference between s and the mean of all images is taken off at the end.
/// Elsewhere s is 0, so that black pixels stay 0 and cost nothing.
#[derive(Debug, Clone)]
pub struct Covariance {
    features: usize,
    count: usize,
    shift: Vec<f32>,
    sum: Vec<f64>,
    products: Vec<f32>,
    work: Work,
}

/// Buffers kept from one call to the next.
#[derive(Debug, Clone, Default)]
struct Work {
    centered: Vec<f32>,
    left: Vec<f32>,
    right: Vec<f32>,
    packed: Packed,
    partial: Vec<f32>,
}

impl Covariance {
    /// An empty sum for points of `features` numbers.
    ///
    /// # Errors
    /// [`Error::Shape`] for 0 features, [`Error::TooLarge`] above [`MAX_FEATURES`] or if the memory
    /// is refused.
    pub fn new(features: usize) -> Result<Self> {
        let too_large = |limit: String| Error::TooLarge {
            what: "The covariance".into(),
            got: format!("{features} × {features} numbers"),
            limit,
        };
        if features == 0 {
            return Err(Error::shape("Features of a covariance", 0, "at least 1"));
        }
        if features > MAX_FEATURES {
            return Err(too_large(format!("{MAX_FEATURES} × {MAX_FEATURES}")));
        }
        let mut products = Vec::new();
        products
            .try_reserve_exact(features * features)
            .map_err(|_| too_large("the memory that this machine has left".into()))?;
        products.resize(features * features, 0.0);
        Ok(Self {
            features,
            count: 0,
            shift: vec![0.0; features],
            sum: vec![0.0; features],
            products,
            work: Work::default(),
        })
    }

    /// Numbers of one point.
    pub fn features(&self) -> usize {
        self.features
    }

    /// Points added so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds `rows` points, `(rows, features)`; costs about `rows · features²` operations (64 images of 784
    /// pixels: some 2 ms in a browser). The last bits of the result depend on how the points are cut into calls.
    ///
    /// # Panics
    /// If `points` has another length.
    pub fn add(&mut self, points: &[f32], rows: usize) {
        assert_eq!(points.len(), rows * self.features, "points to add");
        for chunk in points.chunks(CHUNK * self.features) {
            if self.count == 0 {
                self.set_shift(chunk);
            }
            self.add_chunk(chunk);
        }
    }

    fn set_shift(&mut self, points: &[f32]) {
        let rows = points.len() / self.features;
        for (column, shift) in self.shift.iter_mut().enumerate() {
            let values = points.iter().skip(column).step_by(self.features);
            let (sum, squares) = values.fold((0.0, 0.0), |(sum, squares), &x| {
                let x = f64::from(x);
                (sum + x, squares + x * x)
            });
            let mean = sum / rows as f64;
            let variance = squares / rows as f64 - mean * mean;
            let is_near = mean * mean < NEAR * variance;
            *shift = if is_near { 0.0 } else { mean as f32 };
        }
    }

    fn add_chunk(&mut self, points: &[f32]) {
        let n = self.features;
        let rows = points.len() / n;
        let work = &mut self.work;
        work.centered.clear();
        for point in points.chunks_exact(n) {
            let centered = point.iter().zip(&self.shift).map(|(x, shift)| x - shift);
            work.centered.extend(centered);
        }
        for point in work.centered.chunks_exact(n) {
            for (sum, &x) in self.sum.iter_mut().zip(point) {
                *sum += f64::from(x);
            }
        }
        for first in (0..n).step_by(BLOCK) {
            let height = BLOCK.min(n - first);
            let width = n - first;
            work.left.clear();
            work.right.clear();
            for point in work.centered.chunks_exact(n) {
                work.left.extend_from_slice(&point[first..][..height]);
                work.right.extend_from_slice(&point[first..]);
            }
            work.packed.pack_sparse(&work.right, rows, width);
            work.partial.resize(height * width, 0.0);
            gemm_at(&work.left, &work.packed, &mut work.partial, height, rows);
            for (i, partial) in work.partial.chunks_exact(width).enumerate() {
                let out = &mut self.products[(first + i) * n + first..][..width];
                for (out, x) in out.iter_mut().zip(partial) {
                    *out += x;
                }
            }
        }
        self.count += rows;
    }

    /// The mean, and the covariance `Σ (x − mean)·(x − mean)ᵀ / count` as (features × features).
    ///
    /// # Errors
    /// [`Error::NotReady`] without points, [`Error::Shape`] if one was not finite or
    /// larger than about 10¹⁵.
    pub fn finish(mut self) -> Result<(Vec<f32>, Vec<f32>)> {
        if self.count == 0 {
            let what = "A PCA needs at least one image, and none has come yet".into();
            return Err(Error::NotReady { what });
        }
        let n = self.features;
        let count = self.count as f64;
        for sum in &mut self.sum {
            *sum /= count;
        }
        for i in 0..n {
            for j in i..n {
                let product = f64::from(self.products[i * n + j]) / count;
                let value = (product - self.sum[i] * self.sum[j]) as f32;
                self.products[i * n + j] = value;
                self.products[j * n + i] = value;
            }
        }
        // The solver's products are sums of such entries; with this bound they stay within f32.
        if !self.products.iter().all(|x| x.abs() < MAX_ENTRY) {
            return Err(not_finite());
        }
        let mean = self.shift.iter().zip(&self.sum);
        let mean = mean.map(|(&shift, missed)| (f64::from(shift) + missed) as f32);
        Ok((mean.collect(), self.products))
    }
}

/// The error for points that are no usable numbers.
pub(super) fn not_finite() -> Error {
    let got = "a value that is infinite, not a number, or too large";
    Error::shape("The points of a PCA", got, "finite numbers below 10¹⁵")
}
