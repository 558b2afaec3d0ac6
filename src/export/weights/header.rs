//! Whether a file is one of ours, by the version in its metadata.

use super::super::container::{Container, unsound};
use crate::error::Result;

/// The key of our metadata's version; a file without it comes from elsewhere.
pub(in crate::export) const MARK: &str = "hourglass";

/// The version that is written and read.
pub(in crate::export) const VERSION: &str = "1";

/// A file's tensors and its metadata, which are left empty for a file from elsewhere.
///
/// # Errors
/// [`crate::error::Error::Format`] as [`Container::open`], and for an unknown version of our metadata.
pub(in crate::export) fn open(file: &[u8]) -> Result<Container<'_>> {
    let mut file = Container::open(file)?;
    match file.text(MARK) {
        Some(VERSION) => {}
        None => file.metadata.clear(),
        Some(other) => {
            return Err(unsound(format!(
                "its metadata {MARK:?} is of version {other:?}, and {VERSION:?} is wanted"
            )));
        }
    }
    Ok(file)
}
