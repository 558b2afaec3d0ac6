//! A visitor's own set as one file: safetensors of bytes, with all choices in its metadata.
//!
//! | tensor | shape | what |
//! |---|---|---|
//! | `images` | N × H × W × C | the prepared pictures, of the preparation's size and channels |
//! | `labels` | N | a class each, 255 for none |
//! | `drawings` | M × S × S | ink as it was drawn, 0 for none to 255 |
//! | `drawing_labels` | M | the class of each drawing, 255 for none |
//! | `photo` | H × W × C | the photo that patches are cut from, if there is one |
//!
//! The metadata are `hourglass`, the version of what follows, and `set`, the [`Settings`] as JSON.

use super::container::{self, Container};
use super::weights::header::{self, MARK, VERSION};
use crate::data::ImageShape;
pub use crate::data::NO_LABEL as NO_CLASS;
use crate::data::limits::{MAX_BYTES, MAX_DRAWING_SIDE, MAX_IMAGES};
use crate::data::preparation::Preparation;
use crate::error::{Error, Result};
use serde_json::{Map, Value};

mod settings;

pub use settings::{Mix, Settings, Source};

/// The key of the metadata under which the settings stand.
const SET: &str = "set";
/// What a set's file is called in messages.
const WHAT: &str = "saved set";

/// A photo: `(y, x, channel)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photo<'a> {
    /// Its size.
    pub shape: ImageShape,
    /// Its pixels.
    pub bytes: &'a [u8],
}

/// A set, borrowed from wherever its bytes lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection<'a> {
    /// What was chosen.
    pub settings: Settings,
    /// The prepared pictures, one after the other.
    pub images: &'a [u8],
    /// The class of each picture, 255 for none.
    pub labels: &'a [u8],
    /// Pixels along a side of a drawing.
    pub drawing_side: usize,
    /// The drawings, one after the other.
    pub drawings: &'a [u8],
    /// The class of each drawing, 255 for none.
    pub drawing_labels: &'a [u8],
    /// The photo that patches are cut from.
    pub photo: Option<Photo<'a>>,
}

/// The file of a set; the same set gives the same bytes.
///
/// # Errors
/// [`Error::Config`] for settings out of bounds, [`Error::Format`] for parts that do not fit together,
/// [`Error::TooLarge`] for more than [`crate::data::limits`] allow, or if the memory is refused.
pub fn write(set: &Collection<'_>) -> Result<Vec<u8>> {
    let json = set.settings.to_json()?;
    Settings::parse(&json)?;
    set.check()?;
    let Preparation { size, channels, .. } = set.settings.preparation;
    let (n, m, side) = (set.labels.len(), set.drawing_labels.len(), set.drawing_side);
    let mut tensors = vec![
        (
            "images".to_owned(),
            vec![n, size, size, channels],
            set.images,
        ),
        ("labels".to_owned(), vec![n], set.labels),
        ("drawings".to_owned(), vec![m, side, side], set.drawings),
        ("drawing_labels".to_owned(), vec![m], set.drawing_labels),
    ];
    if let Some(Photo { shape, bytes }) = set.photo {
        let shape = vec![shape.height, shape.width, shape.channels];
        tensors.push(("photo".to_owned(), shape, bytes));
    }
    let texts = [(MARK, VERSION.to_owned()), (SET, json)];
    let metadata: Map<String, Value> = texts
        .into_iter()
        .map(|(key, text)| (key.to_owned(), text.into()))
        .collect();
    container::write("U8", &tensors, metadata)
}

/// Reads a file, copying none of its pixels.
///
/// # Errors
/// [`Error::Format`] for what is no saved set or whose parts do not fit together, [`Error::Config`] for
/// settings out of bounds, [`Error::TooLarge`] for more than [`crate::data::limits`] allow.
pub fn read(file: &[u8]) -> Result<Collection<'_>> {
    let file = header::open(file)?;
    let Some(json) = file.text(SET) else {
        let why = match file.text("config") {
            Some(_) => "it holds a trained model, not pictures",
            None => "it is a safetensors file that was not saved here",
        };
        return Err(Error::format(WHAT, why));
    };
    let settings = Settings::parse(json)?;
    let Preparation { size, channels, .. } = settings.preparation;
    let (labels, _) = tensor(&file, "labels", [None])?;
    let wanted = [Some(labels.len()), Some(size), Some(size), Some(channels)];
    let (images, _) = tensor(&file, "images", wanted)?;
    let (drawing_labels, _) = tensor(&file, "drawing_labels", [None])?;
    let wanted = [Some(drawing_labels.len()), None, None];
    let (drawings, [_, side, _]) = tensor(&file, "drawings", wanted)?;
    let mut photo = None;
    if file.tensor("photo").is_some() {
        let (bytes, [height, width, channels]) = tensor(&file, "photo", [None; 3])?;
        let shape = ImageShape::new(channels, height, width)?;
        photo = Some(Photo { shape, bytes });
    }
    let set = Collection {
        settings,
        images,
        labels,
        drawing_side: side,
        drawings,
        drawing_labels,
        photo,
    };
    set.check()?;
    Ok(set)
}

