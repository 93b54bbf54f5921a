//! What one patient is found by and compared by: folded words, digits, codes. What the search log keeps of each.

use std::borrow::Cow;

use daybook_api::{Birth, Person, Sex};
use daybook_ledger::Id;

use super::digits::Digits;
use crate::domain::names;

/// More words than this in one field are not looked at.
const MOST_WORDS: usize = 12;
/// Letters of a word behind this are not looked at.
const LONGEST_WORD: usize = 32;
/// More ids than this are not looked at.
const MOST_CODES: usize = 12;
/// More phones than this are not looked at.
const MOST_PHONES: usize = 8;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// Given names.
    Given = 0,
    /// Family names.
    Family = 1,
    /// Given names in the second script or spelling.
    SecondGiven = 2,
    /// Family names in the second script or spelling.
    SecondFamily = 3,
    /// Street, house, further lines of the address.
    Street = 4,
    /// Town and district.
    Town = 5,
    /// Postcode, as one word.
    Postcode = 6,
    /// Name of the next of kin.
    Kin = 7,
}

impl Field {
    /// All, by their numbers.
    pub const ALL: [Self; 8] = [
        Self::Given,
        Self::Family,
        Self::SecondGiven,
        Self::SecondFamily,
        Self::Street,
        Self::Town,
        Self::Postcode,
        Self::Kin,
    ];

    /// Whether patients are found by words that stand here.
    pub fn is_name(self) -> bool {
        (self as u8) < Self::Street as u8
    }

    /// Whether it is the second script or spelling of a name.
    pub fn is_second(self) -> bool {
        matches!(self, Self::SecondGiven | Self::SecondFamily)
    }
}

/// Whether a patient is somebody a desk acts on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Standing {
    /// Yes.
    #[default]
    Here = 0,
    /// Dead.
    Dead = 1,
    /// The registration is withdrawn.
    Withdrawn = 2,
}

/// How well the birth is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Known {
    /// As far as it is recorded, it is meant so.
    #[default]
    Surely = 0,
    /// From an estimated age.
    Estimated = 1,
}

/// What one patient is found by and compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Who; zeros for somebody who is not registered yet.
    pub patient: [u8; 16],
    /// Folded words, each with its field, in the order in which they are written; particles too.
    pub words: Vec<(Field, String)>,
    /// `YYYYMMDD`, 00 for a part not known, 0 for none.
    pub birth: u32,
    /// How well the birth is known.
    pub known: Known,
    /// Sex.
    pub sex: Sex,
    /// Whether a desk acts on them.
    pub standing: Standing,
    /// Digits of each phone of at least three digits.
    pub phones: Vec<Digits>,
    /// Digits of the next of kin's phone.
    pub kin_phone: Option<Digits>,
    /// Folded: the patient number without dashes, then other ids.
    pub codes: Vec<String>,
}

impl Record {
    /// Of somebody registered as `number`.
    pub fn of(patient: &Id, number: &str, person: &Person, standing: Standing) -> Self {
        let mut record = Self::of_person(person);
        record.patient = patient.0;
        record.standing = standing;
        let number = names::fold(number);
        if !number.is_empty() {
            record.codes.insert(0, number);
        }
        record
    }

    /// Of what stands in a form: nobody yet.
    pub fn of_person(person: &Person) -> Self {
        let postcode = names::fold(&person.address.postcode);
        let mut words = Vec::with_capacity(16);
        for (field, text) in [
            (Field::Given, Cow::Borrowed(&person.given)),
            (Field::Family, Cow::Borrowed(&person.family)),
            (Field::SecondGiven, Cow::Borrowed(&person.second_given)),
            (Field::SecondFamily, Cow::Borrowed(&person.second_family)),
            (Field::Street, Cow::Borrowed(&person.address.lines)),
            (Field::Town, Cow::Owned(format!("{} {}", person.address.city, person.address.district))),
            (Field::Postcode, Cow::Owned(postcode)),
            (Field::Kin, Cow::Borrowed(&person.kin.name)),
        ] {
            words.extend(folded(&text).map(|word| (field, word)));
        }
        let codes = person.identifiers.iter().map(|identifier| names::fold(&identifier.value));
        Self {
            patient: [0; 16],
            words,
            birth: birth_number(person.birth),
            known: if matches!(person.birth, Birth::Estimated { .. }) { Known::Estimated } else { Known::Surely },
            sex: person.sex,
            standing: Standing::Here,
            phones: person.phones.iter().filter_map(|phone| Digits::of_phone(phone)).take(MOST_PHONES).collect(),
            kin_phone: Digits::of_phone(&person.kin.phone),
            codes: codes.filter(|code| !code.is_empty()).take(MOST_CODES).collect(),
        }
    }

    /// Another id that leads to this patient, unless there are too many.
    pub fn add_code(&mut self, code: &str) {
        let code = names::fold(code);
        if !code.is_empty() && self.codes.len() <= MOST_CODES && !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }

    /// The words of one field, in order.
    pub fn words_of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.words.iter().filter(move |(place, _)| *place == field).map(|(_, word)| word.as_str())
    }
}

fn folded(text: &str) -> impl Iterator<Item = String> {
    names::words(text).into_iter().take(MOST_WORDS).map(|mut word| {
        word.truncate(LONGEST_WORD);
        word
    })
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
