//! The seeded generator: uniform and normal numbers and shuffles, with no entropy of its own.
//!
//! Every use draws from a stream of its own, named by seed, purpose and index (an epoch, a step).
//! So nothing has to be stored to resume a run exactly, and no stream depends on how many numbers
//! another one took. The generator is [PCG](crate::kernel::pcg).

use crate::kernel::normal;
use crate::kernel::pcg::Pcg32;

/// What a stream of random numbers is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Initial weights; the index counts the layers with parameters.
    Init,
    /// Order of the images; the index is the epoch.
    Shuffle,
    /// Noise on the input; the index is the step.
    Corruption,
    /// Samples of variational codes; the index is the step.
    Epsilon,
    /// Start vectors of a PCA, and other draws outside of training.
    Other,
    /// Noise on held-out images, the same at every evaluation.
    HeldOutCorruption,
    /// Samples of held-out images' variational codes, the same at every evaluation.
    HeldOutEpsilon,
    /// Variants of a picture; the index is the picture's.
    Augmentation,
    /// Which pictures are held out; the index is the class's. Index 256: in which order the others come.
    Split,
    /// Places of patches in a photo.
    Patches,
    /// Codes drawn to make new pictures; the index is the picture's.
    Samples,
    /// Which of a class's images have their labels told; the index is the class's.
    Labels,
}

/// Words drawn at a time; a multiple of [`normal::BLOCK`].
const WORDS: usize = 256;

/// A seeded stream of random numbers.
#[derive(Debug, Clone)]
pub struct Rng(Pcg32);

impl Rng {
    /// The stream of `seed` for one `purpose` and `index`.
    pub fn stream(seed: u64, purpose: Purpose, index: u64) -> Self {
        let state = mix(seed ^ mix(index.wrapping_add(0x9e37_79b9_7f4a_7c15)));
        Self(Pcg32::new(state, mix(purpose as u64 + 1)))
    }

    /// 32 uniform bits.
    pub fn next_u32(&mut self) -> u32 {
        self.0.next_word()
    }

    /// Fills `out` with standard normal numbers, see [`normal::normals`]; takes `out.len()` words of the
    /// stream, rounded up to a multiple of 8.
    pub fn fill_normal(&mut self, out: &mut [f32]) {
        let mut words = [0; WORDS];
        for out in out.chunks_mut(WORDS) {
            let words = &mut words[..out.len().next_multiple_of(normal::BLOCK)];
            self.fill_words(words);
            normal::normals(words, out);
        }
    }

    /// Fills `words` with uniform bits.
    pub fn fill_words(&mut self, words: &mut [u32]) {
        self.0.fill(words);
    }

    /// Uniform in `[0, 1)`, a multiple of 2⁻²⁴.
    pub fn uniform(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    /// Uniform in `[low, high)`.
    pub fn uniform_in(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.uniform()
    }

    /// Uniform in `0..n`, unbiased (Lemire 2019, arXiv:1805.10941).
    ///
    /// # Panics
    /// If `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        loop {
            let product = u64::from(self.next_u32()) * u64::from(n);
            if product as u32 >= n.wrapping_neg() % n {
                return (product >> 32) as u32;
            }
        }
    }

    /// Shuffles in place (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(i as u32 + 1) as usize;
            items.swap(i, j);
        }
    }
}

/// Finalizer of `SplitMix64` (Steele, Lea, Flood 2014): spreads nearby seeds apart.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_repeatable_and_apart() {
        let take = |seed, purpose, index| {
            let mut rng = Rng::stream(seed, purpose, index);
            [rng.next_u32(), rng.next_u32(), rng.next_u32()]
        };
        assert_eq!(take(1, Purpose::Init, 0), take(1, Purpose::Init, 0));
        assert_ne!(take(1, Purpose::Init, 0), take(1, Purpose::Init, 1));
        assert_ne!(take(1, Purpose::Init, 0), take(1, Purpose::Shuffle, 0));
        assert_ne!(take(1, Purpose::Init, 0), take(2, Purpose::Init, 0));
    }

    #[test]
    fn uniform_has_the_right_mean_and_bounds() {
        let mut rng = Rng::stream(3, Purpose::Other, 0);
        let draws: Vec<f32> = (0..10_000).map(|_| rng.uniform_in(-2.0, 4.0)).collect();
        assert!(draws.iter().all(|x| (-2.0..4.0).contains(x)));
        let mean = draws.iter().sum::<f32>() / 10_000.0;
        assert!((mean - 1.0).abs() < 0.06, "mean {mean}");
    }

    #[test]
    fn shuffle_is_a_permutation_that_reaches_every_place() {
        let mut seen = [[false; 5]; 5];
        for index in 0..200 {
            let mut items = [0, 1, 2, 3, 4];
            Rng::stream(7, Purpose::Shuffle, index).shuffle(&mut items);
            for (place, &item) in items.iter().enumerate() {
                seen[place][item] = true;
            }
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2, 3, 4]);
        }
        assert!(seen.iter().flatten().all(|&s| s));
    }
}
