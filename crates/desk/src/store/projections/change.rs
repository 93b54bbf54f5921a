//! Every write to a patient, doctor or appointment: what a row is folded from, and its history.
//!
//! A row is the fold of its subject's writes in stamp order. So the order in which entries arrive cannot matter,
//! and of two writes to one register the newer stands.

use daybook_ledger::{Hash, Id};
use rusqlite::{Connection, Transaction, params};

use super::Applied;
use crate::{domain::event::Event, store::StoreError};

/// Writes to one subject, oldest first.
pub struct Change {
    /// Orders it, see [`Applied::stamp`].
    pub stamp: Vec<u8>,
    /// Leaf hash of the entry that holds it.
    pub entry: Hash,
    /// What was written.
    pub event: Event,
}

/// Keeps a write and hands back all writes to its subject in order; `None` if this one was here already.
pub(super) fn keep(
    tx: &Transaction<'_>,
    at: &Applied<'_>,
    subject: &Id,
    event: &Event,
) -> Result<Option<Vec<Change>>, StoreError> {
    let fresh = tx
        .prepare_cached("INSERT OR IGNORE INTO change (subject, stamp, entry, event) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![subject.0, at.stamp(), at.entry.0, event.to_cbor()])?;
    if fresh == 0 {
        return Ok(None);
    }
    of(tx, subject).map(Some)
}

/// All writes to a subject, oldest first.
pub fn of(conn: &Connection, subject: &Id) -> Result<Vec<Change>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT stamp, entry, event FROM change WHERE subject = ?1 ORDER BY stamp, entry")?;
    let rows = select.query_and_then([subject.0], |row| {
        let event = Event::from_cbor(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
        Ok(Change { stamp: row.get(0)?, entry: Hash(row.get(1)?), event })
    })?;
    rows.collect()
}
