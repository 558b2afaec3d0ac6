//! BMP: what becomes of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples as make;
use super::{assert_refused, pixels, taken};

const BLACK: [u8; 4] = [0, 0, 0, 255];
const CLEAR: [u8; 4] = [0; 4];
/// What the table's colors 1 and 2 are.
const ONE: [u8; 4] = [3, 2, 1, 255];
const TWO: [u8; 4] = [30, 20, 10, 255];

/// A file with the colors black, `ONE` and `TWO`, which its header of 40 bytes counts.
fn colored(width: i32, height: i32, bits: u16, packing: u32, packed: &[u8]) -> Vec<u8> {
    let mut file = make::bmp(40, width, height, bits, packing, &[]);
    file[46] = 3;
    file[10] += 12;
    file.extend_from_slice(&[0, 0, 0, 0, 1, 2, 3, 0, 10, 20, 30, 0]);
    [file, packed.to_vec()].concat()
}

/// A file with masks in its header of 124 bytes.
fn masked(bits: u16, masks: [u32; 4], packed: &[u8]) -> Vec<u8> {
    let mut file = make::bmp(124, 2, 1, bits, 3, packed);
    for (place, mask) in file[54..].chunks_exact_mut(4).zip(masks) {
        place.copy_from_slice(&mask.to_le_bytes());
    }
    file
}

#[test]
fn bitmaps_of_all_versions_are_decoded() {
    let packed = [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0];
    let lowest_first = [
        [9, 8, 7, 255],
        [12, 11, 10, 255],
        [3, 2, 1, 255],
        [6, 5, 4, 255],
    ];
    for header in [16, 40, 52, 56, 64, 108, 124] {
        let up = make::bmp(header, 2, 2, 24, 0, &packed);
        assert_eq!(pixels(&taken(&up)), lowest_first, "{header}");
        let down = taken(&make::bmp(header, 2, -2, 24, 0, &packed));
        assert_eq!(pixels(&down)[..2], lowest_first[2..], "{header}");
    }
    let core = [
        &b"BM\0\0\0\0\0\0\0\0\x1a\0\0\0\x0c\0\0\0\x02\0\x02\0\x01\0\x18\0"[..],
        &packed,
    ]
    .concat();
    assert_eq!(pixels(&taken(&core)), lowest_first);
    // The last row may lack its padding.
    assert_eq!(pixels(&taken(&core[..core.len() - 2])), lowest_first);
    // OS/2's first version has three bytes a color, and as many colors as find room.
    let two = [
        &b"BM\0\0\0\0\0\0\0\0\x20\0\0\0\x0c\0\0\0\x02\0\x01\0\x01\0\x04\0"[..],
        &[0, 0, 0, 1, 2, 3, 0x12, 0],
    ]
    .concat();
    assert_eq!(pixels(&taken(&two)), [ONE, BLACK]);
}

#[test]
fn indices_of_any_depth_name_colors_and_those_beyond_the_table_are_black() {
    for (bits, packed) in [
        (1, &[0b0101_1110, 0, 0, 0][..]),
        (2, &[0b0001_1001, 0b1001_0000, 0, 0]),
        (4, &[0x01, 0x21, 0x91, 0, 0, 0, 0, 0]),
        (8, &[0, 1, 2, 1, 200, 1, 0, 0]),
    ] {
        let wanted = match bits {
            1 => [BLACK, ONE, BLACK, ONE, ONE, ONE],
            2 => [BLACK, ONE, TWO, ONE, TWO, ONE],
            _ => [BLACK, ONE, TWO, ONE, BLACK, ONE],
        };
        assert_eq!(
            pixels(&taken(&colored(6, 1, bits, 0, packed))),
            wanted,
            "{bits}"
        );
    }
    // The header counts 256 colors, and the pixels begin after two: the rest is no table.
    let mut short = colored(2, 1, 8, 0, &[1, 2, 0, 0]);
    short[46] = 0;
    assert_eq!(pixels(&taken(&short)), [ONE, TWO]);
    short[10] -= 4;
    assert_eq!(pixels(&taken(&short)), [[10; 4], [20; 4]].map(|_| BLACK));
}

