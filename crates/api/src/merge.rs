//! Merging: two records of one person become one, and can be parted again.

use serde::{Deserialize, Serialize};

use crate::{Birth, PatientId, Person, Sex};

/// Merges one patient's record into another's: the one is kept, the other hidden and known by the kept one from then on. Nothing is
/// deleted, and [`UnmergePatients`] takes it back at any time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MergePatients {
    /// The record that is kept: opaque id, or the patient number.
    pub keep: PatientId,
    /// The record that is merged into it.
    pub gone: PatientId,
    /// What was shown of the kept one.
    pub before: Person,
    /// What was shown of the other.
    pub other: Person,
    /// What the kept one says from then on.
    pub after: Person,
}

/// Takes a merge back: the record stands by itself again, and what the kept one took from it goes back to what it was, unless somebody
/// has changed it since.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnmergePatients {
    /// The record that was merged into another.
    pub gone: PatientId,
}

/// A record that was merged, or into which one was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedRecord {
    /// Opaque id.
    pub id: PatientId,
    /// `KGH-04-00217-X`.
    pub number: String,
    /// Family names.
    pub family: String,
    /// Given names.
    pub given: String,
}

/// How far a part is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    NotAsked,
    AskedInVain,
    Yes,
}

/// A part of what is recorded of a person, taken from one record or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonPart {
    /// Family names.
    Family,
    /// Given names.
    Given,
    /// Both in the second script or spelling.
    SecondName,
    /// Title.
    Title,
    /// Birth.
    Birth,
    /// Sex.
    Sex,
    /// Phones.
    Phones,
    /// Address.
    Address,
    /// Next of kin.
    Kin,
    /// Other ids.
    Identifiers,
    /// Language.
    Language,
    /// Whether an interpreter is needed.
    Interpreter,
    /// Note.
    Note,
    /// Day of death.
    Died,
}

impl PersonPart {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 14] = [
        Self::Family,
        Self::Given,
        Self::SecondName,
        Self::Title,
        Self::Birth,
        Self::Sex,
        Self::Phones,
        Self::Address,
        Self::Kin,
        Self::Identifiers,
        Self::Language,
        Self::Interpreter,
        Self::Note,
        Self::Died,
    ];

    /// Its name on the command line and in tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Given => "given",
            Self::SecondName => "second-name",
            Self::Title => "title",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Phones => "phones",
            Self::Address => "address",
            Self::Kin => "kin",
            Self::Identifiers => "identifiers",
            Self::Language => "language",
            Self::Interpreter => "interpreter",
            Self::Note => "note",
            Self::Died => "died",
        }
    }

    /// The part of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Puts what one person has here into another, in place of what that one has.
    pub fn copy(self, from: &Person, to: &mut Person) {
        let from = from.clone();
        match self {
            Self::Family => to.family = from.family,
            Self::Given => to.given = from.given,
            Self::SecondName => (to.second_family, to.second_given) = (from.second_family, from.second_given),
            Self::Title => to.title = from.title,
            Self::Birth => to.birth = from.birth,
            Self::Sex => to.sex = from.sex,
            Self::Phones => to.phones = from.phones,
            Self::Address => to.address = from.address,
            Self::Kin => to.kin = from.kin,
            Self::Identifiers => to.identifiers = from.identifiers,
            Self::Language => to.language = from.language,
            Self::Interpreter => to.interpreter = from.interpreter,
            Self::Note => to.note = from.note,
            Self::Died => to.died = from.died,
        }
    }

    /// Whether anything is known here.
    pub fn is_known(self, person: &Person) -> bool {
        self.known(person) == Known::Yes
    }

    fn known(self, person: &Person) -> Known {
        let mut alone = Person::default();
        self.copy(person, &mut alone);
        match (alone.sex, alone.birth) {
            (Sex::Unknown, _) | (_, Birth::Unknown) => Known::AskedInVain,
            _ if alone == Person::default() => Known::NotAsked,
            _ => Known::Yes,
        }
    }

    /// Whether two people differ here.
    pub fn differs(self, one: &Person, other: &Person) -> bool {
        let mut same = other.clone();
        self.copy(one, &mut same);
        same != *other
    }

    /// What both have here, of parts of which somebody may have several: the first one's first.
    pub fn both(self, one: &Person, other: &Person) -> Option<Person> {
        let mut both = one.clone();
        match self {
            Self::Phones => add(&mut both.phones, &other.phones, |one, other| is_same_phone(one, other)),
            Self::Identifiers => add(&mut both.identifiers, &other.identifiers, |one, other| one == other),
            Self::Note => both.note = lines(&one.note, &other.note),
            _ => return None,
        }
        Some(both)
    }
}

