//! Pictures of any shape become squares by stated rules.

use super::{disk, hash, noise};
use hourglass::data::preparation::{
    Fit, Preparation, has_color, is_flat, is_transparent, place_ink, prepare,
};
use hourglass::error::Error;
use proptest::prelude::*;

fn prepared(pixels: &[u8], sides: (usize, usize, usize), to: &Preparation) -> Vec<u8> {
    let mut out = Vec::new();
    prepare(pixels, sides.0, sides.1, sides.2, to, &mut out).unwrap();
    out
}

fn to(size: usize, channels: usize, fit: Fit) -> Preparation {
    Preparation {
        size,
        channels,
        fit,
        ..Preparation::default()
    }
}

#[test]
fn a_picture_of_the_size_stays_as_it_is() {
    for fit in [Fit::Fit, Fit::Fill, Fit::Stretch] {
        let gray = noise(28 * 28, 1);
        assert_eq!(prepared(&gray, (28, 28, 1), &to(28, 1, fit)), gray);
        let rgb = noise(16 * 16 * 3, 2);
        assert_eq!(prepared(&rgb, (16, 16, 3), &to(16, 3, fit)), rgb);
        let opaque: Vec<u8> = rgb
            .chunks(3)
            .flat_map(|p| [p[0], p[1], p[2], 255])
            .collect();
        assert_eq!(prepared(&opaque, (16, 16, 4), &to(16, 3, fit)), rgb);
        let gray_rgb: Vec<u8> = gray.iter().flat_map(|&v| [v; 3]).collect();
        assert_eq!(prepared(&gray_rgb, (28, 28, 3), &to(28, 1, fit)), gray);
        assert_eq!(prepared(&gray, (28, 28, 1), &to(28, 3, fit)), gray_rgb);
    }
}

#[test]
fn gray_is_rec_601_and_transparency_is_white() {
    let one = |pixel: [u8; 4]| prepared(&pixel.repeat(256), (16, 16, 4), &to(16, 1, Fit::Fit))[0];
    assert_eq!(one([255, 0, 0, 255]), 76);
    assert_eq!(one([0, 255, 0, 255]), 150);
    assert_eq!(one([0, 0, 255, 255]), 29);
    assert_eq!(one([0, 0, 0, 0]), 255);
    assert_eq!(one([0, 0, 0, 51]), 204);
    assert_eq!(one([10, 10, 10, 255]), 10);
}

