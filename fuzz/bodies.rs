//! What must hold of any bytes, a function for each reader of files. libFuzzer calls them (`targets/`), and so does a
//! runner for stable Rust (`stable.rs`).

use hourglass::data::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use hourglass::export::collection;
use hourglass::formats::{archive, csv, idx, kind, npy, pictures};

/// A picture's file: what is taken is within bounds, and taken again as it is once it is clean.
pub fn picture(file: &[u8]) {
    let _ = kind(file);
    let Ok(taken) = pictures::picture(file) else {
        return;
    };
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.width));
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.height));
    assert!(taken.width * taken.height <= MAX_PICTURE_PIXELS);
    let again = pictures::picture(&taken.bytes).expect("a cleaned file is whole");
    assert_eq!((again.width, again.height), (taken.width, taken.height));
    assert!(again.bytes == taken.bytes);
}

/// An archive: no path climbs out, and what is read has the size that was listed.
pub fn archive(file: &[u8]) {
    let Ok(listing) = archive::list(file) else {
        return;
    };
    for entry in &listing.entries {
        assert!(
            entry
                .path
                .split('/')
                .all(|part| !matches!(part, "" | "." | ".."))
        );
        if let Ok(bytes) = archive::read(file, entry) {
            assert_eq!(bytes.len(), entry.size);
        }
    }
}

/// A gzip file: never more than the bound.
pub fn gunzip(file: &[u8]) {
    const LIMIT: usize = 1 << 16;
    if let Ok(bytes) = archive::gunzip(file, LIMIT) {
        assert!(bytes.len() <= LIMIT);
    }
}

/// An IDX file: its bytes are its images.
pub fn idx(file: &[u8]) {
    let _ = idx::parse_labels(file);
    if let Ok(images) = idx::parse_images(file) {
        assert_eq!(images.bytes.len(), images.count * images.shape.features());
    }
}

/// An array of numpy: as many pixels and labels as it says.
pub fn npy(file: &[u8]) {
    let Ok(table) = npy::read(file) else { return };
    let pixels = table.count * table.height * table.width * table.channels;
    assert_eq!(table.pixels.len(), pixels);
    if let Some(labels) = &table.labels {
        assert_eq!(labels.len(), table.count);
    }
}

/// A table of text: as many pixels and labels as it says.
pub fn csv(file: &[u8]) {
    let Ok(table) = csv::read(file) else { return };
    let pixels = table.count * table.height * table.width * table.channels;
    assert_eq!(table.pixels.len(), pixels);
    if let Some(labels) = &table.labels {
        assert_eq!(labels.len(), table.count);
    }
}

/// A saved collection: what opens can be saved, and opens as the same again.
pub fn collection(file: &[u8]) {
    let Ok(set) = collection::read(file) else {
        return;
    };
    let saved = collection::write(&set).expect("what was opened can be saved");
    assert!(collection::read(&saved).expect("what was saved can be opened") == set);
}