impl Person {
    /// This person, with what is not recorded taken from another, and what there may be several of from both.
    pub fn filled_from(&self, other: &Self) -> Self {
        let mut filled = self.clone();
        for part in PersonPart::ALL {
            match part.both(self, other) {
                Some(both) => part.copy(&both, &mut filled),
                None if part.known(self) < part.known(other) => part.copy(other, &mut filled),
                None => {}
            }
        }
        filled
    }
}

fn add<T: Clone>(all: &mut Vec<T>, others: &[T], is_same: impl Fn(&T, &T) -> bool) {
    for other in others {
        if !all.iter().any(|one| is_same(one, other)) {
            all.push(other.clone());
        }
    }
}

/// By so many of its last digits a phone is the same with and without its country code: the rule of the register in `desk`, on text.
const TELLING: usize = 9;

fn is_same_phone(one: &str, other: &str) -> bool {
    let last = |phone: &str| phone.chars().rev().filter(char::is_ascii_digit).take(TELLING).collect::<String>();
    one == other || (last(one).len() == TELLING && last(one) == last(other))
}

fn lines(one: &str, other: &str) -> String {
    let mut all: Vec<&str> = one.lines().collect();
    for line in other.lines() {
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, phones: &[&str], note: &str) -> Person {
        let phones = phones.iter().map(|phone| (*phone).to_owned()).collect();
        Person { family: family.into(), phones, note: note.into(), ..Person::default() }
    }

    #[test]
    fn what_is_not_recorded_comes_from_the_other_and_several_from_both() {
        let one = Person { sex: Sex::Unknown, ..person("Silva", &["1"], "deaf\nleft hand") };
        let other =
            Person { given: "Ana".into(), sex: Sex::Female, ..person("Sliva", &["2", "1"], "left hand\nold card") };
        let filled = one.filled_from(&other);
        assert_eq!((filled.family.as_str(), filled.given.as_str(), filled.sex), ("Silva", "Ana", Sex::Female));
        assert_eq!(filled.phones, ["1", "2"]);
        assert_eq!(filled.note, "deaf\nleft hand\nold card");
        let written_otherwise = person("Silva", &["+44 20 7946 0012"], "");
        assert_eq!(person("Silva", &["020 7946 0012"], "").filled_from(&written_otherwise).phones, ["020 7946 0012"]);
        assert_eq!(one.filled_from(&Person::default()), one);
        assert_eq!(Person::default().filled_from(&one), one);
    }

    #[test]
    fn every_part_is_copied_told_apart_and_named() {
        let one = Person { sex: Sex::Female, ..person("Silva", &["1"], "x") };
        for part in PersonPart::ALL {
            assert_eq!(PersonPart::parse(part.name()), Some(part));
            let mut to = Person::default();
            assert_eq!(part.differs(&one, &to), part.is_known(&one));
            part.copy(&one, &mut to);
            assert!(!part.differs(&one, &to));
        }
        let mut whole = Person::default();
        PersonPart::ALL.into_iter().for_each(|part| part.copy(&one, &mut whole));
        assert_eq!(whole, one, "the parts are the whole person");
    }
}
