//! A person in 32 bytes: enough to tell, over a whole register in milliseconds, who is worth a full comparison.

use super::{birth::Born, profile::Profile};

/// Words that stand in every other address.
const STREETS: &[&str] = &[
    "ave", "avenue", "calle", "circuit", "close", "court", "crescent", "drive", "house", "lane", "parade", "place",
    "rd", "road", "rua", "rue", "st", "strasse", "street", "terrace", "the", "village", "way",
];

/// What names may add to a likeness.
const MOST_OF_NAMES: u32 = 32;

/// Somebody in 32 bytes. Made of hashes: two different people may look alike, never the same person different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Pairs of neighbouring letters of all names, each one bit of 128.
    names: [u64; 2],
    /// Words of the address, each one bit of 64.
    address: u64,
    /// The birth's eight digits, four bits each.
    born: u32,
    /// How many bits of `names` are set.
    letters: u8,
}

/// Somebody looked for among sketches.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    sketch: Sketch,
    swapped: u32,
}

impl Sketch {
    /// Draws somebody.
    pub fn of<'a>(
        names: impl IntoIterator<Item = &'a str>,
        born: Born,
        address: impl IntoIterator<Item = &'a str>,
        postcode: &str,
    ) -> Self {
        let mut sketch = Self { born: packed(born.digits), ..Self::default() };
        names.into_iter().for_each(|word| sketch.add_name(word));
        let places = address.into_iter().filter(|word| STREETS.binary_search(word).is_err());
        places.for_each(|word| sketch.address |= 1 << (hash(word.as_bytes()) % 64));
        if !postcode.is_empty() {
            let hash = hash(postcode.as_bytes());
            sketch.address |= 1 << (hash / 64 % 64) | 1 << (hash / 4096 % 64);
        }
        sketch.letters = sketch.names.iter().map(|bits| bits.count_ones() as u8).sum();
        sketch
    }

    fn add_name(&mut self, word: &str) {
        let bytes = word.as_bytes();
        let first = bytes.first().copied().unwrap_or_default();
        self.add_pair(&[b'^', first]);
        bytes.windows(2).for_each(|pair| self.add_pair(pair));
    }

    fn add_pair(&mut self, pair: &[u8]) {
        let hash = hash(pair);
        self.names[(hash / 64 % 2) as usize] |= 1 << (hash % 64);
    }
}

impl Probe {
    /// Who is looked for.
    pub fn new(sketch: Sketch) -> Self {
        let swapped = sketch.born & 0xffff_0000 | (sketch.born & 0xff) << 8 | sketch.born >> 8 & 0xff;
        Self { sketch, swapped }
    }

    /// How much alike somebody looks: the larger the more. Birth and names may reach 24 and 32, the address 18.
    #[inline]
    pub fn likeness(&self, other: &Sketch) -> u32 {
        self.names(other) + self.born(other) + self.address(other)
    }

    /// The same, if it is more than `least`: most people are told apart by what costs least to look at.
    #[inline]
    pub fn likeness_above(&self, other: &Sketch, least: u32) -> Option<u32> {
        let beside = self.born(other) + if self.sketch.address & other.address == 0 { 0 } else { self.address(other) };
        if beside + MOST_OF_NAMES <= least {
            return None;
        }
        let shared = self.shared(other);
        let fewer = u32::from(self.sketch.letters.min(other.letters)).max(5);
        if beside * fewer + MOST_OF_NAMES * shared <= least * fewer {
            return None;
        }
        Some(beside + self.names(other)).filter(|likeness| *likeness > least)
    }

    #[inline]
    fn shared(&self, other: &Sketch) -> u32 {
        (self.sketch.names[0] & other.names[0]).count_ones() + (self.sketch.names[1] & other.names[1]).count_ones()
    }

    #[inline]
    fn names(&self, other: &Sketch) -> u32 {
        let shared = self.shared(other);
        let fewer = u32::from(self.sketch.letters.min(other.letters)).max(5);
        // By the fewer, so that a part of a name is found; a little by the more, so that the whole of it comes first.
        let more = u32::from(self.sketch.letters.max(other.letters)).max(5);
        24 * shared / fewer + 8 * shared / more
    }

    #[inline]
    fn born(&self, other: &Sketch) -> u32 {
        const RIGHT: [u32; 9] = [0, 0, 0, 0, 1, 3, 8, 16, 24];
        if self.sketch.born == 0 || other.born == 0 {
            return 3;
        }
        if self.swapped == other.born {
            return RIGHT[8] - 4;
        }
        let wrong = self.sketch.born ^ other.born;
        let wrong = (wrong | wrong >> 1 | wrong >> 2 | wrong >> 3) & 0x1111_1111;
        // One bit for each wrong digit: the product adds them up in its uppermost four.
        RIGHT[8 - (wrong.wrapping_mul(0x1111_1111) >> 28) as usize]
    }

    #[inline]
    fn address(&self, other: &Sketch) -> u32 {
        3 * (self.sketch.address & other.address).count_ones().min(6)
    }
}

impl Profile {
    /// Draws this person; the address's words come beside it, since a profile does not keep them.
    pub fn sketch<'a>(&'a self, address: impl IntoIterator<Item = &'a str>, postcode: &str) -> Sketch {
        Sketch::of(self.name_words(), self.born, address, postcode)
    }
}

/// One decimal digit in four bits.
fn packed(mut digits: u32) -> u32 {
    let mut packed = 0;
    for place in 0..8 {
        packed |= (digits % 10) << (4 * place);
        digits /= 10;
    }
    packed
}

/// FNV-1a, its upper bits mixed down.
fn hash(bytes: &[u8]) -> u64 {
    let full = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (full ^ full >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(names: &[&str], born: u32) -> Sketch {
        Sketch::of(names.iter().copied(), Born::from_digits(born), ["6", "tullaroop"], "4011")
    }

    #[test]
    fn who_is_nearer_looks_more_alike() {
        let probe = Probe::new(sketch(&["ana", "silva"], 19_870_304));
        let likeness = |names: &[&str], born| probe.likeness(&sketch(names, born));
        let same = likeness(&["silva", "ana"], 19_870_304);
        assert_eq!(same, likeness(&["ana", "silva"], 19_870_304));
        assert!(same > likeness(&["ana", "sliva"], 19_870_304));
        assert!(likeness(&["ana", "silva"], 19_870_403) > likeness(&["ana", "silva"], 19_871_129));
        assert!(likeness(&["ana", "silva"], 19_870_305) > likeness(&["joao", "costa"], 19_870_304));
    }

    proptest::proptest! {
        #[test]
        fn breaking_off_changes_no_likeness(one in "[a-e]{0,6}", other in "[a-e]{1,6}", born in 0_u32..99_999_999, least in 0_u32..70) {
            let probe = Probe::new(sketch(&[&one, "silva"], 19_870_304));
            for sketch in [sketch(&[&other, "silva"], born), sketch(&[&other], 0), Sketch::of([other.as_str()], Born::from_digits(born), [], "")] {
                let likeness = probe.likeness(&sketch);
                proptest::prop_assert_eq!(probe.likeness_above(&sketch, least), Some(likeness).filter(|likeness| *likeness > least));
            }
        }
    }

    #[test]
    fn streets_are_sorted_so_that_they_can_be_looked_up() {
        assert!(STREETS.is_sorted());
        assert_eq!(size_of::<Sketch>(), 32);
    }
}
