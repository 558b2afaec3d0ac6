//! The leading components of a covariance, by subspace iteration in small units of work.

use super::covariance::Covariance;
use super::jacobi::eigen_symmetric;
use super::{Pca, dot};
use crate::error::{Error, Result};
use crate::kernel::{Packed, gemm};
use crate::rng::{Purpose, Rng};

/// Vectors in addition to the k wanted ones. In every iteration the error shrinks by the square of a ratio: the
/// first eigenvalue left out, divided by the last one wanted.
const OVERSAMPLING: usize = 16;
/// An end even if the eigenvalues lie too close together to settle.
const MAX_ITERATIONS: usize = 100;
/// Multiplications and additions of one unit of work.
const UNIT_OPERATIONS: usize = 50_000_000;

/// Finds the first `k` components by repeating: multiply the vectors by the covariance, solve the
/// small problem within their span (Rayleigh and Ritz), make them orthonormal again (Halko,
/// Martinsson and Tropp, 2011, <https://arxiv.org/abs/0909.4061>).
///
/// One call of [`advance`](Self::advance) takes a few milliseconds for 784 features, so the work
/// can be spread over a worker's free moments. The result depends on covariance, `k` and seed alone.
#[derive(Debug, Clone)]
pub struct PcaSolver {
    k: usize,
    n_vectors: usize,
    features: usize,
    mean: Vec<f32>,
    covariance: Covariances,
    total: f64,
    /// (`n_vectors` × features), orthonormal rows.
    basis: Vec<f32>,
    /// `basis · covariance`.
    image: Vec<f32>,
    packed_image: Packed,
    values: Vec<f64>,
    rng: Rng,
    iterations: usize,
    state: State,
}

/// The matrix before and after it is packed for the products.
#[derive(Debug, Clone)]
enum Covariances {
    Gathered(Option<Covariance>),
    Packed(Packed),
}

/// The next unit of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Prepare,
    Orthonormalize { row: usize },
    Multiply { row: usize },
    Solve,
    Done,
}

impl PcaSolver {
    /// A solver for the first `k` components of what `covariance` has gathered.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `k` is in 1..=features.
    pub fn new(covariance: Covariance, k: usize, seed: u64) -> Result<Self> {
        let features = covariance.features();
        super::check_n_components(k, features)?;
        let n_vectors = (k + OVERSAMPLING).min(features);
        let mut rng = Rng::stream(seed, Purpose::Other, 0);
        let start = (0..n_vectors * features).map(|_| rng.uniform_in(-1.0, 1.0));
        Ok(Self {
            k,
            n_vectors,
            features,
            mean: Vec::new(),
            covariance: Covariances::Gathered(Some(covariance)),
            total: 0.0,
            basis: start.collect(),
            image: vec![0.0; n_vectors * features],
            packed_image: Packed::new(),
            values: vec![0.0; n_vectors],
            rng,
            iterations: 0,
            state: State::Prepare,
        })
    }

    /// Does one unit of work; true when there is none left.
    ///
    /// # Errors
    /// As [`Covariance::finish`], in the first call.
    pub fn advance(&mut self) -> Result<bool> {
        self.state = match self.state {
            State::Prepare => {
                self.prepare()?;
                State::Orthonormalize { row: 0 }
            }
            State::Orthonormalize { row } => {
                let end = self.end_of_unit(row, 4 * self.n_vectors * self.features);
                (row..end).for_each(|row| self.orthonormalize(row));
                if end < self.n_vectors {
                    State::Orthonormalize { row: end }
                } else {
                    State::Multiply { row: 0 }
                }
            }
            State::Multiply { row } => {
                let end = self.end_of_unit(row, self.features * self.features);
                self.multiply(row, end);
                if end < self.n_vectors {
                    State::Multiply { row: end }
                } else {
                    State::Solve
                }
            }
            State::Solve => self.solve(),
            State::Done => State::Done,
        };
        Ok(self.state == State::Done)
    }

    /// The components, once [`advance`](Self::advance) has said that it is done.
    ///
    /// # Errors
    /// [`Error::NotReady`] before the last unit of work.
    pub fn finish(self) -> Result<Pca> {
        if self.state != State::Done {
            let what = "The components are still being computed".into();
            return Err(Error::NotReady { what });
        }
        let components = &self.basis[..self.k * self.features];
        Pca::from_parts(self.mean, components.to_vec(), &self.values[..self.k])
    }

