//! Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.

/// Sweeps over all pairs; a matrix of a hundred rows needs about ten.
const MAX_SWEEPS: usize = 40;

/// Solves `A·v = λ·v` for a symmetric `matrix` (n×n): eigenvalues, largest first, and eigenvectors
/// as the rows of an n×n matrix in the same order, orthonormal.
///
/// Each rotation zeroes one pair of entries off the diagonal (Golub and Van Loan, Matrix
/// Computations, section 8.5).
///
/// # Panics
/// If `matrix` is not n×n.
pub fn eigen_symmetric(matrix: &[f64], n: usize) -> (Vec<f64>, Vec<f64>) {
    assert_eq!(matrix.len(), n * n, "matrix of {n} rows");
    let mut a = matrix.to_vec();
    let mut vectors = vec![0.0; n * n];
    vectors.iter_mut().step_by(n + 1).for_each(|x| *x = 1.0);

    let squares: f64 = a.iter().map(|x| x * x).sum();
    for _ in 0..MAX_SWEEPS {
        let off_diagonal: f64 = (0..n)
            .flat_map(|row| (row + 1..n).map(move |column| (row, column)))
            .map(|(row, column)| a[row * n + column] * a[row * n + column])
            .sum();
        if off_diagonal <= 1e-30 * squares {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, n, p, q);
            }
        }
    }

    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by(|&i, &j| a[j * n + j].total_cmp(&a[i * n + i]).then(i.cmp(&j)));
    let values = order.iter().map(|&i| a[i * n + i]).collect();
    let rows = order.iter().flat_map(|&i| &vectors[i * n..][..n]);
    (values, rows.copied().collect())
}

/// Turns axes `p` and `q` (p < q) so that `a[p][q]` becomes 0; `vectors` holds the axes as rows.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let a_pq = a[p * n + q];
    if a_pq == 0.0 {
        return;
    }
    // t = tan of the angle, the smaller root of t² + 2·θ·t − 1 = 0.
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * a_pq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cos = 1.0 / (t * t + 1.0).sqrt();
    let sin = t * cos;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = cos * x - sin * y;
        a[k * n + q] = sin * x + cos * y;
    }
    rotate_rows(a, n, p, q, cos, sin);
    rotate_rows(vectors, n, p, q, cos, sin);
    (a[p * n + q], a[q * n + p]) = (0.0, 0.0);
}

fn rotate_rows(rows: &mut [f64], n: usize, p: usize, q: usize, cos: f64, sin: f64) {
    let (head, tail) = rows.split_at_mut(q * n);
    for (x, y) in head[p * n..][..n].iter_mut().zip(&mut tail[..n]) {
        (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jacobi_solves_a_matrix_with_known_eigenvalues() {
        // 2 on the diagonal, −1 beside it: λ = 2 − 2·cos(jπ/(n + 1)).
        let n = 20;
        let mut matrix = vec![0.0; n * n];
        for i in 0..n {
            matrix[i * n + i] = 2.0;
            if i + 1 < n {
                matrix[i * n + i + 1] = -1.0;
                matrix[(i + 1) * n + i] = -1.0;
            }
        }
        let (values, vectors) = eigen_symmetric(&matrix, n);
        for (i, value) in values.iter().enumerate() {
            let angle = std::f64::consts::PI * (n - i) as f64 / (n + 1) as f64;
            assert!(
                (value - (2.0 - 2.0 * angle.cos())).abs() < 1e-13,
                "{i}: {value}"
            );
            let vector = &vectors[i * n..][..n];
            for (row, x) in matrix.chunks(n).zip(vector) {
                let product: f64 = row.iter().zip(vector).map(|(a, b)| a * b).sum();
                assert!((product - value * x).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn jacobi_bears_the_edges() {
        assert_eq!(eigen_symmetric(&[], 0), (vec![], vec![]));
        assert_eq!(eigen_symmetric(&[3.0], 1), (vec![3.0], vec![1.0]));
        assert_eq!(eigen_symmetric(&[0.0; 9], 3).0, [0.0; 3]);
        let (values, _) = eigen_symmetric(&[f64::NAN; 4], 2);
        assert_eq!(values.len(), 2);
    }
}
