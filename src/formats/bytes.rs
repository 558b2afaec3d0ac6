//! Numbers out of bytes that may not be there.

/// Big-endian u16 at `at`.
pub fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_be_bytes(array(bytes, at)?) as usize)
}

/// Big-endian u32 at `at`.
pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(array(bytes, at)?))
}

/// Little-endian u16 at `at`.
pub fn le16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_le_bytes(array(bytes, at)?) as usize)
}

/// Little-endian number of three bytes at `at`.
pub fn le24(bytes: &[u8], at: usize) -> Option<usize> {
    let [a, b, c] = array(bytes, at)?;
    Some(u32::from_le_bytes([a, b, c, 0]) as usize)
}

/// Little-endian u32 at `at`.
pub fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(array(bytes, at)?))
}

/// `N` bytes at `at`.
pub fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// `length` bytes at `at`.
pub fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}