#[test]
fn channels_lie_in_the_bits_that_masks_name() {
    let file = |bits, masks, numbers: [u32; 2]| {
        let bytes = numbers.map(|number| number.to_le_bytes()[..usize::from(bits / 8)].to_vec());
        pixels(&taken(&masked(bits, masks, &bytes.concat())))
    };
    let seen = file(16, [0xf800, 0x7e0, 0x1f, 0], [0x8410, 0xffff]);
    assert_eq!(seen, [[132, 130, 132, 255], [255; 4]]);
    let seen = file(16, [0x7c00, 0x3e0, 0x1f, 0x8000], [0x8000 | 0x4210, 0x0421]);
    assert_eq!(seen, [[132, 132, 132, 255], [8, 8, 8, 0]]);
    // Ten bits a channel; alpha has two.
    let seen = file(
        32,
        [0x3ff0_0000, 0xf_fc00, 0x3ff, 0xc000_0000],
        [0x5ff0_03ff, 0xffff_ffff],
    );
    assert_eq!(seen, [[127, 0, 255, 85], [255; 4]]);
    // A program that leaves alpha unset means a visible picture; a channel without a mask is 0.
    let seen = file(32, [0xff00, 0xff_0000, 0, 0xff], [0x0102_0300, 0x0405_0600]);
    assert_eq!(seen, [[3, 2, 0, 255], [6, 5, 0, 255]]);
    // Without masks 16 bits are 5 each, and the fourth byte of 32 is nothing.
    let plain = pixels(&taken(&make::bmp(
        40,
        2,
        1,
        16,
        0,
        &[0x10, 0x42, 0xff, 0x7f],
    )));
    assert_eq!(plain, [[132, 132, 132, 255], [255; 4]]);
    let plain = pixels(&taken(&make::bmp(40, 1, 1, 32, 0, &[1, 2, 3, 4])));
    assert_eq!(plain, [[3, 2, 1, 255]]);
    // Behind a header of 40 bytes masks follow.
    let mut behind = make::bmp(40, 1, 1, 16, 3, &[]);
    behind[10] += 12;
    for mask in [0xf800_u32, 0x7e0, 0x1f] {
        behind.extend_from_slice(&mask.to_le_bytes());
    }
    behind.extend_from_slice(&[0x10, 0x84]);
    assert_eq!(pixels(&taken(&behind)), [[132, 130, 132, 255]]);
}

#[test]
fn run_lengths_are_unpacked_and_what_they_skip_is_transparent() {
    let eight = |packed: &[u8]| pixels(&taken(&colored(3, 2, 8, 1, packed)));
    let plain = eight(&[3, 1, 0, 0, 0, 3, 1, 2, 1, 0, 0, 1]);
    assert_eq!(plain, [ONE, TWO, ONE, ONE, ONE, ONE]);
    // A step to the right and up, then the end.
    assert_eq!(
        eight(&[1, 2, 0, 2, 1, 1, 1, 1, 0, 1]),
        [CLEAR, CLEAR, ONE, TWO, CLEAR, CLEAR]
    );
    // Longer than the row, and no end mark: the row ends there, and the picture too.
    assert_eq!(eight(&[9, 1, 0, 0, 9, 2]), [TWO, TWO, TWO, ONE, ONE, ONE]);
    assert_eq!(eight(&[0, 1]), [CLEAR; 6]);
    let four = |packed: &[u8]| pixels(&taken(&colored(3, 2, 4, 2, packed)));
    assert_eq!(
        four(&[4, 0x12, 0, 0, 0, 3, 0x21, 0x20, 0, 1]),
        [TWO, ONE, TWO, ONE, TWO, ONE]
    );
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let bmp = |width, height, bits, packing, pixels: &[u8]| {
        make::bmp(40, width, height, bits, packing, pixels)
    };
    let mut inside = bmp(3, 2, 24, 0, &[0; 24]);
    inside[10] = 20;
    let masks = "its colors lie in bits where they cannot be; save it again as PNG";
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
        (
            make::bmp(64, 3, 2, 1, 3, &[0; 24]),
            "packed in way 3, which cannot be read here; save it again as PNG",
        ),
        (bmp(2, 2, 8, 1, &[2, 1, 0, 0]), "its pixels"),
        (bmp(2, 2, 8, 1, &[0, 9, 1, 2]), "its pixels"),
        (
            make::bmp(41, 3, 2, 24, 0, &[0; 24]),
            "its header has 41 bytes",
        ),
        (inside, "within its header"),
        // Masks are to follow, and pixels do.
        (bmp(2, 1, 16, 3, &[0; 24]), "within its header"),
        (masked(16, [0; 4], &[0; 4]), masks),
        (masked(16, [0xf800, 0xfe0, 0x1f, 0], &[0; 4]), masks),
        (masked(16, [0xf800, 0x5e0, 0x1f, 0], &[0; 4]), masks),
        (masked(16, [0x1_f000, 0x7e0, 0x1f, 0], &[0; 4]), masks),
    ] {
        assert_refused(picture(&file), &["BMP", wanted]);
    }
}
