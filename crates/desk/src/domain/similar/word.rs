//! Two words of names: the same, a nickname, a slip, a sound, or something else.

use daybook_api::Agreement;
use rphonetic::DoubleMetaphone;

use crate::domain::{nicknames, sound::sound};

/// Letters behind these do not matter to how a word sounds.
const SOUND_LENGTH: usize = 6;

/// A folded word of a name, with the share of people who have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Lower-case plain letters and digits.
    pub text: String,
    /// Share of the register's people who have it, 0 to 1; 0 where that is not known.
    pub share: f64,
}

impl Word {
    /// A word that nobody has counted.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), share: 0.0 }
    }
}

/// How far two words of a name agree.
pub fn compare(one: &str, other: &str) -> Agreement {
    if one == other {
        return Agreement::Same;
    }
    let shorter = one.len().min(other.len());
    if shorter == 1 {
        return if one.as_bytes()[0] == other.as_bytes()[0] { Agreement::Initial } else { Agreement::Different };
    }
    let slips = strsim::osa_distance(one, other);
    match slips {
        1 if is_slip(one, other) => Agreement::Slip,
        _ if nicknames::are_same(one, other) => Agreement::Nickname,
        2 if shorter >= 8 => Agreement::Slip,
        _ if sounds_alike(one, other) => Agreement::Sound,
        1 => Agreement::Near,
        2 if shorter >= 4 => Agreement::Near,
        3 if shorter >= 7 => Agreement::Near,
        _ if is_cut_short(one, other) || strsim::jaro_winkler(one, other) >= 0.9 => Agreement::Near,
        _ => Agreement::Different,
    }
}

/// In a word of three letters a wrong one makes another name: Tim, Jim.
fn is_slip(one: &str, other: &str) -> bool {
    one.len() != other.len() || one.len() > 3 || is_turned(one, other)
}

fn is_turned(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<u8> = word.bytes().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}

fn is_cut_short(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() >= 3 && long.starts_with(short)
}

/// By the language of romanisations, or of English spelling.
fn sounds_alike(one: &str, other: &str) -> bool {
    let could = strsim::jaro(one, other) >= 0.55;
    could && (long_enough(sound(one)).is_some_and(|sounds| sounds == sound(other)) || metaphones_meet(one, other))
}

fn long_enough(sound: String) -> Option<String> {
    (sound.len() >= 3).then_some(sound)
}

fn metaphones_meet(one: &str, other: &str) -> bool {
    let metaphone = DoubleMetaphone::new(Some(SOUND_LENGTH));
    let (one, other) = (metaphone.double_metaphone(one), metaphone.double_metaphone(other));
    let meets = |a: &str, b: &str| a.len() >= 2 && a == b;
    meets(&one.primary(), &other.primary())
        || meets(&one.alternate(), &other.primary())
        || meets(&one.primary(), &other.alternate())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_in_steps() {
        for (one, other, expected) in [
            ("silva", "silva", Agreement::Same),
            ("s", "silva", Agreement::Initial),
            ("sliva", "silva", Agreement::Slip),
            ("bne", "ben", Agreement::Slip),
            ("tim", "jim", Agreement::Near),
            ("philip", "filip", Agreement::Sound),
            ("sar", "sara", Agreement::Slip),
            ("chris", "christabella", Agreement::Near),
            ("costa", "silva", Agreement::Different),
            ("j", "silva", Agreement::Different),
        ] {
            assert_eq!(compare(one, other), expected, "{one} {other}");
            assert_eq!(compare(other, one), expected, "{other} {one}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_order_does_not_matter(one in "[a-z]{1,12}", other in "[a-z]{1,12}") {
            proptest::prop_assert_eq!(compare(&one, &other), compare(&other, &one));
        }
    }
}
