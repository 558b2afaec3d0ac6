//! AVIF: what stays of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples::{self as make, item};
use super::{ANIMATION, assert_becomes, assert_refused, taken};

#[test]
fn an_animated_avif_becomes_a_still() {
    let movie = |name| item(name, &[5; 9]);
    let file = make::avif(b"avis", 30, 20, &movie(b"moov"));
    assert_becomes(
        &file,
        &make::avif(b"avif", 30, 20, &movie(b"free")),
        &[ANIMATION],
    );
}

#[test]
fn what_turns_an_avif_is_told_and_taken_out() {
    let files = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/files");
    for wanted in 1..=8 {
        let file = std::fs::read(files.join(format!("turned-{wanted}.avif"))).unwrap();
        let clean = taken(&file);
        assert_eq!(clean.orientation, wanted);
        let swapped = wanted >= 5;
        assert_eq!(
            (clean.width, clean.height),
            if swapped { (32, 40) } else { (40, 32) }
        );
        let differ = file
            .iter()
            .zip(&*clean.bytes)
            .filter(|(a, b)| a != b)
            .count();
        assert_eq!(differ, [0, 1, 1, 1, 2, 1, 2, 1][usize::from(wanted) - 1]);
        assert_eq!(taken(&clean.bytes).orientation, 1);
    }
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let whole = make::avif(b"avif", 30, 20, &[]);
    let ftyp = item(b"ftyp", b"avif\0\0\0\0avif");
    let movie = item(b"moov", &[0; 8]);
    let place = whole
        .windows(4)
        .position(|part| part == [0, 0, 0, 32])
        .unwrap();
    let mut far = whole.clone();
    far[place + 2] = 0x7f;
    let mut other = whole.clone();
    let primary = whole.windows(4).position(|part| part == b"pitm").unwrap();
    other[primary + 9] = 3;
    for (file, wanted) in [
        (
            whole[..whole.len() - 1].to_vec(),
            "cut short: it ends within its parts",
        ),
        (ftyp.clone(), "description of its picture is missing"),
        (
            [&ftyp[..], &movie].concat(),
            "an animation without a still picture",
        ),
        (
            [&ftyp[..], &item(b"meta", &[])].concat(),
            "the size of its picture is nowhere",
        ),
        (other, "the size of its picture is nowhere"),
        (far, "cut short: it ends within its pixels"),
        (make::avif(b"avif", 30, 0, &[]), "its height is 0"),
    ] {
        assert_refused(picture(&file), &["AVIF", wanted]);
    }
}
