//! What holds for any bytes: no panic, and what is taken stays within bounds and is taken again.

use hourglass::data::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use hourglass::formats::archive::{gunzip, list, read};
use hourglass::formats::{FileKind, kind, pictures::picture};
use proptest::prelude::*;

use super::samples::{self as make, gzip};
use super::zip::{decoded, deflated, stored, zip};

/// Reads a file in every way. A picture that is taken must be within bounds, and stay as it is when read again.
fn look(file: &[u8]) {
    let _ = kind(file);
    if let Ok(taken) = picture(file) {
        assert!(taken.width.min(taken.height) > 0);
        assert!(taken.width.max(taken.height) <= MAX_PICTURE_SIDE);
        assert!(taken.width * taken.height <= MAX_PICTURE_PIXELS);
        assert!((1..=8).contains(&taken.orientation));
        if let Some(pixels) = &taken.pixels {
            assert_eq!(pixels.len(), taken.width * taken.height * 4);
            assert_eq!((taken.bytes.len(), taken.orientation), (0, 1));
        } else {
            // Cleaning may add a filled-up table of colors, or the headers of a still picture.
            assert!(taken.bytes.len() <= file.len() + 800);
            let again = picture(&taken.bytes).expect("a cleaned file is whole");
            assert_eq!((again.width, again.height), (taken.width, taken.height));
            assert_eq!((&again.bytes, again.orientation), (&taken.bytes, 1));
        }
        assert_eq!(kind(file), Ok(FileKind::Picture(taken.kind)));
    }
    if let Ok(bytes) = gunzip(file, 1 << 16) {
        assert!(bytes.len() <= 1 << 16);
    }
    if let Ok(listing) = list(file, &decoded) {
        for entry in &listing.entries {
            assert!(
                !entry
                    .path
                    .split('/')
                    .any(|part| part.is_empty() || part == "..")
            );
            if let Ok(bytes) = read(file, entry) {
                assert_eq!(bytes.len(), entry.size);
            }
        }
    }
}

/// Good files of every kind.
fn good() -> Vec<Vec<u8>> {
    let mut files = make::pictures();
    files.push(gzip(b"some bytes, some bytes"));
    files.push(zip(&[
        stored("a/b.png", b"abc"),
        deflated("c.png", &[1; 99]),
    ]));
    files
}

#[test]
fn good_files_cut_anywhere_are_looked_at_without_harm() {
    for file in good() {
        for length in 0..file.len() {
            look(&file[..length]);
        }
    }
}

#[test]
fn good_files_with_any_byte_changed_are_looked_at_without_harm() {
    for file in good() {
        for at in 0..file.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = file.clone();
                changed[at] ^= change;
                look(&changed);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_looked_at_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        look(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_good_start_are_looked_at_without_harm(
        which in 0..13_usize,
        keep in 2..40_usize,
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let file = &good()[which];
        look(&[&file[..keep.min(file.len())], &bytes].concat());
    }

    #[test]
    fn good_files_with_many_changes_are_looked_at_without_harm(
        which in 0..13_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        doubled in any::<prop::sample::Index>(),
    ) {
        let mut file = good().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        // The last part of the file comes twice.
        let at = doubled.index(file.len());
        let rest = file[at..].to_vec();
        file.extend_from_slice(&rest);
        look(&file);
    }

    #[test]
    fn packed_bytes_come_back(bytes in proptest::collection::vec(0..4_u8, 0..3000)) {
        prop_assert_eq!(&gunzip(&gzip(&bytes), bytes.len()).unwrap(), &bytes);
        let file = zip(&[deflated("a", &bytes)]);
        let listing = list(&file, &decoded).unwrap();
        prop_assert_eq!(&read(&file, &listing.entries[0]).unwrap(), &bytes);
    }
}
