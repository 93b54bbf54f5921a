//! The form of a patient, as text while it is typed; what it says once it is sent.

use daybook_api::{Address, Birth, Date, Identifier, Interpreter, Kin, Person, Sex, TypedError, parse_birth};
use serde::{Deserialize, Serialize};

/// Everything the form holds. Kept as a draft, so half-typed values are kept as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PatientForm {
    /// Family names.
    pub family: String,
    /// Given names.
    pub given: String,
    /// Title.
    pub title: String,
    /// Family names in a second script.
    pub second_family: String,
    /// Given names in a second script.
    pub second_given: String,
    /// Sex, once chosen.
    pub sex: Option<Sex>,
    /// Birth or age as typed.
    pub born: String,
    /// Phones, one a line of the form; at least one line.
    pub phones: Vec<String>,
    /// Address.
    pub address: Address,
    /// Next of kin.
    pub kin: Kin,
    /// Other ids; at least one line.
    pub identifiers: Vec<Identifier>,
    /// Preferred language.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: Interpreter,
    /// Free words.
    pub note: String,
    /// Day of death as typed.
    pub died: String,
}

/// A field that must be looked at again, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's path, as in [`Person`]: also the end of the input's id.
    pub field: String,
    /// Why.
    pub why: Why,
}

/// Why a field must be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is empty, and needed.
    Needed,
    /// What was typed is no birth.
    Birth(TypedError),
    /// What was typed is no day.
    Day(TypedError),
    /// The desk says so, in these words.
    Desk(String),
}

impl PatientForm {
    /// An empty form with one line for a phone and one for another id.
    pub fn new() -> Self {
        Self { phones: vec![String::new()], identifiers: vec![Identifier::default()], ..Self::default() }
    }

    /// The form of somebody who is registered.
    pub fn of(person: &Person) -> Self {
        let mut form = Self {
            family: person.family.clone(),
            given: person.given.clone(),
            title: person.title.clone(),
            second_family: person.second_family.clone(),
            second_given: person.second_given.clone(),
            sex: Some(person.sex),
            born: typed(person.birth),
            phones: person.phones.clone(),
            address: person.address.clone(),
            kin: person.kin.clone(),
            identifiers: person.identifiers.clone(),
            language: person.language.clone(),
            interpreter: person.interpreter,
            note: person.note.clone(),
            died: person.died.map(Date::for_people).unwrap_or_default(),
        };
        form.keep_a_line();
        form
    }

    /// Makes sure that there is a line to type a phone and another id into.
    pub fn keep_a_line(&mut self) {
        if self.phones.is_empty() {
            self.phones.push(String::new());
        }
        if self.identifiers.is_empty() {
            self.identifiers.push(Identifier::default());
        }
    }

    /// Whether nothing has been typed yet.
    pub fn is_blank(&self) -> bool {
        let mut other = self.clone();
        other.phones.retain(|phone| !phone.is_empty());
        other.identifiers.retain(|id| *id != Identifier::default());
        other == Self::default()
    }

    /// What the form says, or every field to look at again, in the order of the form.
    pub fn person(&self, today: Date) -> Result<Person, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut needed = |field: &str, is_missing| {
            if is_missing {
                problems.push(Problem { field: field.to_owned(), why: Why::Needed });
            }
        };
        needed("family", self.family.trim().is_empty() && self.given.trim().is_empty());
        needed("sex", self.sex.is_none());
        needed("birth", self.born.trim().is_empty());
        let birth = parse_birth(&self.born, today).map_err(|why| ("birth", Why::Birth(why)));
        let died = day(&self.died, today).map_err(|why| ("died", Why::Day(why)));
        for (field, why) in [birth.clone().err(), died.clone().err()].into_iter().flatten() {
            problems.push(Problem { field: field.to_owned(), why });
        }
        match (birth, died) {
            (Ok(birth), Ok(died)) if problems.is_empty() => Ok(self.filled(birth, died)),
            _ => Err(problems),
        }
    }

    /// What the form says so far, and the birth as it was typed where that is no date yet.
    pub fn so_far(&self, today: Date) -> (Person, String) {
        match parse_birth(&self.born, today) {
            Ok(birth) => (self.filled(birth, None), String::new()),
            Err(_) => (self.filled(Birth::NotRecorded, None), self.born.clone()),
        }
    }

    fn filled(&self, birth: Birth, died: Option<Date>) -> Person {
        let trimmed = |text: &String| text.trim().to_owned();
        Person {
            given: trimmed(&self.given),
            family: trimmed(&self.family),
            second_given: trimmed(&self.second_given),
            second_family: trimmed(&self.second_family),
            title: trimmed(&self.title),
            sex: self.sex.unwrap_or_default(),
            birth,
            phones: self.phones.iter().map(trimmed).filter(|phone| !phone.is_empty()).collect(),
            address: self.address.clone(),
            kin: self.kin.clone(),
            identifiers: self.identifiers.iter().filter(|id| !id.value.trim().is_empty()).cloned().collect(),
            language: trimmed(&self.language),
            interpreter: self.interpreter,
            note: trimmed(&self.note),
            died,
        }
    }
}

/// Reads a day; empty is none.
pub fn day(text: &str, today: Date) -> Result<Option<Date>, TypedError> {
    match parse_birth(text, today)? {
        Birth::Day { date } => Ok(Some(date)),
        Birth::NotRecorded => Ok(None),
        _ => Err(TypedError::NotADate),
    }
}

/// A birth as it would be typed, so that it is read back as the same.
fn typed(birth: Birth) -> String {
    match birth {
        Birth::Day { .. } | Birth::Month { .. } | Birth::Year { .. } | Birth::Unknown => birth.for_people(None),
        Birth::Estimated { year } => format!("about {year}"),
        Birth::NotRecorded => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 22).unwrap()
    }

    fn filled() -> PatientForm {
        let mut form = PatientForm::new();
        form.family = " Smith ".into();
        form.sex = Some(Sex::Male);
        form.born = "14 3 1987".into();
        form
    }

    #[test]
    fn only_name_sex_and_age_are_needed() {
        let problems = PatientForm::new().person(today()).unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["family", "sex", "birth"]);
        let person = filled().person(today()).unwrap();
        assert_eq!(person.family, "Smith");
        assert!(person.phones.is_empty() && person.identifiers.is_empty());
    }

    #[test]
    fn a_person_survives_the_form() {
        let births = [
            Birth::Day { date: Date::new(1987, 3, 14).unwrap() },
            Birth::Month { year: 1987, month: 3 },
            Birth::Year { year: 1987 },
            Birth::Estimated { year: 1980 },
            Birth::Unknown,
        ];
        for birth in births {
            let person = Person { birth, died: Date::new(2026, 1, 2), ..filled().person(today()).unwrap() };
            assert_eq!(PatientForm::of(&person).person(today()), Ok(person), "{birth:?}");
        }
    }

    #[test]
    fn a_half_typed_form_says_what_it_can() {
        let mut form = PatientForm::new();
        form.given = "Ana".into();
        form.born = "14 3 19".into();
        let (person, born) = form.so_far(today());
        assert_eq!((person.given.as_str(), person.sex), ("Ana", Sex::NotRecorded));
        assert!(person.birth != Birth::NotRecorded || born == "14 3 19");
        let (person, born) = filled().so_far(today());
        assert_eq!((person.birth, born.as_str()), (Birth::Day { date: Date::new(1987, 3, 14).unwrap() }, ""));
    }

    #[test]
    fn a_new_form_is_blank() {
        assert!(PatientForm::new().is_blank());
        assert!(!filled().is_blank());
    }
}
