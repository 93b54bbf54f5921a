//! What a record must not hold goes into the note, or refuses the record; what is lacking stays *not recorded*.

use daybook_api::{Birth, DoctorForm, FieldError, ImportLine, Person, Strictness};

use super::{ReadOptions, record::Remarks};
use crate::domain::validate;

/// Makes of a person as read one that may be registered.
pub fn person(person: Person, options: &ReadOptions, remarks: &mut Remarks) -> Result<Person, ImportLine> {
    let mut person = validate::tidy(person);
    recognisable(&person, options.strictness, remarks)?;
    if let Err(wrong) = validate::possible(&person, options.today) {
        // From the last to the first, so that a phone taken out does not move those still to come.
        for field in wrong.fields.iter().rev() {
            give_way(&mut person, field, options.strictness, remarks)?;
        }
        validate::possible(&person, options.today).map_err(|wrong| refusal(&wrong.fields, remarks))?;
    }
    Ok(person)
}

/// Makes of a doctor as read one that may stand in the directory.
pub fn doctor(form: DoctorForm, remarks: &mut Remarks) -> Result<DoctorForm, ImportLine> {
    let mut form = validate::tidy_doctor(form);
    let Err(wrong) = validate::doctor(&form) else { return Ok(form) };
    if wrong.fields.iter().any(|field| field.field.starts_with("hours")) {
        form.hours.clear();
        remarks.warn("hours", "The weekly hours overlap or cannot be; left out.");
    }
    validate::doctor(&form).map_err(|wrong| refusal(&wrong.fields, remarks))?;
    Ok(form)
}

/// Refuses who has neither a name nor anything else to be found by; warns of who has no name.
fn recognisable(person: &Person, strictness: Strictness, remarks: &mut Remarks) -> Result<(), ImportLine> {
    let names = [&person.given, &person.family, &person.second_given, &person.second_family];
    if names.iter().any(|name| !name.is_empty()) {
        return Ok(());
    }
    let dated = matches!(person.birth, Birth::Day { .. });
    let findable = dated || !person.identifiers.is_empty() || !person.phones.is_empty();
    if strictness == Strictness::Strict || !findable {
        return Err(remarks.refuse(Some("family"), "There is no name."));
    }
    remarks.warn("family", "There is no name; not recorded.");
    Ok(())
}

/// Moves an impossible value into the note.
fn give_way(
    person: &mut Person,
    wrong: &FieldError,
    strictness: Strictness,
    remarks: &mut Remarks,
) -> Result<(), ImportLine> {
    let (field, place) = wrong.field.split_once('.').unwrap_or((&wrong.field, ""));
    let value = match (field, place.parse::<usize>()) {
        ("phones", Ok(place)) if place < person.phones.len() => person.phones.remove(place),
        ("died", _) => person.died.take().map(|day| day.to_string()).unwrap_or_default(),
        ("birth", _) => std::mem::take(&mut person.birth).for_people(None),
        _ => return Err(refusal(std::slice::from_ref(wrong), remarks)),
    };
    if strictness == Strictness::Strict {
        return Err(refusal(std::slice::from_ref(wrong), remarks));
    }
    let between = if person.note.is_empty() { "" } else { "\n" };
    person.note = format!("{}{between}{field}: {value}", person.note);
    remarks.warn(field, format!("{} Kept as text in the note.", wrong.message));
    Ok(())
}

fn refusal(wrong: &[FieldError], remarks: &Remarks) -> ImportLine {
    let first = wrong.first();
    remarks.refuse(
        first.map(|wrong| wrong.field.as_str()),
        first.map_or("It cannot be kept.", |wrong| wrong.message.as_str()),
    )
}

#[cfg(test)]
mod tests {
    use daybook_api::{Date, Severity};

    use super::*;

    fn options(strictness: Strictness) -> ReadOptions {
        ReadOptions { strictness, ..ReadOptions::on(Date::new(2026, 11, 22).unwrap()) }
    }

    fn ana() -> Person {
        Person { given: " Ana ".into(), phones: vec!["12".into(), "555 0199".into(), "x".into()], ..Person::default() }
    }

    #[test]
    fn an_impossible_phone_moves_into_the_note() {
        let mut remarks = Remarks::at(7);
        let fitted = person(ana(), &options(Strictness::Lenient), &mut remarks).unwrap();
        assert_eq!((fitted.given.as_str(), fitted.phones.as_slice()), ("Ana", ["555 0199".to_owned()].as_slice()));
        assert_eq!(fitted.note, "phones: x\nphones: 12");
        let lines = remarks.into_lines();
        assert!(lines.len() == 2 && lines.iter().all(|line| line.line == 7 && line.severity == Severity::Warning));
    }

    #[test]
    fn under_strict_it_refuses() {
        let refused = person(ana(), &options(Strictness::Strict), &mut Remarks::at(7)).unwrap_err();
        assert_eq!((refused.severity, refused.line), (Severity::Refused, 7));
    }

    #[test]
    fn what_is_too_long_is_refused_whole() {
        let long = Person { family: "x".repeat(300), ..Person::default() };
        let refused = person(long, &options(Strictness::Lenient), &mut Remarks::at(1)).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("family"));
    }

    #[test]
    fn somebody_without_a_name_must_be_findable() {
        let born = Person { birth: Birth::Day { date: Date::EPOCH }, ..Person::default() };
        assert!(person(born, &options(Strictness::Lenient), &mut Remarks::at(1)).is_ok());
        assert!(person(Person::default(), &options(Strictness::Lenient), &mut Remarks::at(1)).is_err());
    }
}
