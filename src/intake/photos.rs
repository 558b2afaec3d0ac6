//! One large photo: scaled, cut into patches, and put together again.

use hourglass::data::ImageShape;
use hourglass::data::patches::{self, Cutting};
use hourglass::error::Result;
use hourglass::train::psnr;
use wasm_bindgen::prelude::*;

/// A photo in the size in which it is cut.
#[wasm_bindgen]
pub struct Photo {
    /// Pixels in a row.
    #[wasm_bindgen(readonly)]
    pub width: usize,
    /// Rows of pixels.
    #[wasm_bindgen(readonly)]
    pub height: usize,
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Photo {
    /// A decoded picture (red, green, blue, alpha), its longer side at most `max_side`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        rgba: &[u8],
        width: usize,
        height: usize,
        max_side: usize,
        channels: usize,
    ) -> Result<Photo> {
        let (bytes, shape) = patches::scaled_photo(rgba, width, height, 4, max_side, channels)?;
        Ok(Self {
            width: shape.width,
            height: shape.height,
            bytes,
        })
    }

    /// The pixels, `(y, x, channel)`, which are handed over: a second call gives nothing.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// The patches of a photo.
#[wasm_bindgen(js_name = cutPhoto)]
pub fn cut(
    photo: &[u8],
    channels: usize,
    height: usize,
    width: usize,
    cutting: &str,
    seed: f64,
) -> Result<Vec<u8>> {
    let shape = ImageShape::new(channels, height, width)?;
    patches::cut(photo, shape, &Cutting::parse(cutting)?, seed as u64)
}

/// A photo that was put together from patches, measured against the original.
#[wasm_bindgen]
pub struct RebuiltPhoto {
    pixels: Vec<f32>,
    error: Vec<f32>,
    /// Mean squared error, on the 0..1 scale.
    #[wasm_bindgen(readonly)]
    pub mse: f64,
    /// Peak signal-to-noise ratio in dB.
    #[wasm_bindgen(readonly)]
    pub psnr: f64,
}

#[wasm_bindgen]
impl RebuiltPhoto {
    /// Puts the grid's patches together, averaging where they overlap; `original` has the photo's bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(
        patches: &[f32],
        original: &[u8],
        channels: usize,
        height: usize,
        width: usize,
        cutting: &str,
    ) -> Result<RebuiltPhoto> {
        let shape = ImageShape::new(channels, height, width)?;
        let pixels = patches::assemble(patches, shape, &Cutting::parse(cutting)?)?;
        let (error, mse) = patches::difference(&pixels, original)?;
        Ok(Self {
            pixels,
            error,
            mse,
            psnr: psnr(mse),
        })
    }

    /// The photo, `(y, x, channel)` in 0..1, which is handed over: a second call gives nothing.
    #[wasm_bindgen(js_name = takePixels)]
    pub fn take_pixels(&mut self) -> Vec<f32> {
        std::mem::take(&mut self.pixels)
    }

    /// Rebuilt less original, `(y, x, channel)`, which is handed over: a second call gives nothing.
    #[wasm_bindgen(js_name = takeError)]
    pub fn take_error(&mut self) -> Vec<f32> {
        std::mem::take(&mut self.error)
    }
}
