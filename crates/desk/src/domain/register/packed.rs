//! Words with their fields, three bytes each.

use super::{Field, WordId};

/// The number of a word that does not fit into three bytes beside its field; that of such a word follows in four more.
const LONG: u32 = (1 << 21) - 1;
const BYTES: usize = 3;

/// Puts a word and its field behind the others.
pub(super) fn push(bytes: &mut Vec<u8>, word: WordId, field: Field) {
    let short = word.0.min(LONG);
    let [first, second, third, _] = (short << 3 | field as u32).to_le_bytes();
    [first, second, third].into_iter().for_each(|byte| super::push(bytes, byte));
    if short == LONG {
        word.0.to_le_bytes().into_iter().for_each(|byte| super::push(bytes, byte));
    }
}

/// How many bytes these words take.
pub(super) fn length(words: &[(WordId, Field)]) -> usize {
    words.iter().map(|(word, _)| if word.0 < LONG { BYTES } else { BYTES + 4 }).sum()
}

/// The words in these bytes; it ends early where they are cut off.
pub(super) fn words(mut bytes: &[u8]) -> impl Iterator<Item = (WordId, Field)> + '_ {
    std::iter::from_fn(move || {
        let ([first, second, third], rest) = bytes.split_first_chunk::<BYTES>()?;
        let packed = u32::from_le_bytes([*first, *second, *third, 0]);
        bytes = rest;
        let mut word = packed >> 3;
        if word == LONG {
            let (long, rest) = bytes.split_first_chunk()?;
            (word, bytes) = (u32::from_le_bytes(*long), rest);
        }
        Some((WordId(word), Field::ALL[(packed & 7) as usize]))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word() -> impl Strategy<Value = (WordId, Field)> {
        let number = prop_oneof![0..LONG + 9, LONG - 2..LONG + 2, any::<u32>()];
        (number, 0..8_usize).prop_map(|(number, field)| (WordId(number), Field::ALL[field]))
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out(all in prop::collection::vec(word(), 0..9)) {
            let mut bytes = Vec::new();
            all.iter().for_each(|(word, field)| push(&mut bytes, *word, *field));
            prop_assert_eq!(bytes.len(), length(&all));
            prop_assert_eq!(words(&bytes).collect::<Vec<_>>(), all);
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
            prop_assert!(words(&bytes).count() <= bytes.len());
        }
    }
}
