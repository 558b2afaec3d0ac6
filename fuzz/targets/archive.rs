//! An archive: no path climbs out, and what is read has the size that was listed.

#![no_main]

use hourglass::formats::archive::{list, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let Ok(listing) = list(file) else { return };
    for entry in &listing.entries {
        assert!(
            entry
                .path
                .split('/')
                .all(|part| !matches!(part, "" | "." | ".."))
        );
        if let Ok(bytes) = read(file, entry) {
            assert_eq!(bytes.len(), entry.size);
        }
    }
});
