//! libFuzzer's way to `picture` in `bodies.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| hourglass_fuzz::picture(file));
