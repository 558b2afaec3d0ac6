//! NumPy's arrays: read where they are images, refused in words where they are not.

use super::{array, classes, sizes, words};
use hourglass::error::{Error, Result};
use hourglass::formats::npy;
use hourglass::formats::table::{self, Numbers, Table};
use proptest::prelude::*;

/// A file of version 1 with this header and data.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(data);
    file
}

fn f32s(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn read(file: &[u8]) -> Result<Table> {
    npy::parse(file).and_then(|array| Numbers::Array(array).read("", None))
}

fn pixels(file: &[u8]) -> Vec<u8> {
    read(file).unwrap().pixels
}

#[track_caller]
fn refused(file: &[u8], part: &str) {
    let why = words(read(file));
    assert!(why.contains(part), "{why:?} lacks {part:?}");
}

#[test]
fn bytes_are_taken_as_they_are() {
    let table = read(&array("|u1", &[2, 1, 3], &[1, 2, 3, 40, 50, 255])).unwrap();
    assert_eq!(sizes(&table), (2, 1, 3, 1));
    assert_eq!(table.pixels, [1, 2, 3, 40, 50, 255]);
    assert_eq!((table.labels, table.notes.len()), (None, 0));
    let color = read(&array("|u1", &[1, 2, 1, 3], &[1, 2, 3, 4, 5, 6])).unwrap();
    assert_eq!(sizes(&color), (1, 2, 1, 3));
}

#[test]
fn floats_follow_their_range() {
    let of = |values: &[f32]| pixels(&array("<f4", &[1, 1, values.len()], &f32s(values)));
    assert_eq!(of(&[0.0, 0.5, 1.0]), [0, 128, 255]);
    assert_eq!(of(&[0.0, 1.4, 1.6, 254.5]), [0, 1, 2, 255]);
    assert_eq!(of(&[-1.0, 0.0, 1.0]), [0, 128, 255]);
    assert_eq!(of(&[0.0, 256.5]), [0, 255]);
    assert_eq!(of(&[0.0, 1023.0, 4095.0]), [0, 64, 255]);
    assert_eq!(of(&[f32::MIN, 0.0, f32::MAX]), [0, 128, 255]);
    let wide: Vec<u8> = [f64::MIN, 0.0, f64::MAX]
        .iter()
        .flat_map(|v| v.to_be_bytes())
        .collect();
    assert_eq!(pixels(&array(">f8", &[1, 1, 3], &wide)), [0, 128, 255]);
    let big: Vec<u8> = [0.0_f32, 0.25]
        .iter()
        .flat_map(|v| v.to_be_bytes())
        .collect();
    assert_eq!(pixels(&array(">f4", &[1, 1, 2], &big)), [0, 64]);
}

#[test]
fn other_spellings_of_the_header_are_read() {
    let header = "{\"shape\":(1,1,2),\"fortran_order\":False,\"descr\":\"<u1\"}";
    assert_eq!(pixels(&file(header, &[3, 40])), [3, 40]);
    // Version 2 and 3 have a length of four bytes; Python 2 wrote sizes with an L.
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (1L, 1L, 2L)}\n";
    let mut second = b"\x93NUMPY\x02\x00".to_vec();
    second.extend((text.len() as u32).to_le_bytes());
    second.extend(text.as_bytes());
    second.extend([5, 60]);
    assert_eq!(pixels(&second), [5, 60]);
}

