//! PNG: what becomes of its samples.

use hourglass::formats::pictures::picture;

use super::samples::{chunk, ihdr, png_of, zlib};
use super::{assert_refused, pixels, taken};

/// A row of samples of 16 bits, without a filter.
fn wide(samples: &[u16]) -> Vec<u8> {
    let bytes = samples.iter().flat_map(|sample| sample.to_be_bytes());
    std::iter::once(0).chain(bytes).collect()
}

#[test]
fn samples_of_16_bits_are_stretched_from_the_bits_that_they_use() {
    let gray = |samples: [u16; 4], interlaced| {
        let parts: Vec<_> = if interlaced == 1 {
            // The pixels 0 to 3 of a row come in the passes 1, 6, 4 and 6.
            let [a, b, c, d] = samples;
            [wide(&[a]), wide(&[c]), wide(&[b, d])].concat()
        } else {
            wide(&samples)
        };
        let file = png_of(&[ihdr(4, 1, 16, 0, interlaced), chunk(b"IDAT", &zlib(&parts))]);
        let taken = taken(&file);
        let grays: Vec<u8> = pixels(&taken).iter().map(|pixel| pixel[0]).collect();
        (grays, taken.repairs.concat())
    };
    for (samples, wanted, said) in [
        (
            [0, 8, 2048, 4095],
            [0, 0, 128, 255],
            "use 12 bits: 0 to 4095 become 0 to 255.",
        ),
        (
            [0, 9, 2048, 3000],
            [0, 1, 128, 187],
            "use 12 bits: 0 to 4095 become 0 to 255.",
        ),
        (
            [0, 8, 77, 255],
            [0, 8, 77, 255],
            "use 8 bits: 0 to 255 stay as they are.",
        ),
        (
            [0, 1, 0, 3],
            [0, 1, 0, 3],
            "use 8 bits: 0 to 255 stay as they are.",
        ),
        (
            [0, 8, 256, 511],
            [0, 4, 128, 255],
            "use 9 bits: 0 to 511 become 0 to 255.",
        ),
        (
            [0, 0x80, 0x81, 0x8000],
            [0, 0, 1, 128],
            "Its 16 bits a channel became 8.",
        ),
    ] {
        for interlaced in [0, 1] {
            let (grays, repairs) = gray(samples, interlaced);
            assert_eq!(grays, wanted, "{samples:?} {interlaced}");
            assert!(repairs.ends_with(said), "{repairs}");
        }
    }
}

#[test]
fn what_is_transparent_does_not_count_as_a_sample() {
    let file = |color, key: &[u16], samples: &[u16]| {
        let key: Vec<u8> = key.iter().flat_map(|sample| sample.to_be_bytes()).collect();
        let row = chunk(b"IDAT", &zlib(&wide(samples)));
        let key = (!key.is_empty()).then(|| chunk(b"tRNS", &key));
        taken(&png_of(
            &[
                vec![ihdr(2, 1, 16, color, 0)],
                key.into_iter().collect(),
                vec![row],
            ]
            .concat(),
        ))
    };
    let gray = file(0, &[0xffff], &[0xffff, 1023]);
    assert_eq!(pixels(&gray), [[255, 255, 255, 0], [255; 4]]);
    assert_eq!(
        gray.repairs,
        ["Its 16-bit values use 10 bits: 0 to 1023 become 0 to 255."]
    );
    // All bits of all channels must meet.
    let color = file(2, &[1023, 1, 2], &[1023, 1, 2, 1023, 1, 3]);
    assert_eq!(pixels(&color), [[255, 0, 0, 0], [255, 0, 1, 255]]);
    let alpha = file(4, &[], &[40_000, 0, 511, 0x8000]);
    assert_eq!(pixels(&alpha), [[255, 255, 255, 0], [255, 255, 255, 128]]);
    let both = file(6, &[], &[511, 0, 1, 0xffff, 256, 0, 0, 0x100]);
    assert_eq!(pixels(&both), [[255, 0, 0, 255], [128, 0, 0, 1]]);
    // Eight bits: the key is exact, and other pixels keep their color.
    let row = chunk(b"IDAT", &zlib(&[0, 1, 2, 3, 1, 2, 4]));
    let keyed = png_of(&[
        ihdr(2, 1, 8, 2, 0),
        chunk(b"tRNS", &[0, 1, 0, 2, 0, 3]),
        row,
    ]);
    assert_eq!(pixels(&taken(&keyed)), [[1, 2, 3, 0], [1, 2, 4, 255]]);
}

#[test]
fn a_palette_has_its_own_transparency_and_filters_are_undone() {
    let table = [chunk(b"PLTE", &[9, 8, 7, 6, 5, 4]), chunk(b"tRNS", &[77])].concat();
    let pixels_of = |interlaced, rows: &[u8]| {
        let image = chunk(b"IDAT", &zlib(rows));
        pixels(&taken(&png_of(&[
            ihdr(3, 1, 4, 3, interlaced),
            table.clone(),
            image,
        ])))
    };
    assert_eq!(
        pixels_of(0, &[0, 0x01, 0xf0]),
        [[9, 8, 7, 77], [6, 5, 4, 255], [0, 0, 0, 255]]
    );
    // Each filter on the same rows: left, above, their mean, and the nearest neighbor.
    let gray = |rows: &[u8]| {
        let image = chunk(b"IDAT", &zlib(rows));
        pixels(&taken(&png_of(&[ihdr(3, 2, 8, 0, 0), image])))
    };
    let plain = gray(&[0, 10, 20, 250, 0, 30, 25, 3]);
    for second in [
        [1, 30, 251, 234],
        [2, 20, 5, 9],
        [3, 25, 0, 122],
        [4, 20, 251, 9],
    ] {
        assert_eq!(
            gray(&[&[1, 10, 10, 230], &second[..]].concat()),
            plain,
            "{second:?}"
        );
    }
}

#[test]
fn a_header_gets_no_memory_that_its_pixels_cannot_fill() {
    let file = png_of(&[ihdr(4096, 4096, 16, 6, 0), chunk(b"IDAT", &zlib(&[0; 100]))]);
    assert_refused(
        picture(&file),
        &["promises 134221824 bytes of pixels, and 100 are there"],
    );
}
