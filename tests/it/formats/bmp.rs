//! BMP: what is taken, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples as make;
use super::{assert_refused, taken};

#[test]
fn bitmaps_of_all_versions_are_taken() {
    for header in [40, 52, 56, 64, 108, 124] {
        assert_eq!(taken(&make::bmp(header, 3, -2, 24, 0, &[0; 24])).height, 2);
    }
    let core = [
        &b"BM\0\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x03\0\x02\0\x01\0\x18\0"[..],
        &[0; 24],
    ]
    .concat();
    assert_eq!(taken(&core).width, 3);
    // The last row may lack its padding.
    assert_eq!(taken(&make::bmp(40, 3, 2, 24, 0, &[0; 21])).width, 3);
    assert_eq!(taken(&make::bmp(124, 3, 2, 32, 3, &[0; 24])).width, 3);
    // Four bits a pixel: three pixels as they are, then a step, and no end mark.
    assert_eq!(
        taken(&make::bmp(
            40,
            3,
            2,
            4,
            2,
            &[0, 3, 0x12, 0x30, 0, 2, 0, 1, 0, 0]
        ))
        .width,
        3
    );
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let bmp = |width, height, bits, packing, pixels: &[u8]| {
        make::bmp(40, width, height, bits, packing, pixels)
    };
    let mut inside = bmp(3, 2, 24, 0, &[0; 24]);
    inside[10] = 20;
    for (file, wanted) in [
        (
            bmp(3, 2, 24, 0, &[0; 20]),
            "promises 21 bytes of pixels, and 20 are there",
        ),
        (bmp(3, 2, 24, 0, &[])[..30].to_vec(), "its header"),
        (bmp(0, 2, 24, 0, &[0; 24]), "its width is 0"),
        (bmp(-3, 2, 24, 0, &[0; 24]), "its width is less than 0"),
        (bmp(3, 2, 24, 4, &[0; 24]), "packed in way 4"),
        (bmp(3, -2, 8, 1, &[0, 1]), "packed in way 1"),
        (bmp(3, 2, 7, 0, &[0; 24]), "it has 7 bits a pixel"),
        (bmp(2, 2, 8, 1, &[2, 1, 0, 0]), "its pixels"),
        (bmp(2, 2, 8, 1, &[0, 9, 1, 2]), "its pixels"),
        (bmp(2, 2, 8, 1, &[3, 1, 0, 1]), "beyond its edges"),
        (
            make::bmp(41, 3, 2, 24, 0, &[0; 24]),
            "its header has 41 bytes",
        ),
        (inside, "within its header"),
    ] {
        assert_refused(picture(&file), &["BMP", wanted]);
    }
}
