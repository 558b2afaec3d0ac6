//! libFuzzer's way to `collection` in `bodies.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| hourglass_fuzz::collection(file));
