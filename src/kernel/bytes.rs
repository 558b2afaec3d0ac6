//! Bytes as numbers.

/// `byte / 255` for every byte.
const UNIT: [f32; 256] = {
    let mut table = [0.0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte as f32 / 255.0;
        byte += 1;
    }
    table
};

/// `out = bytes / 255`, looked up in a table of the 256 results.
///
/// # Panics
/// If the lengths differ.
pub fn unit_from_bytes(bytes: &[u8], out: &mut [f32]) {
    assert_eq!(bytes.len(), out.len(), "as many numbers as bytes");
    for (&byte, out) in bytes.iter().zip(out) {
        *out = UNIT[byte as usize];
    }
}
