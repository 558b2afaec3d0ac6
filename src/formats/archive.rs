//! ZIP archives, listed and read within bounds, and gzip.
//!
//! The rules:
//! - At most 10,000 entries are looked at, and at most 1 GB of what they unpack to. An entry above 1 MB
//!   may unpack to 200 times its size; a picture never does, a bomb must.
//! - An entry is what the archive's directory says. It must unpack to exactly the size named there, with
//!   the checksum named there; two entries that share packed bytes make the archive a bomb.
//! - Locked entries, links, ways of packing other than none and deflate, and paths that climb out of the
//!   archive (`..`, a leading `/`, a drive) are left out, each by its name.
//! - Folders, what macOS puts beside files (`__MACOSX`), and hidden files are passed over in silence.
//! - An archive within an archive is listed like any entry; the intake refuses it when it opens entries.

mod gzip;
mod listing;

pub use gzip::gunzip;
pub use listing::{Entry, Listing, list};

use rawzip::{CompressionMethod, ZipArchive};

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
    if rawzip::crc32(&bytes) != entry.crc {
        return fail("its checksum is wrong");
    }
    Ok(bytes)
}

/// The words for an archive whose directory cannot be read.
fn unreadable(error: &rawzip::Error) -> Error {
    let why = format!("it is cut short or damaged: its list of files cannot be read ({error})");
    Error::format(ZIP, why)
}
