//! IDX, the format of the MNIST files (after gunzip): images and labels.
//!
//! A big-endian header, `00 00 08` and the number of dimensions, then one u32 a dimension, then the
//! bytes: `(image, y, x)` or `(image, y, x, channel)` for images, `(image)` for labels
//! (<http://yann.lecun.com/exdb/mnist/>). Nothing here allocates: a header is believed only as far
//! as the file's own length agrees.

use super::array::{Array, Number};
use super::bytes;
use crate::data::limits::{MAX_IMAGES, bytes_within_limit};
use crate::data::{Dataset, ImageShape};
use crate::error::{Error, Result};

const IDX: &str = "IDX";
const IMAGES: &str = "IDX images";
const LABELS: &str = "IDX labels";

/// The images of a file, borrowed from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdxImages<'a> {
    /// Size of every image.
    pub shape: ImageShape,
    /// Number of images.
    pub count: usize,
    /// `(image, y, x, channel)`.
    pub bytes: &'a [u8],
}

/// Reads a file of images.
///
/// # Errors
/// [`Error::Format`] if the header or the length is wrong, [`Error::TooLarge`] if the header asks
/// for more than [`limits`](crate::data::limits) allow.
pub fn parse_images(file: &[u8]) -> Result<IdxImages<'_>> {
    let (dims, bytes) = parse(IMAGES, file)?;
    let (count, height, width, channels) = match *dims.as_slice() {
        [count, height, width] => (count, height, width, 1),
        [count, height, width, channels] => (count, height, width, channels),
        _ => {
            let why = format!(
                "it has {} dimension(s), and images have 3 (count, height, width) or 4 (and channels)",
                dims.len()
            );
            return Err(Error::format(IMAGES, why));
        }
    };
    check_count(IMAGES, count)?;
    let shape = ImageShape::new(channels, height, width)
        .map_err(|error| Error::format(IMAGES, error.to_string()))?;
    let wanted = bytes_within_limit("The file of images", count, shape.features())?;
    check_length(IMAGES, bytes, wanted)?;
    Ok(IdxImages {
        shape,
        count,
        bytes,
    })
}

/// Reads a file of labels: one byte an image.
///
/// # Errors
/// As [`parse_images`].
pub fn parse_labels(file: &[u8]) -> Result<&[u8]> {
    let (dims, bytes) = parse(LABELS, file)?;
    let [count] = *dims.as_slice() else {
        let why = format!("it has {} dimensions, and labels have 1", dims.len());
        return Err(Error::format(LABELS, why));
    };
    check_count(LABELS, count)?;
    check_length(LABELS, bytes, count)?;
    Ok(bytes)
}

/// The array in a file, of any of the format's types of numbers.
///
/// # Errors
/// As [`parse_images`].
pub fn array(file: &[u8]) -> Result<Array<'_>> {
    let ends = || Error::format(IDX, "it ends within the header");
    let [_, _, kind, n_dims] = bytes::array::<4>(file, 0).ok_or_else(ends)?;
    let number = match kind {
        0x08 => Number::Unsigned(1),
        0x09 => Number::Signed(1),
        0x0b => Number::Signed(2),
        0x0c => Number::Signed(4),
        0x0d => Number::Float(4),
        0x0e => Number::Float(8),
        _ => {
            let why = format!("its values are of type {kind:02x}, which the format does not have");
            return Err(Error::format(IDX, why));
        }
    };
    let size = |axis| bytes::be32(file, 4 + 4 * usize::from(axis)).map(|size| size as usize);
    let sizes: Option<Vec<usize>> = (0..n_dims).map(size).collect();
    let sizes = sizes.ok_or_else(ends)?;
    let data = &file[4 + 4 * sizes.len()..];
    Array::new(IDX, (number, true), (sizes, false), data)
}

/// A complete [`Dataset`] of a file of images and, if there is one, its file of labels.
///
/// # Errors
/// As [`parse_images`]; [`Error::Shape`] if the numbers of images and labels differ.
pub fn dataset(images: &[u8], labels: Option<&[u8]>) -> Result<Dataset> {
    let images = parse_images(images)?;
    let labels = labels.map(parse_labels).transpose()?;
    let mut dataset = Dataset::new(images.shape, images.count)?;
    dataset.append_interleaved(images.bytes, labels)?;
    Ok(dataset)
}

/// Dimensions of an IDX file, at most four, without allocation.
struct Dims {
    sizes: [usize; 4],
    len: usize,
}

impl Dims {
    fn as_slice(&self) -> &[usize] {
        &self.sizes[..self.len]
    }

    fn len(&self) -> usize {
        self.len
    }
}

/// Splits a file into its dimensions and its bytes.
fn parse<'a>(what: &str, file: &'a [u8]) -> Result<(Dims, &'a [u8])> {
    let fail = |why: String| Err(Error::format(what, why));
    if file.is_empty() {
        return fail("it is empty".into());
    }
    if file.starts_with(&[0x1f, 0x8b]) {
        return fail("it is still compressed with gzip".into());
    }
    let Some((&magic, rest)) = file.split_first_chunk::<4>() else {
        return fail(format!(
            "it ends after {} bytes, within the header",
            file.len()
        ));
    };
    let [zero0, zero1, kind, n_dims] = magic;
    if [zero0, zero1] != [0, 0] {
        let [a, b, c, d] = magic;
        return fail(format!(
            "it starts with {a:02x} {b:02x} {c:02x} {d:02x}, and IDX starts with 00 00 08"
        ));
    }
    if kind != 0x08 {
        return fail(format!(
            "its values are of type {kind:02x}, and only bytes (08) are read"
        ));
    }
    let len = n_dims as usize;
    let mut sizes = [0; 4];
    if len == 0 || len > sizes.len() {
        return fail(format!("it has {len} dimensions, and 1 to 4 can be"));
    }
    if rest.len() < 4 * len {
        return fail(format!(
            "it ends after {} bytes, within the header",
            file.len()
        ));
    }
    let (header, bytes) = rest.split_at(4 * len);
    let (header, _) = header.as_chunks::<4>();
    for (size, &big_endian) in sizes.iter_mut().zip(header) {
        *size = u32::from_be_bytes(big_endian) as usize;
    }
    Ok((Dims { sizes, len }, bytes))
}

fn check_count(what: &str, count: usize) -> Result<()> {
    if count == 0 {
        return Err(Error::format(what, "it holds 0 images"));
    }
    if count > MAX_IMAGES {
        return Err(Error::TooLarge {
            what: format!("The file of {what}"),
            got: format!("{count} images"),
            limit: format!("{MAX_IMAGES} images"),
        });
    }
    Ok(())
}

fn check_length(what: &str, bytes: &[u8], wanted: usize) -> Result<()> {
    let got = bytes.len();
    if got == wanted {
        return Ok(());
    }
    let lack = if got < wanted {
        "cut short"
    } else {
        "too long"
    };
    let why = format!("it is {lack}: its header promises {wanted} bytes of data, and {got} follow");
    Err(Error::format(what, why))
}
