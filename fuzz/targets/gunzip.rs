//! A gzip file: never more than the bound.

#![no_main]

use hourglass::formats::archive::gunzip;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    const LIMIT: usize = 1 << 16;
    if let Ok(bytes) = gunzip(file, LIMIT) {
        assert!(bytes.len() <= LIMIT);
    }
});
