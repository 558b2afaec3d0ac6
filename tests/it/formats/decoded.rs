//! PNG and BMP decoded here, against what `PyPNG` and Pillow make of the files of tests/corpus.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hourglass::formats::pictures::picture;
use serde::Deserialize;

use super::pixels;

#[derive(Deserialize)]
struct Golden {
    /// Width, height, and the CRC-32 of the pixels.
    pictures: BTreeMap<String, (usize, usize, u32)>,
}

#[test]
fn files_of_the_corpus_decode_to_the_references_pixels() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = fs::read_to_string(tests.join("golden/decoded.json")).unwrap();
    let Golden { pictures } = serde_json::from_str(&text).unwrap();
    let mut compared = 0;
    for (name, wanted) in &pictures {
        let file = fs::read(tests.join("corpus/files").join(name)).unwrap();
        // Some damage is nothing to a reference: what is refused here is pinned in the corpus's outcomes.
        let Ok(taken) = picture(&file) else { continue };
        let crc = rawzip::crc32(pixels(&taken).as_flattened());
        assert_eq!((taken.width, taken.height, crc), *wanted, "{name}");
        compared += 1;
    }
    assert!(compared >= COMPARED, "{compared} of {}", pictures.len());
}

/// So many pictures of the corpus are taken and have a reference.
const COMPARED: usize = 58;
