//! Between Rust's values and JavaScript's: JSON, and the order of pixels.

use crate::data::{Dataset, ImageShape};
use crate::error::{Error, Result};
use ndarray::Array2;
use serde::Serialize;

/// A value as JSON text.
pub(super) fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::format("JSON", e.to_string()))
}

/// A set of exactly `count` images, which JavaScript has pixel by pixel.
pub(super) fn images(
    shape: ImageShape,
    bytes: &[u8],
    labels: Option<&[u8]>,
    count: usize,
) -> Result<Dataset> {
    let mut images = Dataset::new(shape, count)?;
    images.append_interleaved(bytes, labels)?;
    if images.is_complete() {
        Ok(images)
    } else {
        Err(Error::shape("The number of images", images.len(), count))
    }
}

/// The model's input, `(count, features)`, for images that JavaScript has pixel by pixel.
pub(super) fn input(shape: ImageShape, bytes: &[u8], count: usize) -> Result<Array2<f32>> {
    let images = images(shape, bytes, None, count)?;
    let mut input = vec![0.0; count * shape.features()];
    images.write_range(0, count, &mut input);
    Array2::from_shape_vec((count, shape.features()), input)
        .map_err(|e| Error::shape("Images", e, "count × features"))
}

/// Pictures from the model's order, channel by channel, to JavaScript's, pixel by pixel.
pub(super) fn interleaved(shape: ImageShape, pictures: Array2<f32>) -> Vec<f32> {
    let planar = pictures.into_raw_vec_and_offset().0;
    if shape.channels == 1 {
        return planar;
    }
    pixels([shape.channels, shape.height, shape.width], &planar)
}

/// Pictures of `[channels, height, width]` from channel by channel to pixel by pixel.
pub(super) fn pixels([channels, height, width]: [usize; 3], planar: &[f32]) -> Vec<f32> {
    let plane = height * width;
    let pixels = |picture: &[f32]| -> Vec<f32> {
        (0..plane)
            .flat_map(|i| (0..channels).map(move |c| c * plane + i))
            .map(|i| picture[i])
            .collect()
    };
    let pictures = planar.chunks_exact((channels * plane).max(1));
    pictures.flat_map(pixels).collect()
}
