//! Which patients were said to be two people, as they were then: it holds until one of them changes in what people are told apart by.

use daybook_api::Person;
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::{
    Applied, change,
    patient::{self, differences},
};
use crate::{
    domain::event::{Event, PairEvent, PairVerdict, PatientEvent, PatientField},
    store::StoreError,
};

/// What names a patient's record as far as people are told apart by it: half a SHA-256 over those fields, as events write them.
pub fn print(person: &Person) -> Id {
    let mut set = differences(&Person::default(), person);
    set.retain(tells_apart);
    let event = PatientEvent { patient: Id([0; 16]), number: None, set, withdrawn: None, source: None };
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(Event::Patient(event).to_cbor())[..16]);
    Id(half)
}

fn tells_apart(field: &PatientField) -> bool {
    match field {
        PatientField::Given(_)
        | PatientField::Family(_)
        | PatientField::SecondGiven(_)
        | PatientField::SecondFamily(_)
        | PatientField::Sex(_)
        | PatientField::Birth(_)
        | PatientField::Phones(_)
        | PatientField::Address(_)
        | PatientField::Kin(_)
        | PatientField::Identifiers(_) => true,
        PatientField::Title(_)
        | PatientField::Language(_)
        | PatientField::Interpreter(_)
        | PatientField::Note(_)
        | PatientField::Died(_) => false,
    }
}

/// Keeps the write, for the history, and what stands.
pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: &PairEvent) -> Result<(), StoreError> {
    if change::keep(tx, at, &event.patient, Event::Pair(*event))?.is_none() {
        return Ok(());
    }
    let seen = match event.verdict {
        PairVerdict::Apart { seen } => Some(seen.0),
        PairVerdict::Open => None,
    };
    tx.prepare_cached(
        "INSERT INTO apart (patient, other, seen, stamp) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (patient, other) DO UPDATE SET seen = ?3, stamp = ?4 WHERE stamp < ?4",
    )?
    .execute(params![event.patient.0, event.other.0, seen, at.stamp()])?;
    Ok(())
}

/// Whether both were said to be two people, and are still as they were then.
pub fn are_apart(conn: &Connection, one: &Id, other: &Id) -> Result<bool, StoreError> {
    Ok(stands(conn, one, other)? && stands(conn, other, one)?)
}

/// Those whom a patient was said not to be, as [`are_apart`] has it.
pub fn apart_from(conn: &Connection, patient: &Id) -> Result<Vec<Id>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT other FROM apart WHERE patient = ?1 AND seen IS NOT NULL ORDER BY other")?;
    let others: Vec<Id> = select.query_map([patient.0], |row| row.get(0).map(Id))?.collect::<Result<_, _>>()?;
    let mut apart = Vec::with_capacity(others.len());
    for other in others {
        if are_apart(conn, patient, &other)? {
            apart.push(other);
        }
    }
    Ok(apart)
}

/// Every pair of whom it is said and holds.
pub fn all_apart(conn: &Connection) -> Result<Vec<(Id, Id)>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT patient, other FROM apart WHERE seen IS NOT NULL AND patient < other ORDER BY stamp DESC",
    )?;
    let rows = select.query_map([], |row| Ok((Id(row.get(0)?), Id(row.get(1)?))))?;
    let pairs: Vec<(Id, Id)> = rows.collect::<Result<_, _>>()?;
    let mut apart = Vec::with_capacity(pairs.len());
    for (one, other) in pairs {
        if are_apart(conn, &one, &other)? {
            apart.push((one, other));
        }
    }
    Ok(apart)
}

fn stands(conn: &Connection, patient: &Id, other: &Id) -> Result<bool, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT seen FROM apart WHERE patient = ?1 AND other = ?2 AND seen IS NOT NULL")?;
    let seen = select.query_row([patient.0, other.0], |row| row.get(0).map(Id)).optional()?;
    let Some(seen) = seen else { return Ok(false) };
    Ok(patient::load(conn, patient)?.is_some_and(|now| print(&now.person) == seen))
}

#[cfg(test)]
mod tests {
    use daybook_api::{Date, Sex};

    use super::*;

    #[test]
    fn a_print_changes_with_what_people_are_told_apart_by_and_with_nothing_else() {
        let person = Person { given: "Ana".into(), family: "Silva".into(), sex: Sex::Female, ..Person::default() };
        let seen = print(&person);
        assert_eq!(seen.to_string(), "4d5ba21835c5fee3865942db9cbaaa3f");
        let died = Date::new(2026, 1, 2);
        let same = Person { title: "Dr".into(), note: "deaf".into(), language: "pt".into(), died, ..person.clone() };
        assert_eq!(print(&same), seen);
        assert_ne!(print(&Person { phones: vec!["1".into()], ..person.clone() }), seen);
        assert_ne!(print(&Person { given: "Ane".into(), ..person }), seen);
    }
}
