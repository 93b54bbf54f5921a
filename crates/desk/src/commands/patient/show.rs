//! Opens a patient: present values, history, appointments.

use std::sync::Arc;

use daybook_api::{ApiError, GetPatient, MergedRecord, PatientId, PatientRecord};
use daybook_ledger::{Hash, Id, Operation};
use rusqlite::Connection;

use super::{find, history, nobody, note_seen};
use crate::{
    commands::{appointment, reach::Reach},
    desk::{Desk, Open},
    domain::permit::permit,
    store::{
        StoreError,
        projections::{merged, patient},
    },
};

/// Opens by id, or by number as typed or scanned.
pub async fn get(desk: &Arc<Desk>, request: GetPatient) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientFind)?;
    let id = open.store.read(|conn| {
        let (id, _) = find(conn, &request.id)?;
        Reach::of(conn, &open.session)?.permit_patient(conn, &id).map(|()| id)
    })?;
    note_seen(desk, &open, &id)?;
    record(&open, &id, None)
}

/// The record as it is now; `entry` is what the call wrote.
pub(super) fn record(open: &Open, id: &Id, entry: Option<&Hash>) -> Result<PatientRecord, ApiError> {
    open.store.read(|conn| {
        let patient = patient::load(conn, id)?.ok_or_else(nobody)?;
        Ok(PatientRecord {
            id: PatientId(id.to_string()),
            status: patient.status(),
            history: history::rows(conn, id)?,
            appointments: appointment::of_patients(conn, &merged::whole(conn, id)?)?,
            merged_into: merged_into(conn, id, &patient.merged)?,
            merged: merged::whole(conn, id)?[1..]
                .iter()
                .map(|gone| merged::brief(conn, gone))
                .collect::<Result<_, _>>()?,
            number: patient.number,
            person: patient.person,
            entry: entry.map(Hash::to_string),
        })
    })
}

fn merged_into(conn: &Connection, id: &Id, by_row: &Option<Id>) -> Result<Option<MergedRecord>, StoreError> {
    by_row.map(|_| merged::brief(conn, &merged::stands_as(conn, id)?)).transpose()
}
