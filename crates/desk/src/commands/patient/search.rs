//! Finds patients by whatever was typed or scanned.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

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
/// So many of the rows shown last are kept: with the next key most of them are shown again.
const KEPT: usize = 128;

/// Rows of patients who were shown last. Dropped at lock.
#[derive(Default)]
struct ShownLately(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The last record of the search log when they were read: every change of a patient adds one.
    upto: i64,
    rows: VecDeque<(Id, PatientRow)>,
}

impl ShownLately {
    /// A patient's row, without why it is shown.
    fn row(&self, conn: &Connection, upto: i64, id: &Id) -> Result<Option<PatientRow>, StoreError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.upto != upto {
            *kept = Kept { upto, rows: VecDeque::new() };
        }
        if let Some((_, row)) = kept.rows.iter().find(|(known, _)| known == id) {
            return Ok(Some(row.clone()));
        }
        let Some(patient) = patient::load(conn, id)? else { return Ok(None) };
        let row = row(id, patient, Vec::new());
        kept.rows.truncate(KEPT - 1);
        kept.rows.push_front((*id, row.clone()));
        Ok(Some(row))
    }
}

/// The best first; an empty query gives those last seen at this desk.
pub async fn search(desk: &Arc<Desk>, request: SearchPatients) -> Result<Vec<PatientRow>, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientFind)?;
    let today = desk.host().today();
    let (lately, shown) = (open.part::<Lately>(), open.part::<ShownLately>());
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
        rows(conn, &shown, found(conn, register, &search)?)
    });
    found.map_err(ApiError::from)
}

fn found(conn: &Connection, register: &Register, search: &Search<'_>) -> Result<Vec<Found>, StoreError> {
    match search.text.trim().is_empty() {
        true => last_seen(conn, register, search),
        false => Ok(find(register, search)),
    }
}

fn last_seen(conn: &Connection, register: &Register, search: &Search<'_>) -> Result<Vec<Found>, StoreError> {
    let is_shown = |id: Id| {
        let doc = register.doc(register.slot_of(&id)?)?;
        let is_shown = search.reaches(&id) && (search.shown == Shown::All || doc.standing() == Standing::Here);
        is_shown.then(|| Found { patient: id, why: Vec::new() })
    };
    index::last_seen(conn, is_shown, search.limit)
}

fn rows(conn: &Connection, shown: &ShownLately, found: Vec<Found>) -> Result<Vec<PatientRow>, StoreError> {
    let upto = index::newest(conn)?;
    let mut rows = Vec::with_capacity(found.len());
    for found in found {
        if let Some(row) = shown.row(conn, upto, &found.patient)? {
            rows.push(PatientRow { why: found.why, ..row });
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
