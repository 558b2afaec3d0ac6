//! A picture's file: what is taken is within bounds, and taken again as it is once it is clean.

#![no_main]

use hourglass::data::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use hourglass::formats::{kind, pictures::picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let _ = kind(file);
    let Ok(taken) = picture(file) else { return };
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.width));
    assert!((1..=MAX_PICTURE_SIDE).contains(&taken.height));
    assert!(taken.width * taken.height <= MAX_PICTURE_PIXELS);
    let again = picture(&taken.bytes).expect("a cleaned file is whole");
    assert_eq!((again.width, again.height), (taken.width, taken.height));
    assert!(again.bytes == taken.bytes);
});
