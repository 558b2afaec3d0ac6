//! How large data may be: stated here once, checked before anything is allocated.

use crate::error::{Error, Result};

/// Whether this is the browser's build, where a tab shares its memory with everything else.
const IN_BROWSER: bool = cfg!(target_arch = "wasm32");

/// Most images of one data set; outside of a browser ten million.
pub const MAX_IMAGES: usize = if IN_BROWSER { 100_000 } else { 10_000_000 };
/// Most bytes of pixels of one data set: 512 MiB, outside of a browser 32 GiB.
pub const MAX_BYTES: usize = match 1_usize.checked_shl(35) {
    Some(bytes) if !IN_BROWSER => bytes,
    _ => 512 << 20,
};
/// Most pixels along one side of an image.
pub const MAX_SIDE: usize = 1024;
/// Most channels of an image: red, green, blue and alpha.
pub const MAX_CHANNELS: usize = 4;
/// Most pixels along one side of a drawing that is still to be placed.
pub const MAX_DRAWING_SIDE: usize = 4096;

/// Most bytes of a picture's file: 25 MB.
pub const MAX_PICTURE_BYTES: usize = 25 << 20;
/// Most pixels along one side of a picture that is still to be prepared.
pub const MAX_PICTURE_SIDE: usize = 16_384;
/// Most pixels of a picture that is still to be prepared: 24 megapixels of 1,048,576, so that cameras sold as
/// such stay within (6000 × 4000, 6016 × 4016, 5712 × 4284).
pub const MAX_PICTURE_PIXELS: usize = 24 << 20;
/// Most bytes of an archive or a file of data: 512 MB.
pub const MAX_FILE_BYTES: usize = 512 << 20;
/// Most files that are taken at once; an archive's entries count.
pub const MAX_FILES: usize = 2_000;
/// Most entries of an archive that are looked at: as many as a set holds, so that classes that come late in it have
/// their share.
pub const MAX_ENTRIES: usize = 100_000;
/// Most bytes of all entries of an archive together, unpacked: 1 GB.
pub const MAX_UNPACKED: usize = 1 << 30;

/// `count · each` bytes if that stays within [`MAX_BYTES`].
///
/// # Errors
/// [`Error::TooLarge`] naming `what`.
pub(crate) fn bytes_within_limit(what: &str, count: usize, each: usize) -> Result<usize> {
    count
        .checked_mul(each)
        .filter(|&n| n <= MAX_BYTES)
        .ok_or_else(|| Error::TooLarge {
            what: what.into(),
            got: format!("{count} × {each} bytes"),
            limit: format!("{} MB", MAX_BYTES >> 20),
        })
}

/// An empty vector with room for exactly `n` items; the memory may be refused, which `vec![]`
/// would answer by ending the program.
///
/// # Errors
/// [`Error::TooLarge`] naming `what`.
pub(crate) fn reserve<T>(what: &str, n: usize) -> Result<Vec<T>> {
    let mut items = Vec::new();
    items.try_reserve_exact(n).map_err(|_| Error::TooLarge {
        what: what.into(),
        got: format!("{} bytes", n.saturating_mul(size_of::<T>())),
        limit: "the memory that this machine has left".into(),
    })?;
    Ok(items)
}
