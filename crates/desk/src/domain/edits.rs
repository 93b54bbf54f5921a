//! How many letters two words differ in: wrong, missing, one too many, two neighbours swapped. Sixty-four letters at a time.

/// A word to compare many others with. After H. Hyyrö, *A bit-vector algorithm for computing Levenshtein and Damerau edit distances* (2003),
/// in the optimal string alignment form.
pub struct Pattern {
    length: u32,
    /// Where each byte stands in the word, a bit a place.
    places: [u64; 256],
}

/// How far a word is from the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edits {
    /// The whole word.
    pub whole: u32,
    /// The nearest of its beginnings.
    pub begins: u32,
}

impl Pattern {
    /// Of up to 64 bytes; the rest is not looked at.
    pub fn new(word: &str) -> Self {
        let word = &word.as_bytes()[..word.len().min(64)];
        let mut places = [0; 256];
        for (at, byte) in word.iter().enumerate() {
            places[usize::from(*byte)] |= 1 << at;
        }
        Self { length: word.len() as u32, places }
    }

    /// How far `word` is away.
    pub fn edits(&self, word: &str) -> Edits {
        if self.length == 0 {
            return Edits { whole: word.len() as u32, begins: 0 };
        }
        let last = self.length - 1;
        let (mut whole, mut begins) = (self.length, self.length);
        let (mut more, mut fewer, mut same, mut there_before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        for byte in word.bytes() {
            let there = self.places[usize::from(byte)];
            let swapped = ((!same & there) << 1) & there_before;
            same = ((there & more).wrapping_add(more) ^ more) | there | fewer | swapped;
            let (up, down) = (fewer | !(same | more), same & more);
            whole = whole + (up >> last & 1) as u32 - (down >> last & 1) as u32;
            begins = begins.min(whole);
            let (up, down) = (up << 1 | 1, down << 1);
            more = down | !(same | up);
            fewer = up & same;
            there_before = there;
        }
        Edits { whole, begins }
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
        fn it_counts_as_the_plain_algorithm_does(typed in "[ab]{0,9}", word in "[abc]{0,9}") {
            let edits = Pattern::new(&typed).edits(&word);
            prop_assert_eq!(edits.whole as usize, strsim::osa_distance(&typed, &word));
            let begins = (0..=word.len()).map(|end| strsim::osa_distance(&typed, &word[..end])).min();
            prop_assert_eq!(Some(edits.begins as usize), begins);
        }
    }
}
