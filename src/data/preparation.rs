//! How a visitor's picture becomes the numbers of one size that a model sees.
//!
//! In this order: transparent places are laid on white; the picture is scaled (fit, filled, stretched or
//! centered by its content); color becomes gray, or gray color; 255 − v; the range is stretched. Scaling is
//! [`resample`](crate::kernel::resample)'s, so it is the same in every browser, and a picture that has the
//! size already comes back as it is.

mod color;
mod placing;

pub use color::has_color;

use super::drawing;
use super::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use crate::error::{Error, Result};
use crate::kernel::resample::View;
use serde::{Deserialize, Serialize};

/// Least and most pixels along a side of a prepared picture.
pub const SIZES: std::ops::RangeInclusive<usize> = 16..=64;

/// How a picture's shape becomes a square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fit {
    /// The whole picture lies within; the mean color of its outermost pixels fills the rest.
    #[default]
    Fit,
    /// The middle of the picture fills the square; what reaches beyond is cut off.
    Fill,
    /// Width and height are scaled apart.
    Stretch,
}

/// How pictures become numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Preparation {
    /// Pixels along a side, 16 to 64.
    pub size: usize,
    /// 1 for gray, 3 for red, green and blue.
    pub channels: usize,
    /// How the picture's shape becomes a square.
    pub fit: Fit,
    /// Whether what differs from the edge's color is scaled to 20/28 of the side, and its center of mass
    /// moved to the middle, as MNIST's digits are.
    pub center: bool,
    /// Whether every number becomes 255 − v.
    pub invert: bool,
    /// Whether the picture's darkest number becomes 0 and its lightest 255.
    pub normalize: bool,
}

impl Default for Preparation {
    fn default() -> Self {
        Self {
            size: 28,
            channels: 1,
            fit: Fit::Fit,
            center: false,
            invert: false,
            normalize: false,
        }
    }
}

impl Preparation {
    /// Reads JSON; keys that are left out have the default.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not JSON, an unknown key or a number out of bounds.
    pub fn parse(json: &str) -> Result<Self> {
        let read: Self = serde_json::from_str(json).map_err(|error| {
            Error::config(
                "preparation",
                error,
                "size, channels, fit, center, invert and normalize",
            )
        })?;
        read.check()?;
        Ok(read)
    }

    /// Numbers of a prepared picture: `size · size · channels`.
    pub fn features(&self) -> usize {
        self.size * self.size * self.channels
    }

    fn check(&self) -> Result<()> {
        if !SIZES.contains(&self.size) {
            return Err(Error::config("preparation.size", self.size, "16 to 64"));
        }
        if ![1, 3].contains(&self.channels) {
            return Err(Error::config(
                "preparation.channels",
                self.channels,
                "1 or 3",
            ));
        }
        Ok(())
    }
}

/// Appends the prepared picture to `out`: `size · size · channels` bytes, `(y, x, channel)`.
///
/// `pixels` is `(y, x, channel)` with 1, 3 or 4 channels. Gray is Rec. 601 luma,
/// `0.299·R + 0.587·G + 0.114·B`.
///
/// # Errors
/// [`Error::Shape`] if a side is 0, the channels are not 1, 3 or 4, or the bytes are not as many as the
/// sides say; [`Error::TooLarge`] above a bound of [`super::limits`] or if the memory is refused;
/// [`Error::Config`] for a preparation out of bounds. After an error nothing was appended.
pub fn prepare(
    pixels: &[u8],
    width: usize,
    height: usize,
    channels: usize,
    to: &Preparation,
    out: &mut Vec<u8>,
) -> Result<()> {
    to.check()?;
    let view = view(pixels, width, height, channels)?;
    if (width, height, channels) == (to.size, to.size, to.channels) && !to.center {
        // The same result as below, many times as fast: data files hold tens of thousands of pictures.
        room(out, pixels.len())?;
        out.extend_from_slice(pixels);
    } else {
        let canvas = placing::place(&view, to)?;
        append(&canvas, channels, to.channels, out)?;
    }
    let start = out.len() - to.features();
    let picture = &mut out[start..];
    if to.invert {
        for v in picture.iter_mut() {
            *v = 255 - *v;
        }
    }
    if to.normalize {
        normalize(picture);
    }
    Ok(())
}

/// Appends a drawing (`ink`: rows of `width` bytes, 0 = none, 255 = full) to `out`, placed as MNIST's digits
/// are by [`drawing::place`]: in gray light on dark, in color dark on white.
///
/// Of `to` only the size and the channels count: the other settings are for pictures from files.
///
/// # Errors
/// As [`drawing::place`]; [`Error::Config`] for a preparation out of bounds.
pub fn place_ink(
    ink: &[u8],
    width: usize,
    height: usize,
    to: &Preparation,
    out: &mut Vec<u8>,
) -> Result<()> {
    to.check()?;
    let placed = drawing::place(ink, width, height, to.size, to.size)?;
    room(out, to.features())?;
    if to.channels == 1 {
        out.extend_from_slice(&placed);
    } else {
        out.extend(placed.iter().flat_map(|&v| [255 - v; 3]));
    }
    Ok(())
}

