//! PNG: what stays of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples::{self as make, chunk, ihdr, png_of, zlib};
use super::{ANIMATION, assert_decodes_as, assert_refused, pixels, taken};

#[test]
fn a_png_keeps_only_what_makes_pixels() {
    let (header, pixels) = (
        ihdr(5, 4, 8, 0, 0),
        chunk(b"IDAT", &zlib(&make::rows(5, 4))),
    );
    let wanted = make::png();
    // A color profile and a text that would unpack to megabytes; the text's checksum is wrong.
    let bomb = zlib(&vec![0; 8 << 20]);
    let mut damaged = chunk(b"zTXt", &[b"a\0\0", &bomb[..]].concat());
    *damaged.last_mut().unwrap() ^= 1;
    let profile = chunk(b"iCCP", &[b"a\0\0", &bomb[..]].concat());
    let file = png_of(&[header.clone(), profile, pixels.clone(), damaged]);
    assert_decodes_as(&file, &wanted, &[]);
    let animated = [chunk(b"acTL", &[0xff; 8]), pixels, chunk(b"fdAT", &[1, 2])];
    assert_decodes_as(
        &png_of(&[&[header][..], &animated].concat()),
        &wanted,
        &[ANIMATION],
    );
}

#[test]
fn a_palette_is_filled_up_and_bad_transparency_goes() {
    let file = |extra: &[Vec<u8>], colors: &[u8]| {
        let pixels = chunk(b"IDAT", &zlib(&[0; 48]));
        png_of(
            &[
                &[ihdr(9, 9, 2, 3, 1), chunk(b"PLTE", colors)],
                extra,
                &[pixels],
            ]
            .concat(),
        )
    };
    let full = [9, 8, 7, 6, 5, 4, 0, 0, 0, 0, 0, 0];
    assert_decodes_as(&file(&[], &full[..6]), &file(&[], &full), &[]);
    let faulty = file(&[chunk(b"tRNS", &[1; 5])], &full);
    assert_decodes_as(
        &faulty,
        &file(&[], &full),
        &["Its transparency was at fault and was dropped."],
    );
    let sound = file(&[chunk(b"tRNS", &[1; 4])], &full);
    assert_decodes_as(&sound, &sound, &[]);
}

#[test]
fn every_sort_of_png_is_counted() {
    for (color, channels, depths) in [
        (0, 1, &[1, 2, 4, 8, 16][..]),
        (2, 3, &[8, 16]),
        (3, 1, &[1, 2, 4, 8]),
        (4, 2, &[8, 16]),
        (6, 4, &[8, 16]),
    ] {
        for &depth in depths {
            let row = (11 * channels * usize::from(depth)).div_ceil(8);
            let mut chunks = vec![
                ihdr(11, 3, depth, color, 0),
                chunk(b"PLTE", &[0; 3 << 8][..3 << depth.min(8)]),
            ];
            // The pixels come in two chunks, with an empty one between.
            let packed = zlib(&make::rows(row, 3));
            let (first, second) = packed.split_at(packed.len() / 2);
            chunks.extend([first, &[], second].map(|part| chunk(b"IDAT", part)));
            let notes: &[&str] = if depth == 16 {
                &["Its 16 bits a channel became 8."]
            } else {
                &[]
            };
            let taken = taken(&png_of(&chunks));
            assert_eq!(taken.repairs, notes, "{color} {depth}");
            assert_eq!(pixels(&taken).len(), 33, "{color} {depth}");
        }
    }
    for side in 1..=9 {
        let pixels = (0..7).map(|pass| {
            let [x, y, dx, dy] = [
                [0, 0, 8, 8],
                [4, 0, 8, 8],
                [0, 4, 4, 8],
                [2, 0, 4, 4],
                [0, 2, 2, 4],
                [1, 0, 2, 2],
                [0, 1, 1, 2],
            ][pass];
            let (across, down) = ((x..side).step_by(dx).count(), (y..9).step_by(dy).count());
            if across == 0 {
                vec![]
            } else {
                make::rows(across, down)
            }
        });
        let pixels = chunk(b"IDAT", &zlib(&pixels.collect::<Vec<_>>().concat()));
        assert_eq!(
            taken(&png_of(&[ihdr(side as u32, 9, 8, 0, 1), pixels])).width,
            side
        );
    }
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let pixels = || chunk(b"IDAT", &zlib(&make::rows(5, 4)));
    let gray = |chunks: &[Vec<u8>]| png_of(&[&[ihdr(5, 4, 8, 0, 0)], chunks].concat());
    let flipped = |file: Vec<u8>, from_end: usize| {
        let mut file = file;
        let at = file.len() - from_end;
        file[at] ^= 1;
        file
    };
    let whole = make::png();
    let invalid = |header: Vec<u8>| png_of(&[header, pixels()]);
    for (file, wanted) in [
        (whole[..7].to_vec(), "cut short"),
        (
            whole
                .iter()
                .copied()
                .filter(|&byte| byte != b'\r')
                .collect(),
            "a transfer as text",
        ),
        (
            whole[..whole.len() - 1].to_vec(),
            "cut short: it ends within its parts, and has no end mark",
        ),
        (
            flipped(whole.clone(), 1),
            "checksum of its part IEND is wrong",
        ),
        (
            flipped(whole.clone(), 13),
            "checksum of its part IDAT is wrong",
        ),
        (
            flipped(whole, whole_len() - 29),
            "checksum of its header (IHDR) is wrong",
        ),
        (gray(&[]), "its pixels end too early"),
        (
            gray(&[chunk(b"IDAT", &zlib(&make::rows(5, 3)))]),
            "promises 24 bytes of pixels, and 18 are there",
        ),
        (
            gray(&[chunk(b"IDAT", &zlib(&make::rows(5, 5)))]),
            "more pixels than its header says (5 × 4)",
        ),
        (gray(&[chunk(b"IDAT", b"abcdefgh")]), "cannot be unpacked"),
        (
            gray(&[chunk(b"IDAT", &flipped(zlib(&make::rows(5, 4)), 1))]),
            "cannot be unpacked",
        ),
        (
            gray(&[chunk(b"IDAT", &zlib(&[5; 24]))]),
            "cannot be unpacked",
        ),
        (
            gray(&[chunk(b"NEWs", &[]), pixels()]),
            "a part named \"NEWs\"",
        ),
        (
            gray(&[b"\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()]),
            "something else",
        ),
        (invalid(chunk(b"CgBI", &[0; 4])), "iPhone apps"),
        (
            invalid(chunk(b"IDAT", &[0; 13])),
            "does not start with a header",
        ),
        (invalid(ihdr(5, 4, 3, 0, 0)), "3 bits of color type 0"),
        (invalid(ihdr(5, 4, 8, 5, 0)), "8 bits of color type 5"),
        (invalid(ihdr(5, 4, 8, 0, 2)), "no PNG's"),
        (invalid(ihdr(5, 4, 8, 3, 0)), "table of colors is missing"),
        (
            png_of(&[ihdr(5, 4, 8, 3, 0), chunk(b"PLTE", &[0; 4]), pixels()]),
            "table of colors has 4 bytes",
        ),
        (invalid(ihdr(0, 4, 8, 0, 0)), "its width is 0"),
    ] {
        assert_refused(picture(&file), &[wanted]);
    }
}

fn whole_len() -> usize {
    make::png().len()
}
