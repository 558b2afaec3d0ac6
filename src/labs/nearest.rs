//! The nearest of many points: of training images to a picture, of codes to a code.

use crate::error::{Error, Result};
use crate::kernel::{Packed, gemm};
use ndarray::{ArrayView1, ArrayView2, Axis};

/// Points whose distances are computed at once.
const CHUNK: usize = 64;

/// Training images, or other points, among which the nearest is looked for.
pub struct Nearest {
    packed: Packed,
    /// The squared length of each.
    squares: Vec<f32>,
}

impl Nearest {
    /// These points, `(count, features)`.
    ///
    /// # Errors
    /// [`Error::NotReady`] of none.
    pub fn new(training: &ArrayView2<'_, f32>) -> Result<Self> {
        if training.is_empty() {
            let what = "The nearest training image needs at least one".into();
            return Err(Error::NotReady { what });
        }
        let training = training.as_standard_layout();
        let (count, features) = training.dim();
        let mut packed = Packed::new();
        packed.pack_transposed(training.as_slice().unwrap_or_default(), features, count);
        Ok(Self {
            packed,
            squares: training
                .rows()
                .into_iter()
                .map(|row| square(&row))
                .collect(),
        })
    }

    /// Squared distance of each image to the nearest of them, a pixel.
    pub fn distances(&self, images: &ArrayView2<'_, f32>) -> Vec<f64> {
        let found = self.find(images).into_iter();
        found.map(|(_, distance)| distance).collect()
    }

    /// The place of the nearest of them to each image, the first of equals, and the squared distance to it, a pixel.
    pub fn find(&self, images: &ArrayView2<'_, f32>) -> Vec<(usize, f64)> {
        let mut found = Vec::with_capacity(images.nrows());
        self.each(images, &mut |image, relative| {
            let mut least = (0, f32::INFINITY);
            for (place, &distance) in relative.iter().enumerate() {
                if distance < least.1 {
                    least = (place, distance);
                }
            }
            let distance = f64::from((square(image) + least.1).max(0.0));
            found.push((least.0, distance / image.len() as f64));
        });
        found
    }

    /// The places of the `k` nearest of them to each point, the nearest first, the first of equals before the others;
    /// fewer where there are fewer.
    pub fn neighbors(&self, points: &ArrayView2<'_, f32>, k: usize) -> Vec<Vec<usize>> {
        let mut found = Vec::with_capacity(points.nrows());
        self.each(points, &mut |_, relative| found.push(least(relative, k)));
        found
    }

    /// Hands `visit` each image and its squared distances to all of them, less its own squared length, which is the same
    /// for all: `|b|² − 2·a·b`, with all products at once.
    pub(super) fn each(
        &self,
        images: &ArrayView2<'_, f32>,
        visit: &mut dyn FnMut(&ArrayView1<'_, f32>, &[f32]),
    ) {
        let images = images.as_standard_layout();
        let n = self.squares.len();
        let mut products = vec![0.0; CHUNK * n];
        for part in images.axis_chunks_iter(Axis(0), CHUNK) {
            let (rows, products) = (part.nrows(), &mut products[..part.nrows() * n]);
            let numbers = part.as_slice().unwrap_or_default();
            gemm(numbers, &self.packed, products, rows);
            for (image, products) in part.rows().into_iter().zip(products.chunks_exact_mut(n)) {
                for (product, square) in products.iter_mut().zip(&self.squares) {
                    *product = square - 2.0 * *product;
                }
                visit(&image, products);
            }
        }
    }
}

/// The places of the `k` least numbers, the least first, the first of equals before the others.
pub(super) fn least(numbers: &[f32], k: usize) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::with_capacity(k + 1);
    for (place, number) in numbers.iter().enumerate() {
        let is_full = places.len() == k;
        if is_full && places.last().is_none_or(|&last| *number >= numbers[last]) {
            continue;
        }
        let at = places.partition_point(|&other| numbers[other] <= *number);
        places.insert(at, place);
        places.truncate(k);
    }
    places
}

/// Squared length.
fn square(image: &ArrayView1<'_, f32>) -> f32 {
    image.iter().map(|x| x * x).sum()
}
