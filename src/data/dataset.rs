//! The images of a run, as bytes in planar order, filled in parts as they arrive.

use super::limits::{MAX_CHANNELS, MAX_IMAGES, MAX_SIDE, bytes_within_limit, reserve};
use crate::error::{Error, Result};
use crate::kernel::bytes::unit_from_bytes;
use ndarray::Array2;

/// The label of an image that has none.
pub const NO_LABEL: u8 = 255;

/// Size of one image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageShape {
    /// 1 for gray, 3 for red, green and blue.
    pub channels: usize,
    /// Rows of pixels.
    pub height: usize,
    /// Pixels in a row.
    pub width: usize,
}

impl ImageShape {
    /// A shape within the bounds of [`super::limits`].
    ///
    /// # Errors
    /// [`Error::Shape`] if a side is 0, [`Error::TooLarge`] if one is over its bound.
    pub fn new(channels: usize, height: usize, width: usize) -> Result<Self> {
        let sides = [
            ("The images' channels", channels, MAX_CHANNELS),
            ("The images' height", height, MAX_SIDE),
            ("The images' width", width, MAX_SIDE),
        ];
        for (what, got, most) in sides {
            if got == 0 {
                return Err(Error::shape(what, 0, format!("1 to {most}")));
            }
            if got > most {
                return Err(Error::TooLarge {
                    what: what.into(),
                    got: got.to_string(),
                    limit: most.to_string(),
                });
            }
        }
        Ok(Self {
            channels,
            height,
            width,
        })
    }

    /// Numbers of one image: `channels · height · width`.
    pub const fn features(&self) -> usize {
        self.channels * self.height * self.width
    }
}

/// Images and, if there are any, their labels.
///
/// The total is declared at the start and the memory taken then; the images arrive by
/// [`append_interleaved`](Self::append_interleaved), in as many parts as the caller likes.
/// Inside, an image lies planar: channel by channel, each row by row.
#[derive(Debug, Clone)]
pub struct Dataset {
    shape: ImageShape,
    total: usize,
    pixels: Vec<u8>,
    labels: Option<Vec<u8>>,
}

impl Dataset {
    /// Room for `total` images of `shape`.
    ///
    /// # Errors
    /// [`Error::Shape`] if `total` or a side is 0; [`Error::TooLarge`] above a bound of
    /// [`super::limits`] or if the memory is refused.
    pub fn new(shape: ImageShape, total: usize) -> Result<Self> {
        let shape = ImageShape::new(shape.channels, shape.height, shape.width)?;
        if total == 0 {
            return Err(Error::shape("The number of images", 0, "at least 1"));
        }
        if total > MAX_IMAGES {
            return Err(Error::TooLarge {
                what: "The data set".into(),
                got: format!("{total} images"),
                limit: format!("{MAX_IMAGES} images"),
            });
        }
        let bytes = bytes_within_limit("The data set", total, shape.features())?;
        Ok(Self {
            shape,
            total,
            pixels: reserve("The data set", bytes)?,
            labels: None,
        })
    }

    /// Takes the next images: `bytes` is `(image, y, x, channel)`, `labels` one byte an image.
    /// Nothing is taken unless everything fits.
    ///
    /// # Errors
    /// [`Error::Shape`] if `bytes` is empty or ends within an image, if more images come than were
    /// declared, if the labels' number differs, or if only some of the parts have labels.
    pub fn append_interleaved(&mut self, bytes: &[u8], labels: Option<&[u8]>) -> Result<()> {
        let features = self.shape.features();
        if bytes.is_empty() || !bytes.len().is_multiple_of(features) {
            let wanted = format!("whole images of {features} bytes, at least one");
            return Err(Error::shape("Bytes of the images", bytes.len(), wanted));
        }
        let count = bytes.len() / features;
        let left = self.total - self.len();
        if count > left {
            let wanted = format!("at most {left} more, since {} were declared", self.total);
            return Err(Error::shape("The number of images", count, wanted));
        }
        self.append_labels(labels, count)?;

        let plane = self.shape.height * self.shape.width;
        if self.shape.channels == 1 {
            self.pixels.extend_from_slice(bytes);
        } else {
            for image in bytes.chunks_exact(features) {
                for channel in 0..self.shape.channels {
                    let values = image.iter().skip(channel).step_by(self.shape.channels);
                    self.pixels.extend(values.take(plane));
                }
            }
        }
        Ok(())
    }

