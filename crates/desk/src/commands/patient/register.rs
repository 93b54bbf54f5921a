//! Registers a patient: tidied, checked, numbered, sealed under a key of their own, signed and durable.

use std::sync::Arc;

use daybook_api::{ApiError, PatientRecord, Person, RegisterPatient};
use daybook_ledger::{Act, Id, Operation};

use super::{note_seen, show};
use crate::{
    desk::Desk,
    domain::{
        event::{Event, PatientEvent},
        permit::permit,
        validate,
    },
    host::fresh_id,
    store::{Decided, numbers::Numbers, projections::patient::differences},
};

/// Registers and hands back the whole record, its number and the entry that holds it.
pub async fn register(desk: &Arc<Desk>, request: RegisterPatient) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientRegister)?;
    let person = validate::tidy(request.person);
    validate::registration(&person, desk.host().today())?;
    let id = Id(fresh_id(desk.host()));
    let entries = open.store.decide(&open.author(), desk.host(), |tx| {
        let number = Numbers::load(tx)?.give()?.to_string();
        Ok::<_, ApiError>(vec![registration(id, number, &person)])
    })?;
    note_seen(desk, &open, &id)?;
    show::record(&open, &id, entries.first())
}

fn registration(patient: Id, number: String, person: &Person) -> Decided {
    let set = differences(&Person::default(), person);
    let event = PatientEvent { patient, number: Some(number), set, withdrawn: None, source: None };
    Decided::sealed(Act::PatientRegister, patient, vec![Event::Patient(event)])
}
