//! Deflate streams unpacked within a bound: into memory, or only to be looked at.

use miniz_oxide::inflate::TINFLStatus as Status;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags as flags};

use crate::data::limits::reserve;
use crate::error::Result;

/// Bytes that a deflate stream can refer back to, and so the memory of a stream that is only looked at.
const WINDOW: usize = 32 << 10;
/// Deflate makes at most 1,032 bytes of one. A file that promises more lies.
pub(super) const MAX_DEFLATE_RATIO: usize = 1032;

/// Why a stream gave no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It ends too early.
    Cut,
    /// It is no deflate stream, or its checksum differs.
    Damaged,
    /// It holds more than the bound.
    TooLong,
}

/// Unpacks the raw deflate stream that `packed` starts with onto the end of `out`, at most `limit`
/// bytes of it, and gives the length of the stream. `promised` is what the file says it becomes: no
/// more than a hint for how much memory to take at once.
///
/// # Errors
/// The outer error if the memory is refused, the inner one if the stream is at fault.
pub(super) fn unpack(
    packed: &[u8],
    promised: usize,
    limit: usize,
    out: &mut Vec<u8>,
) -> Result<Result<usize, Trouble>> {
    let start = out.len();
    let most = start.saturating_add(limit);
    let likely = promised
        .min(packed.len().saturating_mul(MAX_DEFLATE_RATIO))
        .min(limit);
    // Room for one byte more than promised: the stream's end shows without another round.
    grow(out, (start + likely).max(start + WINDOW).min(most) + 1)?;
    let mut state = Box::<DecompressorOxide>::default();
    let (mut read, mut filled) = (0, 0);
    loop {
        let (status, taken, made) = decompress(
            &mut state,
            &packed[read..],
            &mut out[start..],
            filled,
            flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
        );
        (read, filled) = (read + taken, filled + made);
        if filled > limit {
            return Ok(Err(Trouble::TooLong));
        }
        match status {
            Status::Done => {
                out.truncate(start + filled);
                return Ok(Ok(read));
            }
            Status::HasMoreOutput => {
                let room = out.len() - start;
                grow(out, start + room.saturating_mul(2).min(limit + 1))?;
            }
            other => return Ok(Err(trouble(other))),
        }
    }
}

/// Makes `out` `length` bytes long, unless the memory is refused.
fn grow(out: &mut Vec<u8>, length: usize) -> Result<()> {
    let more = length.saturating_sub(out.len());
    if out.try_reserve_exact(more).is_err() {
        reserve::<u8>("What the file unpacks to", length)?;
    }
    out.resize(length.max(out.len()), 0);
    Ok(())
}

fn trouble(status: Status) -> Trouble {
    match status {
        Status::FailedCannotMakeProgress | Status::NeedsMoreInput => Trouble::Cut,
        _ => Trouble::Damaged,
    }
}

/// Unpacks a zlib stream that lies in several parts, keeps nothing of it, and shows each piece to
/// `look`, which says whether to go on. Gives the number of bytes, at most `limit`.
///
/// # Errors
/// What is wrong with the stream; [`Trouble::Damaged`] too if `look` says so.
pub(super) fn look_through<'a>(
    parts: impl Iterator<Item = &'a [u8]>,
    limit: usize,
    mut look: impl FnMut(&[u8]) -> bool,
) -> Result<usize, Trouble> {
    const FLAGS: u32 = flags::TINFL_FLAG_PARSE_ZLIB_HEADER | flags::TINFL_FLAG_HAS_MORE_INPUT;
    let mut state = Box::<DecompressorOxide>::default();
    let mut window = vec![0; WINDOW];
    let (mut at, mut total) = (0, 0);
    for mut part in parts {
        loop {
            let (status, taken, made) = decompress(&mut state, part, &mut window, at, FLAGS);
            part = &part[taken..];
            total += made;
            if total > limit {
                return Err(Trouble::TooLong);
            }
            if !look(&window[at..at + made]) {
                return Err(Trouble::Damaged);
            }
            at = (at + made) % WINDOW;
            match status {
                Status::Done => return Ok(total),
                Status::HasMoreOutput => {}
                Status::NeedsMoreInput => break,
                _ => return Err(Trouble::Damaged),
            }
        }
    }
    Err(Trouble::Cut)
}
