//! The tables of evidence against desks, and of the desks that are in quarantine for it.

use daybook_ledger::{Hash, KeyId};
use rusqlite::{Connection, Row};

use crate::store::{Equivocation, KeptEvidence, Quarantine, StoreError};

/// Pieces kept against one desk; more prove nothing more.
const MOST_PIECES: u64 = 16;

/// Keeps a piece that is new, and puts its desk in quarantine: once more, if that had been lifted.
pub fn keep(conn: &Connection, found: &Equivocation) -> Result<(), StoreError> {
    if is_known(conn, found)? {
        return Ok(());
    }
    let pieces: u64 =
        conn.query_row("SELECT count(*) FROM evidence WHERE key_id = ?1", [found.desk.0], |row| row.get(0))?;
    if pieces < MOST_PIECES {
        insert(conn, found)?;
    }
    conn.execute(
        "INSERT INTO quarantine (key_id, since_ms, reason) VALUES (?1, ?2, '') ON CONFLICT (key_id) \
         DO UPDATE SET since_ms = excluded.since_ms, released_ms = NULL, reason = '' WHERE released_ms IS NOT NULL",
        (found.desk.0, found.found_ms),
    )?;
    Ok(())
}

/// Evidence after this number.
pub fn after(conn: &Connection, after: u64, limit: u32) -> Result<Vec<KeptEvidence>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT number, key_id, spki, seq, kept, leaf, entry, found_ms FROM evidence WHERE number > ?1 \
         ORDER BY number LIMIT ?2",
    )?;
    Ok(statement.query_map((after, limit), kept_from)?.collect::<Result<_, _>>()?)
}

/// The desks in quarantine.
pub fn quarantined(conn: &Connection) -> Result<Vec<KeyId>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT key_id FROM quarantine WHERE released_ms IS NULL")?;
    Ok(statement.query_map([], |row| Ok(KeyId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// Every quarantine, also those that were lifted.
pub fn quarantines(conn: &Connection) -> Result<Vec<Quarantine>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT key_id, since_ms, released_ms, reason FROM quarantine ORDER BY since_ms, key_id")?;
    let read = |row: &Row<'_>| {
        let (desk, since_ms) = (KeyId(row.get(0)?), row.get(1)?);
        Ok(Quarantine { desk, since_ms, released_ms: row.get(2)?, reason: row.get(3)? })
    };
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

fn is_known(conn: &Connection, found: &Equivocation) -> Result<bool, StoreError> {
    Ok(conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM evidence WHERE key_id = ?1 AND seq = ?2 AND leaf = ?3)",
        (found.desk.0, found.seq, found.leaf.0),
        |row| row.get(0),
    )?)
}

fn insert(conn: &Connection, found: &Equivocation) -> Result<(), StoreError> {
    let Equivocation { desk, spki, seq, kept, leaf, entry, found_ms } = found;
    conn.execute(
        "INSERT INTO evidence (key_id, spki, seq, kept, leaf, entry, found_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (desk.0, spki, seq, kept, leaf.0, entry, found_ms),
    )?;
    Ok(())
}

fn kept_from(row: &Row<'_>) -> rusqlite::Result<KeptEvidence> {
    let found = Equivocation {
        desk: KeyId(row.get(1)?),
        spki: row.get::<_, Option<Vec<u8>>>(2)?.unwrap_or_default(),
        seq: row.get(3)?,
        kept: row.get(4)?,
        leaf: Hash(row.get(5)?),
        entry: row.get(6)?,
        found_ms: row.get(7)?,
    };
    Ok(KeptEvidence { number: row.get(0)?, found })
}
