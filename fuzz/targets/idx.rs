//! An IDX file: its bytes are its images.

#![no_main]

use hourglass::formats::idx::{parse_images, parse_labels};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let _ = parse_labels(file);
    if let Ok(images) = parse_images(file) {
        assert_eq!(images.bytes.len(), images.count * images.shape.features());
    }
});
