//! A small random number generator, and the number of cases of generated tests.

/// The number of generated cases of a test: `SIGNALBOX_CASES` multiplies the quick number.
pub fn cases(quick: u64) -> u64 {
    quick * std::env::var("SIGNALBOX_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// A random number generator with a seed (`SplitMix64`).
pub struct Chance(u64);

impl Chance {
    /// The seed is mixed once. Two seeds that follow each other would otherwise give the same numbers, shifted by one.
    pub fn new(seed: u64) -> Self {
        Self(Self(seed).bits())
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        bits
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.bits() % (bound.max(1) as u64)).unwrap()
    }

    /// True with a probability of one in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
