//! Whose a file is: what its metadata say before anything in them is believed.

use super::super::container::{Container, unsound};
use crate::error::Result;

/// Under this key the version of our metadata stands; a file without it is somebody else's.
pub(in crate::export) const MARK: &str = "hourglass";

/// The version that is written and read.
pub(in crate::export) const VERSION: &str = "1";

/// A file's tensors and its metadata; these are empty if they are not ours.
///
/// # Errors
/// [`crate::error::Error::Format`] as [`Container::open`], and for metadata of ours of a version that is not
/// known.
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
