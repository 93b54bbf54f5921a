//! Patients: what the commands about them share.

mod duplicates;
mod history;
mod merge;
mod not_same;
mod register;
mod search;
mod show;
mod similar;
mod update;
mod withdraw;

#[cfg(test)]
mod tests;

pub use self::{
    duplicates::{check_duplicates, duplicates},
    merge::{merge, unmerge},
    not_same::{maybe_same, not_same},
    register::register,
    search::search,
    show::get,
    similar::{similar_to_file, similar_to_form, similar_to_patient},
    update::update,
    withdraw::{restore, withdraw},
};

use daybook_api::{ApiError, ErrorCode, PatientId, PatientStatus};
use daybook_ledger::Id;
use rusqlite::Connection;

use crate::{
    desk::{Desk, Open},
    domain::number::{Scanned, scan},
    store::{
        index,
        projections::patient::{self, Patient},
    },
};

/// A patient by opaque id, or by number as typed or scanned.
fn find(conn: &Connection, id: &PatientId) -> Result<(Id, Patient), ApiError> {
    let found = match Id::from_hex(&id.0) {
        Ok(id) => Some(id),
        Err(_) => by_number(conn, &id.0)?,
    };
    let id = found.ok_or_else(nobody)?;
    Ok((id, patient::load(conn, &id)?.ok_or_else(nobody)?))
}

fn by_number(conn: &Connection, typed: &str) -> Result<Option<Id>, ApiError> {
    match scan(typed) {
        Scanned::Good(compact) => Ok(patient::by_compact_number(conn, &compact)?),
        Scanned::WrongCheck { .. } => Err(ApiError::new(
            ErrorCode::NotFound,
            "One character of this number is wrong, or two are swapped. Please read it again.",
        )),
        Scanned::Beginning(_) | Scanned::Other => Ok(None),
    }
}

fn nobody() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "There is no such patient at this hospital.")
}

/// What was merged into another record is changed there.
fn refuse_merged(patient: &Patient) -> Result<(), ApiError> {
    match patient.status() {
        PatientStatus::Merged => Err(ApiError::new(
            ErrorCode::Conflict,
            "This record was merged into another. Open that one, or take the merge back first.",
        )),
        PatientStatus::Registered | PatientStatus::Withdrawn => Ok(()),
    }
}

/// Opened or registered here: comes first among equals from now on.
fn note_seen(desk: &Desk, open: &Open, id: &Id) -> Result<(), ApiError> {
    let now = desk.host().now_ms();
    Ok(open.store.write(|tx| index::note_seen(tx, id, now))?)
}
