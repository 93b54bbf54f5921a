//! What patients are found by, as a log: a record is written in the transaction that writes a patient's row, and read into the register in memory.

mod first;
mod image;
mod shelf;
mod since;
mod tidy;

#[cfg(test)]
mod tests;

use daybook_api::Date;
use daybook_ledger::Id;
use rusqlite::{Connection, Transaction, params};

pub use self::{
    shelf::{Reading, Shelf, newest, read_in_background},
    since::{Since, count_since, since},
    tidy::tidy,
};
use super::{
    StoreError,
    projections::{merged, patient::Patient},
};
use crate::domain::{
    register::{Record, Standing},
    search::Familiar,
};

/// So many of the patients last seen at this desk come first among equals.
const REMEMBERED: i64 = 50;
/// In the log: everything before it is forgotten.
const FORGET: [u8; 1] = [0];

/// Empties the index; the patients' rows must go with it.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("INSERT INTO search_log (record) VALUES (?1)", [FORGET])?;
    tx.execute("DELETE FROM search_log WHERE id < ?1", [tx.last_insert_rowid()])?;
    image::clear(tx)?;
    first::clear(tx)
}

/// What the patient is found by from now on.
pub(super) fn update(tx: &Transaction<'_>, id: &Id, patient: &Patient) -> Result<(), StoreError> {
    let mut record = record(id, patient);
    // The numbers of records that were merged into this one lead to it.
    if patient.merged.is_none() {
        for gone in merged::all_into(tx, id)? {
            record.add_code(&merged::brief(tx, &gone)?.number);
        }
    }
    let record = record.encode();
    tx.prepare_cached("INSERT INTO search_log (record) VALUES (?1)")?.execute([record])?;
    Ok(())
}

/// What a patient is found by.
pub fn record(id: &Id, patient: &Patient) -> Record {
    let standing = match (&patient.withdrawn, patient.person.died) {
        (Some(_), _) => Standing::Withdrawn,
        (None, Some(_)) => Standing::Dead,
        (None, None) => Standing::Here,
    };
    Record::of(id, &patient.number, &patient.person, standing)
}

/// Notes that this desk has opened or registered the patient: shown first among equals, and in the empty search box.
pub fn note_seen(tx: &Transaction<'_>, patient: &Id, at_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO patient_seen (patient, at) VALUES (?1, ?2)")?
        .execute(params![patient.0, at_ms])?;
    Ok(())
}

/// Everybody this desk has opened or registered, the last first.
pub fn last_seen<T>(
    conn: &Connection,
    mut each: impl FnMut(Id) -> Option<T>,
    limit: usize,
) -> Result<Vec<T>, StoreError> {
    let mut select = conn.prepare_cached("SELECT patient FROM patient_seen ORDER BY at DESC, patient")?;
    let mut rows = select.query([])?;
    let mut seen = Vec::new();
    while seen.len() < limit
        && let Some(row) = rows.next()?
    {
        seen.extend(each(Id(row.get(0)?)));
    }
    Ok(seen)
}

/// Patients this desk has to do with, by how near: the last seen, then those expected today.
pub fn familiar(conn: &Connection, today: Date) -> Result<Familiar, StoreError> {
    let mut ranks = Familiar::new();
    let mut seen = conn.prepare_cached("SELECT patient FROM patient_seen ORDER BY at DESC LIMIT ?1")?;
    let rows = seen.query_map([REMEMBERED], |row| row.get(0))?;
    for (rank, patient) in (0..).zip(rows) {
        ranks.entry(patient?).or_insert(rank);
    }
    let mut expected = conn.prepare_cached("SELECT DISTINCT patient FROM appointment WHERE date = ?1 LIMIT 2000")?;
    let rows = expected.query_map([today.to_string()], |row| row.get(0))?;
    for patient in rows {
        ranks.entry(patient?).or_insert(REMEMBERED as u32);
    }
    Ok(ranks)
}
