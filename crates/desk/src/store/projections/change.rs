//! Every write to a patient, doctor or appointment: what a row is folded from, and its history.
//!
//! A row is the fold of its subject's writes in stamp order. So the order in which entries arrive cannot matter,
//! and of two writes to one register the newer stands.

use daybook_ledger::{Hash, Id};
use rusqlite::{Connection, Row, Transaction, params};

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
    event: Event,
) -> Result<Option<Vec<Change>>, StoreError> {
    let (stamp, entry) = (at.stamp(), at.entry);
    let fresh = tx
        .prepare_cached("INSERT OR IGNORE INTO change (subject, stamp, entry, event) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![subject.0, stamp, entry.0, event.to_cbor()])?;
    if fresh == 0 {
        return Ok(None);
    }
    // This one is at hand: only the others are read and decoded, and most subjects have none.
    let mut select = tx.prepare_cached(
        "SELECT stamp, entry, event FROM change WHERE subject = ?1 AND (stamp <> ?2 OR entry <> ?3) ORDER BY stamp, entry",
    )?;
    let mut all = select.query_and_then(params![subject.0, stamp, entry.0], read)?.collect::<Result<Vec<_>, _>>()?;
    let place = all.partition_point(|other| (other.stamp.as_slice(), other.entry) < (stamp.as_slice(), entry));
    all.insert(place, Change { stamp: stamp.to_vec(), entry, event });
    Ok(Some(all))
}

/// All writes to a subject, oldest first.
pub fn of(conn: &Connection, subject: &Id) -> Result<Vec<Change>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT stamp, entry, event FROM change WHERE subject = ?1 ORDER BY stamp, entry")?;
    select.query_and_then([subject.0], read)?.collect()
}

fn read(row: &Row<'_>) -> Result<Change, StoreError> {
    let event = Event::from_cbor(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
    Ok(Change { stamp: row.get(0)?, entry: Hash(row.get(1)?), event })
}
