//! What a file is, and what lies in it.

use hourglass::data::limits::MAX_PICTURE_BYTES;
use hourglass::error::{Error, Result};
use hourglass::formats::archive::{self, Entry, Listing};
use hourglass::formats::pictures::{self, exif};
use hourglass::formats::{self, FileKind, PictureKind};
use hourglass::web::code_pages::decoded;
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

/// A picture's file that was found sound: decoded here, or cleaned for the browser's decoder.
#[wasm_bindgen]
pub struct PictureFile {
    /// Pixels in a row: of the pixels, or of what the browser makes of the file.
    #[wasm_bindgen(readonly)]
    pub width: usize,
    /// Rows of pixels, likewise.
    #[wasm_bindgen(readonly)]
    pub height: usize,
    /// How what the browser makes of the file is to be turned, 1 to 8 as EXIF numbers it; 1: not at all.
    #[wasm_bindgen(readonly)]
    pub orientation: u8,
    bytes: Vec<u8>,
    pixels: Option<Vec<u8>>,
    repairs: String,
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
            orientation: picture.orientation,
            bytes: picture.bytes.into_owned(),
            pixels: picture.pixels,
            repairs: picture.repairs.join(" "),
        })
    }

    /// Red, green, blue and alpha, where the picture was decoded here. They are handed over: a second call gives
    /// nothing.
    #[wasm_bindgen(js_name = takePixels)]
    pub fn take_pixels(&mut self) -> Option<Vec<u8>> {
        self.pixels.take()
    }

    /// The cleaned file, where the browser is to decode it; it is handed over: a second call gives nothing.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// What was changed in the file, a sentence each.
    pub fn repairs(&self) -> String {
        self.repairs.clone()
    }
}

/// A decoded picture as it is to be seen: red, green, blue and alpha.
#[wasm_bindgen]
pub fn turned(rgba: &[u8], width: usize, height: usize, orientation: u8) -> Result<Vec<u8>> {
    exif::turned(rgba, width, height, orientation)
}

/// An entry larger than this is looked at before it is unpacked: 1 MB.
const LARGE: usize = 1 << 20;
/// As much of it as tells its kind.
const START: usize = 4096;

/// Refuses an entry that could not be used, so that it need not be unpacked.
fn look(zip: &[u8], entry: &Entry) -> Result<()> {
    let kind = formats::kind(&archive::start(zip, entry, START)?)?;
    if matches!(kind, FileKind::Picture(_)) && entry.size > MAX_PICTURE_BYTES {
        return Err(Error::TooLarge {
            what: "The picture's file".into(),
            got: format!("{} MB", entry.size >> 20),
            limit: format!("{} MB", MAX_PICTURE_BYTES >> 20),
        });
    }
    Ok(())
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
        let listing = archive::list(&zip, &decoded)?;
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

    /// Unpacks entry `idx`; a large one that could not be used is refused before that.
    pub fn read(&self, idx: usize) -> Result<Vec<u8>> {
        let n = self.listing.entries.len();
        let entry = self.listing.entries.get(idx);
        let entry = entry
            .ok_or_else(|| Error::shape("The archive's entry", idx, format!("less than {n}")))?;
        if entry.size > LARGE {
            look(&self.bytes, entry)?;
        }
        archive::read(&self.bytes, entry)
    }
}
