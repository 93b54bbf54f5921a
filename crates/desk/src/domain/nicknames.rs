//! Other names for the same person: what bearers of a name are called, and one Chinese character as it is spoken in different countries.

use std::{collections::HashMap, sync::LazyLock};

const NICKNAMES: &str = include_str!("nicknames.txt");
const SURNAMES: &str = include_str!("surnames.txt");

/// The lines in which each word stands.
static LINES: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut lines: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in known_lines() {
        for word in line.split(' ') {
            let of = lines.entry(word).or_default();
            if !of.contains(&line) {
                of.push(line);
            }
        }
    }
    lines
});

/// A line's words that are compared: of a line about a character without the character itself.
fn known_lines() -> impl Iterator<Item = &'static str> {
    let surnames =
        SURNAMES.lines().filter(is_line).filter_map(|line| line.split_once(' ')).map(|(_, readings)| readings);
    NICKNAMES.lines().filter(is_line).chain(surnames)
}

fn is_line(line: &&str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// Other folded words that may be the same name; not the word itself.
pub fn others(word: &str) -> impl Iterator<Item = &'static str> {
    let lines = LINES.get(word).map(Vec::as_slice).unwrap_or_default();
    lines.iter().flat_map(|line| line.split(' ')).filter(move |other| *other != word)
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
        for word in known_lines().flat_map(|line| line.split(' ')) {
            assert_eq!(fold(word), word);
        }
    }

    #[test]
    fn one_person_goes_by_several_names() {
        assert!(are_same("peggy", "margaret") && are_same("margaret", "peggy"));
        assert!(are_same("bob", "bobby"), "both are Robert");
        assert!(are_same("nguyen", "ruan"));
        assert!(!are_same("margaret", "robert") && !are_same("bob", "bob"));
    }
}
