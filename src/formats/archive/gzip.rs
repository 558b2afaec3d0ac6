//! gzip (RFC 1952): one packed file, in one or several members.

use crate::error::{Error, Result};
use crate::formats::bytes::{array, le16, le32};
use crate::formats::crc::crc32;
use crate::formats::inflate::{Trouble, unpack};

const GZIP: &str = "gzip";

/// Unpacks a gzip file of at most `limit` bytes; several members are put one after the other. Zeros and
/// whatever else follows the last member are let go, as gzip itself does.
///
/// # Errors
/// [`Error::Format`] if it is cut short or damaged, [`Error::TooLarge`] if it unpacks to more than
/// `limit` bytes or the memory is refused.
pub fn gunzip(file: &[u8], limit: usize) -> Result<Vec<u8>> {
    let fail = |why: &str| Err(Error::format(GZIP, why));
    let cut = "it is cut short: it ends within a header";
    if !file.starts_with(&[0x1f, 0x8b]) {
        return fail("it does not start with 1f 8b");
    }
    let promised = file
        .last_chunk()
        .map_or(0, |size| u32::from_le_bytes(*size) as usize);
    let mut out = Vec::new();
    let mut rest = file;
    while rest.starts_with(&[0x1f, 0x8b]) {
        if rest.get(2).is_some_and(|&method| method != 8) {
            return fail("it is packed in an unknown way");
        }
        let Some(packed) = header(rest).and_then(|length| rest.get(length..)) else {
            return fail(cut);
        };
        let start = out.len();
        let read = match unpack(packed, promised, limit - start, &mut out)? {
            Ok(read) => read,
            Err(Trouble::Cut) => return fail("it is cut short: its end is missing"),
            Err(Trouble::Damaged) => return fail("it is damaged: it cannot be unpacked"),
            Err(Trouble::TooLong) => {
                return Err(Error::TooLarge {
                    what: "What the gzip file unpacks to".into(),
                    got: format!("more than {} MB", limit >> 20),
                    limit: format!("{} MB", limit >> 20),
                });
            }
        };
        let Some((crc, size)) = le32(packed, read).zip(le32(packed, read + 4)) else {
            return fail("it is cut short: its checksum is missing");
        };
        let member = &out[start..];
        if crc != crc32(member) || size != member.len() as u32 {
            return fail("it is damaged: its checksum is wrong");
        }
        rest = &packed[read + 8..];
    }
    Ok(out)
}

/// Length of a member's header.
fn header(member: &[u8]) -> Option<usize> {
    let [.., flags, _, _, _, _, _, _] = array::<10>(member, 0)?;
    let mut length = 10;
    if flags & 4 != 0 {
        length += 2 + le16(member, length)?;
    }
    // A name and a comment, each with a zero at its end.
    for flag in [8, 16] {
        if flags & flag != 0 {
            length += 1 + member.get(length..)?.iter().position(|&byte| byte == 0)?;
        }
    }
    Some(if flags & 2 != 0 { length + 2 } else { length })
}
