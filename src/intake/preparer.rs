//! Pictures into numbers, few pictures into many, and which of them are held out.

use hourglass::data::augmentation::{self, Augmentation};
use hourglass::data::preparation::{self, Preparation};
use hourglass::data::{ImageShape, identity, limits, split};
use hourglass::error::{Error, Result};
use wasm_bindgen::prelude::*;

/// How pictures become numbers, checked once.
#[wasm_bindgen]
pub struct Preparer {
    to: Preparation,
    /// Whether the picture that came last has color.
    has_color: bool,
}

impl Preparer {
    /// Appends one picture.
    pub fn append(
        &self,
        pixels: &[u8],
        (width, height, channels): (usize, usize, usize),
        out: &mut Vec<u8>,
    ) -> Result<()> {
        preparation::prepare(pixels, width, height, channels, &self.to, out)
    }

    /// Room for so many prepared pictures.
    pub fn room(&self, count: usize) -> Result<Vec<u8>> {
        let n = count.saturating_mul(self.to.features());
        let mut out = Vec::new();
        out.try_reserve_exact(n).map_err(|_| Error::TooLarge {
            what: "The pictures".into(),
            got: format!("{n} bytes"),
            limit: format!("{} MB", limits::MAX_BYTES >> 20),
        })?;
        Ok(out)
    }
}

#[wasm_bindgen]
impl Preparer {
    /// Reads a preparation from JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(json: &str) -> Result<Preparer> {
        Ok(Self {
            to: Preparation::parse(json)?,
            has_color: false,
        })
    }

    /// Pixels along a side of a prepared picture.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.to.size
    }

    /// Channels of a prepared picture: 1 or 3.
    #[wasm_bindgen(getter)]
    pub fn channels(&self) -> usize {
        self.to.channels
    }

    /// A decoded picture (red, green, blue, alpha) as numbers.
    pub fn picture(&mut self, rgba: &[u8], width: usize, height: usize) -> Result<Vec<u8>> {
        if preparation::is_transparent(rgba) {
            let why = "nothing of it can be seen: it is transparent everywhere, or damaged";
            return Err(Error::format("picture", why));
        }
        let mut out = Vec::new();
        self.append(rgba, (width, height, 4), &mut out)?;
        self.has_color = preparation::has_color(rgba, 4);
        Ok(out)
    }

    /// Whether the picture that came last has color, however it was prepared.
    #[wasm_bindgen(getter, js_name = hasColor)]
    pub fn has_color(&self) -> bool {
        self.has_color
    }

    /// A drawing as numbers.
    pub fn ink(&self, ink: &[u8], width: usize, height: usize) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        preparation::place_ink(ink, width, height, &self.to, &mut out)?;
        Ok(out)
    }

    /// Whether a prepared picture is one flat color.
    #[wasm_bindgen(js_name = isFlat)]
    pub fn is_flat(&self, picture: &[u8]) -> bool {
        preparation::is_flat(picture, self.to.channels)
    }

    /// Prepares prepared pictures again, in another size or with other channels.
    pub fn resize(
        &self,
        pictures: &[u8],
        channels: usize,
        height: usize,
        width: usize,
    ) -> Result<Vec<u8>> {
        let shape = ImageShape::new(channels, height, width)?;
        let mut out = self.room(count(pictures, shape)?)?;
        for picture in pictures.chunks_exact(shape.features()) {
            self.append(picture, (width, height, channels), &mut out)?;
        }
        Ok(out)
    }
}

/// How many pictures of `shape` lie in `bytes`.
fn count(bytes: &[u8], shape: ImageShape) -> Result<usize> {
    let count = bytes.len() / shape.features();
    if count * shape.features() == bytes.len() {
        return Ok(count);
    }
    let wanted = format!("a multiple of {}", shape.features());
    Err(Error::shape("Bytes of the pictures", bytes.len(), wanted))
}

/// For each of these pictures of `features` bytes a number by which the same picture is known again.
#[wasm_bindgen(js_name = pictureKeys)]
pub fn picture_keys(pictures: &[u8], features: usize) -> Vec<u64> {
    identity::keys(pictures, features)
}

/// Each picture and its variants.
#[wasm_bindgen]
pub fn augment(
    pictures: &[u8],
    channels: usize,
    height: usize,
    width: usize,
    how: &str,
    seed: f64,
    first_index: f64,
) -> Result<Vec<u8>> {
    let shape = ImageShape::new(channels, height, width)?;
    let how = Augmentation::parse(how)?;
    let (seed, first_index) = (seed as u64, first_index as u64);
    let mut out = Vec::new();
    augmentation::augment(pictures, shape, &how, seed, first_index, &mut out)?;
    Ok(out)
}

/// Indices of the held-out pictures.
#[wasm_bindgen(js_name = heldOut)]
pub fn held_out(labels: &[u8], share: f64, seed: f64) -> Vec<u32> {
    split::held_out(labels, share, seed as u64)
}

/// The places of `count` training pictures, in the order in which they come.
#[wasm_bindgen(js_name = trainingOrder)]
pub fn training_order(count: usize, seed: f64) -> Vec<u32> {
    split::training_order(count, seed as u64)
}
