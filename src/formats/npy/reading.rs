//! Reading images from an array that NumPy has saved.

use super::NPY;
use super::header::{self, Header, Numbers};
use crate::data::ImageShape;
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::table::{Range, Scale, Table, bytes};

/// The images of an `.npy` file: `(image, y, x)` or `(image, y, x, channel)` of u8, f32 or f64 in either
/// order of bytes, in C order.
///
/// Bytes are taken as they are. Floats that all lie in 0..1 are taken times 255, those in 0..255 as they
/// are, and others are stretched from the file's smallest to its largest.
///
/// # Errors
/// [`Error::Format`] if the header is damaged or asks for what is not read (and what to do instead), if the
/// length is another one, if a number is not finite or if every image is flat; [`Error::TooLarge`] for more
/// than [`limits`](crate::data::limits) allow.
pub fn read(file: &[u8]) -> Result<Table> {
    let (header, data) = header::parse(file)?;
    let (count, shape) = images(&header)?;
    let len = bytes(NPY, count, shape)?;
    let wanted = len * header.numbers.size();
    if data.len() != wanted {
        let lack = if data.len() < wanted {
            "cut short"
        } else {
            "too long"
        };
        let why = format!(
            "it is {lack}: its header promises {wanted} bytes of data, and {} follow",
            data.len()
        );
        return Err(Error::format(NPY, why));
    }
    let mut pixels = reserve("The NumPy file", len)?;
    match header.numbers {
        Numbers::Bytes => pixels.extend_from_slice(data),
        Numbers::F32 { big_endian: false } => floats(data, f32::from_le_bytes, &mut pixels)?,
        Numbers::F32 { big_endian: true } => floats(data, f32::from_be_bytes, &mut pixels)?,
        Numbers::F64 { big_endian: false } => floats(data, f64::from_le_bytes, &mut pixels)?,
        Numbers::F64 { big_endian: true } => floats(data, f64::from_be_bytes, &mut pixels)?,
    }
    let table = Table {
        count,
        height: shape.height,
        width: shape.width,
        channels: shape.channels,
        pixels,
        labels: None,
        class_names: None,
    };
    table.unless_blank(NPY)
}

/// Number and size of the images.
fn images(header: &Header) -> Result<(usize, ImageShape)> {
    let (count, height, width, channels) = match *header.shape() {
        [count, height, width] => (count, height, width, 1),
        [count, height, width, channels] => (count, height, width, channels),
        ref shape => {
            let sizes: Vec<String> = shape.iter().map(ToString::to_string).collect();
            let why = format!(
                "its shape is ({}), and images are (count, height, width) or (count, height, width, channels): numpy.reshape makes them so",
                sizes.join(", ")
            );
            return Err(Error::format(NPY, why));
        }
    };
    if ![1, 3, 4].contains(&channels) {
        let why = format!(
            "its images have {channels} channels, and 1, 3 or 4 can be: the shape is (count, height, width, channels)"
        );
        return Err(Error::format(NPY, why));
    }
    let shape = ImageShape::new(channels, height, width)
        .map_err(|error| Error::format(NPY, error.to_string()))?;
    Ok((count, shape))
}

/// Appends the numbers as bytes: a first look finds their range, a second one converts them.
fn floats<const N: usize, F: Into<f64>>(
    data: &[u8],
    from_bytes: fn([u8; N]) -> F,
    out: &mut Vec<u8>,
) -> Result<()> {
    let (data, _) = data.as_chunks::<N>();
    let numbers = || data.iter().map(|&bytes| from_bytes(bytes).into());
    let mut range = Range::EMPTY;
    for (place, v) in numbers().enumerate() {
        if !v.is_finite() {
            let why = format!("the number at place {place} is {v}, and pixels are finite");
            return Err(Error::format(NPY, why));
        }
        range.take(v);
    }
    let scale: Scale = range.scale();
    out.extend(numbers().map(|v| scale.byte(v)));
    Ok(())
}
