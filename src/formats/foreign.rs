//! Files that are often tried and cannot be read, each with what to do instead.

use super::bytes::part;

/// For each format the place of its magic bytes, these bytes, and the sentence that refuses it.
const KNOWN: &[(usize, &[u8], &str)] = &[
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),
    (0, b"MM\0+", TIFF),
    (
        0,
        b"\0\0\x01\0",
        "it is an icon (ICO); save its picture as PNG first",
    ),
    (
        0,
        b"\0\0\x02\0",
        "it is a cursor or a TGA picture; save it as PNG first",
    ),
    (
        0,
        b"\0\0\x0a\0",
        "it is a TGA picture; save it as PNG first",
    ),
    (4, b"jP  ", JPEG_2000),
    (0, b"\xff\x4f\xff\x51", JPEG_2000),
    (4, b"JXL ", JPEG_XL),
    (0, b"\xff\x0a", JPEG_XL),
    (
        0,
        b"8BPS",
        "it is a Photoshop document (PSD); export it as PNG or JPEG first",
    ),
    (
        0,
        b"gimp xcf",
        "it is a GIMP document (XCF); export it as PNG or JPEG first",
    ),
    (
        0,
        b"%PDF",
        "it is a PDF document; save its pictures as PNG or JPEG first",
    ),
    (
        0,
        b"%!PS",
        "it is a PostScript document; save it as PNG first",
    ),
    (0, b"qoif", "it is a QOI picture; save it as PNG first"),
    (0, b"DDS ", "it is a DDS texture; save it as PNG first"),
    (
        0,
        b"\x76\x2f\x31\x01",
        "it is an OpenEXR picture; save it as PNG first",
    ),
    (
        0,
        b"#?RADIANCE",
        "it is a Radiance picture; save it as PNG first",
    ),
    (
        0,
        b"FUJIFILMCCD-RAW",
        "it is a camera's raw file; save it as JPEG first",
    ),
    (0, b"Rar!", PACKED),
    (0, b"7z\xbc\xaf\x27\x1c", PACKED),
    (257, b"ustar", PACKED),
    (0, b"\xfd7zXZ\0", PACKED),
    (0, b"BZh", PACKED),
    (0, b"\x28\xb5\x2f\xfd", PACKED),
    (0, b"\x1a\x45\xdf\xa3", VIDEO),
    (8, b"AVI ", VIDEO),
    (4, b"moov", VIDEO),
    (0, b"\0\0\x01\xba", VIDEO),
    (8, b"WAVE", "it is a sound"),
    (0, b"ID3", "it is a sound"),
    (0, b"OggS", "it is a sound or a video"),
    (
        0,
        b"\x89HDF\r\n\x1a\n",
        "it is an HDF5 file; save the array with numpy.save first",
    ),
    (
        0,
        b"PAR1",
        "it is a Parquet file; save the images as PNG, or as an array with numpy.save",
    ),
    (
        0,
        b"MATLAB",
        "it is a MATLAB file; save the array with numpy.save first",
    ),
    (0, b"SQLite format 3\0", "it is a database"),
    (
        0,
        b"\xd0\xcf\x11\xe0",
        "it is an Office document; save its pictures as PNG or JPEG first",
    ),
    (0, b"MZ", "it is a program"),
    (0, b"\x7fELF", "it is a program"),
    (0, b"\0asm", "it is a program"),
    (0, b"\xff\xfe", UTF_16),
    (0, b"\xfe\xff", UTF_16),
];

const TIFF: &str = "it is a TIFF picture or a camera's raw file, which browsers cannot read; save it as PNG or JPEG first";
const JPEG_2000: &str =
    "it is a JPEG 2000 picture, which most browsers cannot read; save it as PNG or JPEG first";
const JPEG_XL: &str =
    "it is a JPEG XL picture, which most browsers cannot read; save it as PNG or JPEG first";
const PACKED: &str =
    "it is an archive of a kind that cannot be opened here; pack the pictures as ZIP";
const VIDEO: &str = "it is a video; save some of its frames as pictures first";
const UTF_16: &str = "it is text in UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)";
const HEIC: &str = "it is a HEIC photo, which most browsers cannot read; save it as JPEG first (on an iPhone: Settings, Camera, Formats, Most Compatible)";

/// The sentence for a file of a known format that cannot be read.
pub fn known(start: &[u8]) -> Option<&'static str> {
    let known = KNOWN
        .iter()
        .find(|(at, magic, _)| part(start, *at, magic.len()) == Some(magic))
        .map(|(.., why)| *why);
    known.or_else(|| media(start)).or_else(|| portable(start))
}

/// Files of ISO boxes. AVIF was recognized before, so stills are HEIC, and the rest is video.
fn media(start: &[u8]) -> Option<&'static str> {
    if part(start, 4, 4) != Some(b"ftyp") {
        return None;
    }
    let brand = part(start, 8, 4).unwrap_or_default();
    Some(match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => HEIC,
        b"crx " => TIFF,
        _ => VIDEO,
    })
}

/// PNM: `P1` to `P7` and a space.
fn portable(start: &[u8]) -> Option<&'static str> {
    matches!(start, [b'P', b'1'..=b'7', b' ' | b'\n' | b'\r' | b'\t', ..])
        .then_some("it is a portable pixmap (PNM); save it as PNG first")
}

/// HTML, SVG, XML, JSON and rich text, behind spaces and a byte order mark.
pub fn markup(start: &[u8]) -> Option<&'static str> {
    let start = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let begins = |word: &[u8]| {
        start
            .get(..word.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(word))
    };
    let holds = |word: &[u8]| {
        start
            .windows(word.len())
            .any(|w| w.eq_ignore_ascii_case(word))
    };
    match start {
        [b'<', ..] if begins(b"<svg") || holds(b"<svg") && !holds(b"<html") => {
            Some("it is an SVG drawing, which has no pixels of its own; export it as PNG first")
        }
        [b'<', ..] if begins(b"<!doctype html") || holds(b"<html") || holds(b"<head") => Some(
            "it is a web page (HTML), perhaps an error page saved in place of the picture; save the picture itself",
        ),
        [b'<', b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z', ..] => Some("it is XML or HTML text"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("it is a text document (RTF)"),
        [b'{' | b'[', ..] if std::str::from_utf8(start).is_ok() => {
            Some("it is JSON text; save the numbers as CSV, or with numpy.save")
        }
        _ => None,
    }
}
