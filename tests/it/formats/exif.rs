//! EXIF: which orientation a block names, and pixels turned so.

use hourglass::error::Error;
use hourglass::formats::pictures::exif::{orientation, swaps_sides, turned};

use super::samples as make;
use super::{assert_decodes_as, pixels, taken};

/// A TIFF block with these entries, each a tag, a type, a count and a value, in big-endian order.
fn block(entries: &[(u16, u16, u32, u16)]) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    block.extend_from_slice(&(entries.len() as u16).to_be_bytes());
    for &(tag, kind, count, value) in entries {
        block.extend_from_slice(&tag.to_be_bytes());
        block.extend_from_slice(&kind.to_be_bytes());
        block.extend_from_slice(&count.to_be_bytes());
        block.extend_from_slice(&value.to_be_bytes());
        block.extend_from_slice(&[0, 0]);
    }
    block
}

#[test]
fn a_sound_block_names_one_of_eight_orientations() {
    for value in 1..=8 {
        assert_eq!(orientation(&make::orientation(value)), value);
        let sides = (0x100, 3, 1, 77);
        let big = block(&[sides, (0x112, 3, 1, value.into()), sides]);
        assert_eq!(orientation(&big), value);
        assert_eq!(orientation(&[b"Exif\0\0", &big[..]].concat()), value);
    }
}

#[test]
fn a_damaged_or_silent_block_means_upright() {
    let sound = make::orientation(6);
    for length in 0..sound.len() - 6 {
        assert_eq!(orientation(&sound[..length]), 1, "{length}");
    }
    for entry in [
        (0x112, 3, 1, 0),
        (0x112, 3, 1, 9),
        (0x112, 3, 2, 6),
        (0x112, 4, 1, 6),
        (0x113, 3, 1, 6),
    ] {
        assert_eq!(orientation(&block(&[entry])), 1, "{entry:?}");
    }
    let mut beyond = sound.clone();
    beyond[4..8].copy_from_slice(&[0xff; 4]);
    let mut many = sound.clone();
    many[8..10].copy_from_slice(&[0xff; 2]);
    many[10] = 0x13;
    for damaged in [beyond, many, b"IM*\0\x08\0\0\0".to_vec()] {
        assert_eq!(orientation(&damaged), 1);
    }
}

/// `letters` as pixels whose alpha tells that none is lost.
fn drawn(letters: &str) -> Vec<u8> {
    letters
        .bytes()
        .flat_map(|letter| [letter, 1, 2, 3])
        .collect()
}

#[test]
fn pixels_are_turned_as_each_orientation_says() {
    // Where the stored picture is the upright `abc/def`, turned by what the orientation undoes (EXIF 2.3, 4.6.4).
    for (value, stored, width) in [
        (1, "abcdef", 3),
        (2, "cbafed", 3),
        (3, "fedcba", 3),
        (4, "defabc", 3),
        (5, "adbecf", 2),
        (6, "cfbead", 2),
        (7, "fcebda", 2),
        (8, "daebfc", 2),
    ] {
        let seen = turned(&drawn(stored), width, 6 / width, value).unwrap();
        assert_eq!(seen, drawn("abcdef"), "{value}");
        assert_eq!(swaps_sides(value), width == 2);
    }
    let short = turned(&[0; 20], 3, 2, 6);
    assert!(matches!(short, Err(Error::Shape { .. })));
}

#[test]
fn a_large_picture_is_turned_as_pixel_by_pixel() {
    let (width, height) = (83, 45);
    let stored: Vec<u8> = (0..width * height * 4).map(|at| (at * 31) as u8).collect();
    let seen = turned(&stored, width, height, 6).unwrap();
    for y in 0..height {
        for x in 0..width {
            let (from, to) = (y * width + x, x * height + height - 1 - y);
            assert_eq!(stored[4 * from..4 * from + 4], seen[4 * to..4 * to + 4]);
        }
    }
}

#[test]
fn a_png_is_turned_where_it_is_decoded() {
    let exif = make::chunk(b"eXIf", &make::orientation(8));
    let (header, image) = (
        make::ihdr(3, 2, 8, 0, 0),
        make::chunk(b"IDAT", &make::zlib(&[0, 1, 2, 3, 0, 4, 5, 6])),
    );
    let turned = taken(&make::png_of(&[
        header.clone(),
        exif.clone(),
        image.clone(),
    ]));
    assert_eq!((turned.width, turned.height, turned.orientation), (2, 3, 1));
    let grays: Vec<u8> = pixels(&turned).iter().map(|pixel| pixel[0]).collect();
    assert_eq!(grays, [3, 6, 2, 5, 1, 4]);
    // The block may follow the pixels; one with a wrong checksum says nothing.
    let late = make::png_of(&[header.clone(), image.clone(), exif.clone()]);
    assert_eq!(taken(&late), turned);
    let mut wrong = exif;
    *wrong.last_mut().unwrap() ^= 1;
    let plain = make::png_of(&[header.clone(), image.clone()]);
    assert_decodes_as(&make::png_of(&[header, wrong, image]), &plain, &[]);
}