#[test]
fn fit_keeps_the_whole_fill_keeps_the_middle_stretch_keeps_neither_shape() {
    // 64 × 32: black, but for a white left quarter.
    let wide: Vec<u8> = (0..64 * 32)
        .map(|i| if i % 64 < 16 { 255 } else { 0 })
        .collect();
    let fit = prepared(&wide, (64, 32, 1), &to(16, 1, Fit::Fit));
    // Of the 188 outermost pixels 16 + 16 + 30 are white: 255 · 62 / 188 = 84.1.
    let (edge, within) = (
        [84; 16],
        [255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    for (y, row) in fit.chunks(16).enumerate() {
        let want = if (4..12).contains(&y) { within } else { edge };
        assert_eq!(row, want, "row {y}");
    }
    let fill = prepared(&wide, (64, 32, 1), &to(16, 1, Fit::Fill));
    assert_eq!(fill, [0; 256]);
    let stretch = prepared(&wide, (64, 32, 1), &to(16, 1, Fit::Stretch));
    assert!(stretch.chunks(16).all(|row| row == within));
}

#[test]
fn invert_and_normalize_work_on_the_prepared_picture() {
    let ramp: Vec<u8> = (0..=255_u16).map(|v| 50 + (v / 4) as u8).collect();
    let how = Preparation {
        normalize: true,
        ..to(16, 1, Fit::Fit)
    };
    let wide = prepared(&ramp, (16, 16, 1), &how);
    assert_eq!((wide[0], wide[128], wide[255]), (0, 130, 255));
    let inverted = prepared(
        &ramp,
        (16, 16, 1),
        &Preparation {
            invert: true,
            ..how.clone()
        },
    );
    assert_eq!((inverted[0], inverted[255]), (255, 0));
    // A flat picture has no range to stretch.
    assert_eq!(prepared(&[9; 256], (16, 16, 1), &how), [9; 256]);
}

#[test]
fn centering_does_as_mnist_does() {
    // A small dark square on light paper, far from the middle, and a spot of dirt too faint to count.
    let mut page = vec![240; 200 * 120 * 3];
    for (y, x) in (70..100).flat_map(|y| (20..50).map(move |x| (y, x))) {
        page[(y * 200 + x) * 3..][..3].copy_from_slice(&[20, 30, 40]);
    }
    page[(5 * 200 + 190) * 3] = 215;
    let how = Preparation {
        center: true,
        ..to(28, 3, Fit::Fill)
    };
    let picture = prepared(&page, (200, 120, 3), &how);
    for (i, pixel) in picture.chunks(3).enumerate() {
        let (x, y) = (i % 28, i / 28);
        let is_inside = (5..25).contains(&x) && (5..25).contains(&y);
        assert_eq!(
            pixel,
            if is_inside { [20, 30, 40] } else { [240; 3] },
            "{x} {y}"
        );
    }
    // Nothing stands out from the ground, so nothing is centered.
    let plain = prepared(&[240; 300], (10, 10, 3), &how);
    assert_eq!(plain, [240; 28 * 28 * 3]);
}

#[test]
fn drawings_are_light_on_dark_in_gray_and_dark_on_white_in_color() {
    let how = to(28, 1, Fit::Fit);
    let (mut gray, mut color) = (Vec::new(), Vec::new());
    place_ink(&disk(90), 90, 90, &how, &mut gray).unwrap();
    place_ink(&disk(90), 90, 90, &to(28, 3, Fit::Fit), &mut color).unwrap();
    assert_eq!((gray[0], gray[14 * 28 + 14]), (0, 255));
    let want: Vec<u8> = gray.iter().flat_map(|&v| [255 - v; 3]).collect();
    assert_eq!(color, want);
    assert!(place_ink(&[0; 5], 2, 3, &how, &mut gray).is_err());
    assert_eq!(gray.len(), 784);
}

#[test]
fn the_bytes_are_the_committed_ones() {
    let photo = noise(97 * 61 * 4, 5);
    let hashes: Vec<u64> = [
        (Fit::Fit, false),
        (Fit::Fill, false),
        (Fit::Stretch, false),
        (Fit::Fit, true),
    ]
    .iter()
    .map(|&(fit, center)| {
        let small = prepared(
            &photo,
            (97, 61, 4),
            &Preparation {
                center,
                ..to(28, 3, fit)
            },
        );
        let large = prepared(
            &photo[..11 * 7 * 4],
            (11, 7, 4),
            &Preparation {
                center,
                ..to(64, 1, fit)
            },
        );
        hash(&small) ^ hash(&large).rotate_left(1)
    })
    .collect();
    assert_eq!(hashes, PREPARED, "{hashes:#018x?}");
}

const PREPARED: [u64; 4] = [
    0x2abacb5c0d46174b,
    0xcc07ef82d6992375,
    0x352b618754882661,
    0x07bc88c76f9123b8,
];

#[test]
fn what_is_flat_and_what_is_transparent() {
    assert!(is_flat(&[1, 2, 3, 1, 2, 3], 3) && !is_flat(&[1, 2, 3, 1, 2, 4], 3));
    assert!(is_flat(&[7], 1) && !is_flat(&[7, 8], 1));
    assert!(
        is_transparent(&[1, 2, 3, 0, 4, 5, 6, 0]) && !is_transparent(&[1, 2, 3, 0, 4, 5, 6, 1])
    );
}

#[test]
fn wrong_words_and_wrong_sizes_are_refused() {
    let key = |json| match Preparation::parse(json).unwrap_err() {
        Error::Config { key, .. } => key,
        other => panic!("{other}"),
    };
    assert_eq!(key(r#"{"size":15}"#), "preparation.size");
    assert_eq!(key(r#"{"channels":2}"#), "preparation.channels");
    assert_eq!(key(r#"{"colour":1}"#), "preparation");
    assert_eq!(key("["), "preparation");
    let all =
        r#"{"size":32,"channels":3,"fit":"stretch","center":true,"invert":true,"normalize":true}"#;
    let how = Preparation::parse(all).unwrap();
    assert_eq!(serde_json::to_string(&how).unwrap(), all);
    assert_eq!(Preparation::parse("{}").unwrap(), Preparation::default());

    let why = |len: usize, width, height, channels| {
        let mut out = Vec::new();
        let result = prepare(&vec![0; len], width, height, channels, &how, &mut out);
        assert!(out.is_empty());
        result.unwrap_err().to_string()
    };
    assert_eq!(
        why(0, 0, 5, 1),
        "The picture's width: got 0, wanted at least 1"
    );
    assert_eq!(
        why(9, 3, 3, 2),
        "The picture's channels: got 2, wanted 1, 3 or 4"
    );
    assert_eq!(why(8, 3, 3, 1), "Bytes of the picture: got 8, wanted 9");
    assert_eq!(
        why(0, 1, 16_385, 1),
        "The picture's height is too large: 16385 pixels; the limit is 16384 pixels"
    );
    assert!(why(0, 16_384, 16_384, 4).contains("24 megapixels"));
    // As many pixels as are allowed.
    assert_eq!(
        why(0, 4096, 6144, 1),
        "Bytes of the picture: got 0, wanted 25165824"
    );
}

proptest! {
    #[test]
    fn any_picture_gives_a_whole_one(
        width in 1_usize..70, height in 1_usize..70, channels in prop::sample::select(vec![1, 3, 4]),
        size in 16_usize..=64, color: bool, center: bool, invert: bool, normalize: bool,
        fit in prop::sample::select(vec![Fit::Fit, Fit::Fill, Fit::Stretch]), seed: u64, flat: bool,
    ) {
        let len = width * height * channels;
        let pixels = if flat { vec![seed as u8; len] } else { noise(len, seed) };
        let how = Preparation { size, channels: if color { 3 } else { 1 }, fit, center, invert, normalize };
        let mut out = vec![1, 2];
        prepare(&pixels, width, height, channels, &how, &mut out).unwrap();
        prop_assert_eq!(out.len(), 2 + how.features());
        prop_assert_eq!(&out[..2], &[1, 2]);
        if flat {
            prop_assert!(is_flat(&out[2..], how.channels));
        } else if normalize && !is_flat(&out[2..], how.channels) {
            prop_assert!(out[2..].contains(&0) && out[2..].contains(&255));
        }
    }
}

#[test]
fn a_picture_has_color_if_one_visible_pixel_in_fifty_has() {
    let picture = |n: usize, pixel: [u8; 4], rest: [u8; 4]| {
        let mut rgba = rest.repeat(100 - n);
        rgba.extend(pixel.repeat(n));
        rgba
    };
    let (white, red) = ([255; 4], [200, 20, 20, 255]);
    assert!(has_color(&picture(2, red, white), 4));
    assert!(!has_color(&picture(1, red, white), 4));
    // A spread of 40 is color, one of 39 is a tint.
    let tinted = |spread: u8| [200, 200 - spread / 2, 200 - spread, 255];
    assert!(has_color(&picture(100, tinted(40), white), 4));
    assert!(!has_color(&picture(100, tinted(39), white), 4));
    // What cannot be seen does not count, neither for color nor against it.
    assert!(!has_color(&picture(50, [200, 20, 20, 127], white), 4));
    assert!(has_color(&picture(1, red, [255, 255, 255, 0]), 4));
    assert!(!has_color(&picture(0, red, [200, 20, 20, 0]), 4));
    // Without alpha, and in gray.
    assert!(has_color(&[9, 9, 9, 60, 9, 9], 3));
    assert!(!has_color(&noise(64, 3), 1));
    assert!(!has_color(&[], 3));
}
