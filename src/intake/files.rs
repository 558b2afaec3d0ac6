//! What a file is, and what lies in it.

use hourglass::error::{Error, Result};
use hourglass::formats::archive::{self, Listing};
use hourglass::formats::{self, FileKind, PictureKind, pictures};
use wasm_bindgen::prelude::*;

/// The kind of a file by its first 4,096 bytes: "png", "jpeg", "gif", "webp", "bmp", "avif", "idx", "npy", "csv",
/// "zip", "gzip" or "safetensors".
#[wasm_bindgen(js_name = fileKind)]
pub fn file_kind(start: &[u8]) -> Result<String> {
    Ok(name(formats::kind(start)?).into())
}

/// The name of a kind.
pub fn name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Picture(PictureKind::Png) => "png",
        FileKind::Picture(PictureKind::Jpeg) => "jpeg",
        FileKind::Picture(PictureKind::Gif) => "gif",
        FileKind::Picture(PictureKind::WebP) => "webp",
        FileKind::Picture(PictureKind::Bmp) => "bmp",
        FileKind::Picture(PictureKind::Avif) => "avif",
        FileKind::Idx => "idx",
        FileKind::Npy => "npy",
        FileKind::Csv => "csv",
        FileKind::Zip => "zip",
        FileKind::Gzip => "gzip",
        FileKind::Safetensors => "safetensors",
    }
}

/// A picture's file that was found sound, and cleaned for the browser's decoder.
#[wasm_bindgen]
pub struct PictureFile {
    /// Pixels in a row, before the file's own orientation is applied.
    #[wasm_bindgen(readonly)]
    pub width: usize,
    /// Rows of pixels, before the file's own orientation is applied.
    #[wasm_bindgen(readonly)]
    pub height: usize,
    bytes: Vec<u8>,
    repairs: Vec<&'static str>,
}

#[wasm_bindgen]
impl PictureFile {
    /// Reads a file.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8]) -> Result<PictureFile> {
        let picture = pictures::picture(file)?;
        Ok(Self {
            width: picture.width,
            height: picture.height,
            repairs: picture.repairs,
            bytes: picture.bytes.into_owned(),
        })
    }

    /// The cleaned file, which is handed over: a second call gives nothing.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// What was changed in the file, a sentence each.
    pub fn repairs(&self) -> String {
        self.repairs.join(" ")
    }
}

/// A ZIP file.
#[wasm_bindgen]
pub struct Archive {
    bytes: Vec<u8>,
    listing: Listing,
}

#[wasm_bindgen]
impl Archive {
    /// Lists the file's entries, unpacking none.
    #[wasm_bindgen(constructor)]
    pub fn new(zip: Vec<u8>) -> Result<Archive> {
        let listing = archive::list(&zip)?;
        Ok(Self {
            bytes: zip,
            listing,
        })
    }

    /// The entries' paths.
    pub fn paths(&self) -> Vec<String> {
        let paths = self.listing.entries.iter();
        paths.map(|entry| entry.path.clone()).collect()
    }

    /// The entries that cannot be taken: a path, the reason, the next path, and so on.
    #[wasm_bindgen(js_name = leftOut)]
    pub fn left_out(&self) -> Vec<String> {
        let pairs = self.listing.left_out.iter();
        pairs
            .flat_map(|(path, why)| [path.clone(), why.clone()])
            .collect()
    }

    /// Unpacks entry `idx`.
    pub fn read(&self, idx: usize) -> Result<Vec<u8>> {
        let n = self.listing.entries.len();
        let entry = self.listing.entries.get(idx);
        entry
            .ok_or_else(|| Error::shape("The archive's entry", idx, format!("less than {n}")))
            .and_then(|entry| archive::read(&self.bytes, entry))
    }
}
