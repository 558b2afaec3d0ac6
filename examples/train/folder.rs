//! Folders that are whole or not there: made beside their place and moved there.

use crate::files;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Whether [`write`] may work, known before an hour of training. The folder is to be new or empty: what stands in it
/// may have been trained further since.
///
/// # Errors
/// A sentence with the path and what is in the way.
pub fn check(path: &Path) -> files::Result<()> {
    let told = |why: &str| Err(format!("{} cannot be made: {why}", path.display()));
    match fs::read_dir(path).map(Iterator::count) {
        Ok(0) => {}
        Ok(_) => return told("it is a folder with files in it; name a new one"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) if path.exists() => return told("it is a file, no folder"),
        Err(error) => return told(&error.to_string()),
    }
    let part = part_of(path)?;
    match fs::create_dir(&part).and_then(|()| fs::remove_dir(&part)) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            told("there is no folder to make it in")
        }
        Err(error) => told(&error.to_string()),
    }
}

/// Makes a folder of files, by name. Whatever happens on the way, there is all of it or nothing.
///
/// # Errors
/// A sentence with the path and what happened.
pub fn write(path: &Path, contents: &[(&str, Vec<u8>)]) -> files::Result<()> {
    let part = part_of(path)?;
    let made = fill(&part, contents).and_then(|()| {
        let moved = clear(path).and_then(|()| fs::rename(&part, path));
        moved.map_err(|error| error.to_string())
    });
    made.map_err(|error| {
        // What cannot be removed has not been made.
        let _ = fs::remove_dir_all(&part);
        format!("{} was not made: {error}", path.display())
    })
}

fn fill(part: &Path, contents: &[(&str, Vec<u8>)]) -> files::Result<()> {
    fs::create_dir(part).map_err(|error| error.to_string())?;
    let mut files = contents.iter();
    files.try_for_each(|(name, bytes)| files::write(&part.join(name), bytes))
}

/// Removes an empty folder, over which not every system moves another one.
fn clear(path: &Path) -> io::Result<()> {
    match fs::remove_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The place beside, of this process alone.
fn part_of(path: &Path) -> files::Result<PathBuf> {
    let Some(name) = path.file_name() else {
        return Err(format!("{} is no name of a folder", path.display()));
    };
    let mut part = name.to_owned();
    part.push(format!(".part-{}", std::process::id()));
    Ok(path.with_file_name(part))
}
