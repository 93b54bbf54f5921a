//! Records that a newer one has replaced leave the log, once they are many.

use std::collections::HashSet;

use rusqlite::Transaction;

use crate::store::{Store, StoreError};

/// With fewer replaced records than this, or than a quarter of those that count, the log is left as it is.
const FEW: usize = 10_000;
/// Records looked at in one transaction.
const LOT: i64 = 20_000;
/// In a record, behind version and flags.
const PATIENT: std::ops::Range<usize> = 2..18;

/// Takes out the records that have been replaced, if there are many. The newest of each patient keeps its id: whoever has read so far reads on.
pub fn tidy(store: &Store) -> Result<(), StoreError> {
    let replaced = store.with_register(|conn, register| {
        let records: usize = conn.query_row("SELECT count(*) FROM search_log", [], |row| row.get(0))?;
        Ok::<_, StoreError>((records.saturating_sub(register.len()), register.len()))
    })?;
    if replaced.0 < FEW.max(replaced.1 / 4) {
        return Ok(());
    }
    take_out_replaced(store)
}

pub(super) fn take_out_replaced(store: &Store) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    let mut below = i64::MAX;
    while let Some(lowest) = store.write(|tx| lot(tx, below, &mut seen))? {
        below = lowest;
    }
    Ok(())
}

/// The lowest id that was looked at; `None` at the end.
fn lot(tx: &Transaction<'_>, below: i64, seen: &mut HashSet<[u8; 16]>) -> Result<Option<i64>, StoreError> {
    let mut select = tx.prepare_cached("SELECT id, record FROM search_log WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?;
    let mut rows = select.query([below, LOT])?;
    let (mut lowest, mut replaced) = (None, Vec::new());
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        lowest = Some(id);
        let patient = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?.get(PATIENT);
        if let Some(patient) = patient.and_then(|patient| <[u8; 16]>::try_from(patient).ok())
            && !seen.insert(patient)
        {
            replaced.push(id);
        }
    }
    for id in replaced {
        tx.prepare_cached("DELETE FROM search_log WHERE id = ?1")?.execute([id])?;
    }
    Ok(lowest)
}
