//! A saved collection: what opens can be saved, and opens as the same again.

#![no_main]

use hourglass::export::collection::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let Ok(set) = read(file) else { return };
    let saved = write(&set).expect("what was opened can be saved");
    read(&saved).expect("what was saved can be opened");
});
