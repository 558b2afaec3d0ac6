//! Principal components against exact answers.

mod digits;

use hourglass::error::Error;
use hourglass::model::pca::{Covariance, MAX_FEATURES, Pca, PcaSolver, eigen_symmetric};
use hourglass::rng::{Purpose, Rng};
use ndarray::{Array2, ArrayView2};

/// Points of `d` numbers as the rows of a matrix.
fn rows(points: &[f32], d: usize) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape((points.len() / d, d), points).unwrap()
}

/// Gathers `points` in slices of `rows` and solves to the end.
fn solve(points: &[f32], d: usize, k: usize, rows: usize) -> Pca {
    let mut covariance = Covariance::new(d).unwrap();
    for slice in points.chunks(rows * d) {
        covariance.add(slice, slice.len() / d);
    }
    assert_eq!(covariance.count(), points.len() / d);
    let mut solver = PcaSolver::new(covariance, k, 1).unwrap();
    while !solver.advance().unwrap() {}
    solver.finish().unwrap()
}

/// `n` points in `d` dimensions with standard deviations 0.9^j along random directions.
fn cloud(n: usize, d: usize, offset: f32) -> Vec<f32> {
    let mut rng = Rng::stream(5, Purpose::Other, 9);
    let turn: Vec<f32> = (0..d * d).map(|_| rng.uniform_in(-1.0, 1.0)).collect();
    let mut points = Vec::new();
    for _ in 0..n {
        let latent: Vec<f32> = (0..d)
            .map(|j| rng.uniform_in(-1.0, 1.0) * 0.9f32.powi(j as i32))
            .collect();
        points.extend(
            turn.chunks(d)
                .map(|row| row.iter().zip(&latent).map(|(a, b)| a * b).sum::<f32>() + offset),
        );
    }
    points
}

/// Mean squared errors for 0..=k components, from an exact covariance in f64.
fn exact_errors(points: &[f32], d: usize, k: usize) -> Vec<f64> {
    let n = points.len() / d;
    let column = |j: usize| points.iter().skip(j).step_by(d).map(|&x| f64::from(x));
    let means: Vec<f64> = (0..d).map(|j| column(j).sum::<f64>() / n as f64).collect();
    let mut matrix = vec![0.0; d * d];
    for i in 0..d {
        for j in 0..d {
            let products = column(i).zip(column(j));
            let products = products.map(|(x, y)| (x - means[i]) * (y - means[j]));
            matrix[i * d + j] = products.sum::<f64>() / n as f64;
        }
    }
    let (values, _) = eigen_symmetric(&matrix, d);
    let left = |k: usize| values[k..].iter().sum::<f64>() / d as f64;
    (0..=k).map(left).collect()
}

fn assert_close(got: f64, wanted: f64, relative: f64, what: &str) {
    let off = (got - wanted).abs() / wanted.abs();
    assert!(
        off <= relative,
        "{what}: {got}, exactly {wanted}, off by {off:.1e}"
    );
}

fn assert_orthonormal(pca: &Pca) {
    for (i, a) in pca.components.outer_iter().enumerate() {
        for (j, b) in pca.components.outer_iter().enumerate() {
            let dot: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
            let wanted = f32::from(u8::from(i == j));
            assert!((dot - wanted).abs() < 1e-5, "components {i}, {j}: {dot}");
        }
    }
}

#[test]
fn iteration_agrees_with_the_exact_answer() {
    for (d, k) in [(1, 1), (5, 5), (40, 3), (90, 12), (131, 32)] {
        let points = cloud(300, d, 0.5);
        let wanted = exact_errors(&points, d, k);
        let pca = solve(&points, d, k, 77);
        assert_orthonormal(&pca);
        for (k, &wanted) in wanted.iter().enumerate().take_while(|&(k, _)| k < d) {
            assert_close(
                pca.mse(&rows(&points, d), k),
                wanted,
                1e-4,
                &format!("d {d}, k {k}"),
            );
        }
    }
}

