//! Files that are, or say they are, beyond the limits: refused before they cost anything.

use hourglass::error::Error;
use hourglass::formats::pictures::picture;

use super::assert_refused;
use super::samples::{self as make, chunk, ihdr, png_of, zlib};

#[test]
fn sizes_beyond_the_limits_are_refused() {
    let long = png_of(&[ihdr(1, 20_000, 1, 0, 0)]);
    // 31 KB that unpack to 16,000 × 16,000 pixels of one bit.
    let bits = chunk(b"IDAT", &zlib(&vec![0; 2001 * 16_000]));
    assert!(bits.len() < 32_000);
    for (file, wanted) in [
        (long, "1 × 20000 pixels; the limit is 16384 pixels a side"),
        (
            png_of(&[ihdr(16_000, 16_000, 1, 0, 0), bits]),
            "the limit is 24 megapixels",
        ),
        (
            png_of(&[ihdr(1 << 31, 7, 8, 0, 0)]),
            "2147483648 × 7 pixels",
        ),
        (
            png_of(&[ihdr(6000, 4195, 8, 0, 0)]),
            "the limit is 24 megapixels",
        ),
        (
            make::jpeg_of(&[make::frame(0xc0, 65_535, 65_535, 3)]),
            "65535 × 65535",
        ),
        (make::screen(40_000, 40_000), "40000 × 40000"),
        (
            make::webp_of(&[make::vp8x(0, 1 << 24, 1 << 24)]),
            "16777216 × 16777216",
        ),
        (make::bmp(40, 3, i32::MIN, 24, 0, &[]), "3 × 2147483648"),
        (
            make::avif(b"avif", u32::MAX, u32::MAX, &[]),
            "4294967295 × 4294967295",
        ),
        (
            make::png().into_iter().chain(vec![0; 25 << 20]).collect(),
            "the limit is 25 MB",
        ),
    ] {
        let error = assert_refused(picture(&file), &["too large", wanted]);
        assert!(matches!(error, Error::TooLarge { .. }));
    }
}
