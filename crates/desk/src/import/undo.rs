//! Imports so far, and one of them taken back as a whole.

use std::collections::HashSet;

use daybook_api::{ApiError, ErrorCode, ImportId, ImportRow, ImportUndone};
use daybook_ledger::{Act, Id};
use rusqlite::{Connection, Row};

use crate::{
    desk::Open,
    domain::event::{Event, PatientEvent, Withdrawal},
    host::Host,
    jobs::Progress,
    store::{StoreError, pack, projections::staff},
};

/// Patients whose withdrawal becomes durable together.
const LOT: usize = 500;

/// What was brought in, newest first.
pub fn list(conn: &Connection) -> Result<Vec<ImportRow>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT entry.subject, min(entry.time_ms), entry.actor,
                count(patient.patient), count(patient.withdrawn), count(doctor.doctor)
         FROM entry
         JOIN change ON change.entry = entry.hash
         LEFT JOIN patient ON patient.patient = change.subject
         LEFT JOIN doctor ON doctor.doctor = change.subject
         WHERE entry.act IN (?1, ?2) AND entry.standing <> 'refused'
         GROUP BY entry.subject ORDER BY 2 DESC",
    )?;
    let acts = [Act::PatientImport.as_str(), Act::DoctorImport.as_str()];
    select.query_and_then(acts, |row| listed(conn, row))?.collect()
}

fn listed(conn: &Connection, row: &Row<'_>) -> Result<ImportRow, StoreError> {
    let (id, actor) = (Id(row.get(0)?), Id(row.get(2)?));
    Ok(ImportRow {
        id: ImportId(id.to_string()),
        at: row.get(1)?,
        who: staff::name_of(conn, &actor)?.unwrap_or_default(),
        patients: row.get::<_, i64>(3)?.unsigned_abs(),
        withdrawn: row.get::<_, i64>(4)?.unsigned_abs(),
        doctors: row.get::<_, i64>(5)?.unsigned_abs(),
    })
}

/// Withdraws the patients of an import that nobody has worked with since. Stopped or killed, it can be taken up again.
pub fn undo(
    open: &Open,
    host: &dyn Host,
    progress: &Progress,
    import: &ImportId,
    reason: &str,
) -> Result<ImportUndone, ApiError> {
    let unknown = || ApiError::new(ErrorCode::NotFound, "There is no such import.");
    let batch: Id = import.0.parse().map_err(|_| unknown())?;
    let patients = open.store.read(|conn| standing(conn, &batch))?;
    if patients.is_empty() {
        return Err(unknown());
    }
    let (touched, untouched): (Vec<_>, Vec<_>) =
        patients.into_iter().partition(|(_, touched)| *touched == Touched::Yes);
    let total = untouched.len() as u64;
    let mut undone = ImportUndone { withdrawn: 0, kept: touched.len() as u64 };
    progress.note("Taking the import back");
    for lot in untouched.chunks(LOT) {
        progress.check()?;
        let events = lot.iter().map(|(patient, _)| vec![withdrawal(*patient, reason)]);
        let decided = pack::pack(Act::PatientWithdraw, batch, events)?;
        open.store.commit(&open.author(), decided, host)?;
        undone.withdrawn += lot.len() as u64;
        progress.step(undone.withdrawn, total);
    }
    Ok(undone)
}

/// Whether somebody has changed a patient or booked for them since the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touched {
    No,
    Yes,
}

/// The patients of an import that are not withdrawn.
fn standing(conn: &Connection, batch: &Id) -> Result<Vec<(Id, Touched)>, StoreError> {
    let booked: HashSet<[u8; 16]> = {
        let mut select = conn.prepare("SELECT DISTINCT patient FROM appointment")?;
        select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    let mut select = conn.prepare(
        "SELECT patient.patient, (SELECT count(*) FROM change AS every WHERE every.subject = patient.patient)
         FROM entry
         JOIN change ON change.entry = entry.hash
         JOIN patient ON patient.patient = change.subject
         WHERE entry.subject = ?1 AND entry.act = ?2 AND patient.withdrawn IS NULL",
    )?;
    let rows = select.query_map((batch.0, Act::PatientImport.as_str()), |row| {
        let (patient, writes): ([u8; 16], i64) = (row.get(0)?, row.get(1)?);
        let touched = if writes > 1 || booked.contains(&patient) { Touched::Yes } else { Touched::No };
        Ok((Id(patient), touched))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn withdrawal(patient: Id, reason: &str) -> Event {
    let withdrawn = Some(Withdrawal::Withdrawn { reason: reason.to_owned() });
    Event::Patient(PatientEvent { patient, number: None, set: Vec::new(), withdrawn, source: None })
}
