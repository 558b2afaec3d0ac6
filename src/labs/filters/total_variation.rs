//! Noise removal by total variation.

use super::planes;
use crate::data::ImageShape;

/// The iteration ends when the objective changes by less than this share of its first value.
const TOLERANCE: f64 = 2e-4;
const MOST_ITERATIONS: usize = 200;
/// Step of the dual iteration; it converges up to 1/4 in two dimensions.
const STEP: f64 = 0.25;

/// The picture `u` that minimizes `½·|u − image|² / weight + Σ|∇u|`: flat where it can be, with its edges kept.
///
/// Solved by the projection of Chambolle (2004) on the dual field `p`, `u = image + div p`. The same as scikit-image's
/// `restoration.denoise_tv_chambolle`, whose stopping rule and constants these are.
pub fn total_variation(image: &[f32], shape: ImageShape, weight: f64, out: &mut [f32]) {
    for (plane, out) in planes(image, out, shape) {
        let mut field = Field::new(plane, shape.height, shape.width);
        let mut first = 0.0;
        let mut before = 0.0;
        for iteration in 0..MOST_ITERATIONS {
            let objective = field.advance(weight);
            if iteration == 0 {
                first = objective;
            } else if (before - objective).abs() < TOLERANCE * first {
                break;
            }
            before = objective;
        }
        for (out, value) in out.iter_mut().zip(&field.picture) {
            *out = *value as f32;
        }
    }
}

/// A channel with its dual field.
struct Field {
    image: Vec<f64>,
    /// What the picture is at the moment.
    picture: Vec<f64>,
    /// The dual field, down and to the right.
    down: Vec<f64>,
    right: Vec<f64>,
    height: usize,
    width: usize,
}

impl Field {
    fn new(plane: &[f32], height: usize, width: usize) -> Self {
        let image: Vec<f64> = plane.iter().map(|&x| f64::from(x)).collect();
        let nothing = vec![0.0; image.len()];
        Self {
            picture: image.clone(),
            image,
            down: nothing.clone(),
            right: nothing,
            height,
            width,
        }
    }

    /// Takes the picture from the field and the next field from the picture; gives the objective a pixel.
    fn advance(&mut self, weight: f64) -> f64 {
        let mut objective = 0.0;
        for y in 0..self.height {
            for x in 0..self.width {
                let at = y * self.width + x;
                let divergence = self.divergence(y, x);
                self.picture[at] = self.image[at] + divergence;
                objective += divergence * divergence;
            }
        }
        for y in 0..self.height {
            for x in 0..self.width {
                let at = y * self.width + x;
                let here = self.picture[at];
                let to = |is_inside: bool, next: usize| {
                    if is_inside {
                        self.picture[next] - here
                    } else {
                        0.0
                    }
                };
                let down = to(y + 1 < self.height, at + self.width);
                let right = to(x + 1 < self.width, at + 1);
                let norm = (down * down + right * right).sqrt();
                objective += weight * norm;
                let shrink = 1.0 + norm * STEP / weight;
                self.down[at] = (self.down[at] - STEP * down) / shrink;
                self.right[at] = (self.right[at] - STEP * right) / shrink;
            }
        }
        objective / self.image.len() as f64
    }

    /// Minus the field here, plus what comes from above and from the left.
    fn divergence(&self, y: usize, x: usize) -> f64 {
        let at = y * self.width + x;
        let above = if y > 0 {
            self.down[at - self.width]
        } else {
            0.0
        };
        let left = if x > 0 { self.right[at - 1] } else { 0.0 };
        above + left - self.down[at] - self.right[at]
    }
}
