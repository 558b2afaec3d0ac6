//! WebP: what stays of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples::{self as make, riff};
use super::{ANIMATION, assert_becomes, assert_refused, taken};

#[test]
fn a_webp_is_its_first_frame_without_notes() {
    let (exif, profile) = (riff(b"EXIF", b"abc"), riff(b"ICCP", b"abc"));
    let noted = make::webp_of(&[make::vp8x(0x2c, 6, 5), profile, make::vp8l(6, 5), exif]);
    let plain = make::webp_of(&[make::vp8l(6, 5)]);
    assert_becomes(&noted, &plain, &[]);
    // One file lacks the last byte of padding, another one states a wrong size of the whole.
    assert_becomes(&plain[..plain.len() - 1], &plain, &[]);
    assert_becomes(&[b"RIFF\0\0\0\0", &plain[8..]].concat(), &plain, &[]);
    let noted =
        |exif: &[u8]| make::webp_of(&[make::vp8x(8, 6, 5), make::vp8l(6, 5), riff(b"EXIF", exif)]);
    for (exif, wanted) in [
        (make::orientation(6), 6),
        ([b"Exif\0\0", &make::orientation(3)[..]].concat(), 3),
        (make::orientation(9), 1),
    ] {
        assert_becomes(&noted(&exif), &plain, &[]);
        assert_eq!(taken(&noted(&exif)).orientation, wanted);
    }
    let frame = |place: u8, w: u8, h: u8| {
        let header = [place, 0, 0, 0, 0, 0, w - 1, 0, 0, h - 1, 0, 0, 9, 9, 9, 0];
        riff(
            b"ANMF",
            &[&header[..], &make::vp8l(w.into(), h.into())].concat(),
        )
    };
    let animation = |frames: &[Vec<u8>]| {
        make::webp_of(&[&[make::vp8x(0x12, 6, 5), riff(b"ANIM", &[0; 6])], frames].concat())
    };
    assert_becomes(
        &animation(&[frame(0, 6, 5), frame(1, 2, 2)]),
        &plain,
        &[ANIMATION],
    );
    let small = animation(&[frame(1, 3, 4)]);
    assert_becomes(
        &animation(&[frame(1, 3, 4), frame(0, 6, 5)]),
        &small,
        &[ANIMATION],
    );
    assert_eq!(taken(&small).width, 6);
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let plain = make::webp_of(&[make::vp8l(6, 5)]);
    let frame = [
        &[1, 0, 0, 0, 0, 0, 5, 0, 0, 4, 0, 0, 0, 0, 0, 0][..],
        &make::vp8l(6, 5),
    ]
    .concat();
    for (file, wanted) in [
        (
            plain[..plain.len() - 2].to_vec(),
            "cut short: it ends within its pixels",
        ),
        (make::webp_of(&[]), "its pixels"),
        (
            make::webp_of(&[make::vp8x(0, 6, 6), make::vp8l(6, 5)]),
            "different sizes",
        ),
        (
            make::webp_of(&[make::vp8x(2, 6, 5), riff(b"ANMF", &frame)]),
            "different sizes",
        ),
        (make::webp_of(&[riff(b"ANMF", &frame)]), "different sizes"),
        (
            make::webp_of(&[riff(b"VP8L", &[0x2e, 0, 0, 0, 0])]),
            "wrong bytes",
        ),
        (make::webp_of(&[riff(b"VP8 ", &[1; 10])]), "wrong bytes"),
        (
            make::webp_of(&[riff(b"VP8 ", &[0x50, 1, 0, 0x9d, 1, 0x2a, 4, 0, 4, 0])]),
            "its pixels",
        ),
        (make::webp_of(&[make::vp8(0, 5)]), "its width is 0"),
    ] {
        assert_refused(picture(&file), &["WebP", wanted]);
    }
}
