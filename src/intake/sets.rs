//! A whole set into a file, and back.

use hourglass::data::ImageShape;
use hourglass::error::{Error, Result};
use hourglass::export::collection::{self, Collection, Photo, Settings};
use wasm_bindgen::prelude::*;

/// A set on its way into a file; the large parts come in pieces.
#[wasm_bindgen]
#[derive(Default)]
pub struct SetWriter {
    images: Vec<u8>,
    drawings: Vec<u8>,
    photo: Vec<u8>,
}

#[wasm_bindgen]
impl SetWriter {
    /// An empty set.
    #[wasm_bindgen(constructor)]
    pub fn new() -> SetWriter {
        Self::default()
    }

    /// Appends to "images", "drawings" or "photo".
    pub fn add(&mut self, part: &str, bytes: &[u8]) -> Result<()> {
        let part = match part {
            "images" => &mut self.images,
            "drawings" => &mut self.drawings,
            "photo" => &mut self.photo,
            _ => return Err(Error::shape("The part", part, "a known one")),
        };
        part.try_reserve(bytes.len()).map_err(|_| Error::TooLarge {
            what: "The set".into(),
            got: format!("{} bytes", part.len() + bytes.len()),
            limit: "the memory that is left".into(),
        })?;
        part.extend_from_slice(bytes);
        Ok(())
    }

    /// The file. `photo` holds the photo's channels, height and width, or nothing.
    pub fn write(
        &self,
        settings: &str,
        labels: &[u8],
        drawing_side: usize,
        drawing_labels: &[u8],
        photo: &[usize],
    ) -> Result<Vec<u8>> {
        let photo = match *photo {
            [channels, height, width] => Some(Photo {
                shape: ImageShape::new(channels, height, width)?,
                bytes: &self.photo,
            }),
            _ => None,
        };
        collection::write(&Collection {
            settings: Settings::parse(settings)?,
            images: &self.images,
            labels,
            drawing_side,
            drawings: &self.drawings,
            drawing_labels,
            photo,
        })
    }
}

/// A saved set that was found sound.
#[wasm_bindgen]
pub struct SavedSet {
    file: Vec<u8>,
}

#[wasm_bindgen]
impl SavedSet {
    /// Takes a file over.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Vec<u8>) -> Result<SavedSet> {
        collection::read(&file)?;
        Ok(Self { file })
    }

    fn part<T>(&self, part: impl FnOnce(Collection<'_>) -> T) -> Result<T> {
        collection::read(&self.file).map(part)
    }

    /// The settings, as JSON.
    pub fn settings(&self) -> Result<String> {
        self.part(|set| set.settings.to_json())?
    }

    /// The prepared pictures.
    pub fn images(&self) -> Result<Vec<u8>> {
        self.part(|set| set.images.to_vec())
    }

    /// The class of each picture, 255 for none.
    pub fn labels(&self) -> Result<Vec<u8>> {
        self.part(|set| set.labels.to_vec())
    }

    /// The drawings.
    pub fn drawings(&self) -> Result<Vec<u8>> {
        self.part(|set| set.drawings.to_vec())
    }

    /// Pixels along a side of a drawing.
    #[wasm_bindgen(js_name = drawingSide)]
    pub fn drawing_side(&self) -> Result<usize> {
        self.part(|set| set.drawing_side)
    }

    /// The class of each drawing, 255 for none.
    #[wasm_bindgen(js_name = drawingLabels)]
    pub fn drawing_labels(&self) -> Result<Vec<u8>> {
        self.part(|set| set.drawing_labels.to_vec())
    }

    /// The photo's channels, height and width, or nothing.
    #[wasm_bindgen(js_name = photoShape)]
    pub fn photo_shape(&self) -> Result<Vec<usize>> {
        let sides = |photo: Photo<'_>| {
            let shape = photo.shape;
            vec![shape.channels, shape.height, shape.width]
        };
        self.part(|set| set.photo.map(sides).unwrap_or_default())
    }

    /// The photo's pixels.
    pub fn photo(&self) -> Result<Vec<u8>> {
        self.part(|set| {
            set.photo
                .map(|photo| photo.bytes.to_vec())
                .unwrap_or_default()
        })
    }
}
