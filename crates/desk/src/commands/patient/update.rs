//! Changes a patient: three-way, so that only what the person at this desk changed is written.

use std::sync::Arc;

use daybook_api::{ApiError, Date, ErrorCode, FieldError, PatientRecord, Person, UpdatePatient};
use daybook_ledger::{Act, Operation};

use super::{find, refuse_merged, show};
use crate::{
    desk::Desk,
    domain::{
        event::{Event, PatientEvent, PatientField},
        permit::permit,
        validate,
    },
    store::{Decided, projections::patient::differences},
};

/// Writes the difference between `before` and `after`; nothing changed, nothing written.
pub async fn update(desk: &Arc<Desk>, request: UpdatePatient) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    let (before, after) = (validate::tidy(request.before), validate::tidy(request.after));
    check(&before, &after, desk.host().today())?;
    let (id, _) = open.store.read(|conn| find(conn, &request.id))?;
    let entries = open.store.decide(&open.author(), desk.host(), |tx| {
        let (patient, now) = find(tx, &request.id)?;
        refuse_merged(&now)?;
        let set = changes(&before, &after, &validate::tidy(now.person))?;
        if set.is_empty() {
            return Ok::<_, ApiError>(Vec::new());
        }
        let event = PatientEvent { patient, number: None, set, withdrawn: None, source: None };
        Ok(vec![Decided::sealed(Act::PatientUpdate, patient, vec![Event::Patient(event)])])
    })?;
    show::record(&open, &id, entries.first())
}

/// What a registration needs cannot be taken away; what an import left out need not be filled in to change something else.
pub(super) fn check(before: &Person, after: &Person, today: Date) -> Result<(), ApiError> {
    let complete = validate::registration(before, today).is_ok();
    if complete { validate::registration(after, today) } else { validate::possible(after, today) }
}

/// The registers to write: what this form changed and is not so already. A register that changed meanwhile, to something else, is a conflict.
pub(super) fn changes(before: &Person, after: &Person, now: &Person) -> Result<Vec<PatientField>, ApiError> {
    let meanwhile = differences(before, now);
    let wanted: Vec<PatientField> = differences(before, after);
    let still = differences(now, after);
    let clashing: Vec<&'static str> = wanted
        .iter()
        .filter(|field| meanwhile.iter().any(|other| other.key() == field.key()) && still.contains(field))
        .map(PatientField::name)
        .collect();
    if clashing.is_empty() {
        return Ok(wanted.into_iter().filter(|field| still.contains(field)).collect());
    }
    Err(conflict(&clashing))
}

fn conflict(fields: &[&'static str]) -> ApiError {
    let message = "Somebody else changed this meanwhile. Look at the new value, then save again.";
    let fields =
        fields.iter().map(|field| FieldError { field: (*field).to_owned(), message: message.to_owned() }).collect();
    ApiError {
        fields,
        ..ApiError::new(
            ErrorCode::Conflict,
            "Somebody else changed the same field while the form was open. Nothing you typed is lost: look at the new value, then save again.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(given: &str, family: &str, note: &str) -> Person {
        Person { given: given.into(), family: family.into(), note: note.into(), ..Person::default() }
    }

    #[test]
    fn only_what_this_form_changed_is_written() {
        let before = person("Ana", "Silva", "");
        let set = changes(&before, &person("Ana", "Costa", ""), &person("Ana", "Silva", "deaf")).unwrap();
        assert_eq!(set, [PatientField::Family("Costa".into())]);
    }

    #[test]
    fn the_same_change_made_twice_is_written_once() {
        let (before, after) = (person("Ana", "Silva", ""), person("Ana", "Costa", ""));
        assert_eq!(changes(&before, &after, &after).unwrap(), []);
    }

    #[test]
    fn two_changes_of_one_field_are_a_conflict_that_names_it() {
        let before = person("Ana", "Silva", "");
        let error = changes(&before, &person("Ana", "Costa", ""), &person("Ana", "Sousa", "")).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict);
        assert_eq!(error.fields[0].field, "family");
    }
}
