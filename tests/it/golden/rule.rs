//! Numbers by a rule that `PyTorch`'s side computes exactly, too: `tests/golden/rule.py`.

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a of a name's bytes.
fn fnv1a64(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The words of a name: `SplitMix64`'s finalizer of start + GOLDEN, start + 2 GOLDEN, …
fn words(name: &str) -> impl Iterator<Item = u64> {
    let mut state = fnv1a64(name);
    std::iter::repeat_with(move || {
        state = state.wrapping_add(GOLDEN);
        let mut x = state;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    })
}

/// Bytes 0..=255.
pub fn bytes(name: &str, count: usize) -> Vec<u8> {
    words(name).take(count).map(|x| (x >> 56) as u8).collect()
}

/// Uniform numbers in `-2^exponent..2^exponent`.
pub fn floats(name: &str, exponent: i32, count: usize) -> Vec<f32> {
    let step = 2.0_f32.powi(exponent - 23);
    let number = |x: u64| ((x >> 40) as i32 - (1 << 23)) as f32 * step;
    words(name).take(count).map(number).collect()
}

#[test]
fn the_rule_gives_the_numbers_that_python_gives() {
    assert_eq!(bytes("1 images", 6), [231, 177, 158, 230, 7, 8]);
    let wanted = [
        -0.33437538146972656,
        -0.3208257555961609,
        0.12995398044586182,
    ];
    assert_eq!(floats("1 noise 0", -1, 3), wanted);
}
