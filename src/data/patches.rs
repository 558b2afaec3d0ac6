//! One photo cut into many small pictures, and put together again.

use super::ImageShape;
use super::limits::{MAX_IMAGES, bytes_within_limit, reserve};
use super::preparation;
use crate::error::{Error, Result};
use crate::kernel::bytes::unit_from_bytes;
use crate::kernel::warp::{add_patch, divide_by_cover};
use crate::rng::{Purpose, Rng};
use serde::{Deserialize, Serialize};

/// Least and most pixels along a side of a patch.
pub const SIDES: std::ops::RangeInclusive<usize> = 8..=32;

/// How a photo is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Cutting {
    /// Pixels along a side of a patch, 8 to 32.
    pub side: usize,
    /// Pixels from one patch of the grid to the next, 1 to `side`.
    pub stride: usize,
    /// Number of patches at random places, drawn with the seed; `None` for the grid.
    pub random: Option<usize>,
}

impl Default for Cutting {
    fn default() -> Self {
        Self {
            side: 16,
            stride: 8,
            random: None,
        }
    }
}

impl Cutting {
    /// Reads JSON; keys that are left out have the default.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not JSON, an unknown key or a number out of bounds.
    pub fn parse(json: &str) -> Result<Self> {
        let read: Self = serde_json::from_str(json)
            .map_err(|error| Error::config("cutting", error, "side, stride and random"))?;
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> Result<()> {
        if !SIDES.contains(&self.side) {
            return Err(Error::config("cutting.side", self.side, "8 to 32"));
        }
        if self.stride == 0 || self.stride > self.side {
            let wanted = format!("1 to the patch's side, {}", self.side);
            return Err(Error::config("cutting.stride", self.stride, wanted));
        }
        match self.random {
            Some(count) if count == 0 || count > MAX_IMAGES => {
                let wanted = format!("1 to {MAX_IMAGES}");
                Err(Error::config("cutting.random", count, wanted))
            }
            _ => Ok(()),
        }
    }

    /// The shape of a patch.
    fn patch(&self, channels: usize) -> ImageShape {
        ImageShape {
            channels,
            height: self.side,
            width: self.side,
        }
    }
}

/// The first pixel `(x, y)` of every patch of the grid, row by row: one every `stride` pixels, and a last
/// row and column that end with the photo. `random` is ignored.
///
/// # Errors
/// [`Error::Config`] for a cutting out of bounds, [`Error::Shape`] for a photo smaller than a patch,
/// [`Error::TooLarge`] for more patches than [`super::limits`] allow.
pub fn grid(shape: ImageShape, how: &Cutting) -> Result<Vec<(usize, usize)>> {
    let (columns, rows) = starts(shape, how)?;
    let mut places = reserve("The patches", columns.len() * rows.len())?;
    places.extend(
        rows.iter()
            .flat_map(|&y| columns.iter().map(move |&x| (x, y))),
    );
    Ok(places)
}

/// How many patches [`cut`] makes of a photo of `width` × `height` pixels, also where that are more than
/// [`super::limits`] allow. A photo that is smaller than a patch makes none.
pub fn count(width: usize, height: usize, how: &Cutting) -> usize {
    if width.min(height) < how.side {
        return 0;
    }
    let along = |length: usize| (length - how.side).div_ceil(how.stride) + 1;
    how.random.unwrap_or_else(|| along(width) * along(height))
}

/// Cuts a photo, `(y, x, channel)`, into patches `(patch, y, x, channel)`: those of [`grid`] in its order, or
/// `random` ones at places that depend on `seed`.
///
/// # Errors
/// As [`grid`]; [`Error::Shape`] if `photo` has not the bytes that `shape` says.
pub fn cut(photo: &[u8], shape: ImageShape, how: &Cutting, seed: u64) -> Result<Vec<u8>> {
    let places = match how.random {
        None => grid(shape, how)?,
        Some(count) => random_places(shape, how, count, seed)?,
    };
    if photo.len() != shape.features() {
        let what = "Bytes of the photo";
        return Err(Error::shape(what, photo.len(), shape.features()));
    }
    let features = how.patch(shape.channels).features();
    let bytes = bytes_within_limit("The patches", places.len(), features)?;
    let mut patches = reserve("The patches", bytes)?;
    let row_len = how.side * shape.channels;
    for (x, y) in places {
        for y in y..y + how.side {
            let start = (y * shape.width + x) * shape.channels;
            patches.extend_from_slice(&photo[start..][..row_len]);
        }
    }
    Ok(patches)
}

/// The photo of the grid's patches: each number is the mean over the patches that cover it.
///
/// `patches` is `(patch, y, x, channel)` in the order of [`grid`], the result `(y, x, channel)`. Patches that were
/// just cut from a photo give exactly that photo.
///
/// # Errors
/// As [`grid`]; [`Error::Shape`] for another number of patches than the grid has.
pub fn assemble(patches: &[f32], shape: ImageShape, how: &Cutting) -> Result<Vec<f32>> {
    let (columns, rows) = starts(shape, how)?;
    let features = how.patch(shape.channels).features();
    let wanted = columns.len() * rows.len() * features;
    if patches.len() != wanted {
        let what = "Numbers of the patches";
        return Err(Error::shape(what, patches.len(), wanted));
    }
    let row_len = shape.width * shape.channels;
    // In f64 the sum of a few hundred equal f32 is exact, and so is its mean.
    let mut sums = reserve("The photo", shape.features())?;
    sums.resize(shape.features(), 0.0_f64);
    let mut patches = patches.chunks_exact(features);
    for &y in &rows {
        for (&x, patch) in columns.iter().zip(&mut patches) {
            let start = y * row_len + x * shape.channels;
            add_patch(
                &mut sums[start..],
                row_len,
                patch,
                how.side * shape.channels,
            );
        }
    }
    let mut photo = reserve("The photo", shape.features())?;
    photo.resize(shape.features(), 0.0);
    let (across, down) = (
        cover(&columns, how.side, shape.width),
        cover(&rows, how.side, shape.height),
    );
    divide_by_cover(&sums, &across, &down, shape.channels, &mut photo);
    Ok(photo)
}

/// `rebuilt − original / 255` for every number, and the mean of its squares.
///
/// # Errors
/// [`Error::Shape`] if the lengths differ.
pub fn difference(rebuilt: &[f32], original: &[u8]) -> Result<(Vec<f32>, f64)> {
    if rebuilt.len() != original.len() {
        let what = "Numbers of the rebuilt photo";
        return Err(Error::shape(what, rebuilt.len(), original.len()));
    }
    let mut difference = reserve("The photo", rebuilt.len())?;
    difference.resize(rebuilt.len(), 0.0);
    unit_from_bytes(original, &mut difference);
    let mut sum = 0.0;
    for (d, &y) in difference.iter_mut().zip(rebuilt) {
        *d = y - *d;
        sum += f64::from(*d) * f64::from(*d);
    }
    let mse = sum / difference.len().max(1) as f64;
    Ok((difference, mse))
}

/// A photo (1, 3 or 4 channels) whose longer side is at most `max_side` pixels, scaled down if need be and
/// never enlarged, as bytes of `channels` (1 or 3).
///
/// # Errors
/// As [`preparation::prepare`]; [`Error::Shape`] if `max_side` is 0 or `channels` another.
pub fn scaled_photo(
    pixels: &[u8],
    width: usize,
    height: usize,
    from_channels: usize,
    max_side: usize,
    channels: usize,
) -> Result<(Vec<u8>, ImageShape)> {
    ImageShape::new(1, max_side, max_side)?;
    if ![1, 3].contains(&channels) {
        return Err(Error::shape("The photo's channels", channels, "1 or 3"));
    }
    let from = (width, height, from_channels);
    let (photo, width, height) = preparation::scaled(pixels, from, max_side, channels)?;
    let shape = ImageShape::new(channels, height, width)?;
    Ok((photo, shape))
}

/// Where the grid's columns and rows start.
fn starts(shape: ImageShape, how: &Cutting) -> Result<(Vec<usize>, Vec<usize>)> {
    check(shape, how)?;
    let along = |length: usize| {
        let last = length - how.side;
        let mut starts: Vec<usize> = (0..last).step_by(how.stride).collect();
        starts.push(last);
        starts
    };
    let (columns, rows) = (along(shape.width), along(shape.height));
    let count = columns.len() * rows.len();
    if count > MAX_IMAGES {
        return Err(Error::TooLarge {
            what: "The grid of patches".into(),
            got: format!("{count} patches"),
            limit: format!("{MAX_IMAGES}; a larger stride gives fewer"),
        });
    }
    Ok((columns, rows))
}

fn check(shape: ImageShape, how: &Cutting) -> Result<()> {
    how.check()?;
    ImageShape::new(shape.channels, shape.height, shape.width)?;
    let shorter = shape.width.min(shape.height);
    if shorter < how.side {
        let wanted = format!("at least {}, the side of a patch", how.side);
        return Err(Error::shape("The photo's shorter side", shorter, wanted));
    }
    Ok(())
}

fn random_places(
    shape: ImageShape,
    how: &Cutting,
    count: usize,
    seed: u64,
) -> Result<Vec<(usize, usize)>> {
    check(shape, how)?;
    let mut rng = Rng::stream(seed, Purpose::Patches, 0);
    let mut below = |length: usize| rng.below((length - how.side + 1) as u32) as usize;
    let mut places = reserve("The patches", count)?;
    places.extend((0..count).map(|_| (below(shape.width), below(shape.height))));
    Ok(places)
}

/// For each place of `length`, how many intervals `start..start + side` cover it.
fn cover(starts: &[usize], side: usize, length: usize) -> Vec<u32> {
    let mut cover = vec![0; length];
    for &start in starts {
        cover[start..start + side].iter_mut().for_each(|n| *n += 1);
    }
    cover
}
