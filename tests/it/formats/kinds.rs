//! First bytes, and nothing else, say what a file is.

use hourglass::formats::{FileKind, PictureKind, kind, pictures::picture};

use super::{assert_refused, samples, zip};

#[test]
fn every_kind_is_known_by_its_bytes() {
    use PictureKind::{Avif, Bmp, Gif, Jpeg, Png, WebP};
    let kinds = [Png, Png, Jpeg, Gif, WebP, WebP, WebP, Bmp, Bmp, Avif, Avif];
    let found: Vec<_> = samples::pictures()
        .iter()
        .map(|file| kind(file).unwrap())
        .collect();
    assert_eq!(found, kinds.map(FileKind::Picture));
    let npy = b"\x93NUMPY\x01\0";
    let saved = b"\x20\0\0\0\0\0\0\0{\"images\"";
    assert_eq!(kind(npy), Ok(FileKind::Npy));
    assert_eq!(kind(saved), Ok(FileKind::Safetensors));
    assert_eq!(kind(&samples::gzip(b"a")), Ok(FileKind::Gzip));
    assert_eq!(kind(&zip::zip(&[])), Ok(FileKind::Zip));
    assert_eq!(
        kind(&zip::zip(&[zip::stored("a", b"b")])),
        Ok(FileKind::Zip)
    );
    for (numbers, dimensions) in [(8, 1), (8, 3), (8, 4), (0x0d, 3), (7, 3)] {
        assert_eq!(
            kind(&[0, 0, numbers, dimensions, 0, 0, 0, 1]),
            Ok(FileKind::Idx)
        );
    }
}

#[test]
fn a_table_is_text_with_many_short_fields() {
    let header = format!(
        "label,{}",
        (0..784)
            .map(|i| format!("pixel{i}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    for text in [
        "0,1,2,3,4,5,6,7,8\n9,9,9,9,9,9,9,9,9\n",
        "\u{feff}0;1;2;3;4;5;6;7;8\r\n",
        "a\n0\t1\t2\t3\t4\t5\t6\t7\t8",
        "8BPS,1,2,3,4,5,6,7,8",
        "# made by hand\n0 1 2 3 4 5 6 7 8",
        "0,5 1,0 -2,5 3 4 5 6 7 8\n",
        "sep=;\n1;2;3;4\n5;6;7;8\n",
        "file,label\na.png,cat\nb.png,dog\n",
        "1,2,3,4\n1,2,3,4",
        "emotion,pixels,Usage\n0,70 80 82 72 58 58 60 63 54,Training",
        &header,
        &format!("{header}\n5,{}", "0,".repeat(784)),
    ] {
        assert_eq!(kind(text.as_bytes()), Ok(FileKind::Csv), "{text:.40}");
    }
    for text in [
        "Dear all,\nplease find, as agreed, the pictures.",
        "1,2,3,4\n1,2,3",
        "It was, he said, one of 1 2 3 4 5 6 7 8 9 and more",
        "one two three four five six seven eight nine ten",
        "x",
    ] {
        assert_refused(kind(text.as_bytes()), &["it is text", "CSV"]);
    }
    // The first 4,096 bytes, all that is looked at, end within a character.
    let long = format!("{}é", "a".repeat(4095));
    assert_refused(kind(long.as_bytes()), &["it is text"]);
}

#[test]
fn what_cannot_be_read_is_refused_by_name_with_what_to_do() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "it is empty (0 bytes)"),
        (b"<!DOCTYPE html><title>404", "web page (HTML)"),
        (b"\xef\xbb\xbf \n<html lang=en>", "web page (HTML)"),
        (b"<svg xmlns='a' d='M0,1,2,3,4,5,6,7,8,9'>", "SVG drawing"),
        (b"<?xml version='1.0'?>\n<svg>", "SVG drawing"),
        (b"<?xml version='1.0'?>\n<plist>", "XML"),
        (b"%PDF-1.7", "PDF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "on an iPhone"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"),
        (b"\0\0\x01\0\x01\0", "icon (ICO)"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x4f\xff\x51", "JPEG 2000"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"8BPS\0\x01", "PSD"),
        (b"Rar!\x1a\x07", "pack the pictures as ZIP"),
        (b"RIFF\0\0\0\0WAVEfmt ", "sound"),
        (b"RIFF\0\0\0\0AVI LIST", "video"),
        (b"P6\n3 2\n255\n\x01", "PNM"),
        (b"\xff\xfea\0b\0", "UTF-16"),
        (b"{\"a\": [1, 2]}", "JSON"),
        (b"\x89HDF\r\n\x1a\n", "numpy.save"),
        (b"BMX is a sport of bikes", "it is text"),
        (b"\x01\x02\x03\x04", "no known format"),
    ];
    for (bytes, wanted) in cases {
        assert_refused(kind(bytes), &["This is not a usable picture file", wanted]);
    }
}

#[test]
fn data_is_no_picture() {
    assert_refused(
        picture(&[0, 0, 8, 1, 0, 0, 0, 0]),
        &["a file of data or an archive"],
    );
}
