//! How many letters two words differ in: wrong, missing, one too many, two neighbours swapped. Letter by letter, so that words which begin
//! alike are compared once as far as they do.

/// No more letters are ever forgiven.
const MOST: usize = 2;
/// Further away than anything that is forgiven.
const FAR: u32 = MOST as u32 + 1;
/// In no longer word anything is forgiven: the words of a register are shorter.
const LONGEST: usize = 60;

/// A word to compare many others with, at most [`forgiven`] letters away. An automaton of S. Wu and U. Manber, *Fast text searching
/// allowing errors* (1992), with exchanged neighbours: the optimal string alignment form.
pub struct Pattern {
    length: usize,
    forgiven: u32,
    /// Where each byte stands in the word, a bit a place.
    places: [u64; 256],
}

/// How far along the pattern some letters have led.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// With so many letters other: how many of the pattern's letters may be behind, a bit each.
    behind: [u64; MOST + 1],
    /// The same, in front of the second of two that are exchanged.
    between: [u64; MOST + 1],
    /// The nearest that a beginning has been to the whole pattern.
    begins: u32,
}

impl Pattern {
    /// Of a word; `None` where nothing is forgiven.
    pub fn new(word: &str) -> Option<Self> {
        let forgiven = forgiven(word.len());
        if forgiven == 0 || word.len() > LONGEST {
            return None;
        }
        let mut places = [0; 256];
        for (at, byte) in word.bytes().enumerate() {
            places[usize::from(byte)] |= 1 << at;
        }
        Some(Self { length: word.len(), forgiven, places })
    }

    /// How many letters are forgiven.
    pub fn forgiven(&self) -> u32 {
        self.forgiven
    }

    /// In front of the first letter.
    pub fn reach(&self) -> Reach {
        self.noted(Reach { behind: [0b1, 0b11, 0b111], between: [0; MOST + 1], begins: FAR })
    }

    /// Behind one letter more.
    pub fn step(&self, reach: &Reach, letter: u8) -> Reach {
        let there = self.places[usize::from(letter)];
        let (mut behind, mut between) = ([(reach.behind[0] & there) << 1, 0, 0], [0; MOST + 1]);
        for other in 1..=MOST {
            let fewer = reach.behind[other - 1];
            behind[other] = (reach.behind[other] & there) << 1 // as typed
                | fewer // one too many
                | fewer << 1 // another instead
                | behind[other - 1] << 1 // one missing
                | (reach.between[other] & there) << 2; // two exchanged
            between[other] = fewer & there >> 1;
        }
        self.noted(Reach { behind, between, begins: reach.begins })
    }

    fn noted(&self, reach: Reach) -> Reach {
        let within = (1 << (self.length + 1)) - 1;
        let reach = Reach { behind: reach.behind.map(|bits| bits & within), ..reach };
        Reach { begins: reach.begins.min(self.whole(&reach)), ..reach }
    }

    /// How far the letters gone along are from the whole pattern; more than any that are forgiven where they are too far.
    pub fn whole(&self, reach: &Reach) -> u32 {
        let is_at_the_end = |bits: &u64| bits >> self.length & 1 == 1;
        reach.behind.iter().position(is_at_the_end).map_or(FAR, |other| other as u32)
    }

    /// Whether no word that begins so is near enough.
    pub fn is_lost(&self, reach: &Reach) -> bool {
        let most = self.forgiven as usize;
        reach.begins > self.forgiven && reach.behind[most] | reach.between[most] == 0
    }
}

impl Reach {
    /// The nearest that a beginning of the letters gone along is to the pattern.
    pub fn begins(&self) -> u32 {
        self.begins
    }
}

/// How many letters may be wrong in a word of so many: none below three, one below six, two from there on.
pub fn forgiven(letters: usize) -> u32 {
    match letters {
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_counts_as_the_plain_algorithm_does(typed in "[ab]{3,9}", word in "[abc]{0,9}") {
            let pattern = Pattern::new(&typed).unwrap();
            let mut reach = pattern.reach();
            let mut lost = None;
            for letter in word.bytes() {
                reach = pattern.step(&reach, letter);
                lost = lost.or(pattern.is_lost(&reach).then_some(()));
            }
            let whole = strsim::osa_distance(&typed, &word).min(FAR as usize);
            let begins = (0..=word.len()).map(|end| strsim::osa_distance(&typed, &word[..end])).min();
            prop_assert_eq!(pattern.whole(&reach) as usize, whole);
            prop_assert_eq!(Some(reach.begins() as usize), begins.map(|begins| begins.min(FAR as usize)));
            if lost.is_some() {
                prop_assert!(whole.min(begins.unwrap_or(whole)) > pattern.forgiven() as usize);
            }
        }
    }
}
