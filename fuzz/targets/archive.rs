//! libFuzzer's way to `archive` in `bodies.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| hourglass_fuzz::archive(file));
