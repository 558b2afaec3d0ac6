//! libFuzzer's way to `idx` in `bodies.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| hourglass_fuzz::idx(file));
