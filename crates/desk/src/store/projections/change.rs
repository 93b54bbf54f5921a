//! Every write to a patient, doctor or appointment: what a row is folded from, and its history.
//!
//! A row is the fold of its subject's writes in stamp order. So the order in which entries arrive cannot matter,
//! and of two writes to one register the newer stands.

use daybook_ledger::{Hash, Id};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

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
    let mut select = tx.prepare_cached("SELECT stamp, entry, event FROM change WHERE subject = ?1")?;
    let mut all = select.query_and_then([subject.0], read)?.collect::<Result<Vec<_>, _>>()?;
    if all.iter().any(|kept| (kept.stamp.as_slice(), kept.entry) == (stamp.as_slice(), entry)) {
        return Ok(None);
    }
    tx.prepare_cached("INSERT INTO change (subject, stamp, entry, event) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![subject.0, stamp, entry.0, event.to_cbor()])?;
    all.push(Change { stamp: stamp.to_vec(), entry, event });
    all.sort_by(|one, other| (&one.stamp, one.entry).cmp(&(&other.stamp, other.entry)));
    Ok(Some(all))
}

/// All writes to a subject, oldest first.
pub fn of(conn: &Connection, subject: &Id) -> Result<Vec<Change>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT stamp, entry, event FROM change WHERE subject = ?1 ORDER BY stamp, entry")?;
    select.query_and_then([subject.0], read)?.collect()
}

/// The entry that holds the oldest write to a subject, and where in it the event stands.
pub fn first_of(conn: &Connection, subject: &Id) -> Result<Option<(Hash, u32)>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT entry, stamp FROM change WHERE subject = ?1 ORDER BY stamp, entry LIMIT 1")?;
    let first = select.query_row([subject.0], |row| Ok((Hash(row.get(0)?), Applied::position_in(row.get(1)?))));
    Ok(first.optional()?)
}

fn read(row: &Row<'_>) -> Result<Change, StoreError> {
    let event = Event::from_cbor(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?;
    Ok(Change { stamp: row.get(0)?, entry: Hash(row.get(1)?), event })
}
