//! GIF's LZW, as far as it takes to count pixels: how long each code's run is, not what is in it.

/// Codes have at most 12 bits.
const CODES: usize = 1 << 12;

/// Whether the codes in `blocks`, the first of them one bit longer than `code_size` (1..=8), make at
/// least `wanted` pixels.
///
/// # Errors
/// If a code comes that cannot be.
pub fn fills<'a>(
    blocks: impl Iterator<Item = &'a [u8]>,
    code_size: usize,
    wanted: usize,
) -> Result<bool, ()> {
    let clear = 1 << code_size;
    let mut runs = [1_u16; CODES];
    let (mut next, mut bits) = (clear + 2, code_size + 1);
    let mut previous: Option<usize> = None;
    let (mut buffer, mut filled, mut pixels) = (0_u32, 0, 0);
    for &byte in blocks.flatten() {
        buffer |= u32::from(byte) << filled;
        filled += 8;
        while filled >= bits {
            let code = buffer as usize & ((1 << bits) - 1);
            buffer >>= bits;
            filled -= bits;
            if code == clear {
                (next, bits, previous) = (clear + 2, code_size + 1, None);
                continue;
            }
            if code == clear + 1 {
                return Ok(false);
            }
            if let Some(before) = previous {
                if code > next || code == next && next == CODES {
                    return Err(());
                }
                if next < CODES {
                    runs[next] = runs[before] + 1;
                    next += 1;
                    if next == 1 << bits && bits < 12 {
                        bits += 1;
                    }
                }
            } else if code > clear {
                return Err(());
            }
            previous = Some(code);
            pixels += usize::from(runs[code]);
            if pixels >= wanted {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
