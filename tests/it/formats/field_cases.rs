//! Tables as strangers bring them (`tests/field-cases/`), each with what it must become.

use hourglass::formats::table::{Axes, Numbers, Reading, Table};
use std::fs;
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/field-cases")
            .join(name),
    )
    .unwrap()
}

/// The pictures of a file as they are guessed.
fn table(name: &str) -> Table {
    let file = bytes(name);
    Numbers::open(&file).unwrap().read(name, None).unwrap()
}

/// Count, reading, classes, notes.
fn outcome(name: &str) -> (usize, Reading, String, String) {
    let table = table(name);
    let classes = table.labels.as_ref().map(|labels| labels.names.join(" "));
    (
        table.count,
        table.reading,
        classes.unwrap_or_default(),
        table.notes.join(" "),
    )
}

/// A reading of gray pictures.
fn gray(
    header: bool,
    ignored: &[usize],
    label: Option<usize>,
    side: usize,
    (from, to): (f64, f64),
) -> Reading {
    Reading {
        header,
        ignored: ignored.to_vec(),
        label,
        axes: Axes::GRAY,
        height: side,
        width: side,
        channels: 1,
        from,
        to,
    }
}

#[test]
fn each_table_becomes_what_it_is() {
    let bytes = (0.0, 255.0);
    let cases = [
        (
            "label-last-no-header.csv",
            100,
            gray(false, &[], Some(64), 8, (0.0, 16.0)),
            "0 1 2 3 4 5 6 7 8 9",
            "",
        ),
        (
            "text-label-last.csv",
            8,
            gray(true, &[], Some(784), 28, bytes),
            "character_00_ka character_01_ka character_02_ka character_04_ka character_07_ka character_09_ka",
            "",
        ),
        (
            "index-column.csv",
            8,
            gray(true, &[0], None, 28, bytes),
            "",
            "",
        ),
        (
            "numeric-header.csv",
            8,
            gray(true, &[], Some(0), 28, bytes),
            "0 1 2 4",
            "",
        ),
        (
            "mask-0-1.csv",
            19,
            gray(true, &[], Some(0), 28, (0.0, 1.0)),
            "0 1 2 3 4 5 6 7 9",
            "",
        ),
        (
            "mask-0-1.npy",
            60,
            gray(false, &[], None, 28, (0.0, 1.0)),
            "",
            "",
        ),
        (
            "space-separated.txt",
            8,
            gray(false, &[], Some(0), 16, (-1.0, 1.0)),
            "0 1 2 4 7 9",
            "",
        ),
        (
            "decimal-comma-semicolon.csv",
            6,
            gray(true, &[], Some(0), 28, (0.0, 1.0)),
            "0 1 2 4 7",
            "Its commas are taken as decimal points.",
        ),
        (
            "cp1252-names.csv",
            30,
            gray(true, &[], Some(0), 8, bytes),
            "Birne Äpfel Öpfel",
            "Its letters are taken as those of Windows-1252; where they are wrong, save the table as CSV UTF-8.",
        ),
        ("X_train.npy", 60, gray(false, &[], None, 28, bytes), "", ""),
    ];
    for (name, count, reading, classes, notes) in cases {
        let got = outcome(name);
        assert_eq!(
            got,
            (count, reading, classes.to_owned(), notes.to_owned()),
            "{name}"
        );
    }
}

#[test]
fn masks_are_black_and_white_by_every_road() {
    for name in ["mask-0-1.csv", "mask-0-1.npy"] {
        let pixels = table(name).pixels;
        assert!(pixels.iter().all(|byte| [0, 255].contains(byte)), "{name}");
        assert!(pixels.contains(&255));
    }
}

#[test]
fn one_photo_is_one_picture_in_color() {
    let photo = table("one-photo-h-w-3.npy");
    let reading = &photo.reading;
    assert_eq!(
        (photo.count, reading.height, reading.width, reading.channels),
        (1, 90, 120, 3)
    );
    assert_eq!(photo.pixels, bytes("one-photo-h-w-3.npy")[128..]);
}

#[test]
fn labels_lie_beside_images() {
    let file = bytes("y_train.npy");
    let numbers = Numbers::open(&file).unwrap();
    assert!(numbers.is_labels());
    let labels = numbers.labels().unwrap();
    assert_eq!(
        (labels.places.len(), labels.names.join("")),
        (60, "012345679".into())
    );
}