    /// Row after `row` at which a unit of work ends, at `operations` for each row.
    fn end_of_unit(&self, row: usize, operations: usize) -> usize {
        // Four rows at a time fill the product's register tile.
        let rows = (UNIT_OPERATIONS / operations / 4 * 4).max(4);
        (row + rows).min(self.n_vectors)
    }

    fn prepare(&mut self) -> Result<()> {
        if let Covariances::Gathered(covariance) = &mut self.covariance
            && let Some(covariance) = covariance.take()
        {
            let n = self.features;
            let (mean, matrix) = covariance.finish()?;
            self.mean = mean;
            self.total = matrix.iter().step_by(n + 1).map(|&x| f64::from(x)).sum();
            let mut packed = Packed::new();
            packed.pack(&matrix, n, n);
            self.covariance = Covariances::Packed(packed);
        }
        Ok(())
    }

    /// Gram and Schmidt against the rows before, again and again until little is taken off; a row
    /// that lies in their span is replaced by a random one.
    fn orthonormalize(&mut self, row: usize) {
        let n = self.features;
        let (before, rest) = self.basis.split_at_mut(row * n);
        let vector = &mut rest[..n];
        loop {
            let norm = normalize(vector);
            if norm > 0.0 {
                let mut settled = true;
                for _ in 0..4 {
                    for other in before.chunks_exact(n) {
                        let along = dot(other, vector) as f32;
                        for (x, other) in vector.iter_mut().zip(other) {
                            *x -= along * other;
                        }
                    }
                    let left = normalize(vector);
                    settled = left > 0.7;
                    if settled || left < 1e-6 {
                        break;
                    }
                }
                if settled {
                    return;
                }
            }
            vector.fill_with(|| self.rng.uniform_in(-1.0, 1.0));
        }
    }

    /// Rows `start..end` of `image = basis · covariance`.
    fn multiply(&mut self, start: usize, end: usize) {
        if let Covariances::Packed(covariance) = &self.covariance {
            let rows = start * self.features..end * self.features;
            let out = &mut self.image[rows.clone()];
            gemm(&self.basis[rows], covariance, out, end - start);
        }
    }

    /// Rayleigh and Ritz: the eigenvectors of `basis · covariance · basisᵀ` turn the basis.
    fn solve(&mut self) -> State {
        let (n, p) = (self.features, self.n_vectors);
        let mut small = vec![0.0; p * p];
        for (i, row) in self.basis.chunks_exact(n).enumerate() {
            for (j, image) in self.image.chunks_exact(n).enumerate().skip(i) {
                small[i * p + j] = dot(row, image);
                small[j * p + i] = small[i * p + j];
            }
        }
        let (values, turn) = eigen_symmetric(&small, p);
        let turn: Vec<f32> = turn.iter().map(|&x| x as f32).collect();
        self.iterations += 1;
        let settled = self.has_settled(&values);
        self.values = values;
        if settled || self.iterations == MAX_ITERATIONS {
            self.packed_image.pack(&self.basis, p, n);
            gemm(&turn, &self.packed_image, &mut self.basis, p);
            return State::Done;
        }
        self.packed_image.pack(&self.image, p, n);
        gemm(&turn, &self.packed_image, &mut self.basis, p);
        State::Orthonormalize { row: 0 }
    }

    /// Whether, for every number of components up to `k`, the variance that they leave over has
    /// moved by no more than a millionth (or by f32's own noise) since the last iteration.
    fn has_settled(&self, values: &[f64]) -> bool {
        let (mut kept, mut kept_before) = (0.0, 0.0);
        self.iterations > 1
            && values[..self.k]
                .iter()
                .zip(&self.values)
                .all(|(value, before)| {
                    kept += value;
                    kept_before += before;
                    (kept - kept_before).abs()
                        <= 1e-6 * (self.total - kept).max(0.0) + 3e-7 * self.total
                })
    }
}

/// Scales to length 1 and returns the length before; leaves a vector of zeros as it is.
fn normalize(vector: &mut [f32]) -> f64 {
    let norm = dot(vector, vector).sqrt();
    if norm > 0.0 {
        for x in vector {
            *x = (f64::from(*x) / norm) as f32;
        }
    }
    norm
}