#[test]
fn a_mean_far_from_zero_costs_no_precision() {
    let (d, k) = (70, 4);
    let points = cloud(500, d, 300.0);
    let pca = solve(&points, d, k, 64);
    for (k, wanted) in exact_errors(&points, d, k).into_iter().enumerate() {
        assert_close(
            pca.mse(&rows(&points, d), k),
            wanted,
            1e-4,
            &format!("k {k}"),
        );
    }
}

#[test]
fn images_sorted_by_class_cost_no_precision() {
    // The shift is the mean of the first images, and here the others are far from it.
    let d = 70;
    let mut points = cloud(400, d, 0.0);
    for point in points.chunks_mut(d).skip(200) {
        for x in &mut *point {
            *x += 20.0;
        }
    }
    let pca = solve(&points, d, 3, 50);
    for (k, wanted) in exact_errors(&points, d, 3).into_iter().enumerate() {
        assert_close(
            pca.mse(&rows(&points, d), k),
            wanted,
            1e-4,
            &format!("k {k}"),
        );
    }
}

#[test]
fn fewer_images_than_components_are_rebuilt_exactly() {
    let d = 100;
    let points = cloud(5, d, 0.2);
    let pca = solve(&points, d, 12, 2);
    assert_orthonormal(&pca);
    assert!(pca.mse(&rows(&points, d), 3) > 1e-3);
    assert!(
        pca.mse(&rows(&points, d), 4) < 1e-9,
        "{}",
        pca.mse(&rows(&points, d), 4)
    );
    assert!(pca.variances.iter().skip(4).all(|&x| x < 1e-4));

    let same = vec![0.25; 8 * d];
    let pca = solve(&same, d, 2, 8);
    assert_orthonormal(&pca);
    assert_eq!(pca.mse(&rows(&same, d), 2), 0.0);
    assert_eq!(pca.variances.to_vec(), [0.0, 0.0]);
}

#[test]
fn fit_finds_the_axes_of_a_small_cloud() {
    // Variance 4 along (0.6, 0.8), 1 along (0.8, −0.6), mean (1, −2).
    let corners = [(2.0, 1.0), (2.0, -1.0), (-2.0, 1.0), (-2.0, -1.0)];
    let points: Vec<f32> = corners
        .iter()
        .flat_map(|(a, b)| [1.0 + 0.6 * a + 0.8 * b, -2.0 + 0.8 * a - 0.6 * b])
        .collect();
    let pca = Pca::fit(&rows(&points, 2), 2).unwrap();
    let near = |got: &[f32], wanted: &[f32]| {
        let mut apart = got.iter().zip(wanted).map(|(x, y)| (x - y).abs());
        assert!(
            got.len() == wanted.len() && apart.all(|apart| apart < 1e-6),
            "{got:?}, wanted {wanted:?}"
        );
    };
    near(&pca.mean.to_vec(), &[1.0, -2.0]);
    near(&pca.variances.to_vec(), &[4.0, 1.0]);
    near(&pca.components.row(0).to_vec(), &[0.6, 0.8]);
    near(&pca.components.row(1).to_vec(), &[0.8, -0.6]);
    let codes = pca.project(&rows(&points, 2));
    let wanted = [2.0, 1.0, 2.0, -1.0, -2.0, 1.0, -2.0, -1.0];
    near(codes.as_slice().unwrap(), &wanted);
    let rebuilt = pca.reconstruct(&codes.view());
    near(rebuilt.as_slice().unwrap(), &points);
    // A matrix that lies column by column in memory holds the same points.
    let columns = Array2::from_shape_fn((2, 4), |(j, i)| points[2 * i + j]);
    assert_eq!(Pca::fit(&columns.t(), 2).unwrap(), pca);
    assert_eq!(pca.project(&columns.t()), codes);
    assert_eq!(pca.mse(&columns.t(), 1), pca.mse(&rows(&points, 2), 1));
    let codes_in_columns = codes.t().as_standard_layout().into_owned();
    assert_eq!(pca.reconstruct(&codes_in_columns.t()), rebuilt);
}

