//! How near pictures come to what they should be, with the spread.

use super::interval::{self, Mean};
use super::similarity::{WINDOW, ssim};
use crate::data::ImageShape;
use crate::error::{Error, Result};
use crate::train::psnr;
use ndarray::{ArrayView1, ArrayView2};

/// Closeness of a set of pictures to their originals.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Mean squared error a pixel, with the interval of the mean over the images.
    pub mse: Mean,
    /// Peak signal-to-noise ratio of the mean error in dB; its interval is that of the error.
    pub psnr: Mean,
    /// Mean structural similarity; `None` for pictures smaller than its window.
    pub ssim: Option<Mean>,
}

/// Compares pictures `(count, features)` with their originals, row by row.
///
/// # Errors
/// [`Error::Shape`] unless both have the same size, which is that of images of `shape`; [`Error::NotReady`] of no image.
pub fn quality(
    originals: &ArrayView2<'_, f32>,
    pictures: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<Quality> {
    alike(originals, pictures, shape)?;
    let (originals, pictures) = (
        originals.as_standard_layout(),
        pictures.as_standard_layout(),
    );
    let rows = || originals.rows().into_iter().zip(pictures.rows());
    let mse = interval::mean(&errors(&originals.view(), &pictures.view()));
    let [low, high] = mse.interval;
    let structure = (shape.height >= WINDOW && shape.width >= WINDOW).then(|| {
        rows()
            .map(|(a, b)| ssim(slice(&a), slice(&b), shape))
            .collect::<Result<Vec<f64>>>()
    });
    Ok(Quality {
        mse,
        psnr: Mean {
            mean: psnr(mse.mean),
            interval: [psnr(high), psnr(low.max(0.0))],
        },
        ssim: structure
            .transpose()?
            .map(|values| possible(interval::mean(&values))),
    })
}

/// A mean similarity whose interval does not leave what is possible, −1 to 1.
fn possible(mean: Mean) -> Mean {
    Mean {
        interval: mean.interval.map(|end| end.clamp(-1.0, 1.0)),
        ..mean
    }
}

/// That there are pictures to compare, and of one size.
pub(super) fn alike(
    originals: &ArrayView2<'_, f32>,
    pictures: &ArrayView2<'_, f32>,
    shape: ImageShape,
) -> Result<()> {
    if originals.dim() != pictures.dim() || originals.ncols() != shape.features() {
        let wanted = format!(
            "{:?}, of {} numbers a row",
            originals.dim(),
            shape.features()
        );
        return Err(Error::shape(
            "Pictures",
            format!("{:?}", pictures.dim()),
            wanted,
        ));
    }
    if originals.is_empty() {
        let what = "Pictures are compared with at least one original".into();
        return Err(Error::NotReady { what });
    }
    Ok(())
}

/// Mean squared error a pixel of each picture, row by row.
pub(super) fn errors(originals: &ArrayView2<'_, f32>, pictures: &ArrayView2<'_, f32>) -> Vec<f64> {
    let rows = originals.rows().into_iter().zip(pictures.rows());
    rows.map(|(a, b)| error(&a, &b)).collect()
}

/// Mean squared error a pixel of one picture.
pub(super) fn error(original: &ArrayView1<'_, f32>, picture: &ArrayView1<'_, f32>) -> f64 {
    let numbers = original.iter().zip(picture);
    let sum: f64 = numbers.map(|(a, b)| f64::from(a - b).powi(2)).sum();
    sum / original.len() as f64
}

/// A row of a matrix in standard layout.
pub(super) fn slice<'a>(row: &'a ArrayView1<'_, f32>) -> &'a [f32] {
    row.as_slice().unwrap_or_default()
}
