//! Slips of the hand: one letter other, missing, too much, or two exchanged.

use crate::random::Random;

/// Rows of a keyboard: a slip lands beside.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

/// The word with one slip in it. Words of fewer than three letters, or not of plain ones, are left as they are.
pub fn slip(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<u8> = word.bytes().collect();
    if letters.len() < 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let at = random.below(letters.len());
    match random.below(4) {
        0 => letters[at] = beside(letters[at], random),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, beside(letters[at], random)),
        _ => exchange(&mut letters, at, random),
    }
    String::from_utf8(letters).unwrap_or_else(|_| word.to_owned())
}

/// Two neighbours change places; where they are the same letter, one of them slips.
fn exchange(letters: &mut [u8], at: usize, random: &mut Random) {
    let at = at.min(letters.len() - 2);
    if letters[at].eq_ignore_ascii_case(&letters[at + 1]) {
        letters[at] = beside(letters[at], random);
    } else {
        letters.swap(at, at + 1);
    }
}

/// The key beside; of what is no letter, any letter.
pub fn beside(letter: u8, random: &mut Random) -> u8 {
    let lower = letter.to_ascii_lowercase();
    let Some((row, at)) = ROWS.iter().find_map(|row| Some((row, row.iter().position(|key| *key == lower)?))) else {
        return b'a' + random.below(26) as u8;
    };
    let neighbour = if at == 0 || (at + 1 < row.len() && random.chance(0.5)) { at + 1 } else { at - 1 };
    row[neighbour]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_changes_a_word_by_little() {
        let mut random = Random::new(1);
        for word in ["garcia", "Li An", "okonkwo", "annna"] {
            for _ in 0..500 {
                let slipped = slip(word, &mut random);
                assert_ne!(slipped, word);
                assert!(slipped.len().abs_diff(word.len()) <= 1);
            }
        }
        assert_eq!(slip("Li", &mut random), "Li");
    }
}
