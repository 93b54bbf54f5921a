//! Other names for the same person: what bearers of a name are called, and one Chinese character as it is spoken in different countries.

use std::{collections::HashMap, sync::LazyLock};

use super::sound::sound;

const NICKNAMES: &str = include_str!("nicknames.txt");
const SURNAMES: &str = include_str!("surnames.txt");

/// A line of one of the tables.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A full name, then what its bearers are called.
    Called(&'static str),
    /// A Chinese character as it is spoken in different countries.
    Spoken(&'static str),
}

impl Line {
    fn words(self) -> impl Iterator<Item = &'static str> {
        let (Self::Called(line) | Self::Spoken(line)) = self;
        line.split(' ')
    }

    /// Other words of the line that mean whoever is called `word`.
    fn others(self, word: &str) -> impl Iterator<Item = &'static str> {
        let full = self.words().next();
        let begins = match self {
            Self::Called(_) if Some(word) != full => word.get(..SHARED_BEGINNING).unwrap_or(word),
            _ => "",
        };
        self.words().filter(move |other| *other != word && (Some(*other) == full || other.starts_with(begins)))
    }
}

/// The lines in which each word stands.
static LINES: LazyLock<HashMap<&'static str, Vec<Line>>> = LazyLock::new(|| {
    let mut lines: HashMap<&str, Vec<Line>> = HashMap::new();
    for line in known_lines() {
        for word in line.words() {
            let of = lines.entry(word).or_default();
            if !of.contains(&line) {
                of.push(line);
            }
        }
    }
    lines
});

/// Of a line about a character, without the character itself.
fn known_lines() -> impl Iterator<Item = Line> {
    let surnames =
        SURNAMES.lines().filter(is_line).filter_map(|line| line.split_once(' ')).map(|(_, readings)| readings);
    NICKNAMES.lines().filter(is_line).map(Line::Called).chain(surnames.map(Line::Spoken))
}

fn is_line(line: &&str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// The words of the tables by how they sound: abbie is not in them, but sounds like abby.
static SOUNDS: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut sounds: HashMap<String, Vec<&str>> = HashMap::new();
    for word in LINES.keys() {
        sounds.entry(sound(word)).or_default().push(word);
    }
    sounds
});

/// Letters that two nicknames of one name must begin with to be each other's: bob and bobby, not bert and al.
const SHARED_BEGINNING: usize = 2;

/// Other folded words that may be the same name; not the word itself.
pub fn others(word: &str) -> impl Iterator<Item = &'static str> {
    let lines = LINES.get(word).map(Vec::as_slice).unwrap_or_default();
    lines.iter().flat_map(move |line| line.others(word))
}

/// The same of a word that need only sound like one of the tables, and is longer than two letters.
pub fn others_by_sound(word: &str) -> impl Iterator<Item = &'static str> {
    let known = if word.len() > 2 { SOUNDS.get(&sound(word)) } else { None };
    known.into_iter().flatten().flat_map(|known| others(known)).filter(move |other| *other != word)
}

/// Whether two folded words are different names that one person may go by.
pub fn are_same(one: &str, other: &str) -> bool {
    others(one).any(|known| known == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::fold;

    #[test]
    fn every_word_of_the_tables_is_folded() {
        for word in known_lines().flat_map(Line::words) {
            assert_eq!(fold(word), word);
        }
    }

    #[test]
    fn a_nickname_need_only_sound_like_one_that_is_known() {
        assert!(others_by_sound("abbie").any(|other| other == "abigail"));
        assert!(others_by_sound("peggy").any(|other| other == "margaret"));
        assert_eq!(others_by_sound("al").count(), 0);
    }

    #[test]
    fn one_person_goes_by_several_names() {
        assert!(are_same("peggy", "margaret") && are_same("margaret", "peggy"));
        assert!(are_same("bob", "bobby"), "both are Robert");
        assert!(!are_same("bert", "al"), "both are Albert, and nobody goes by both");
        assert!(are_same("nguyen", "ruan"));
        assert!(!are_same("margaret", "robert") && !are_same("bob", "bob"));
    }
}
