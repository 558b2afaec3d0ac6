//! ZIP archives written: entries stored as they are, for tensors and pictures do not pack.

use std::io::Write;

use rawzip::ZipArchiveWriter;

use super::ZIP;
use crate::data::limits::reserve;
use crate::error::{Error, Result};

/// What an entry takes besides its bytes, with room to spare, but for its name, which stands there twice.
const AROUND: usize = 256;

/// An archive of `files`, names with `/` and bytes, in that order. The same files give the same bytes: no entry has a
/// time. Source: PKWARE's APPNOTE 6.3.
///
/// # Errors
/// [`Error::TooLarge`] if the memory is refused, [`Error::Format`] for a name that no archive can hold.
pub fn pack(files: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let size = files
        .iter()
        .map(|(name, bytes)| bytes.len() + 2 * name.len() + AROUND);
    let room = reserve("The archive", size.sum())?;
    let mut archive = ZipArchiveWriter::new(room);
    let unwritten = |error: &dyn std::fmt::Display| {
        Error::format(ZIP, format!("it cannot be written: {error}"))
    };
    for (name, bytes) in files {
        let entry = archive.new_file(*name).start();
        let (mut entry, config) = entry.map_err(|error| unwritten(&error))?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).map_err(|error| unwritten(&error))?;
        let (_, end) = writer.finish().map_err(|error| unwritten(&error))?;
        entry.finish(end).map_err(|error| unwritten(&error))?;
    }
    archive.finish().map_err(|error| unwritten(&error))
}
