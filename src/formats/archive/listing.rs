//! The entries of an archive, and the reasons why some are left out.

use rawzip::extra_fields::ExtraFieldId;
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord, ZipSliceArchive,
};

use super::{ZIP, unreadable};
use crate::data::limits::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_UNPACKED};
use crate::data::order::order;
use crate::error::{Error, Result};
use crate::formats::crc::crc32;
use crate::formats::text::Tables;
use crate::formats::text::names::{Name, paths};

/// Most bytes of a path.
const MAX_PATH: usize = 1024;
/// Characters of a path that a message shows.
const SHOWN: usize = 100;

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
pub fn list(zip: &[u8], tables: Tables) -> Result<Listing> {
    let archive = ZipArchive::from_slice(zip).map_err(|error| unreadable(&error))?;
    let mut records = Vec::new();
    let mut left_out = None;
    let mut entries = archive.entries();
    while let Some(record) = entries.next() {
        let record = record.map_err(|error| unreadable(&error))?;
        if records.len() == MAX_ENTRIES {
            // They are counted: an archive's own number of entries has sixteen bits.
            let more = 1 + entries.count();
            let why = format!(
                "An archive's first {MAX_ENTRIES} entries are looked at; {more} more are left out: unpack it, and bring its folders one by one."
            );
            left_out = Some(("…".into(), why));
            break;
        }
        records.push(record);
    }
    let mut listing = Listing::default();
    let (mut taken, mut unpacked) = (Vec::new(), 0);
    for ((index, record), text) in records.iter().enumerate().zip(texts(&records, tables)) {
        match readable(&archive, index, record, &text) {
            Ok(None) => {}
            Ok(Some((entry, _))) if unpacked + entry.size > MAX_UNPACKED => {
                let why = format!(
                    "The archive would unpack to more than {} MB; unpack it, and bring some of its files at a time.",
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
    listing.left_out.extend(left_out);
    let order = order(taken.len(), &|a, b| taken[a] < taken[b]);
    if order
        .windows(2)
        .any(|pair| taken[pair[0]].1 > taken[pair[1]].0)
    {
        let why =
            "its files lie one over the other, as in a bomb that unpacks to far more than it is";
        return Err(Error::format(ZIP, why));
    }
    Ok(listing)
}

/// The entries' paths as text; of a path that is too long, its start.
fn texts(records: &[ZipFileHeaderRecord], tables: Tables) -> Vec<String> {
    let names: Vec<_> = records
        .iter()
        .map(|record| {
            let bytes = record.file_path().as_bytes();
            let known = known(record, bytes);
            let is_long = bytes.len() > MAX_PATH;
            Name {
                bytes: if is_long { &bytes[..SHOWN] } else { bytes },
                known: known.filter(|_| !is_long),
            }
        })
        .collect();
    paths(&names, tables)
}

/// A name that the archive says is UTF-8, or whose text another field has. That field names the checksum of the name
/// that it is of, since a program that does not know it may have changed the name.
fn known<'a>(record: &'a ZipFileHeaderRecord, name: &[u8]) -> Option<&'a str> {
    for (id, field) in record.extra_fields() {
        if let (ExtraFieldId::INFO_ZIP_UNICODE_PATH, [1, a, b, c, d, text @ ..]) = (id, field)
            && u32::from_le_bytes([*a, *b, *c, *d]) == crc32(name)
            && text.len() <= MAX_PATH
            && let Ok(text) = str::from_utf8(text)
        {
            return Some(text);
        }
    }
    record
        .flags()
        .is_utf8()
        .then(|| str::from_utf8(record.file_path().as_bytes()).ok())
        .flatten()
}

/// An entry that can be read, and where its bytes end; none for a folder. Otherwise what is left out, and why.
fn readable(
    archive: &ZipSliceArchive<&[u8]>,
    index: usize,
    record: &ZipFileHeaderRecord,
    text: &str,
) -> Result<Option<(Entry, u64)>, (String, String)> {
    let path = path(text, record.file_path().as_bytes().len())?;
    if record.is_dir() {
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
    let size = record.uncompressed_size_hint();
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
            .map_or_else(|| method.as_u16().to_string(), str::to_ascii_lowercase);
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
    None
}

/// The path to show, or the path and the reason of an entry that is left out.
fn path(text: &str, length: usize) -> Result<String, (String, String)> {
    // A message shows the path within one line.
    let shown = |letter: char| {
        if letter.is_control() {
            '\u{fffd}'
        } else {
            letter
        }
    };
    let refuse = |why: &str| {
        Err((
            text.chars().take(SHOWN).map(shown).collect(),
            why.to_owned(),
        ))
    };
    if length > MAX_PATH {
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
