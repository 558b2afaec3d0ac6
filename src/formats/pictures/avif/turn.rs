//! How an AVIF's primary item is to be turned (ISO 23008-12: `irot`, then `imir`), as an orientation of EXIF's.

use std::borrow::Cow;

use super::{Meta, index, next};
use crate::data::limits::reserve;
use crate::error::Result;

/// The orientations by the quarters that the picture is turned, against the clock, and then as it is: not mirrored,
/// top for bottom, left for right.
const ORIENTATIONS: [[u8; 3]; 4] = [[1, 4, 2], [8, 5, 7], [3, 2, 4], [6, 7, 5]];

/// The file without the item's properties that turn it, and what they say. Their association becomes the number 0,
/// which names none; all places remain true.
pub fn taken_out<'a>(file: Cow<'a, [u8]>, meta: &Meta) -> Result<(Cow<'a, [u8]>, u8)> {
    let (mut quarters, mut mirrored, mut named) = (0, 0, Vec::new());
    let list = &file[meta.associations.clone()];
    for place in meta.named(list).into_iter().flatten() {
        match property(&file, meta, index(&list[place.clone()])) {
            Some((b"irot", angle)) => quarters = usize::from(angle & 3),
            Some((b"imir", axis)) => mirrored = 1 + usize::from(axis & 1),
            _ => continue,
        }
        named.push(place);
    }
    if named.is_empty() {
        return Ok((file, ORIENTATIONS[0][0]));
    }
    let mut copy = reserve("The picture's file", file.len())?;
    copy.extend_from_slice(&file);
    for place in named {
        copy[meta.associations.clone()][place].fill(0);
    }
    Ok((Cow::Owned(copy), ORIENTATIONS[quarters][mirrored]))
}

/// The name of a property that turns, and its byte.
fn property(file: &[u8], meta: &Meta, number: usize) -> Option<(&'static [u8; 4], u8)> {
    let mut at = meta.properties.start;
    for _ in 1..number {
        at = next(file, at..meta.properties.end)?.data.end;
    }
    let found = next(file, at..meta.properties.end).filter(|_| number > 0)?;
    let name = [b"irot", b"imir"]
        .into_iter()
        .find(|&name| *name == found.name)?;
    Some((name, *file[found.data].first()?))
}
