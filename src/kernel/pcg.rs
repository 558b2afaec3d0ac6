//! Uniform bits by PCG-XSH-RR 64/32 (O'Neill, *PCG: A Family of Simple Fast Space-Efficient Statistically
//! Good Algorithms for Random Number Generation*, 2014, <https://www.pcg-random.org>).

const MULTIPLIER: u64 = 6_364_136_223_846_793_005;

/// States that advance side by side: each step of one state has to wait for the step before.
const WAYS: usize = 4;

/// A generator: `state ← state · multiplier + increment`; its output is the upper bits of the state, mixed.
#[derive(Debug, Clone)]
pub struct Pcg32 {
    state: u64,
    increment: u64,
}

impl Pcg32 {
    /// The generator that starts at `state` on the stream `stream`, whose lowest bit does not count.
    pub fn new(state: u64, stream: u64) -> Self {
        let increment = stream | 1;
        let state = step(state.wrapping_add(increment), increment);
        Self { state, increment }
    }

    /// The next 32 bits.
    #[inline]
    pub fn next_word(&mut self) -> u32 {
        let word = output(self.state);
        self.state = step(self.state, self.increment);
        word
    }

    /// The next words, all at once.
    pub fn fill(&mut self, words: &mut [u32]) {
        let (body, tail) = words.as_chunks_mut::<WAYS>();
        // Four steps at once are one step of this multiplier and increment.
        let multiplier = MULTIPLIER.wrapping_pow(WAYS as u32);
        let increment = (0..WAYS).fold(0, |sum, _| step(sum, self.increment));
        let mut states = [self.state; WAYS];
        for way in 1..WAYS {
            states[way] = step(states[way - 1], self.increment);
        }
        for words in body {
            for (word, state) in words.iter_mut().zip(&mut states) {
                *word = output(*state);
                *state = state.wrapping_mul(multiplier).wrapping_add(increment);
            }
        }
        self.state = states[0];
        for word in tail {
            *word = self.next_word();
        }
    }
}

#[inline(always)]
fn step(state: u64, increment: u64) -> u64 {
    state.wrapping_mul(MULTIPLIER).wrapping_add(increment)
}

#[inline(always)]
fn output(state: u64) -> u32 {
    let mixed = (((state >> 18) ^ state) >> 27) as u32;
    mixed.rotate_right((state >> 59) as u32)
}
