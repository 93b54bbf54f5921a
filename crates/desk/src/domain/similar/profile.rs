//! A person as compared: names, birth, sex, phones, address, ids and kin, in their folded forms.

use daybook_api::{Birth, Person, Sex};

use super::{
    address::Address,
    birth::{Born, Known},
    names::{Names, Side},
    word::Word,
};
use crate::domain::{
    names::{self, is_particle},
    phones,
};

/// Digits of a phone that matter: what is left without country code and trunk zero.
const PHONE_DIGITS: usize = 9;

/// A person as compared. What is empty is not recorded, and says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The name, and a second spelling if there is one.
    pub names: Vec<Names>,
    /// 1 for Sr or I, 2 for Jr or II, 3 …
    pub suffix: Option<u8>,
    /// Birth.
    pub born: Born,
    /// Share of people born on that very day; 0 where that is not known.
    pub born_share: f64,
    /// Sex.
    pub sex: Sex,
    /// Phones: their last digits.
    pub phones: Vec<String>,
    /// Address.
    pub address: Address,
    /// Other ids, folded.
    pub identifiers: Vec<String>,
    /// Next of kin.
    pub kin: Kin,
}

/// Whom to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// Folded words of the name.
    pub words: Vec<String>,
    /// The phone's last digits.
    pub phone: String,
}

impl Profile {
    /// A form, as far as it is filled in. `born` is what was typed for the birth, where that is no date.
    pub fn of(person: &Person, born: &str) -> Self {
        let mut profile = Self { sex: person.sex, born: birth(person, born), ..Self::default() };
        let words = |name: &str| names::words(name).into_iter().map(Word::new).collect();
        profile.add_name(words(&person.given), words(&person.family));
        profile.add_name(words(&person.second_given), words(&person.second_family));
        person.phones.iter().for_each(|phone| profile.add_phone(&phones::digits(phone)));
        profile.address =
            Address::new(address_words(person).iter().map(String::as_str), &names::fold(&person.address.postcode));
        profile.identifiers =
            person.identifiers.iter().map(|id| names::fold(&id.value)).filter(|id| !id.is_empty()).collect();
        profile.kin = Kin {
            words: names::words(&person.kin.name),
            phone: phone_tail(&phones::digits(&person.kin.phone)).unwrap_or_default(),
        };
        profile
    }

    /// Adds a name; its suffix is kept apart from its words.
    pub fn add_name(&mut self, given: Vec<Word>, family: Vec<Word>) {
        let mut sides = [given, family].map(|words| self.without_suffix(words));
        let [given, family] = sides.each_mut().map(std::mem::take).map(Side::new);
        let names = Names { given, family };
        if !names.is_empty() && !self.names.contains(&names) {
            self.names.push(names);
        }
    }

    fn without_suffix(&mut self, words: Vec<Word>) -> Vec<Word> {
        let many = words.len() > 1;
        let mut kept = Vec::with_capacity(words.len());
        for (at, word) in words.into_iter().enumerate() {
            match suffix(&word.text) {
                Some(suffix) if many && at > 0 => self.suffix = Some(suffix),
                _ => kept.push(word),
            }
        }
        kept
    }

    /// Learns how many of so many people have each word of the names.
    pub fn count(&mut self, bearers: impl Fn(&str) -> u32, people: usize) {
        for names in &mut self.names {
            names.given.count(&bearers, people);
            names.family.count(&bearers, people);
        }
    }

    /// Adds a phone by its digits, if there are enough.
    pub fn add_phone(&mut self, digits: &str) {
        if let Some(tail) = phone_tail(digits)
            && !self.phones.contains(&tail)
        {
            self.phones.push(tail);
        }
    }

    /// Whether there is nothing by which anybody could be recognised.
    pub fn is_empty(&self) -> bool {
        let of_names = self.names.is_empty() && self.phones.is_empty() && self.identifiers.is_empty();
        of_names && self.born.known != Known::Day && self.address.is_empty()
    }

    /// All words of names, particles left out.
    pub fn name_words(&self) -> impl Iterator<Item = &str> {
        let sides = self.names.iter().flat_map(|names| [&names.given, &names.family]);
        sides.flat_map(Side::words).map(|word| word.text.as_str()).filter(|word| !is_particle(word))
    }
}

/// The digits that matter; `None` where there are too few to tell anybody.
pub fn phone_tail(digits: &str) -> Option<String> {
    let national = digits.trim_start_matches('0');
    (national.len() >= 5).then(|| national[national.len().saturating_sub(PHONE_DIGITS)..].to_owned())
}

/// Lines, city and district, folded.
pub fn address_words(person: &Person) -> Vec<String> {
    let address = &person.address;
    [&address.lines, &address.city, &address.district].into_iter().flat_map(|part| names::words(part)).collect()
}

fn birth(person: &Person, born: &str) -> Born {
    match person.birth {
        Birth::Day { date } => Born::from_digits(digits(date.year(), date.month(), date.day())),
        Birth::Month { year, month } => Born::from_digits(digits(year, month, 0)),
        Birth::Year { year } => Born::from_digits(digits(year, 0, 0)),
        Birth::Estimated { year } => Born { digits: digits(year, 0, 0), known: Known::Estimated },
        Birth::Unknown | Birth::NotRecorded if !born.is_empty() => Born::from_text(born),
        Birth::Unknown | Birth::NotRecorded => Born::from_text(as_noted(&person.note)),
    }
}

/// What import moved into the note because it is no date: a line `born: 19081299`.
fn as_noted(note: &str) -> &str {
    note.lines().find_map(|line| line.strip_prefix("born: ")).unwrap_or_default()
}

fn digits(year: i16, month: u8, day: u8) -> u32 {
    u32::from(year.unsigned_abs()) * 10_000 + u32::from(month) * 100 + u32::from(day)
}

fn suffix(word: &str) -> Option<u8> {
    Some(match word {
        "sr" | "senior" | "snr" | "i" => 1,
        "jr" | "junior" | "jnr" | "ii" | "2nd" => 2,
        "iii" | "3rd" => 3,
        "iv" | "4th" => 4,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::words;

    fn named(given: &str, family: &str) -> Profile {
        let mut profile = Profile::default();
        let side = |text: &str| words(text).into_iter().map(Word::new).collect();
        profile.add_name(side(given), side(family));
        profile
    }

    #[test]
    fn a_suffix_is_no_name() {
        let profile = named("Robert", "Smith Jr.");
        assert_eq!((profile.suffix, profile.names[0].family.words().len()), (Some(2), 1));
        assert_eq!(named("I", "Wei").suffix, None);
    }

    #[test]
    fn country_code_and_trunk_zero_do_not_matter() {
        assert_eq!(phone_tail("447700900123"), phone_tail("07700900123"));
        assert_eq!(phone_tail("112"), None);
    }
}
