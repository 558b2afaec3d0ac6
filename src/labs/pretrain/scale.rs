//! Numbers from their mean and in units of their spread, which is one for all.

use crate::nn::{Backward, Layer, Param};
use ndarray::Array2;

/// Mean of each number of a code and the spread of all, as a layer that does not learn: `y = (x − mean) / spread`, where
/// the spread is the root of the mean variance. A head with fresh weights then reads any code on the same scale, and what
/// varies more still says more.
#[derive(Debug, Clone)]
pub struct Scale {
    mean: Vec<f32>,
    per_unit: f32,
}

impl Scale {
    /// Of points `(count, features)`. Points that are all alike become 0.
    pub fn of(points: &Array2<f32>) -> Self {
        let count = points.nrows().max(1) as f64;
        let (mut mean, mut squares) = (Vec::new(), 0.0);
        for numbers in points.columns() {
            let middle = numbers.iter().map(|&x| f64::from(x)).sum::<f64>() / count;
            let of_number = numbers.iter().map(|&x| (f64::from(x) - middle).powi(2));
            squares += of_number.sum::<f64>();
            mean.push(middle as f32);
        }
        let spread = (squares / (count * mean.len().max(1) as f64)).sqrt();
        let per_unit = if spread > 0.0 {
            1.0 / spread as f32
        } else {
            0.0
        };
        Self { mean, per_unit }
    }

    /// `(points − mean) / spread`.
    pub fn apply(&self, points: &Array2<f32>) -> Array2<f32> {
        Array2::from_shape_fn(points.dim(), |(row, at)| {
            (points[[row, at]] - self.mean[at]) * self.per_unit
        })
    }
}

impl Layer for Scale {
    fn in_features(&self) -> usize {
        self.mean.len()
    }

    fn out_features(&self) -> usize {
        self.mean.len()
    }

    fn forward(&self, input: &[f32], output: &mut [f32], _rows: usize, _scratch: &mut [f32]) {
        let width = self.mean.len();
        let rows = input
            .chunks_exact(width)
            .zip(output.chunks_exact_mut(width));
        for (x, y) in rows {
            for at in 0..width {
                y[at] = (x[at] - self.mean[at]) * self.per_unit;
            }
        }
    }

    fn backward(&mut self, pass: Backward<'_>) {
        let Some(d_input) = pass.d_input else { return };
        let width = self.mean.len();
        let rows = d_input
            .chunks_exact_mut(width)
            .zip(pass.d_output.chunks_exact(width));
        for (d_x, d_y) in rows {
            for at in 0..width {
                d_x[at] = d_y[at] * self.per_unit;
            }
        }
    }

    fn visit_params(&mut self, _visit: &mut dyn FnMut(&mut Param)) {}
}
