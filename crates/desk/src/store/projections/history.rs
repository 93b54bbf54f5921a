//! Who wrote what, when and where: the writes to one subject with the names this desk knows.

use daybook_ledger::{Hash, Id};
use rusqlite::Connection;

use crate::{domain::event::Event, store::StoreError};

/// One write to a subject.
pub struct Written {
    /// When, by the writing desk's clock, in milliseconds.
    pub at: i64,
    /// Who: full name, if this desk knows it.
    pub who: String,
    /// Where: desk number and name.
    pub desk: String,
    /// `patient.update` …
    pub act: String,
    /// Leaf hash of the entry.
    pub entry: Hash,
    /// What was written.
    pub event: Event,
}

/// All writes to a subject, oldest first.
pub fn of(conn: &Connection, subject: &Id) -> Result<Vec<Written>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT e.time_ms, s.name, e.desk, d.name, e.act, c.entry, c.event
         FROM change c JOIN entry e ON e.hash = c.entry
         LEFT JOIN staff s ON s.staff = e.actor LEFT JOIN desk d ON d.key_id = e.key_id
         WHERE c.subject = ?1 ORDER BY c.stamp, c.entry",
    )?;
    let rows = select.query_and_then([subject.0], |row| {
        let (who, number, desk): (Option<String>, u16, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(Written {
            at: row.get(0)?,
            who: who.unwrap_or_else(|| "Somebody this desk does not know".to_owned()),
            desk: desk.map_or_else(|| format!("{number:02}"), |name| format!("{number:02} {name}")),
            act: row.get(4)?,
            entry: Hash(row.get(5)?),
            event: Event::from_cbor(row.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?)?,
        })
    })?;
    rows.collect()
}
