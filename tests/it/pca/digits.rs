//! PCA of the committed digits against NumPy.

use hourglass::formats::idx;
use hourglass::model::pca::{Covariance, PcaSolver};

use super::{assert_close, rows};
use crate::packs::unpack;

/// Held-out errors of the committed digits, from `numpy.linalg.eigh` on the f64 covariance of the
/// training images (`numpy` 2.4): k and mean squared error.
const DIGITS: [(usize, f64); 7] = [
    (1, 0.05856757177803689),
    (2, 0.054254147364779244),
    (3, 0.05029731376466739),
    (4, 0.047235312479726954),
    (8, 0.03758818477004959),
    (16, 0.027525106311691572),
    (32, 0.01754347947263385),
];

#[test]
fn the_yardstick_of_the_digits_is_numpys() {
    let training = unpack("mnist-train-images.idx3-ubyte.gz");
    let training = idx::dataset(&training, None).unwrap();
    let held_out = unpack("mnist-test-images.idx3-ubyte.gz");
    let held_out = idx::dataset(&held_out, None).unwrap();
    let d = training.shape().features();

    let mut covariance = Covariance::new(d).unwrap();
    let mut slice = vec![0.0; 250 * d];
    for start in (0..training.len()).step_by(250) {
        training.write_range(start, 250, &mut slice);
        covariance.add(&slice, 250);
    }
    let mut solver = PcaSolver::new(covariance, 32, 1).unwrap();
    let mut units = 1;
    while !solver.advance().unwrap() {
        units += 1;
    }
    assert!((20..500).contains(&units), "{units} units of work");
    let pca = solver.finish().unwrap();
    let mut images = vec![0.0; held_out.len() * d];
    held_out.write_range(0, held_out.len(), &mut images);
    for (k, wanted) in DIGITS {
        assert_close(
            pca.mse(&rows(&images, d), k),
            wanted,
            1e-4,
            &format!("k {k}"),
        );
    }
}
