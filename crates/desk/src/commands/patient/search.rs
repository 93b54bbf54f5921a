//! Finds patients by whatever was typed or scanned.

use std::sync::Arc;

use daybook_api::{ApiError, PatientId, PatientRow, SearchPatients, ShowHidden};
use daybook_ledger::{Id, Operation};
use rusqlite::Connection;

use crate::{
    commands::reach::Reach,
    desk::Desk,
    domain::{permit::permit, words},
    store::{
        StoreError,
        index::{self, Search, Shown},
        projections::patient::{self, Patient},
    },
};

const USUAL: u32 = 20;
const MOST: u32 = 500;

/// The best first; an empty query gives those last seen at this desk.
pub async fn search(desk: &Arc<Desk>, request: SearchPatients) -> Result<Vec<PatientRow>, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientFind)?;
    let within = open.store.read(|conn| Reach::of(conn, &open.session)?.patients(conn))?;
    let search = Search {
        text: &request.query,
        today: desk.host().today(),
        limit: if request.limit == 0 { USUAL } else { request.limit.min(MOST) } as usize,
        shown: match request.all {
            ShowHidden::No => Shown::Active,
            ShowHidden::Yes => Shown::All,
        },
        within,
    };
    open.store.read(|conn| rows(conn, &search)).map_err(ApiError::from)
}

fn rows(conn: &Connection, search: &Search<'_>) -> Result<Vec<PatientRow>, StoreError> {
    let mut rows = Vec::new();
    for found in index::search(conn, search)? {
        if let Some(patient) = patient::load(conn, &found.patient)? {
            rows.push(row(&found.patient, patient, found.why));
        }
    }
    Ok(rows)
}

fn row(id: &Id, patient: Patient, why: Vec<String>) -> PatientRow {
    let status = patient.status();
    let person = patient.person;
    PatientRow {
        id: PatientId(id.to_string()),
        number: patient.number,
        family: person.family,
        given: person.given,
        second_family: person.second_family,
        second_given: person.second_given,
        title: person.title,
        birth: person.birth,
        sex: person.sex,
        phones: person.phones,
        address: words::address(&person.address),
        died: person.died,
        status,
        why,
    }
}
