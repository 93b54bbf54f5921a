//! Two words of names: the same, a nickname, a slip, a sound, or something else.

use daybook_api::Agreement;
use rphonetic::DoubleMetaphone;

use crate::domain::{nicknames, sound::sound};

/// Letters behind these do not matter to how a word sounds.
const SOUND_LENGTH: usize = 6;

/// So many people are thought to stand behind those who are registered, when a word is counted: a name that is here once is not unique.
const UNSEEN: f64 = 200.0;
/// And of how often it is here, so much is chance: most names that are here once stand for many that are not (absolute discounting,
/// Ney, Essen, Kneser 1994).
const SEEN_BY_CHANCE: f64 = 0.75;
/// So many of a register must have a word before it is known to be a name and no slip.
const BEARERS: u32 = 5;
/// Of a name that many have the commonest slips are here often too, though not so often.
const SLIPS_TO_A_NAME: u32 = 100;

/// A folded word of a name, with how common it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Lower-case plain letters and digits.
    pub text: String,
    /// Share of the register's people who have it, 0 to 1; 0 where that is not known.
    pub share: f64,
    /// How many of the register's people have it; 0 where that is not known.
    pub bearers: u32,
}

impl Word {
    /// A word that nobody has counted.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), share: 0.0, bearers: 0 }
    }

    /// A word that so many of so many have.
    pub fn counted(text: impl Into<String>, bearers: u32, people: usize) -> Self {
        let mut word = Self::new(text);
        word.count(bearers, people);
        word
    }

    /// Whether so many have it that it is no slip, and it is no initial.
    pub fn is_surely_a_name(&self) -> bool {
        self.bearers >= BEARERS && self.text.len() > 1
    }

    /// Learns that so many of so many have it.
    pub fn count(&mut self, bearers: u32, people: usize) {
        (self.bearers, self.share) = (bearers, share(bearers, people));
    }
}

/// How far two words of names agree. A slip seldom makes another name that many bear: two such names are two names, however near.
pub fn compare_counted(one: &Word, other: &Word) -> Agreement {
    let agreement = compare(&one.text, &other.text);
    match agreement {
        Agreement::Slip if are_names(one, other) && !are_one_name(&one.text, &other.text) => Agreement::Near,
        Agreement::Near if are_names(one, other) && !is_cut_short(&one.text, &other.text) => Agreement::Different,
        _ => agreement,
    }
}

fn are_names(one: &Word, other: &Word) -> bool {
    let (fewer, more) = (one.bearers.min(other.bearers), one.bearers.max(other.bearers));
    fewer >= BEARERS.max(more / SLIPS_TO_A_NAME)
}

/// Which share of people has a word in their name that so many of so many have.
fn share(having: u32, people: usize) -> f64 {
    (f64::from(having) - SEEN_BY_CHANCE).max(1.0 - SEEN_BY_CHANCE) / (people as f64 + UNSEEN)
}

/// In two spellings, or called otherwise by friends: what [`compare`] asks behind a slip.
fn are_one_name(one: &str, other: &str) -> bool {
    is_cut_short(one, other) || nicknames::are_same(one, other) || sounds_alike(one, other)
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

    #[test]
    fn two_names_that_many_have_are_two_names_however_near() {
        for (one, other, expected) in [
            (("sliva", 1), ("silva", 900), Agreement::Slip),
            (("sliva", 8), ("silva", 900), Agreement::Slip),
            (("marta", 400), ("maria", 900), Agreement::Near),
            (("radha", 40), ("rekha", 30), Agreement::Different),
            (("radha", 4), ("rekha", 30), Agreement::Near),
            (("philip", 40), ("filip", 30), Agreement::Sound),
            (("jon", 40), ("john", 300), Agreement::Slip),
            (("sara", 40), ("sarah", 300), Agreement::Slip),
        ] {
            let [one, other] = [one, other].map(|(text, bearers)| Word::counted(text, bearers, 50_000));
            assert_eq!(compare_counted(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(compare_counted(&other, &one), expected, "{other:?} {one:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_order_does_not_matter(one in "[a-z]{1,12}", other in "[a-z]{1,12}") {
            proptest::prop_assert_eq!(compare(&one, &other), compare(&other, &one));
        }
    }
}
