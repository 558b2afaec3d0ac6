//! A table of text: as many pixels and labels as it says.

#![no_main]

use hourglass::formats::csv::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let Ok(table) = read(file) else { return };
    let pixels = table.count * table.height * table.width * table.channels;
    assert_eq!(table.pixels.len(), pixels);
    if let Some(labels) = &table.labels {
        assert_eq!(labels.len(), table.count);
    }
});
