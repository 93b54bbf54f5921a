//! Words with letters left out: two words within one or two wrong, missing, doubled or swapped letters share at least one.
//! After the symmetric-delete idea of W. Garbe's SymSpell (2012).

use std::collections::BTreeSet;

/// Letters behind these are not looked at.
const REACH: usize = 12;

/// How many letters may be wrong in a word of so many: none below three, one below six, two from there on.
pub fn allowed(letters: usize) -> usize {
    match letters {
        0..3 => 0,
        3..6 => 1,
        _ => 2,
    }
}

/// The word and all it can become by leaving out up to [`allowed`] letters, as 40-bit hashes; empty for words too short to be forgiven.
pub fn of(word: &str) -> BTreeSet<i64> {
    let letters: Vec<u8> = word.bytes().take(REACH).collect();
    let mut slips = BTreeSet::new();
    match allowed(letters.len()) {
        0 => {}
        depth => leave_out(&letters, depth, &mut slips),
    }
    slips
}

fn leave_out(letters: &[u8], depth: usize, slips: &mut BTreeSet<i64>) {
    slips.insert(hash(letters));
    if depth == 0 {
        return;
    }
    for at in 0..letters.len() {
        leave_out(&[&letters[..at], &letters[at + 1..]].concat(), depth - 1, slips);
    }
}

/// FNV-1a, folded to 40 bits so that it takes six bytes in a row; what collides is told apart by its distance.
fn hash(letters: &[u8]) -> i64 {
    let full = letters
        .iter()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    ((full ^ full >> 40) & 0xff_ffff_ffff) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        !of(one).is_disjoint(&of(other))
    }

    #[test]
    fn wrong_missing_doubled_and_swapped_letters_meet() {
        for (typed, meant) in [
            ("sliva", "silva"),
            ("silvaa", "silva"),
            ("siva", "silva"),
            ("selva", "silva"),
            ("ane", "ana"),
            ("fernandex", "fernandes"),
            ("ferandex", "fernandes"),
        ] {
            assert!(alike(typed, meant), "{typed} {meant}");
        }
        assert!(!alike("silva", "costa"));
        assert!(of("jo").is_empty());
    }
}
