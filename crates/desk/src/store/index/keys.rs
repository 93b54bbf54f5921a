//! What a patient is found by, from what is recorded. Pure.

use std::collections::BTreeSet;

use daybook_api::Birth;

use crate::{
    domain::{names, phones},
    store::projections::patient::Patient,
};

/// More words than this in one name are not names.
const MOST_WORDS: usize = 10;
const LONGEST_WORD: usize = 32;

/// Everything the index holds about a patient, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Words of the given names.
    pub given: Vec<String>,
    /// Words of the family names.
    pub family: Vec<String>,
    /// Words of the second spelling, and words written together.
    pub other: Vec<String>,
    /// `YYYYMMDD`, 00 for a part not known, 0 for none.
    pub birth: u32,
    /// Digits of each phone.
    pub phones: Vec<String>,
    /// Patient number without dashes, other ids.
    pub codes: Vec<String>,
    /// 0 no, 1 dead, 2 withdrawn.
    pub hidden: u8,
}

impl Keys {
    /// What `patient` is found by.
    pub fn of(patient: &Patient) -> Self {
        let person = &patient.person;
        let (given, family) = (words(&person.given), words(&person.family));
        let mut other: BTreeSet<String> =
            [&person.second_given, &person.second_family].into_iter().flat_map(|name| words(name)).collect();
        other.extend(names::search_words(&person.given));
        other.extend(names::search_words(&person.family));
        other.retain(|word| !given.contains(word) && !family.contains(word) && word.len() <= LONGEST_WORD);
        let codes = std::iter::once(&patient.number)
            .chain(person.identifiers.iter().map(|identifier| &identifier.value))
            .map(|code| names::fold(code));
        Self {
            given,
            family,
            other: other.into_iter().take(MOST_WORDS).collect(),
            birth: birth_number(person.birth),
            phones: person.phones.iter().map(|phone| phones::digits(phone)).filter(|phone| phone.len() >= 3).collect(),
            codes: codes.filter(|code| !code.is_empty()).collect(),
            hidden: match (&patient.withdrawn, person.died) {
                (Some(_), _) => 2,
                (None, Some(_)) => 1,
                (None, None) => 0,
            },
        }
    }

    /// Every word of any name, once.
    pub fn words(&self) -> BTreeSet<String> {
        self.given.iter().chain(&self.family).chain(&self.other).cloned().collect()
    }

    /// Every word beside the beginning of every other, and the year of birth beside the beginning of each.
    pub fn pairs(&self) -> BTreeSet<(String, String)> {
        let words = self.words();
        let year = (self.birth > 0).then(|| format!("{:04}", self.birth / 10_000));
        let beside = |begins: &String| {
            let others = words.iter().filter(move |other| *other != begins);
            others.chain(&year).map(|other| (beginning(begins).to_owned(), other.clone())).collect::<Vec<_>>()
        };
        words.iter().flat_map(beside).collect()
    }

    /// Every end of every phone.
    pub fn tails(&self) -> BTreeSet<String> {
        self.phones.iter().flat_map(|phone| phones::tails(phone)).collect()
    }
}

/// The first two letters of a folded word.
pub fn beginning(word: &str) -> &str {
    word.get(..2).unwrap_or(word)
}

fn words(name: &str) -> Vec<String> {
    let fits = |word: &String| word.len() <= LONGEST_WORD;
    names::words(name).into_iter().filter(fits).take(MOST_WORDS).collect()
}

/// `YYYYMMDD`, 00 for a part not known, 0 for none.
pub fn birth_number(birth: Birth) -> u32 {
    let number = |year: i16, month: u8, day: u8| {
        u32::from(year.unsigned_abs()) * 10_000 + u32::from(month) * 100 + u32::from(day)
    };
    match birth {
        Birth::Day { date } => number(date.year(), date.month(), date.day()),
        Birth::Month { year, month } => number(year, month, 0),
        Birth::Year { year } | Birth::Estimated { year } => number(year, 0, 0),
        Birth::Unknown | Birth::NotRecorded => 0,
    }
}