/// The bytes and the shape of a tensor. A side that is `None` in `wanted` may have any length.
fn tensor<'a, const N: usize>(
    file: &Container<'a>,
    name: &str,
    wanted: [Option<usize>; N],
) -> Result<(&'a [u8], [usize; N])> {
    let bad = |why: &str| Error::format(WHAT, format!("its tensor {name:?} {why}"));
    let tensor = file.tensor(name).ok_or_else(|| bad("is missing"))?;
    if tensor.dtype != "U8" {
        return Err(bad(&format!("is of {}, and U8 is wanted", tensor.dtype)));
    }
    let shape = <[usize; N]>::try_from(tensor.shape.as_slice()).ok();
    let fits = |shape: &[usize; N]| {
        let mut pairs = shape.iter().zip(&wanted);
        pairs.all(|(got, wanted)| wanted.is_none_or(|wanted| wanted == *got))
    };
    let Some(shape) = shape.filter(fits) else {
        let any = |side: &Option<usize>| side.map_or("any".into(), |side| side.to_string());
        let wanted: Vec<String> = wanted.iter().map(any).collect();
        let why = format!(
            "has the shape {:?}, and [{}] is wanted",
            tensor.shape,
            wanted.join(", ")
        );
        return Err(bad(&why));
    };
    Ok((tensor.bytes, shape))
}

impl Collection<'_> {
    /// Checks that the parts fit together and are within the limits.
    fn check(&self) -> Result<()> {
        let (n, m, side) = (
            self.labels.len(),
            self.drawing_labels.len(),
            self.drawing_side,
        );
        if n + m > MAX_IMAGES {
            return Err(too_large(
                format!("{} pictures", n + m),
                format!("{MAX_IMAGES} pictures"),
            ));
        }
        let photo = self.photo.map_or(0, |photo| photo.bytes.len());
        let bytes = self.images.len() + self.drawings.len() + photo;
        if bytes > MAX_BYTES {
            let limit = format!("{MAX_BYTES} bytes");
            return Err(too_large(format!("{bytes} bytes of pixels"), limit));
        }
        if (side == 0 && m > 0) || side > MAX_DRAWING_SIDE {
            let wanted = format!("1 to {MAX_DRAWING_SIDE}");
            return Err(Error::shape("A side of the drawings", side, wanted));
        }
        expect(
            "images",
            self.images.len(),
            n * self.settings.preparation.features(),
        )?;
        expect("drawings", self.drawings.len(), m * side * side)?;
        if let Some(Photo { shape, bytes }) = self.photo {
            expect("photo", bytes.len(), shape.features())?;
            if ![1, 3].contains(&shape.channels) {
                return Err(Error::shape(
                    "The photo's channels",
                    shape.channels,
                    "1 or 3",
                ));
            }
        }
        let classes = self.settings.classes.len();
        let mut labels = self.labels.iter().chain(self.drawing_labels);
        match labels.find(|&&label| label != NO_CLASS && usize::from(label) >= classes) {
            None => Ok(()),
            Some(label) => Err(Error::format(
                WHAT,
                format!("it has the label {label}, and {classes} classes"),
            )),
        }
    }
}

fn too_large(got: String, limit: String) -> Error {
    let what = "The saved set".into();
    Error::TooLarge { what, got, limit }
}

fn expect(name: &str, got: usize, wanted: usize) -> Result<()> {
    if got == wanted {
        return Ok(());
    }
    let why = format!("its {name} are {got} bytes, and {wanted} are wanted");
    Err(Error::format(WHAT, why))
}
