//! A visitor's files: what they are, which are whole, and what is said of those that are not.

mod archives;
mod avif;
mod bmp;
mod decoded;
mod exif;
mod field_cases;
mod gif;
mod idx;
mod jpeg;
mod kinds;
mod limits;
mod names;
mod png;
mod png_pixels;
mod properties;
mod samples;
mod tables;
mod text;
mod webp;
mod whole;
mod zip;

use std::borrow::Cow;

use hourglass::error::{Error, Result};
use hourglass::formats::pictures::{Picture, picture};

const ANIMATION: &str = "Its animation was dropped: the first frame is used.";

/// Fails unless the result is an error whose words hold all of `wanted`.
#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T>, wanted: &[&str]) -> Error {
    let error = result.expect_err("taken");
    let message = error.to_string();
    for part in wanted {
        assert!(message.contains(part), "{message:?} lacks {part:?}");
    }
    error
}

/// A picture that must be taken.
#[track_caller]
fn taken(file: &[u8]) -> Picture<'static> {
    let Picture {
        kind,
        width,
        height,
        bytes,
        pixels,
        orientation,
        repairs,
    } = picture(file).unwrap();
    let bytes = Cow::Owned(bytes.into_owned());
    Picture {
        kind,
        width,
        height,
        bytes,
        pixels,
        orientation,
        repairs,
    }
}

/// Checks that a file is cleaned to `wanted`, with these repairs.
#[track_caller]
fn assert_becomes(file: &[u8], wanted: &[u8], repairs: &[&str]) {
    let picture = taken(file);
    assert_eq!(picture.bytes, wanted);
    assert_eq!(picture.repairs, repairs);
}

/// Checks that a file decodes to the very picture that `wanted` decodes to, with these repairs.
#[track_caller]
fn assert_decodes_as(file: &[u8], wanted: &[u8], repairs: &[&str]) {
    let (picture, wanted) = (taken(file), taken(wanted));
    assert_eq!(
        (picture.width, picture.height),
        (wanted.width, wanted.height)
    );
    assert_eq!(pixels(&picture), pixels(&wanted));
    assert_eq!(picture.repairs, repairs);
}

/// The pixels of a picture that is decoded here: red, green, blue, alpha.
#[track_caller]
fn pixels(picture: &Picture) -> Vec<[u8; 4]> {
    let bytes = picture.pixels.as_deref().expect("it is decoded here");
    assert_eq!(bytes.len(), picture.width * picture.height * 4);
    assert!(picture.bytes.is_empty());
    bytes.as_chunks().0.to_vec()
}
