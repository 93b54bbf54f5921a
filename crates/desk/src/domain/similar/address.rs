//! Addresses: house number, street, place and postcode as one composite, so that what depends on each other is counted once.

use daybook_api::Agreement;

use super::compare::Compared;

/// An address as compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// Words with digits: house numbers.
    numbers: Vec<String>,
    /// Pairs of neighbouring letters of all other words, sorted.
    pairs: Vec<u16>,
    /// Folded.
    postcode: String,
}

/// What the letters weigh against house number and postcode.
const LETTERS: f64 = 4.0;
const NUMBER: f64 = 1.5;
const POSTCODE: f64 = 1.5;
/// Fewer pairs of letters than these are a town at most: they cannot agree in more than part of an address.
const TOWN_ONLY: usize = 12;

impl Address {
    /// From folded words in order (lines, city, district) and the folded postcode.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>, postcode: &str) -> Self {
        let (mut numbers, mut letters) = (Vec::new(), Vec::new());
        for word in words {
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                numbers.push(word.to_owned());
            } else {
                letters.extend(word.bytes());
            }
        }
        let mut pairs: Vec<u16> = letters.windows(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect();
        pairs.sort_unstable();
        Self { numbers, pairs, postcode: postcode.to_owned() }
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.pairs.is_empty() && self.postcode.is_empty()
    }
}

/// How far two addresses agree, all parts together.
pub fn compare(one: &Address, other: &Address) -> Compared {
    let parts = [letters(one, other), numbers(one, other), postcodes(one, other)];
    let (mut most, mut reached) = (0.0, 0.0);
    for (agreed, weight) in parts.into_iter().flatten() {
        most += weight;
        reached += agreed * weight;
    }
    if most == 0.0 {
        return Compared::MISSING;
    }
    Compared::plain(at_most(step(reached / most), ceiling(one, other)))
}

fn step(share: f64) -> Agreement {
    match share {
        share if share >= 0.85 => Agreement::Same,
        share if share >= 0.64 => Agreement::Mostly,
        share if share >= 0.46 => Agreement::Partly,
        share if share >= 0.32 => Agreement::Little,
        _ => Agreement::Different,
    }
}

/// Of a town and no street, or of a street without a house, less can be said.
fn ceiling(one: &Address, other: &Address) -> Agreement {
    let pairs = one.pairs.len().min(other.pairs.len());
    let numbered = !one.numbers.is_empty() && !other.numbers.is_empty();
    match (numbered, pairs) {
        (true, 6..) | (false, 24..) => Agreement::Same,
        (false, TOWN_ONLY..) => Agreement::Mostly,
        _ => Agreement::Partly,
    }
}

fn at_most(agreement: Agreement, ceiling: Agreement) -> Agreement {
    agreement.max(ceiling)
}

/// Shared pairs of letters (Dice): a typing error, a blank too many or lines exchanged change little.
fn letters(one: &Address, other: &Address) -> Option<(f64, f64)> {
    let all = one.pairs.len() + other.pairs.len();
    if one.pairs.is_empty() || other.pairs.is_empty() {
        return None;
    }
    Some((2.0 * shared(&one.pairs, &other.pairs) as f64 / all as f64, LETTERS))
}

fn shared(one: &[u16], other: &[u16]) -> usize {
    let (mut at, mut count) = (0, 0);
    for pair in one {
        while other.get(at).is_some_and(|known| known < pair) {
            at += 1;
        }
        if other.get(at) == Some(pair) {
            (at, count) = (at + 1, count + 1);
        }
    }
    count
}

fn numbers(one: &Address, other: &Address) -> Option<(f64, f64)> {
    if one.numbers.is_empty() || other.numbers.is_empty() {
        return None;
    }
    let same = one.numbers.iter().any(|number| other.numbers.contains(number));
    Some((if same { 1.0 } else { 0.0 }, NUMBER))
}

fn postcodes(one: &Address, other: &Address) -> Option<(f64, f64)> {
    if one.postcode.is_empty() || other.postcode.is_empty() {
        return None;
    }
    let agreed = match strsim::osa_distance(&one.postcode, &other.postcode) {
        0 => 1.0,
        1 => 0.5,
        _ => 0.0,
    };
    Some((agreed, POSTCODE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::words;

    fn address(lines: &str, postcode: &str) -> Address {
        let words = words(lines);
        Address::new(words.iter().map(String::as_str), postcode)
    }

    fn agreement(one: (&str, &str), other: (&str, &str)) -> Agreement {
        compare(&address(one.0, one.1), &address(other.0, other.1)).agreement
    }

    #[test]
    fn addresses_agree_in_steps() {
        let home = ("6 tullaroop street, willaroo, st james", "4011");
        for (other, expected) in [
            (home, Agreement::Same),
            (("6 tullaroop srteet, willaroo, st james", "4011"), Agreement::Same),
            (("6 willaroo, tullaroopstreet, st james", "4011"), Agreement::Same),
            (("16 tullaroop street, willaroo, st james", "4101"), Agreement::Mostly),
            (("48 goldfinch circuit, kooltuo, canterbury", "2776"), Agreement::Different),
            (("", ""), Agreement::Missing),
        ] {
            assert_eq!(agreement(home, other), expected, "{other:?}");
        }
    }

    #[test]
    fn a_town_is_only_part_of_an_address() {
        assert_eq!(agreement(("Porto", "4000"), ("Porto", "4000")), Agreement::Partly);
    }
}
