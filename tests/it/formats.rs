//! A visitor's files: what they are, which are whole, and what is said of those that are not.

mod archives;
mod avif;
mod bmp;
mod csv;
mod gif;
mod idx;
mod jpeg;
mod kinds;
mod limits;
mod npy;
mod png;
mod properties;
mod samples;
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
        repairs,
    } = picture(file).unwrap();
    let bytes = Cow::Owned(bytes.into_owned());
    Picture {
        kind,
        width,
        height,
        bytes,
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
