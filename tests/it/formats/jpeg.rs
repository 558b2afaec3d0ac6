//! JPEG: what stays of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples::{self as make, segment};
use super::{assert_becomes, assert_refused, taken};

#[test]
fn a_jpeg_loses_its_profile_and_its_turn_which_is_told() {
    let exif = segment(0xe1, &[b"Exif\0\0", &make::orientation(6)[..]].concat());
    let second = segment(0xe1, &[b"Exif\0\0", &make::orientation(3)[..]].concat());
    let profile = segment(0xe2, b"ICC_PROFILE\0\x01\x01abc");
    let multi = segment(0xe2, b"MPF\0abc");
    let rest = [
        multi,
        make::frame(0xc2, 9, 7, 1),
        make::scan(1),
        make::scan(1),
    ];
    let file = |parts: &[Vec<u8>]| make::jpeg_of(&[parts, &rest].concat());
    let turned = file(&[exif.clone(), profile, second]);
    assert_becomes(&turned, &file(&[]), &[]);
    assert_eq!(taken(&turned).orientation, 6);
    let damaged = segment(0xe1, b"Exif\0\0II*\0\xff\xd9");
    assert_becomes(&file(&[damaged]), &file(&[]), &[]);
    // Fill bytes before a marker, garbage between parts, and a second picture after the first.
    let odd = [&file(&[exif, vec![1, 2, 3, 0xff, 0xff]])[..], &make::jpeg()].concat();
    assert_eq!(taken(&odd).height, 7);
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let part = |precision: u8, components: u8| {
        let mut frame = make::frame(0xc0, 9, 7, components);
        frame[4] = precision;
        make::jpeg_of(&[frame, make::scan(components.clamp(1, 4))])
    };
    let whole = make::jpeg();
    let frame = || make::frame(0xc0, 9, 7, 3);
    let mut sampled = frame();
    sampled[11] = 0x05;
    for (file, wanted) in [
        (
            whole[..whole.len() - 1].to_vec(),
            "cut short: it ends within its parts, and has no end mark",
        ),
        (whole[..14].to_vec(), "cut short: it ends within a header"),
        (part(12, 3), "it has 12 bits a channel"),
        (part(8, 4), "for print (CMYK)"),
        (part(8, 2), "it has 2 channels, and 1 or 3"),
        (
            make::jpeg_of(&[make::frame(0xc9, 9, 7, 3), make::scan(3)]),
            "rare way",
        ),
        (
            make::jpeg_of(&[make::frame(0xc0, 9, 0, 3), make::scan(3)]),
            "its height is 0",
        ),
        (
            make::jpeg_of(&[frame(), frame(), make::scan(3)]),
            "two frame headers",
        ),
        (
            make::jpeg_of(&[make::scan(3), frame()]),
            "before its frame header",
        ),
        (make::jpeg_of(&[frame()]), "there are no pixels"),
        (
            make::jpeg_of(&[frame(), vec![0xff, 0xd8], make::scan(3)]),
            "a second picture",
        ),
        (
            make::jpeg_of(&[frame(), segment(0xda, &[3, 1])]),
            "header of its pixels",
        ),
        (
            make::jpeg_of(&[sampled, make::scan(3)]),
            "samples colors in a way",
        ),
        (
            make::jpeg_of(&[segment(0xc0, &[8, 0, 7])]),
            "its frame header",
        ),
        (
            make::jpeg_of(&[make::frame(0xc0, 4000, 3000, 3), make::scan(3)]),
            "too few for 4000 × 3000",
        ),
        (
            make::jpeg_of(&[&[frame()][..], &vec![make::scan(3); 201]].concat()),
            "more than 200 scans",
        ),
        (
            vec![0xff, 0xd8, 0xff, 0xe0, 0, 1],
            "a length that cannot be",
        ),
    ] {
        assert_refused(picture(&file), &["JPEG", wanted]);
    }
}
