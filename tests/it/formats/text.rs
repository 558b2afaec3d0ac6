//! Bytes of tables as text: by their mark of byte order, as UTF-8, else as Windows-1252, and no two alike.

use std::borrow::Cow;

use hourglass::formats::text::{Encoding, of_start, of_table};
use proptest::prelude::*;

use super::assert_refused;

/// UTF-16 with its mark.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(bytes).collect()
}

#[test]
fn the_mark_then_utf_8_then_windows_1252_decide() {
    use Encoding::{Utf8, Utf16, Windows1252};
    let cases: &[(&[u8], &str, Encoding)] = &[
        (b"", "", Utf8),
        (b"1,2", "1,2", Utf8),
        ("Bär,1".as_bytes(), "Bär,1", Utf8),
        (b"\xef\xbb\xbfa\xc3\xa9", "aé", Utf8),
        (b"B\xe4r \x80 \x81", "Bär € \u{81}", Windows1252),
        (b"\xef\xbb\xbfB\xe4r", "Bär", Windows1252),
        (&utf16("Bär 🐻", u16::to_le_bytes), "Bär 🐻", Utf16),
        (&utf16("Bär 🐻", u16::to_be_bytes), "Bär 🐻", Utf16),
    ];
    for &(bytes, text, encoding) in cases {
        assert_eq!(of_table(bytes), Ok((text.into(), encoding)), "{bytes:?}");
        assert_eq!(of_start(bytes), Ok((text.into(), encoding)), "{bytes:?}");
    }
    assert!(matches!(of_table(b"1,2").unwrap().0, Cow::Borrowed(_)));
    for cut in [
        &b"\xff\xfea"[..],
        b"\xff\xfe\x3d\xd8",
        b"\xfe\xff\xdc\x00\0a",
    ] {
        assert_refused(of_table(cut), &["half a character"]);
    }
}

#[test]
fn a_start_may_cut_through_a_character() {
    for whole in [
        "ab🐻".as_bytes(),
        &utf16("ab🐻", u16::to_le_bytes),
        &utf16("ab🐻", u16::to_be_bytes),
    ] {
        let end = whole.len() - 4;
        for cut in end..whole.len() {
            let (text, _) = of_start(&whole[..cut]).unwrap();
            assert_eq!(text, "ab", "{cut} of {whole:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn different_bytes_of_one_encoding_are_different_texts(
        one in proptest::collection::vec(prop_oneof![any::<u8>(), 0x80..=0xff_u8], 0..12),
        other in proptest::collection::vec(prop_oneof![any::<u8>(), 0x80..=0xff_u8], 0..12),
    ) {
        let bare = |bytes: &[u8]| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).to_vec();
        if let (Ok((a, how)), Ok((b, way))) = (of_table(&one), of_table(&other)) && how == way && how != Encoding::Utf16 {
            prop_assert_eq!(a == b, bare(&one) == bare(&other));
        }
    }
}
