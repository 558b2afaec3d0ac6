//! Which pictures are the same: a number by which the same bytes are known again.

/// The key of some bytes: `MurmurHash64A` (Appleby 2008), eight bytes at a time, with a seed of its own.
///
/// Of 100,000 different pictures two have the same key once in four billion sets. Bytes that differ in eight of them
/// only, at a multiple of eight, never have.
pub fn key(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
    const FACTOR: u64 = 0xc6a4_a793_5bd1_e995;
    let mixed = |word: u64| {
        let word = word.wrapping_mul(FACTOR);
        (word ^ (word >> 47)).wrapping_mul(FACTOR)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let start = SEED ^ (bytes.len() as u64).wrapping_mul(FACTOR);
    let mut hash = words.iter().fold(start, |hash, word| {
        (hash ^ mixed(u64::from_le_bytes(*word))).wrapping_mul(FACTOR)
    });
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(FACTOR);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(FACTOR);
    hash ^ (hash >> 47)
}

/// The keys of pictures of `features` bytes each.
pub fn keys(pictures: &[u8], features: usize) -> Vec<u64> {
    pictures.chunks_exact(features.max(1)).map(key).collect()
}