#[test]
fn fit_agrees_with_the_iteration() {
    let (d, k) = (48, 6);
    let points = cloud(200, d, -1.0);
    let fit = Pca::fit(&rows(&points, d), k).unwrap();
    let solved = solve(&points, d, k, 200);
    for i in 0..k {
        let (a, b) = (fit.variances[i], solved.variances[i]);
        assert_close(f64::from(b), f64::from(a), 1e-4, "variance");
    }
    let points = rows(&points, d);
    let (fitted, iterated) = (fit.project(&points), solved.project(&points));
    assert_eq!((fitted.len(), iterated.len()), (200 * k, 200 * k));
    for (a, b) in fitted.into_iter().zip(iterated) {
        assert!((a - b).abs() < 0.02, "{a}, {b}");
    }
    // Above 64 features, `fit` iterates by itself.
    let points = cloud(100, 80, 0.0);
    let wanted = exact_errors(&points, 80, 2);
    let fit = Pca::fit(&rows(&points, 80), 2).unwrap();
    assert_close(
        fit.mse(&rows(&points, 80), 2),
        wanted[2],
        1e-4,
        "fit of 80 features",
    );
}

#[test]
fn aligning_keeps_signs_and_order() {
    let points = cloud(100, 6, 0.0);
    let before = Pca::fit(&rows(&points, 6), 3).unwrap();
    let mut flipped = before.clone();
    flipped.components.row_mut(0).mapv_inplace(|x| -x);
    flipped.components.row_mut(2).mapv_inplace(|x| -x);
    let mut aligned = flipped.clone();
    aligned.align_to(&before);
    assert_eq!(aligned, before);

    let mut swapped = before.clone();
    for j in 0..6 {
        swapped.components.swap([0, j], [1, j]);
    }
    swapped.variances.swap(0, 1);
    swapped.align_to(&flipped);
    assert_eq!(swapped, flipped);

    let other = Pca::fit(&rows(&points, 6), 2).unwrap();
    let mut unchanged = other.clone();
    unchanged.align_to(&before);
    assert_eq!(unchanged, other);
}

#[test]
fn the_same_input_gives_the_same_bits() {
    let points = cloud(150, 70, 0.1);
    assert_eq!(solve(&points, 70, 5, 40), solve(&points, 70, 5, 40));
}

#[test]
fn bad_input_is_refused_in_words() {
    let points = [0.0, 1.0, 2.0, 3.0];
    let message = |result: Result<Pca, Error>| result.unwrap_err().to_string();
    let too_many = message(Pca::fit(&rows(&points, 2), 3));
    assert_eq!(
        too_many,
        "The number of components: got 3, wanted 1 to 2, the numbers of a point"
    );
    assert!(matches!(
        Pca::fit(&rows(&[], 2), 1),
        Err(Error::NotReady { .. })
    ));
    assert!(message(Pca::fit(&rows(&[0.0, f32::NAN], 2), 1)).contains("not a number"));
    assert!(matches!(Covariance::new(0), Err(Error::Shape { .. })));
    assert!(matches!(
        Covariance::new(MAX_FEATURES + 1),
        Err(Error::TooLarge { .. })
    ));

    let empty = Covariance::new(3).unwrap();
    let mut solver = PcaSolver::new(empty, 2, 0).unwrap();
    assert!(matches!(solver.advance(), Err(Error::NotReady { .. })));
    for bad in [f32::INFINITY, f32::NAN, 1e18] {
        let mut covariance = Covariance::new(3).unwrap();
        covariance.add(&[1.0, 2.0, bad, 0.0, 0.0, 0.0], 2);
        let mut solver = PcaSolver::new(covariance, 2, 0).unwrap();
        assert!(
            matches!(solver.advance(), Err(Error::Shape { .. })),
            "{bad}"
        );
    }
}
