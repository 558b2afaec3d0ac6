//! Films of the training, as files.

use hourglass::error::Result;
use hourglass::film::{self, Chunk};
use wasm_bindgen::prelude::*;

/// An MP4 on its way.
#[wasm_bindgen]
pub struct Mp4Writer(film::Mp4Writer);

#[wasm_bindgen]
impl Mp4Writer {
    /// An empty film of `most` pictures at most, `rate` of them a second.
    #[wasm_bindgen(constructor)]
    pub fn new(
        width: u16,
        height: u16,
        codec: &str,
        description: &[u8],
        rate: u32,
        most: usize,
    ) -> Result<Mp4Writer> {
        film::Mp4Writer::new((width, height), codec, description, rate, most).map(Self)
    }

    /// Appends a picture: shown from `at` on for as long as `lasts`, both in pictures.
    pub fn add(&mut self, bytes: &[u8], is_key: bool, at: u32, lasts: u32) -> Result<()> {
        self.0.add(Chunk {
            bytes,
            is_key,
            at,
            lasts,
        })
    }

    /// The file.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.0.finish()
    }
}

/// A GIF on its way.
#[wasm_bindgen]
pub struct GifWriter(film::GifWriter);

#[wasm_bindgen]
impl GifWriter {
    /// An empty GIF.
    #[wasm_bindgen(constructor)]
    pub fn new(width: u16, height: u16) -> Result<GifWriter> {
        film::GifWriter::new(width, height).map(Self)
    }

    /// Appends a picture (RGBA) that stays for so many hundredths of a second.
    pub fn add(&mut self, rgba: &[u8], hundredths: u16) -> Result<()> {
        self.0.add(rgba, hundredths)
    }

    /// The file.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.0.finish()
    }
}