#[test]
fn what_is_not_read_is_refused_with_what_to_do() {
    refused(
        &array("|O", &[1, 1, 1], &[0]),
        "Python objects, which are never opened",
    );
    refused(&array("<c8", &[1, 1, 2], &[0; 16]), "type “<c8”");
    refused(&array("<f4", &[2, 5, 5, 2], &[0; 400]), "numpy.reshape");
    refused(&array("é", &[1, 1, 2], &[0; 8]), "type “é”");
    refused(&array("", &[1, 1, 2], &[0; 8]), "type “”");
    let records = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }";
    refused(&file(records, &[0; 4]), "records with fields");
    refused(
        &array("|u1", &[0, 2, 2], &[]),
        "its shape is (0, 2, 2), so that it holds 0 images",
    );
    refused(&array("|u1", &[1, 0, 2], &[]), "0 images");
    refused(&array("<U3", &[1, 1, 2], &[0; 24]), "it holds texts");
    refused(
        &array("|u1", &[1, 1, 2], &[1]),
        "cut short: its header promises 2 bytes of data, and 1 follow",
    );
    refused(&array("|u1", &[1, 1, 2], &[1, 2, 3]), "too long");
    refused(
        &array("<f4", &[1, 1, 2], &f32s(&[1.0, f32::NAN])),
        "place 1 is NaN",
    );
    refused(
        &array("<f4", &[1, 1, 2], &f32s(&[f32::INFINITY, 0.0])),
        "place 0 is inf",
    );
}

#[test]
fn damaged_headers_are_refused() {
    refused(b"", "does not start as one");
    refused(b"\x93NUMPY", "within the header");
    refused(b"\x93NUMPY\x01\x00\x50", "within the header");
    refused(b"\x93NUMPY\x01\x00\x50\x00{'descr", "within the header");
    refused(b"\x93NUMPY\x09\x00\x00\x00", "version is 9");
    refused(
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff",
        "4294967295 bytes long",
    );
    refused(&file("{'descr': '|u1'", b""), "should have “}”");
    refused(&file("{}", b""), "lacks one of");
    refused(&file("{'order': 1}", b""), "unknown key, “order”");
    refused(&file("\u{e9}", b""), "should have “{”");
    let shaped = |shape: &str| {
        let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
        file(&header, &[])
    };
    refused(&shaped("(1, -2)"), "no number: “-2)");
    refused(&shaped("(99999999999999999999999, 1, 1)"), "no number");
    refused(
        &array("|u1", &[1, 1, 1, 1, 1, 1, 1, 1, 1], &[0]),
        "more than 8",
    );
    for shape in [
        "(9999999, 1024, 1024, 4)",
        "(18446744073709551615, 1, 1)",
        "(9223372036854775808, 9223372036854775808)",
        "(18446744073709551615,)",
    ] {
        let error = read(&shaped(shape)).unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    }
    refused(
        &shaped("(0, 9223372036854775808, 9223372036854775808)"),
        "0 images",
    );
}

#[test]
fn classes_stand_in_an_array_too() {
    let rows = [
        7.0, 40.0, 0.0, 50.0, 0.0, 2.0, 0.0, 60.0, 50.0, 255.0, 7.0, 0.0, 0.0, 50.0, 90.0,
    ];
    let table = read(&array("<f4", &[3, 5], &f32s(&rows))).unwrap();
    assert_eq!(
        (table.reading.label, classes(&table)),
        (Some(0), vec!["2", "7"])
    );
    assert_eq!(table.pixels[..4], [40, 0, 50, 0]);
}

proptest! {
    #[test]
    fn no_bytes_panic(
        start in prop::sample::select(vec![&b""[..], b"\x93NUMPY\x01\x00", b"\x93NUMPY\x02\x00"]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(read(&[start, &rest].concat()).is_err());
        let _ = table::read(&[start, &rest].concat());
    }

    #[test]
    fn no_header_panics(header in "[{}()\\[\\]'\":, 0-9LTrueFalsdcpohnt_|<>iuf]{0,90}", data in prop::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(table) = read(&file(&header, &data)) {
            let (count, height, width, channels) = sizes(&table);
            prop_assert_eq!(table.pixels.len(), count * height * width * channels);
        }
    }

    #[test]
    fn damaged_files_never_panic(at in 0_usize..100, to: u8, cut in 0_usize..120) {
        let mut file = array("<f4", &[2, 2, 2], &f32s(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]));
        let at = at % file.len();
        file[at] = to;
        let end = file.len().min(cut);
        let _ = read(&file);
        prop_assert!(read(&file[..end.min(file.len() - 1)]).is_err());
    }
}
