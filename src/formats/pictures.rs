//! Whether a picture's file is whole: read from its bytes, before a browser sees it.
//!
//! Browsers differ in what they make of damaged files: one rejects, one shows a part, one gives a
//! transparent picture. So a file is read here first, as far as it takes to know that all of them
//! will see the same picture of the same size: [`picture`] checks and cleans it. PNG and BMP are decoded here, so no
//! browser sees them at all.
//!
//! The rules:
//! - Width and height are bounded before anything is unpacked, and nothing is allocated on a
//!   header's word (but for BMP's run lengths): at most 25 MB, 16,384 pixels a side and 24 megapixels ([`limits`](crate::data::limits)).
//! - What is cut short or damaged within the picture is refused. What follows after the picture's
//!   end is let go: cameras and programs put second pictures and padding there.
//! - Comments, times and color profiles are dropped unread, even packed ones that would unpack to
//!   gigabytes: they change no pixel, as profiles are not applied.
//! - EXIF's orientation is read and taken out of the file; whoever decodes it turns the pixels ([`exif`]).
//! - Of an animation the first picture is taken, and the rest dropped.
//! - Each format's own rules stand in its module.

pub(super) mod avif;
mod bmp;
pub mod exif;
mod gif;
mod jpeg;
mod lzw;
mod png;
mod webp;

use std::borrow::Cow;

use super::{FileKind, PictureKind, kind};
use crate::data::limits::{MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use crate::error::{Error, Result};

/// What is said of an animation.
const ANIMATION: &str = "Its animation was dropped: the first frame is used.";

/// A picture's pixels, or a file that every browser will decode, and to the same size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture<'a> {
    /// The format.
    pub kind: PictureKind,
    /// Pixels across, of the pixels or in the file to decode.
    pub width: usize,
    /// Pixels down, likewise.
    pub height: usize,
    /// The file to decode: the given one, or a cleaned copy. Empty where the pixels are decoded already.
    pub bytes: Cow<'a, [u8]>,
    /// Red, green, blue and alpha of each pixel, as they are to be seen, where no browser is needed.
    pub pixels: Option<Vec<u8>>,
    /// How what the file decodes to is to be turned ([`exif`]); the file itself says nothing of it.
    pub orientation: u8,
    /// What was changed that the picture's owner should know of, in sentences.
    pub repairs: Vec<Cow<'static, str>>,
}

/// Checks a picture's file, and decodes it or cleans it of what is not the picture.
///
/// # Errors
/// [`Error::Format`] for what is no picture (a file of data or an archive too) and for a picture
/// that is cut short or damaged; [`Error::TooLarge`] for more bytes or pixels than
/// [`limits`](crate::data::limits) allow.
pub fn picture(file: &[u8]) -> Result<Picture<'_>> {
    let FileKind::Picture(kind) = kind(file)? else {
        return Err(Error::format(
            "picture",
            "it is a file of data or an archive",
        ));
    };
    if file.len() > MAX_PICTURE_BYTES {
        return Err(Error::TooLarge {
            what: "The picture's file".into(),
            got: format!("{:.1} MB", file.len() as f64 / f64::from(1 << 20)),
            limit: format!("{} MB", MAX_PICTURE_BYTES >> 20),
        });
    }
    let picture = match kind {
        PictureKind::Png => png::check(file),
        PictureKind::Jpeg => jpeg::check(file),
        PictureKind::Gif => gif::check(file),
        PictureKind::WebP => webp::check(file),
        PictureKind::Bmp => bmp::check(file),
        PictureKind::Avif => avif::check(file),
    }?;
    upright(picture)
}

/// Turns pixels that were decoded here.
fn upright(mut picture: Picture<'_>) -> Result<Picture<'_>> {
    let Picture {
        width,
        height,
        orientation,
        ..
    } = picture;
    let stored = picture.pixels.as_deref();
    if let Some(stored) = stored.filter(|_| orientation != exif::UPRIGHT) {
        picture.pixels = Some(exif::turned(stored, width, height, orientation)?);
        picture.orientation = exif::UPRIGHT;
        if exif::swaps_sides(orientation) {
            (picture.width, picture.height) = (height, width);
        }
    }
    Ok(picture)
}

/// Width and height of a `what` file, if they are within the limits.
fn size(what: &str, width: u64, height: u64) -> Result<(usize, usize)> {
    for (side, pixels) in [("width", width), ("height", height)] {
        if pixels == 0 {
            return Err(Error::format(
                what,
                format!("its {side} is 0, so there is no picture in it"),
            ));
        }
    }
    let too_large = |limit| {
        Err(Error::TooLarge {
            what: "The picture".into(),
            got: format!("{width} × {height} pixels"),
            limit,
        })
    };
    if width.max(height) > MAX_PICTURE_SIDE as u64 {
        return too_large(format!("{MAX_PICTURE_SIDE} pixels a side"));
    }
    if width * height > MAX_PICTURE_PIXELS as u64 {
        return too_large(format!("{} megapixels", MAX_PICTURE_PIXELS >> 20));
    }
    Ok((width as usize, height as usize))
}

/// [`Error::Format`] for a file that ends within `part`.
fn cut(what: &str, part: &str) -> Error {
    Error::format(what, format!("it is cut short: it ends within {part}"))
}
