//! All types of numbers of npy and IDX, in both orders of bytes.

use super::array;
use hourglass::formats::idx;
use hourglass::formats::table::{self, Numbers};

/// Two pictures of 1 × 2 as bytes of this type.
fn bytes(descr: &str, values: [f64; 4]) -> Vec<u8> {
    let one = |v: f64| -> Vec<u8> {
        match &descr[1..] {
            "b1" | "u1" => vec![v as u8],
            "i1" => (v as i8).to_le_bytes().into(),
            "u2" => (v as u16).to_le_bytes().into(),
            "i2" => (v as i16).to_le_bytes().into(),
            "u4" => (v as u32).to_le_bytes().into(),
            "i4" => (v as i32).to_le_bytes().into(),
            "u8" => (v as u64).to_le_bytes().into(),
            "i8" => (v as i64).to_le_bytes().into(),
            "f4" => (v as f32).to_le_bytes().into(),
            _ => v.to_le_bytes().into(),
        }
    };
    let turned = |v: f64| {
        let mut bytes = one(v);
        if descr.starts_with('>') {
            bytes.reverse();
        }
        bytes
    };
    values.into_iter().flat_map(turned).collect()
}

#[test]
fn every_type_of_numbers_is_read() {
    for kind in ["u1", "u2", "u4", "u8", "i2", "i4", "i8", "f4", "f8"] {
        for order in ["<", ">", "=", "|"] {
            let descr = format!("{order}{kind}");
            let file = array(&descr, &[2, 1, 2], &bytes(&descr, [0.0, 7.0, 200.0, 255.0]));
            let table = table::read(&file).unwrap();
            assert_eq!(table.pixels, [0, 7, 200, 255], "{descr}");
        }
    }
    let signed = array("|i1", &[2, 1, 2], &bytes("|i1", [-128.0, 0.0, 1.0, 127.0]));
    assert_eq!(table::read(&signed).unwrap().pixels, [0, 128, 129, 255]);
    // Floats of 16 bits: 0, 1, 0.5 and the smallest number above 0; then −2, 2 and a number like no other.
    let halves = |values: [u16; 4]| {
        let bytes: Vec<u8> = values.iter().flat_map(|half| half.to_le_bytes()).collect();
        table::read(&array("<f2", &[2, 1, 2], &bytes))
    };
    assert_eq!(
        halves([0, 0x3c00, 0x3800, 1]).unwrap().pixels,
        [0, 255, 128, 0]
    );
    assert_eq!(
        halves([0xc000, 0x4000, 0, 0x8000]).unwrap().pixels,
        [0, 255, 128, 128]
    );
    assert!(
        halves([0x7c00, 0, 0, 0])
            .unwrap_err()
            .to_string()
            .contains("is inf")
    );
    assert!(
        halves([0, 0x7e00, 0, 0])
            .unwrap_err()
            .to_string()
            .contains("is NaN")
    );
}

#[test]
fn every_type_of_idx_is_read() {
    for (kind, descr) in [
        (8, ">u1"),
        (0x0b, ">i2"),
        (0x0c, ">i4"),
        (0x0d, ">f4"),
        (0x0e, ">f8"),
    ] {
        let mut file = vec![0, 0, kind, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
        file.extend(bytes(descr, [0.0, 7.0, 200.0, 255.0]));
        assert_eq!(
            table::read(&file).unwrap().pixels,
            [0, 7, 200, 255],
            "{kind}"
        );
        assert!(table::read(&file[..file.len() - 1]).is_err());
    }
    let signed = [0, 0, 9, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0x80, 0x7f];
    assert_eq!(table::read(&signed).unwrap().pixels, [0, 255]);
    for (file, part) in [
        (&[0, 0, 7, 1, 0, 0, 0, 1][..], "type 07"),
        (&[0, 0, 8, 3, 0, 0, 0, 1], "within the header"),
        (&[0, 0, 8, 1, 0, 0, 0, 2, 5], "cut short"),
        (&[0, 0, 8, 1, 0, 0, 0, 0], "0 images"),
        (
            &[0, 0, 14, 2, 255, 255, 255, 255, 255, 255, 255, 255],
            "too large",
        ),
    ] {
        let error = idx::array(file).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_list_of_labels_is_no_pictures() {
    for (shape, is_list) in [
        (&[6][..], true),
        (&[6, 1], true),
        (&[1, 6], false),
        (&[6, 1, 1], false),
    ] {
        let file = array("|u1", shape, &[5, 0, 4, 1, 9, 2]);
        assert_eq!(
            Numbers::open(&file).unwrap().is_labels(),
            is_list,
            "{shape:?}"
        );
    }
}