/// Scales a photo (1, 3 or 4 channels) so that its longer side is at most `max_side` pixels, which must not
/// be 0; never enlarged. Returns `(y, x, channel)` bytes of `to_channels` (1 or 3), width and height.
///
/// # Errors
/// As [`prepare`].
pub fn scaled(
    pixels: &[u8],
    (width, height, channels): (usize, usize, usize),
    max_side: usize,
    to_channels: usize,
) -> Result<(Vec<u8>, usize, usize)> {
    let view = view(pixels, width, height, channels)?;
    let longer = width.max(height);
    let most = longer.min(max_side);
    let side = |side: usize| placing::share(side, most, longer);
    let to = (side(width), side(height));
    let canvas = placing::scale(&view, to)?;
    let mut out = Vec::new();
    append(&canvas, channels, to_channels, &mut out)?;
    Ok((out, to.0, to.1))
}

/// Whether all pixels of a picture are the same.
pub fn is_flat(picture: &[u8], channels: usize) -> bool {
    let mut pixels = picture.chunks(channels.max(1));
    let first = pixels.next();
    pixels.all(|pixel| Some(pixel) == first)
}

/// Whether nothing of a picture (red, green, blue, alpha) can be seen.
pub fn is_transparent(rgba: &[u8]) -> bool {
    rgba.chunks_exact(4).all(|pixel| pixel[3] == 0)
}

/// The checked picture.
fn view(pixels: &[u8], width: usize, height: usize, channels: usize) -> Result<View<'_>> {
    if ![1, 3, 4].contains(&channels) {
        let what = "The picture's channels";
        return Err(Error::shape(what, channels, "1, 3 or 4"));
    }
    for (what, side) in [("width", width), ("height", height)] {
        let what = format!("The picture's {what}");
        if side == 0 {
            return Err(Error::shape(what, 0, "at least 1"));
        }
        if side > MAX_PICTURE_SIDE {
            return Err(Error::TooLarge {
                what,
                got: format!("{side} pixels"),
                limit: format!("{MAX_PICTURE_SIDE} pixels"),
            });
        }
    }
    if width * height > MAX_PICTURE_PIXELS {
        return Err(Error::TooLarge {
            what: "The picture".into(),
            got: format!("{width} × {height} pixels"),
            limit: format!("{} megapixels", MAX_PICTURE_PIXELS >> 20),
        });
    }
    let wanted = width * height * channels;
    if pixels.len() != wanted {
        let what = "Bytes of the picture";
        return Err(Error::shape(what, pixels.len(), wanted));
    }
    Ok(View::new(pixels, width, height, channels))
}

/// Appends a canvas as bytes of `to` channels.
fn append(canvas: &[f32], channels: usize, to: usize, out: &mut Vec<u8>) -> Result<()> {
    room(out, canvas.len() / channels * to)?;
    // The conversion to a byte clips, but a mean of three channels must be clipped before.
    let byte = |v: f32| (v + 0.5) as u8;
    for pixel in canvas.chunks_exact(channels) {
        match (pixel, to) {
            (&[r, g, b, ..], 1) => {
                let [r, g, b] = [r, g, b].map(|v| v.clamp(0.0, 255.0));
                out.push(byte((299.0 * r + 587.0 * g + 114.0 * b) / 1000.0));
            }
            (&[r, g, b, ..], _) => out.extend([r, g, b].map(byte)),
            (&[v, ..], to) => out.extend(std::iter::repeat_n(byte(v), to)),
            ([], _) => {}
        }
    }
    Ok(())
}

/// Room for `n` more bytes.
fn room(out: &mut Vec<u8>, n: usize) -> Result<()> {
    out.try_reserve(n).map_err(|_| Error::TooLarge {
        what: "The pictures".into(),
        got: format!("{} bytes", out.len().saturating_add(n)),
        limit: "the memory that this machine has left".into(),
    })
}

/// `(v − darkest)·255 / (lightest − darkest)`, rounded; a flat picture stays.
fn normalize(picture: &mut [u8]) {
    let darkest = picture.iter().copied().min().unwrap_or(0);
    let lightest = picture.iter().copied().max().unwrap_or(0);
    let range = u32::from(lightest - darkest);
    let stretched = |v: u8| (u32::from(v - darkest) * 255 + range / 2).checked_div(range);
    for v in picture {
        *v = stretched(*v).map_or(*v, |stretched| stretched as u8);
    }
}
