//! What holds for whole files of every format.

use super::samples::{self as make, item};
use super::taken;

#[test]
fn sizes_are_the_headers() {
    let sizes: Vec<_> = make::pictures()
        .iter()
        .map(|file| taken(file))
        .map(|p| (p.width, p.height))
        .collect();
    let wanted = [
        (5, 4),
        (9, 9),
        (9, 7),
        (3, 2),
        (6, 5),
        (8, 6),
        (5, 5),
        (3, 2),
        (2, 2),
        (30, 20),
        (30, 20),
    ];
    assert_eq!(sizes, wanted);
}

#[test]
fn a_cleaned_file_is_clean() {
    for file in make::pictures() {
        let once = taken(&file);
        if once.pixels.is_some() {
            continue;
        }
        let twice = taken(&once.bytes);
        assert_eq!(once.bytes, twice.bytes);
        assert_eq!((once.width, once.height), (twice.width, twice.height));
    }
}

#[test]
fn what_follows_the_end_is_let_go() {
    for file in make::pictures() {
        let whole = taken(&file);
        let is_avif = file[4..].starts_with(b"ftyp");
        let more = if is_avif {
            item(b"free", &[0; 40])
        } else {
            vec![0xa5; 40]
        };
        let longer = taken(&[&file[..], &more].concat());
        assert_eq!((longer.width, longer.height), (whole.width, whole.height));
        // An AVIF states where its pixels are, so its file is not cut.
        if !is_avif {
            assert_eq!(longer.bytes, whole.bytes);
        }
        assert_eq!(longer.pixels, whole.pixels);
    }
}
