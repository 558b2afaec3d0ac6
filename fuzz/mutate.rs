//! Files that are nearly good: what a fuzzer without a view into the program can make of its seeds.

use hourglass::rng::{Purpose, Rng};

/// Most changes to one file.
const MOST_CHANGES: u32 = 6;
/// Longest run of bytes that is put in, taken out or copied at once.
const LONGEST: u32 = 64;
/// Numbers at which lengths, counts and offsets go wrong.
const INTERESTING: [u64; 14] = [
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0xffff_ffff_ffff_ffff,
];

/// Mutation `number` of these seeds, and the place of the seed it began from. The same number makes the same file.
pub fn mutate(seeds: &[Vec<u8>], number: u64) -> (usize, Vec<u8>) {
    let mut rng = Rng::stream(1, Purpose::Other, number);
    let place = below(&mut rng, seeds.len());
    let mut file = seeds[place].clone();
    for _ in 0..=rng.below(MOST_CHANGES) {
        let other = &seeds[below(&mut rng, seeds.len())];
        change(&mut file, other, &mut rng);
    }
    (place, file)
}

/// A whole number below `n`, which is more than 0.
fn below(rng: &mut Rng, n: usize) -> usize {
    rng.below(n as u32) as usize
}

/// One change. To an empty file only bytes can be added.
fn change(file: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let at = below(rng, file.len() + 1);
    let run = (at + 1 + rng.below(LONGEST) as usize).min(file.len());
    match rng.below(8) {
        0 if at < file.len() => file[at] ^= 1 << rng.below(8),
        1 if at < file.len() => file[at] = rng.next_u32() as u8,
        2 | 3 => write_number(&mut file[at..], rng),
        4 => file.truncate(at),
        5 => drop(file.drain(at..run)),
        6 if !other.is_empty() => {
            let from = below(rng, other.len());
            file.truncate(at);
            file.extend_from_slice(&other[from..]);
        }
        7 if at < run => {
            let copy = file[at..run].to_vec();
            let to = below(rng, file.len() + 1);
            file.splice(to..to, copy);
        }
        _ => {
            let fresh: Vec<u8> = (0..=rng.below(LONGEST))
                .map(|_| rng.next_u32() as u8)
                .collect();
            file.splice(at..at, fresh);
        }
    }
}

/// Writes an interesting number of 1, 2, 4 or 8 bytes at the start of `place`, in either order of bytes, where it fits.
fn write_number(place: &mut [u8], rng: &mut Rng) {
    let number = INTERESTING[below(rng, INTERESTING.len())];
    let width = 1 << rng.below(4);
    let mut bytes = number.to_le_bytes();
    let bytes = &mut bytes[..width];
    if rng.below(2) == 1 {
        bytes.reverse();
    }
    if let Some(place) = place.get_mut(..width) {
        place.copy_from_slice(bytes);
    }
}
