//! Randomness that repeats: SplitMix64 (Steele, Lea, Flood 2014).

/// What a variable of the environment says of how much or which, or what is usual; an error if it is no number.
pub fn number(variable: &str, usual: u64) -> Result<u64, std::num::ParseIntError> {
    std::env::var(variable).map_or(Ok(usual), |text| text.parse())
}

/// A stream that follows from its seed.
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether something of that probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    /// A place below `end`, the first the most often: Zipf's law.
    pub fn zipf(&mut self, end: usize) -> usize {
        let reach = (end as f64 + 1.0).ln();
        ((self.share() * reach).exp() as usize).saturating_sub(1).min(end - 1)
    }

    /// A place, as often as its weight says.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        weights.iter().position(|weight| left.checked_sub(*weight).map(|rest| left = rest).is_none()).unwrap_or(0)
    }
}
