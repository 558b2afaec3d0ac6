//! Data sets, batches and noise; how pictures become numbers, and many out of few.

mod augmentation;
mod corruption;
mod drawing;
mod identity;
mod patches;
mod preparation;
mod scaling;
mod sets;
mod split;
mod spread;

use hourglass::rng::{Purpose, Rng};

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Random bytes.
fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut rng = Rng::stream(seed, Purpose::Other, 3);
    (0..len).map(|_| (rng.next_u32() >> 24) as u8).collect()
}

/// A dark ground with a light disk of diameter 2/3, its rim soft.
fn disk(side: usize) -> Vec<u8> {
    let middle = 0.5 * (side as f32 - 1.0);
    let pixels = (0..side * side).map(|i| {
        let (x, y) = ((i % side) as f32 - middle, (i / side) as f32 - middle);
        let inside = side as f32 / 3.0 - (x * x + y * y).sqrt();
        (255.0 * (inside + 0.5).clamp(0.0, 1.0)) as u8
    });
    pixels.collect()
}
