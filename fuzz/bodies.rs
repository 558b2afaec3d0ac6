//! What must hold of any bytes, a function for each reader of files. libFuzzer calls them (`targets/`), and so does a
//! runner for stable Rust (`stable.rs`).

use hourglass::data::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use hourglass::export::collection;
use hourglass::formats::csv::Sheet;
use hourglass::formats::pictures::{self, exif};
use hourglass::formats::table::{FileClasses, Labels, NONE, Numbers, Reading, Table};
use hourglass::formats::{archive, idx, kind, npy};

/// A picture's file: what is taken is within bounds, decoded whole, or taken again as it is once it is clean.
pub fn picture(file: &[u8]) {
    let _ = kind(file);
    let Ok(taken) = pictures::picture(file) else {
        return;
    };
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.width));
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.height));
    assert!(taken.width * taken.height <= MAX_PICTURE_PIXELS);
    if let Some(pixels) = taken.pixels {
        assert_eq!(pixels.len(), taken.width * taken.height * 4);
        assert_eq!((taken.bytes.len(), taken.orientation), (0, exif::UPRIGHT));
        return;
    }
    let again = pictures::picture(&taken.bytes).expect("a cleaned file is whole");
    assert_eq!((again.width, again.height), (taken.width, taken.height));
    assert!(again.bytes == taken.bytes && again.orientation == exif::UPRIGHT);
    // What a decoder would give: turned there and back it is the same.
    if taken.width * taken.height <= 1 << 10 {
        let stored: Vec<u8> = (0..taken.width * taken.height * 4)
            .map(|at| at as u8)
            .collect();
        let (way, back) = (
            taken.orientation,
            [1, 2, 3, 4, 5, 8, 7, 6][usize::from(taken.orientation) - 1],
        );
        let seen = exif::turned(&stored, taken.width, taken.height, way).expect("as many pixels");
        let (width, height) = if exif::swaps_sides(way) {
            (taken.height, taken.width)
        } else {
            (taken.width, taken.height)
        };
        assert!(exif::turned(&seen, width, height, back).expect("as many pixels") == stored);
    }
}

/// An archive: no path climbs out, and what is read has the size that was listed.
pub fn archive(file: &[u8]) {
    let Ok(listing) = archive::list(file, &|_, _| None) else {
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

/// An IDX file: its bytes are its images, and what it holds is a table.
pub fn idx(file: &[u8]) {
    let _ = idx::parse_labels(file);
    if let Ok(images) = idx::parse_images(file) {
        assert_eq!(images.bytes.len(), images.count * images.shape.features());
    }
    if let Ok(array) = idx::array(file) {
        numbers(&Numbers::Array(array));
    }
}

/// An array of numpy.
pub fn npy(file: &[u8]) {
    if let Ok(array) = npy::parse(file) {
        numbers(&Numbers::Array(array));
    }
}

/// A table of text, and a list of files.
pub fn csv(file: &[u8]) {
    if let Ok(sheet) = Sheet::open(file) {
        let _ = FileClasses::of(&sheet, &["a/b.png".into(), "b.png".into(), "1".into()]);
        numbers(&Numbers::Sheet(sheet));
    }
}

/// A file of numbers as it is guessed, and read in one other way of each kind: as many pixels and labels as it says.
fn numbers(numbers: &Numbers) {
    if let Ok(labels) = numbers.labels() {
        whole(&labels, labels.places.len());
    }
    let Ok(guess) = numbers.guess("emnist") else {
        return;
    };
    let others = numbers
        .choices(&guess)
        .map(|all| all.into_iter().next_back());
    for reading in others.into_iter().flatten().chain([guess]) {
        assert!(reading.clone().checked().as_ref() == Ok(&reading));
        for table in [numbers.read("", Some(&reading)), numbers.peek(&reading, 9)] {
            table.iter().for_each(pictures_of);
        }
    }
    numbers.read("", None).iter().for_each(pictures_of);
}

/// As many pixels and labels as the table says.
fn pictures_of(table: &Table) {
    let Reading {
        height,
        width,
        channels,
        ..
    } = table.reading;
    assert_eq!(table.pixels.len(), table.count * height * width * channels);
    if let Some(labels) = &table.labels {
        whole(labels, table.count);
    }
}

/// A label for each picture, and a name for each label.
fn whole(labels: &Labels, count: usize) {
    assert_eq!(labels.places.len(), count);
    let is_named = |place: &u16| *place == NONE || usize::from(*place) < labels.names.len();
    assert!(labels.places.iter().all(is_named));
}

/// A saved collection: what opens can be saved, and opens as the same again.
pub fn collection(file: &[u8]) {
    let Ok(set) = collection::read(file) else {
        return;
    };
    let saved = collection::write(&set).expect("what was opened can be saved");
    assert!(collection::read(&saved).expect("what was saved can be opened") == set);
}
