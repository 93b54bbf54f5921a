//! Which source records have been imported, and as whom.

use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{domain::event::Event, store::StoreError};

/// Notes the source record that an event says it comes from.
pub(super) fn apply(tx: &Transaction<'_>, event: &Event) -> Result<(), StoreError> {
    let (source, subject) = match event {
        Event::Patient(event) => (event.source, event.patient),
        Event::Doctor(event) => (event.source, event.doctor),
        Event::Appointment(_) | Event::Account(_) | Event::Password(_) | Event::Settings(_) | Event::Attempts(_) => {
            return Ok(());
        }
        Event::Pair(_) => return Ok(()),
    };
    if let Some(source) = source {
        let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO imported (source, subject) VALUES (?1, ?2)")?;
        insert.execute([source.0, subject.0])?;
    }
    Ok(())
}

/// Whether the record is here already, or merged into another. One that was withdrawn as entered in error may be imported again.
pub fn is_here(conn: &Connection, source: &Id) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM imported LEFT JOIN patient ON patient.patient = imported.subject
         WHERE imported.source = ?1 AND (patient.withdrawn IS NULL OR patient.merged IS NOT NULL) LIMIT 1",
    )?;
    Ok(select.query_row([source.0], |_| Ok(())).optional()?.is_some())
}
