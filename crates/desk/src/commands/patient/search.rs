//! Finds patients by whatever was typed or scanned.

use std::sync::Arc;

use daybook_api::{ApiError, PatientId, PatientRow, SearchPatients, ShowHidden, Why};
use daybook_ledger::{Id, Operation};
use rusqlite::Connection;

use crate::{
    commands::reach::Reach,
    desk::Desk,
    domain::{
        permit::permit,
        register::{Register, Standing},
        search::{Found, Lately, Search, Shown, find},
        words,
    },
    store::{
        StoreError, index,
        projections::patient::{self, Patient},
    },
};

const USUAL: u32 = 20;
const MOST: u32 = 500;

/// The best first; an empty query gives those last seen at this desk.
pub async fn search(desk: &Arc<Desk>, request: SearchPatients) -> Result<Vec<PatientRow>, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientFind)?;
    let today = desk.host().today();
    let lately = open.part::<Lately>();
    let found = open.store.with_register(|conn, register| {
        let familiar = index::familiar(conn, today)?;
        let within = Reach::of(conn, &open.session)?.patients(conn)?;
        let search = Search {
            text: &request.query,
            today,
            limit: if request.limit == 0 { USUAL } else { request.limit.min(MOST) } as usize,
            shown: match request.all {
                ShowHidden::No => Shown::Active,
                ShowHidden::Yes => Shown::All,
            },
            familiar: &familiar,
            lately: &lately,
            within: within.as_ref(),
        };
        found(conn, register, &search)
    });
    found.map_err(ApiError::from)
}

fn found(conn: &Connection, register: &Register, search: &Search<'_>) -> Result<Vec<PatientRow>, StoreError> {
    let found = match search.text.trim().is_empty() {
        true => last_seen(conn, register, search)?,
        false => find(register, search),
    };
    rows(conn, found)
}

fn last_seen(conn: &Connection, register: &Register, search: &Search<'_>) -> Result<Vec<Found>, StoreError> {
    let is_shown = |id: Id| {
        let doc = register.doc(register.slot_of(&id)?)?;
        let is_shown = search.reaches(&id) && (search.shown == Shown::All || doc.standing() == Standing::Here);
        is_shown.then(|| Found { patient: id, why: Vec::new() })
    };
    index::last_seen(conn, is_shown, search.limit)
}

fn rows(conn: &Connection, found: Vec<Found>) -> Result<Vec<PatientRow>, StoreError> {
    let mut rows = Vec::with_capacity(found.len());
    for found in found {
        if let Some(patient) = patient::load(conn, &found.patient)? {
            rows.push(row(&found.patient, patient, found.why));
        }
    }
    Ok(rows)
}

pub(super) fn row(id: &Id, patient: Patient, why: Vec<Why>) -> PatientRow {
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