    /// Checks the labels of the next `count` images and takes them.
    fn append_labels(&mut self, labels: Option<&[u8]>, count: usize) -> Result<()> {
        if let Some(labels) = labels
            && labels.len() != count
        {
            let wanted = format!("{count}, one for each image");
            return Err(Error::shape("The number of labels", labels.len(), wanted));
        }
        let first_part = self.pixels.is_empty();
        match (labels, &mut self.labels) {
            (Some(labels), Some(held)) => held.extend_from_slice(labels),
            (Some(labels), None) if first_part => {
                let mut held = reserve("The labels", self.total)?;
                held.extend_from_slice(labels);
                self.labels = Some(held);
            }
            (None, None) => {}
            (Some(_), None) => {
                let wanted = "none, since the images before came without";
                return Err(Error::shape("The number of labels", count, wanted));
            }
            (None, Some(_)) => {
                let wanted = format!("{count}, since the images before came with labels");
                return Err(Error::shape("The number of labels", 0, wanted));
            }
        }
        Ok(())
    }

    /// Size of every image.
    pub const fn shape(&self) -> ImageShape {
        self.shape
    }

    /// Images that have arrived.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.shape.features()
    }

    /// Whether no image has arrived yet.
    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// Images that were declared.
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Whether all declared images have arrived.
    pub fn is_complete(&self) -> bool {
        self.len() == self.total
    }

    /// The bytes of one image, planar.
    ///
    /// # Panics
    /// If `image_idx` has not arrived.
    pub fn image(&self, image_idx: usize) -> &[u8] {
        let features = self.shape.features();
        &self.pixels[image_idx * features..][..features]
    }

    /// The labels that have arrived, one for each image.
    pub fn labels(&self) -> Option<&[u8]> {
        self.labels.as_deref()
    }

    /// All images that have arrived as rows of `byte / 255`, `(count, features)`.
    pub fn matrix(&self) -> Array2<f32> {
        let mut matrix = Array2::zeros((self.len(), self.shape.features()));
        if let Some(out) = matrix.as_slice_mut() {
            self.write_range(0, self.len(), out);
        }
        matrix
    }

    /// A data set of the images of `image_idxs`, with their labels.
    ///
    /// # Errors
    /// [`Error::Shape`] of no image, or of one that has not arrived; [`Error::TooLarge`] if the memory is refused.
    pub fn subset(&self, image_idxs: &[u32]) -> Result<Self> {
        if let Some(&beyond) = image_idxs.iter().find(|&&idx| idx as usize >= self.len()) {
            let wanted = format!("below {}, the number of images", self.len());
            return Err(Error::shape("The index of an image", beyond, wanted));
        }
        let mut subset = Self::new(self.shape, image_idxs.len())?;
        for &idx in image_idxs {
            subset.pixels.extend_from_slice(self.image(idx as usize));
        }
        if let Some(labels) = &self.labels {
            let chosen = image_idxs.iter().map(|&idx| labels[idx as usize]);
            subset.labels = Some(chosen.collect());
        }
        Ok(subset)
    }

    /// Writes the images of `image_idxs` one after the other into `out`, as `byte / 255`.
    ///
    /// # Panics
    /// If one has not arrived, or `out` is not `image_idxs.len() · features` long.
    pub fn write_batch(&self, image_idxs: &[u32], out: &mut [f32]) {
        let features = self.shape.features();
        assert_eq!(out.len(), image_idxs.len() * features, "batch buffer");
        for (&image_idx, out) in image_idxs.iter().zip(out.chunks_exact_mut(features)) {
            unit_from_bytes(self.image(image_idx as usize), out);
        }
    }

    /// Writes `count` images from `start` on into `out`, as `byte / 255`.
    ///
    /// # Panics
    /// If one has not arrived, or `out` is not `count · features` long.
    pub fn write_range(&self, start: usize, count: usize, out: &mut [f32]) {
        let features = self.shape.features();
        assert_eq!(out.len(), count * features, "range buffer");
        unit_from_bytes(&self.pixels[start * features..][..count * features], out);
    }
}
