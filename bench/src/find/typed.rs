//! What receptionists type, key by key, to find somebody they know to be there.

use daybook_api::{Birth, Person};
use daybook_tests::{people::slip::slip, random::Random};

/// Ways to look somebody up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Given and family name in full.
    Names,
    /// Family name, then given name.
    Exchanged,
    /// A few letters of each, and day and month of birth: "jo smi 0712".
    Pieces,
    /// Family name and year of birth in two digits: "silva 87".
    FamilyAndYear,
    /// The last six digits of the phone.
    Phone,
    /// Given and family name with one slip.
    Slip,
}

/// How often of twenty each is typed.
const WAYS: [(Way, usize); 6] =
    [(Way::Names, 8), (Way::Exchanged, 3), (Way::Pieces, 3), (Way::FamilyAndYear, 2), (Way::Phone, 2), (Way::Slip, 2)];

/// The way somebody is looked up this time.
pub fn way(random: &mut Random) -> Way {
    WAYS[random.weighted(&WAYS.map(|(_, often)| often))].0
}

/// The text in full, where the person has what the way needs.
pub fn text(way: Way, person: &Person, random: &mut Random) -> Option<String> {
    let (given, family) = (first(&person.given), person.family.as_str());
    Some(match way {
        Way::Names => format!("{given} {family}"),
        Way::Exchanged => format!("{family} {given}"),
        Way::Pieces => {
            let Birth::Day { date } = person.birth else { return None };
            format!("{} {} {:02}{:02}", head(given, 2), head(last(family), 3), date.day(), date.month())
        }
        Way::FamilyAndYear => format!("{family} {:02}", year(&person.birth)? % 100),
        Way::Phone => {
            let phone = person.phones.first()?;
            phone[phone.len().checked_sub(6)?..].to_owned()
        }
        Way::Slip => slipped(person, random)?,
    })
}

/// Given and family name, one of the two with one slip; none where neither is of plain letters and long enough.
pub fn slipped(person: &Person, random: &mut Random) -> Option<String> {
    let (given, family) = (first(&person.given), person.family.as_str());
    let in_given = random.chance(0.5);
    let word = if in_given { given } else { last(family) };
    let wrong = slip(word, random);
    (wrong != word).then(|| match in_given {
        true => format!("{wrong} {family}"),
        false => format!("{given} {}{wrong}", &family[..family.len() - word.len()]),
    })
}

/// The year of birth, where it is known.
pub fn year(birth: &Birth) -> Option<i16> {
    match birth {
        Birth::Day { date } => Some(date.year()),
        Birth::Month { year, .. } | Birth::Year { year } | Birth::Estimated { year } => Some(*year),
        Birth::Unknown | Birth::NotRecorded => None,
    }
}

/// Everything typed on the way to the whole text.
pub fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, letter)| &text[..at + letter.len_utf8()])
}

fn first(names: &str) -> &str {
    names.split(' ').next().unwrap_or(names)
}

fn last(names: &str) -> &str {
    names.rsplit(' ').next().unwrap_or(names)
}

fn head(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}
