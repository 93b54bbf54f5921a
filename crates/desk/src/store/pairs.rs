//! Pairs of patients who are likely one person, and how far the register has been looked through for them. This desk's own, not shared.

use daybook_ledger::Id;
use rusqlite::{Connection, Transaction, params};

use super::StoreError;

/// Two patients who are likely one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// One of them.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// The odds, as a power of two, when they were compared.
    pub bits: f64,
}

/// How far the check of the whole register has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The last record of the search log that was compared; 0 before the first.
    pub upto: i64,
    /// Whether it goes on by itself.
    pub wanted: Wanted,
    /// When it last came to the end, milliseconds.
    pub finished_at: Option<i64>,
}

/// Whether the check goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It was begun and not stopped.
    Yes,
    /// It was never begun, or somebody stopped it.
    No,
}

/// How far it has come.
pub fn checked(conn: &Connection) -> Result<Checked, StoreError> {
    let mut query = conn.prepare_cached("SELECT checked, wanted, finished_at FROM pair_check")?;
    Ok(query.query_row([], |row| {
        let wanted = if row.get::<_, i64>(1)? == 1 { Wanted::Yes } else { Wanted::No };
        Ok(Checked { upto: row.get(0)?, wanted, finished_at: row.get(2)? })
    })?)
}

/// Whether it shall go on by itself from now on.
pub fn want(tx: &Transaction<'_>, wanted: Wanted) -> Result<(), StoreError> {
    tx.execute("UPDATE pair_check SET wanted = ?1", [i64::from(wanted == Wanted::Yes)])?;
    Ok(())
}

/// Puts `found` in place of what was known of `patients`; everything up to `upto` has been compared.
pub fn replace(tx: &Transaction<'_>, patients: &[Id], found: &[Pair], upto: i64) -> Result<(), StoreError> {
    let mut forget = tx.prepare_cached("DELETE FROM likely_pair WHERE one = ?1 OR other = ?1")?;
    for patient in patients {
        forget.execute([patient.0])?;
    }
    let mut keep = tx.prepare_cached("INSERT OR REPLACE INTO likely_pair (one, other, bits) VALUES (?1, ?2, ?3)")?;
    for pair in found {
        let (one, other) = (pair.one.min(pair.other), pair.one.max(pair.other));
        keep.execute(params![one.0, other.0, pair.bits])?;
    }
    tx.execute("UPDATE pair_check SET checked = ?1", [upto])?;
    Ok(())
}

/// Forgets every pair: the register is computed anew.
pub fn forget(tx: &Transaction<'_>, upto: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM likely_pair", [])?;
    tx.execute("UPDATE pair_check SET checked = ?1", [upto])?;
    Ok(())
}

/// It has come to the end.
pub fn finish(tx: &Transaction<'_>, at: i64) -> Result<(), StoreError> {
    tx.execute("UPDATE pair_check SET finished_at = ?1", [at])?;
    Ok(())
}

/// The likeliest pairs first, at most `limit`.
pub fn likeliest(conn: &Connection, limit: usize) -> Result<Vec<Pair>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT one, other, bits FROM likely_pair ORDER BY bits DESC, one, other LIMIT ?1")?;
    let rows = select
        .query_map([limit], |row| Ok(Pair { one: Id(row.get(0)?), other: Id(row.get(1)?), bits: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
