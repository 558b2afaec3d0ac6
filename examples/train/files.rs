//! Files that are whole or as they were: written beside their place and moved there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf, is_separator};

/// What went wrong, as a sentence that names the file.
pub type Result<T> = std::result::Result<T, String>;

/// Whether [`write`] may work, known before an hour of training. What stands there already is not touched.
///
/// # Errors
/// A sentence with the path and what is in the way.
pub fn check(path: &Path) -> Result<()> {
    let told = |why: &str| Err(format!("{} cannot be written: {why}", path.display()));
    let ends_as_folder = path.to_string_lossy().ends_with(is_separator);
    if ends_as_folder || path.file_name().is_none() || path.is_dir() {
        return told("it is a folder");
    }
    let folder = folder_of(path);
    // Of the folders above, one that is there says what is wrong, if it is a file.
    if let Some(file) = folder.ancestors().find(|above| above.is_file()) {
        return told(&format!("{} is a file, no folder", file.display()));
    }
    match fs::metadata(folder) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return told(&format!("there is no folder {}", folder.display()));
        }
        Err(error) => return told(&format!("{}: {error}", folder.display())),
    }
    let place = place_of(path);
    match fs::metadata(&place) {
        // A device or a pipe would be gone once a file is moved to its place.
        Ok(found) if !found.is_file() => return told("it is no ordinary file"),
        // A rename asks the folder for the right to write; a file that is kept from writing is to be respected.
        Ok(_) => {
            if let Err(error) = OpenOptions::new().append(true).open(&place) {
                return told(&format!("no right to write it ({error})"));
            }
        }
        Err(_) => {}
    }
    let part = part_of(&place);
    let tried = File::create(&part).and_then(|file| {
        drop(file);
        fs::remove_file(&part)
    });
    match tried {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => told(&format!(
            "no right to write into {} ({error})",
            folder_of(&place).display()
        )),
        Err(error) => told(&error.to_string()),
    }
}

/// Writes a file: beside its place first, then to the disk, then over the older one. Whatever happens on the way,
/// there is a whole file or the older one.
///
/// # Errors
/// A sentence with the path and what happened; the older file is as it was, and no part of the new one is left.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let place = place_of(path);
    let part = part_of(&place);
    replace(&place, &part, bytes).map_err(|error| {
        // What cannot be removed has not been made, or the folder is gone.
        let _ = fs::remove_file(&part);
        let kept = if place.is_file() {
            "; the older file is as it was"
        } else {
            ""
        };
        format!("{} was not written: {error}{kept}", path.display())
    })
}

fn replace(place: &Path, part: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(part)?;
    file.write_all(bytes)?;
    if let Ok(older) = fs::metadata(place) {
        file.set_permissions(older.permissions())?;
    }
    // Without this a loss of power could leave the new name on an empty file.
    file.sync_all()?;
    drop(file);
    fs::rename(part, place)?;
    // The rename itself is to last, too. Not every system lets one open a folder, and the file is whole already.
    if cfg!(unix) {
        let _ = File::open(folder_of(place)).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Where the file really is: behind a link, so that the link stays one.
fn place_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The place beside, of this process alone: a rename within a folder is one step, and two runs do not meet.
fn part_of(place: &Path) -> PathBuf {
    let mut part = place.as_os_str().to_owned();
    part.push(format!(".part-{}", std::process::id()));
    part.into()
}
