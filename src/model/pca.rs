//! Principal components: the linear yardstick for an auto-encoder, and the 2-D view of its codes.
//!
//! No linear auto-encoder with k numbers in its code has a smaller mean squared error than the
//! projection on the first k principal components (Baldi and Hornik, 1989).
//!
//! For images: a [`Covariance`] gathers them, a [`PcaSolver`] finds the components, both in small
//! slices of time. For a cloud of codes: [`Pca::fit`] at once.

mod covariance;
mod jacobi;
mod solver;

pub use covariance::{Covariance, MAX_FEATURES};
pub use jacobi::eigen_symmetric;
pub use solver::PcaSolver;

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, CowArray, Ix2};

use crate::error::{Error, Result};
use crate::kernel::{Packed, gemm};

/// Features up to which a covariance is solved exactly, in f64.
const MAX_EXACT: usize = 64;
/// Points projected at once.
const CHUNK: usize = 64;

/// Mean and principal components of a cloud of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    /// Mean of the points (features).
    pub mean: Array1<f32>,
    /// Orthonormal directions (k, features), of falling variance; the largest entry of each is
    /// positive, unless [`align_to`](Self::align_to) has chosen otherwise.
    pub components: Array2<f32>,
    /// Variance along each component (k), divided by the number of points.
    pub variances: Array1<f32>,
}

impl Pca {
    /// The first `k` components of `points`, `(n, d)`.
    ///
    /// # Errors
    /// [`Error::Shape`] unless all numbers are finite and `k` is in 1..=d,
    /// [`Error::NotReady`] without points, [`Error::TooLarge`] above [`MAX_FEATURES`].
    pub fn fit(points: &ArrayView2<'_, f32>, k: usize) -> Result<Self> {
        let (n, d) = points.dim();
        check_n_components(k, d)?;
        let points = points.as_standard_layout();
        let points = points.as_slice().unwrap_or_default();
        if d > MAX_EXACT {
            let mut covariance = Covariance::new(d)?;
            covariance.add(points, n);
            let mut solver = PcaSolver::new(covariance, k, 0)?;
            while !solver.advance()? {}
            return solver.finish();
        }
        if n == 0 {
            let what = "A PCA needs at least one point".into();
            return Err(Error::NotReady { what });
        }
        if !points.iter().all(|x| x.is_finite()) {
            return Err(covariance::not_finite());
        }
        let (mean, covariance) = exact_covariance(points, n, d);
        let (values, vectors) = eigen_symmetric(&covariance, d);
        let to_f32 = |values: &[f64]| values.iter().map(|&x| x as f32).collect::<Vec<_>>();
        Self::from_parts(to_f32(&mean), to_f32(&vectors[..k * d]), &values[..k])
    }

    /// Takes `components` (k × features), gives each its sign, and takes its eigenvalue as its variance.
    fn from_parts(mean: Vec<f32>, components: Vec<f32>, eigenvalues: &[f64]) -> Result<Self> {
        let shape = (eigenvalues.len(), mean.len());
        let mut components = Array2::from_shape_vec(shape, components).map_err(|error| {
            Error::shape("Components", error, format!("{} × {}", shape.0, shape.1))
        })?;
        for component in components.rows_mut() {
            let largest = component
                .iter()
                .copied()
                .reduce(|a, b| if b.abs() > a.abs() { b } else { a });
            if largest.is_some_and(|x| x < 0.0) {
                negate(component);
            }
        }
        Ok(Self {
            mean: mean.into(),
            components,
            variances: eigenvalues.iter().map(|&x| x.max(0.0) as f32).collect(),
        })
    }

    /// Number of components.
    pub fn n_components(&self) -> usize {
        self.variances.len()
    }

    /// Numbers of one point.
    pub fn n_features(&self) -> usize {
        self.mean.len()
    }

    /// Coordinates along the components, `(x − mean)·componentsᵀ`: (n, features) to (n, k).
    ///
    /// # Panics
    /// If `points` has another number of features.
    pub fn project(&self, points: &ArrayView2<'_, f32>) -> Array2<f32> {
        let (d, k) = (self.n_features(), self.n_components());
        let mut directions = Packed::new();
        directions.pack_transposed(&self.rows(k), d, k);
        let mut codes = Array2::zeros((points.nrows(), k));
        let parts = codes
            .as_slice_mut()
            .unwrap_or_default()
            .chunks_mut(CHUNK * k);
        let points = points.as_standard_layout();
        for (points, codes) in self.chunks(&points).zip(parts) {
            gemm(&self.centered(points), &directions, codes, points.len() / d);
        }
        codes
    }

    /// The points with these coordinates, `mean + codes·components`: (n, k) to (n, features).
    ///
    /// # Panics
    /// If `codes` has not as many numbers in a row as there are components.
    pub fn reconstruct(&self, codes: &ArrayView2<'_, f32>) -> Array2<f32> {
        let (d, k) = (self.n_features(), self.n_components());
        let mut directions = Packed::new();
        directions.pack(&self.rows(k), k, d);
        let mut points = Array2::zeros((codes.nrows(), d));
        gemm(
            codes.as_standard_layout().as_slice().unwrap_or_default(),
            &directions,
            points.as_slice_mut().unwrap_or_default(),
            codes.nrows(),
        );
        for mut point in points.rows_mut() {
            point
                .iter_mut()
                .zip(&self.mean)
                .for_each(|(x, mean)| *x += mean);
        }
        points
    }

