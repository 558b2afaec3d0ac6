//! ZIP archives, listed and read within bounds, and written; gzip.
//!
//! The rules:
//! - At most 100,000 entries are looked at, and at most 1 GB of what they unpack to; no entry unpacks to more than
//!   512 MB. How many times its size an entry unpacks to does not matter: a plain drawing as a bitmap becomes 500 times
//!   smaller, and nothing larger than these bounds is ever unpacked.
//! - [`start`] unpacks an entry's first bytes, so that what cannot be used is known before the rest is.
//! - An entry is what the archive's directory says. It must unpack to exactly the size named there, with
//!   the checksum named there; two entries that share packed bytes make the archive a bomb.
//! - Locked entries, links, ways of packing other than none and deflate, and paths that climb out of the
//!   archive (`..`, a leading `/`, a drive) are left out, each by its name.
//! - Names become text as [`text::names`](super::text::names) says.
//! - An archive within an archive is listed like any entry; the intake refuses it when it opens entries.
//!   Files that systems hide in folders are listed too: the intake passes them over, whichever way they come.

mod gzip;
mod listing;
mod packing;

pub use gzip::gunzip;
pub use listing::{Entry, Listing, list};
pub use packing::pack;

use rawzip::{CompressionMethod, ZipArchive};

use super::crc::crc32;
use super::inflate::{Trouble, unpack};
use crate::data::limits::reserve;
use crate::error::{Error, Result};

const ZIP: &str = "ZIP";

/// Unpacks an entry that [`list`] gave of the same archive, and checks its size and checksum.
///
/// # Errors
/// [`Error::Format`] if the entry is damaged or lies about its size, [`Error::TooLarge`] if the memory is
/// refused.
pub fn read(zip: &[u8], entry: &Entry) -> Result<Vec<u8>> {
    let fail = |why: &str| {
        Err(Error::format(
            ZIP,
            format!("{:?} in it is damaged: {why}", entry.path),
        ))
    };
    let archive = ZipArchive::from_slice(zip).map_err(|error| unreadable(&error))?;
    let Ok(packed) = archive.get_entry(entry.place) else {
        return fail("it is cut short");
    };
    let packed = packed.data();
    let mut bytes = Vec::new();
    if entry.method == CompressionMethod::STORE {
        if packed.len() != entry.size {
            return fail("it has another size than the archive says");
        }
        bytes = reserve("An archive's entry", entry.size)?;
        bytes.extend_from_slice(packed);
    } else {
        match unpack(packed, entry.size, entry.size, &mut bytes)? {
            Ok(_) if bytes.len() == entry.size => {}
            Ok(_) | Err(Trouble::TooLong) => {
                return fail("it has another size than the archive says");
            }
            Err(Trouble::Cut) => return fail("it is cut short"),
            Err(Trouble::Damaged) => return fail("it cannot be unpacked"),
        }
    }
    if crc32(&bytes) != entry.crc {
        return fail("its checksum is wrong");
    }
    Ok(bytes)
}

/// The first bytes of an entry that [`list`] gave of the same archive: `length` of them, or all that there are. What is
/// wrong with the entry shows when it is [read].
///
/// # Errors
/// [`Error::Format`] if the archive cannot be read, [`Error::TooLarge`] if the memory is refused.
pub fn start(zip: &[u8], entry: &Entry, length: usize) -> Result<Vec<u8>> {
    let archive = ZipArchive::from_slice(zip).map_err(|error| unreadable(&error))?;
    let packed = archive.get_entry(entry.place);
    let packed = packed.map_err(|error| unreadable(&error))?.data();
    if entry.method == CompressionMethod::STORE {
        return Ok(packed[..packed.len().min(length)].to_vec());
    }
    let mut bytes = Vec::new();
    // Too long for this bound are all but the shortest entries.
    let _ = unpack(packed, length, length, &mut bytes)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// The words for an archive whose directory cannot be read.
fn unreadable(error: &rawzip::Error) -> Error {
    let why = format!(
        "it is cut short or damaged: its list of files cannot be read ({error}); download or pack it again"
    );
    Error::format(ZIP, why)
}
