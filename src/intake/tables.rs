//! Files of numbers: many images at once.

use crate::files::name;
use crate::preparer::Preparer;
use hourglass::data::limits;
use hourglass::data::preparation::{has_color, is_flat};
use hourglass::error::{Error, Result};
use hourglass::formats::{self, FileKind, archive, csv, idx, npy};
use wasm_bindgen::prelude::*;

/// A file of images or labels, unpacked if it was packed by gzip.
#[wasm_bindgen]
pub struct DataFile {
    bytes: Vec<u8>,
    kind: FileKind,
}

#[wasm_bindgen]
impl DataFile {
    /// Takes a file over.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Vec<u8>) -> Result<DataFile> {
        let kind = formats::kind(&file)?;
        if kind != FileKind::Gzip {
            return Ok(Self { bytes: file, kind });
        }
        let bytes = archive::gunzip(&file, limits::MAX_FILE_BYTES)?;
        let kind = formats::kind(&bytes)?;
        if matches!(kind, FileKind::Idx | FileKind::Npy | FileKind::Csv) {
            return Ok(Self { bytes, kind });
        }
        let why = "what is packed in it is no file of data (IDX, npy or CSV); unpack it, and bring what comes out";
        Err(Error::format("gzip", why))
    }

    /// "idx", "npy" or "csv".
    pub fn kind(&self) -> String {
        name(self.kind).into()
    }

    /// Whether it is IDX with one dimension.
    #[wasm_bindgen(js_name = isLabels)]
    pub fn is_labels(&self) -> bool {
        self.kind == FileKind::Idx && self.bytes.get(3) == Some(&1)
    }

    /// The labels of an IDX file.
    pub fn labels(&self) -> Result<Vec<u8>> {
        idx::parse_labels(&self.bytes).map(<[u8]>::to_vec)
    }

    /// The images. This object is used up.
    pub fn table(self) -> Result<Table> {
        let table = match self.kind {
            FileKind::Npy => npy::read(&self.bytes)?,
            FileKind::Csv => csv::read(&self.bytes)?,
            _ => return Table::idx(self.bytes),
        };
        Ok(Table {
            count: table.count,
            sides: (table.width, table.height, table.channels),
            start: 0,
            bytes: table.pixels,
            labels: table.labels,
            class_names: table.class_names,
        })
    }
}

/// Images of one size.
#[wasm_bindgen]
pub struct Table {
    /// Number of images.
    #[wasm_bindgen(readonly)]
    pub count: usize,
    /// Width, height, channels.
    sides: (usize, usize, usize),
    bytes: Vec<u8>,
    /// Where in `bytes` the pixels begin, so that a file's need not be copied.
    start: usize,
    labels: Option<Vec<u8>>,
    class_names: Option<Vec<String>>,
}

impl Table {
    fn idx(file: Vec<u8>) -> Result<Self> {
        let images = idx::parse_images(&file)?;
        let shape = images.shape;
        Ok(Self {
            count: images.count,
            sides: (shape.width, shape.height, shape.channels),
            start: file.len() - images.bytes.len(),
            bytes: file,
            labels: None,
            class_names: None,
        })
    }

    fn images(&self) -> std::slice::ChunksExact<'_, u8> {
        let (width, height, channels) = self.sides;
        self.bytes[self.start..].chunks_exact((width * height * channels).max(1))
    }
}

#[wasm_bindgen]
impl Table {
    /// One label an image, if there are any.
    pub fn labels(&self) -> Option<Vec<u8>> {
        self.labels.clone()
    }

    /// The classes' names, if the file has any.
    #[wasm_bindgen(js_name = classNames)]
    pub fn class_names(&self) -> Option<Vec<String>> {
        self.class_names.clone()
    }

    /// Whether each image is one flat color.
    #[wasm_bindgen(js_name = isBlank)]
    pub fn is_blank(&self) -> bool {
        self.images().all(|image| is_flat(image, self.sides.2))
    }

    /// Images `from..from + count` as numbers.
    pub fn prepare(&self, to: &Preparer, from: usize, count: usize) -> Result<Vec<u8>> {
        let mut out = to.room(count)?;
        for image in self.images().skip(from).take(count) {
            to.append(image, self.sides, &mut out)?;
        }
        Ok(out)
    }

    /// For each of images `from..from + count` a 1 if it has color, else a 0.
    pub fn colored(&self, from: usize, count: usize) -> Vec<u8> {
        let some = self.images().skip(from).take(count);
        some.map(|image| u8::from(has_color(image, self.sides.2)))
            .collect()
    }

    /// Image `idx` before any preparation, as red, green, blue and alpha.
    pub fn rgba(&self, idx: usize) -> Vec<u8> {
        let channels = self.sides.2;
        let color = |pixel: &[u8]| match *pixel {
            [r, g, b] => [r, g, b, 255],
            [r, g, b, a] => [r, g, b, a],
            _ => [pixel[0], pixel[0], pixel[0], 255],
        };
        let image = self.images().nth(idx).unwrap_or_default();
        image.chunks_exact(channels).flat_map(color).collect()
    }

    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> usize {
        self.sides.0
    }

    /// Rows of pixels.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> usize {
        self.sides.1
    }
}
