//! Files of numbers: many images at once.

use crate::files::name;
use crate::preparer::Preparer;
use crate::readings::{Choices, Reading};
use hourglass::data::limits;
use hourglass::data::preparation::{has_color, is_flat};
use hourglass::error::{Error, Result};
use hourglass::formats::table::{self, Labels, Numbers};
use hourglass::formats::{self, FileKind, archive};
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

    /// The labels of a list.
    pub fn labels(&self) -> Result<LabelList> {
        Numbers::open(&self.bytes)?.labels().map(LabelList)
    }

    /// The classes of the pictures at `paths`, if this is a list of files and classes.
    #[wasm_bindgen(js_name = fileClasses)]
    pub fn file_classes(&self, paths: Vec<String>) -> Result<Option<LabelList>> {
        let Numbers::Sheet(sheet) = Numbers::open(&self.bytes)? else {
            return Ok(None);
        };
        let found = table::FileClasses::of(&sheet, &paths);
        Ok(found.map(|found| LabelList(found.labels)))
    }

    /// Other readings than this one, which is the first of each list.
    pub fn choices(&self, reading: &Reading) -> Result<Choices> {
        let all = Numbers::open(&self.bytes)?.choices(&reading.0);
        Ok(Choices(all))
    }

    /// Some of the images from all over the file.
    pub fn peek(&self, reading: &Reading, most: usize) -> Result<Table> {
        let table = Numbers::open(&self.bytes)?.peek(&reading.0, most)?;
        Ok(Table::from(table))
    }

    /// The images, read as guessed or as `reading` says. Both objects are used up. Where the reading is open, the whole
    /// file decides on the values.
    pub fn table(self, path: &str, reading: Option<Reading>, is_open: bool) -> Result<Table> {
        let numbers = Numbers::open(&self.bytes)?;
        let table = match reading {
            Some(Reading(reading)) if is_open => numbers.read_open(&reading)?,
            Some(Reading(reading)) => numbers.read(path, Some(&reading))?,
            None => numbers.read(path, None)?,
        };
        Ok(Table::from(table))
    }
}

/// Whether a file that begins so, unpacked, is a list of labels.
#[wasm_bindgen(js_name = beginsLabels)]
pub fn begins_labels(start: &[u8]) -> bool {
    table::begins_labels(start)
}

/// Labels with their names.
#[wasm_bindgen]
pub struct LabelList(Labels);

#[wasm_bindgen]
impl LabelList {
    /// Indices into the names; 65,535 for none.
    pub fn labels(&self) -> Vec<u16> {
        self.0.places.clone()
    }

    /// The classes' names.
    #[wasm_bindgen(js_name = classNames)]
    pub fn class_names(&self) -> Vec<String> {
        self.0.names.clone()
    }
}

/// Images read from a file, all of one size.
#[wasm_bindgen]
pub struct Table {
    /// Number of images.
    #[wasm_bindgen(readonly)]
    pub count: usize,
    /// The smallest number of all pixels in the file.
    #[wasm_bindgen(readonly)]
    pub low: f64,
    /// The largest number of all pixels in the file.
    #[wasm_bindgen(readonly)]
    pub high: f64,
    inner: table::Table,
}

impl From<table::Table> for Table {
    fn from(table: table::Table) -> Self {
        Self {
            count: table.count,
            low: table.range.low,
            high: table.range.high,
            inner: table,
        }
    }
}

impl Table {
    /// Width, height, channels.
    fn sides(&self) -> (usize, usize, usize) {
        let reading = &self.inner.reading;
        (reading.width, reading.height, reading.channels)
    }

    fn images(&self) -> std::slice::ChunksExact<'_, u8> {
        let (width, height, channels) = self.sides();
        self.inner
            .pixels
            .chunks_exact((width * height * channels).max(1))
    }
}

#[wasm_bindgen]
impl Table {
    /// One label an image, if there are any.
    pub fn labels(&self) -> Option<LabelList> {
        self.inner.labels.clone().map(LabelList)
    }

    /// How the file was read.
    pub fn reading(&self) -> Reading {
        Reading(self.inner.reading.clone())
    }

    /// What was taken for granted besides, in sentences.
    pub fn notes(&self) -> String {
        self.inner.notes.join(" ")
    }

    /// Whether each image is one flat color.
    #[wasm_bindgen(js_name = isBlank)]
    pub fn is_blank(&self) -> bool {
        let (.., channels) = self.sides();
        self.images().all(|image| is_flat(image, channels))
    }

    /// Images `from..from + count` as numbers.
    pub fn prepare(&self, to: &Preparer, from: usize, count: usize) -> Result<Vec<u8>> {
        let mut out = to.room(count)?;
        for image in self.images().skip(from).take(count) {
            to.append(image, self.sides(), &mut out)?;
        }
        Ok(out)
    }

    /// For each of images `from..from + count` a 1 if it has color, else a 0.
    pub fn colored(&self, from: usize, count: usize) -> Vec<u8> {
        let (.., channels) = self.sides();
        let some = self.images().skip(from).take(count);
        some.map(|image| u8::from(has_color(image, channels)))
            .collect()
    }

    /// Image `idx` before any preparation, as red, green, blue and alpha.
    pub fn rgba(&self, idx: usize) -> Vec<u8> {
        let (.., channels) = self.sides();
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
        self.sides().0
    }

    /// Rows of pixels.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> usize {
        self.sides().1
    }
}