    /// Mean squared error, over pixels and images, of `images` (n, features) rebuilt from their
    /// first `k` coordinates; with k = 0 from the mean alone.
    ///
    /// # Panics
    /// If there is no image, `images` has another number of features, or `k` is over the number of components.
    pub fn mse(&self, images: &ArrayView2<'_, f32>, k: usize) -> f64 {
        let d = self.n_features();
        assert!(!images.is_empty(), "at least one image");
        let rows = self.rows(k);
        let (mut to_code, mut from_code) = (Packed::new(), Packed::new());
        to_code.pack_transposed(&rows, d, k);
        from_code.pack(&rows, k, d);
        let (mut codes, mut rebuilt) = (vec![0.0; CHUNK * k], vec![0.0; CHUNK * d]);
        let mut sum = 0.0;
        for part in self.chunks(&images.as_standard_layout()) {
            let n = part.len() / d;
            let centered = self.centered(part);
            gemm(&centered, &to_code, &mut codes[..n * k], n);
            gemm(&codes[..n * k], &from_code, &mut rebuilt[..n * d], n);
            for (x, y) in centered.iter().zip(&rebuilt) {
                sum += f64::from((x - y) * (x - y));
            }
        }
        sum / images.len() as f64
    }

    /// Gives every component the place and sign of the one in `previous` that it resembles most, so
    /// that a live map neither flips nor swaps its axes from one fit to the next. The variances
    /// move along, and may then no longer fall. A `previous` of another size changes nothing.
    pub fn align_to(&mut self, previous: &Self) {
        let (k, d) = self.components.dim();
        if previous.components.dim() != (k, d) {
            return;
        }
        for place in 0..k {
            let old = previous.component(place);
            let mut best = (place, dot(&old, &self.component(place)));
            for other in place + 1..k {
                let likeness = dot(&old, &self.component(other));
                if likeness.abs() > best.1.abs() {
                    best = (other, likeness);
                }
            }
            let (other, likeness) = best;
            if other != place {
                (0..d).for_each(|i| self.components.swap([place, i], [other, i]));
                self.variances.swap(place, other);
            }
            if likeness < 0.0 {
                negate(self.components.row_mut(place));
            }
        }
    }

    /// Component `i`, number by number.
    fn component(&self, i: usize) -> Vec<f32> {
        self.components.row(i).to_vec()
    }

    /// The first `k` components, row by row.
    fn rows(&self, k: usize) -> Vec<f32> {
        assert!(k <= self.n_components(), "{k} components");
        let numbers = self.components.iter().take(k * self.n_features());
        numbers.copied().collect()
    }

    /// Points of which [`CHUNK`] are multiplied at once.
    fn chunks<'a>(&self, points: &'a CowArray<'_, f32, Ix2>) -> std::slice::Chunks<'a, f32> {
        assert_eq!(points.ncols(), self.n_features(), "numbers of a point");
        let points = points.as_slice().unwrap_or_default();
        points.chunks(CHUNK * self.n_features())
    }

    /// `points − mean`.
    fn centered(&self, points: &[f32]) -> Vec<f32> {
        let points = points.chunks_exact(self.n_features());
        points
            .flat_map(|point| point.iter().zip(&self.mean).map(|(x, mean)| x - mean))
            .collect()
    }
}

fn check_n_components(k: usize, features: usize) -> Result<()> {
    if k == 0 || k > features {
        let wanted = format!("1 to {features}, the numbers of a point");
        return Err(Error::shape("The number of components", k, wanted));
    }
    Ok(())
}

fn negate(numbers: ArrayViewMut1<'_, f32>) {
    for x in numbers {
        *x = -*x;
    }
}

/// Mean (d) and covariance (d × d) in f64, in two passes. These loops and Jacobi's rotations work on slices:
/// through a matrix type's views they take up to half as long again.
fn exact_covariance(points: &[f32], n: usize, d: usize) -> (Vec<f64>, Vec<f64>) {
    let mut mean = vec![0.0; d];
    for point in points.chunks_exact(d) {
        mean.iter_mut()
            .zip(point)
            .for_each(|(sum, &x)| *sum += f64::from(x));
    }
    for sum in &mut mean {
        *sum /= n as f64;
    }
    let mut matrix = vec![0.0; d * d];
    let mut centered = vec![0.0; d];
    for point in points.chunks_exact(d) {
        for ((out, &x), mean) in centered.iter_mut().zip(point).zip(&mean) {
            *out = f64::from(x) - mean;
        }
        for (row, x) in matrix.chunks_exact_mut(d).zip(&centered) {
            row.iter_mut()
                .zip(&centered)
                .for_each(|(sum, y)| *sum += x * y);
        }
    }
    for sum in &mut matrix {
        *sum /= n as f64;
    }
    (mean, matrix)
}

/// `Σ aᵢ·bᵢ` in f64, in eight interleaved sums.
fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut sums = [0.0; 8];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    for (a, b) in a.iter().zip(b) {
        for (sum, (&x, &y)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += f64::from(x) * f64::from(y);
        }
    }
    let rest = a_rest.iter().zip(b_rest);
    rest.fold(sums.iter().sum(), |sum, (&x, &y)| {
        sum + f64::from(x) * f64::from(y)
    })
}
