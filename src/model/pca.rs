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

use ndarray::{Array1, Array2};

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
    /// The first `k` components of `n` points of `d` numbers, `(n, d)`.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `points` is n·d finite numbers and `k` in 1..=d,
    /// [`Error::NotReady`] without points, [`Error::TooLarge`] above [`MAX_FEATURES`].
    pub fn fit(points: &[f32], n: usize, d: usize, k: usize) -> Result<Self> {
        check_n_components(k, d)?;
        if n.checked_mul(d) != Some(points.len()) {
            return Err(Error::shape(
                "Numbers of a PCA",
                points.len(),
                format!("{n} × {d}"),
            ));
        }
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
        let (mean, matrix) = exact_covariance(points, n, d);
        let (values, vectors) = eigen_symmetric(&matrix, d);
        let to_f32 = |values: &[f64]| values.iter().map(|&x| x as f32).collect::<Vec<_>>();
        let variances = values[..k].iter().map(|&x| x.max(0.0) as f32).collect();
        Self::from_parts(to_f32(&mean), to_f32(&vectors[..k * d]), variances)
    }

    /// Takes `components` (k × features) and gives each its sign.
    fn from_parts(mean: Vec<f32>, mut components: Vec<f32>, variances: Vec<f32>) -> Result<Self> {
        let features = mean.len();
        for component in components.chunks_exact_mut(features) {
            let largest = component
                .iter()
                .copied()
                .reduce(|a, b| if b.abs() > a.abs() { b } else { a });
            if largest.is_some_and(|x| x < 0.0) {
                negate(component);
            }
        }
        let shape = (variances.len(), features);
        let components = Array2::from_shape_vec(shape, components).map_err(|error| {
            Error::shape("Components", error, format!("{} × {}", shape.0, shape.1))
        })?;
        Ok(Self {
            mean: mean.into(),
            components,
            variances: variances.into(),
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
    /// If `points` does not consist of whole points.
    pub fn project(&self, points: &[f32]) -> Vec<f32> {
        let (d, k) = (self.n_features(), self.n_components());
        assert_eq!(points.len() % d, 0, "whole points of {d} numbers");
        let mut directions = Packed::new();
        directions.pack_transposed(&self.rows(k), d, k);
        let mut codes = vec![0.0; points.len() / d * k];
        for (points, codes) in points.chunks(CHUNK * d).zip(codes.chunks_mut(CHUNK * k)) {
            gemm(&self.centered(points), &directions, codes, points.len() / d);
        }
        codes
    }

    /// The points with these coordinates, `mean + codes·components`: (n, k) to (n, features).
    ///
    /// # Panics
    /// If `codes` does not consist of whole codes.
    pub fn reconstruct(&self, codes: &[f32]) -> Vec<f32> {
        let (d, k) = (self.n_features(), self.n_components());
        assert_eq!(codes.len() % k, 0, "whole codes of {k} numbers");
        let mut directions = Packed::new();
        directions.pack(&self.rows(k), k, d);
        let mut points = vec![0.0; codes.len() / k * d];
        gemm(codes, &directions, &mut points, codes.len() / k);
        for point in points.chunks_exact_mut(d) {
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
    /// If `images` does not consist of at least one whole image, or `k` is over the number of components.
    pub fn mse(&self, images: &[f32], k: usize) -> f64 {
        let d = self.n_features();
        assert!(
            !images.is_empty() && images.len().is_multiple_of(d),
            "whole images of {d} numbers"
        );
        let rows = self.rows(k);
        let (mut to_code, mut from_code) = (Packed::new(), Packed::new());
        to_code.pack_transposed(&rows, d, k);
        from_code.pack(&rows, k, d);
        let (mut codes, mut rebuilt) = (vec![0.0; CHUNK * k], vec![0.0; CHUNK * d]);
        let mut sum = 0.0;
        for images in images.chunks(CHUNK * d) {
            let n = images.len() / d;
            let centered = self.centered(images);
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
        let d = self.n_features();
        if previous.components.dim() != self.components.dim() {
            return;
        }
        let k = self.n_components();
        let old = previous.rows(k);
        let mut new = self.rows(k);
        for (place, old) in old.chunks_exact(d).enumerate() {
            let mut best = (place, dot(old, &new[place * d..][..d]));
            for other in place + 1..k {
                let likeness = dot(old, &new[other * d..][..d]);
                if likeness.abs() > best.1.abs() {
                    best = (other, likeness);
                }
            }
            let (other, likeness) = best;
            if other != place {
                let (head, tail) = new.split_at_mut(other * d);
                head[place * d..][..d].swap_with_slice(&mut tail[..d]);
                self.variances.swap(place, other);
            }
            if likeness < 0.0 {
                negate(&mut new[place * d..][..d]);
            }
        }
        for (to, from) in self.components.iter_mut().zip(new) {
            *to = from;
        }
    }

    /// The first `k` components, row by row.
    fn rows(&self, k: usize) -> Vec<f32> {
        assert!(
            k <= self.n_components(),
            "{k} of {} components",
            self.n_components()
        );
        self.components
            .iter()
            .take(k * self.n_features())
            .copied()
            .collect()
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

fn negate(values: &mut [f32]) {
    for x in values {
        *x = -*x;
    }
}

/// Mean (d) and covariance (d × d) in f64, in two passes.
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
