//! The entries of an archive, and the reasons why some are left out.

use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord, ZipSliceArchive,
};

use super::{ZIP, unreadable};
use crate::data::limits::{FREE_OF_RATIO, MAX_ENTRIES, MAX_FILE_BYTES, MAX_RATIO, MAX_UNPACKED};
use crate::error::{Error, Result};

/// Most bytes of a path.
const MAX_PATH: usize = 1024;

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it lies, parted by `/`; without `.`, `..`, drive or leading `/`.
    pub path: String,
    /// Its number in the archive's directory, folders counted, from 0.
    pub index: usize,
    /// Its bytes when unpacked.
    pub size: usize,
    pub(super) crc: u32,
    pub(super) method: CompressionMethod,
    pub(super) place: ZipArchiveEntryWayfinder,
}

/// The files in an archive.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Entries that can be read, in the archive's order.
    pub entries: Vec<Entry>,
    /// Entries that cannot be read: the path, and the reason as a sentence.
    pub left_out: Vec<(String, String)>,
}

/// Lists the files of an archive; the rules are [this module's](super). Nothing is unpacked.
///
/// # Errors
/// [`Error::Format`] if the archive's directory cannot be read, or if entries share packed bytes.
pub fn list(zip: &[u8]) -> Result<Listing> {
    let archive = ZipArchive::from_slice(zip).map_err(|error| unreadable(&error))?;
    let mut listing = Listing::default();
    let (mut taken, mut unpacked) = (Vec::new(), 0);
    for (index, record) in archive.entries().enumerate() {
        let record = record.map_err(|error| unreadable(&error))?;
        if index >= MAX_ENTRIES {
            let more = archive
                .entries_hint()
                .saturating_sub(MAX_ENTRIES as u64)
                .max(1);
            let why = format!(
                "An archive's first {MAX_ENTRIES} entries are looked at; {more} more are left out."
            );
            listing.left_out.push(("…".into(), why));
            break;
        }
        match readable(&archive, index, &record) {
            Ok(None) => {}
            Ok(Some((entry, _))) if unpacked + entry.size > MAX_UNPACKED => {
                let why = format!(
                    "The archive would unpack to more than {} MB.",
                    MAX_UNPACKED >> 20
                );
                listing.left_out.push((entry.path, why));
            }
            Ok(Some((entry, end))) => {
                unpacked += entry.size;
                taken.push((record.local_header_offset(), end));
                listing.entries.push(entry);
            }
            Err(left_out) => listing.left_out.push(left_out),
        }
    }
    taken.sort_unstable();
    if taken.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        let why =
            "its files lie one over the other, as in a bomb that unpacks to far more than it is";
        return Err(Error::format(ZIP, why));
    }
    Ok(listing)
}

/// An entry that can be read, and where its bytes end; none for a folder or a hidden file. Otherwise what is left
/// out, and why.
fn readable(
    archive: &ZipSliceArchive<&[u8]>,
    index: usize,
    record: &ZipFileHeaderRecord,
) -> Result<Option<(Entry, u64)>, (String, String)> {
    let path = path(record.file_path().as_bytes())?;
    if record.is_dir() || is_hidden(&path) {
        return Ok(None);
    }
    if let Some(why) = trouble(record) {
        return Err((path, why));
    }
    let place = record.wayfinder();
    let Ok(entry) = archive.get_entry(place) else {
        let why = "It is cut short: its bytes are not in the archive.";
        return Err((path, why.into()));
    };
    let (_, end) = entry.compressed_data_range();
    let entry = Entry {
        path,
        index,
        size: record.uncompressed_size_hint() as usize,
        crc: record.crc32(),
        method: record.compression_method(),
        place,
    };
    Ok(Some((entry, end)))
}

/// Why an entry cannot be read, as far as the directory tells.
fn trouble(record: &ZipFileHeaderRecord) -> Option<String> {
    let (size, packed) = (
        record.uncompressed_size_hint(),
        record.compressed_size_hint(),
    );
    let method = record.compression_method();
    let mode = record.mode();
    if record.flags().is_encrypted() || method == CompressionMethod::AES {
        return Some("It is locked with a password; unpack the archive and take the files.".into());
    }
    if mode.is_symlink() {
        return Some("It is a link to another file.".into());
    }
    if method != CompressionMethod::STORE && method != CompressionMethod::DEFLATE {
        let name = method
            .name()
            .map_or_else(|| method.as_u16().to_string(), str::to_lowercase);
        return Some(format!(
            "It is packed in a way ({name}) that is not read here; pack it as an ordinary ZIP."
        ));
    }
    if size > MAX_FILE_BYTES as u64 {
        return Some(format!(
            "It is too large: {} MB unpacked, and {} MB are allowed.",
            size >> 20,
            MAX_FILE_BYTES >> 20
        ));
    }
    if size > FREE_OF_RATIO as u64 && size / MAX_RATIO as u64 > packed {
        return Some(format!(
            "It would unpack to {} times its size; at most {MAX_RATIO} times is allowed, more than any picture needs.",
            size / packed.max(1)
        ));
    }
    None
}

/// The path to show, or the path and the reason of an entry that is left out.
fn path(raw: &[u8]) -> Result<String, (String, String)> {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(MAX_PATH)]).replace('\\', "/");
    // A message shows the path within one line.
    let shown = |letter: char| {
        if letter.is_control() {
            '\u{fffd}'
        } else {
            letter
        }
    };
    let refuse = |why: &str| Err((text.chars().take(100).map(shown).collect(), why.to_owned()));
    if raw.len() > MAX_PATH {
        return refuse("Its path is too long.");
    }
    let bytes = text.as_bytes();
    let climbs = text.split('/').any(|part| part == "..");
    let has_drive = bytes.get(1) == Some(&b':') && bytes[0].is_ascii_alphabetic();
    if climbs || has_drive || text.starts_with('/') {
        return refuse("Its path leads out of the archive.");
    }
    if text.contains(char::is_control) {
        return refuse("Its name has characters that no name has.");
    }
    let parts: Vec<_> = text
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    if parts.is_empty() {
        return refuse("It has no name.");
    }
    Ok(parts.join("/"))
}

/// Whether a path is one that operating systems put beside a person's files.
fn is_hidden(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.split('/')
        .any(|part| part.starts_with('.') || part == "__MACOSX")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}
