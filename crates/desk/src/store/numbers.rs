//! Patient numbers, handed out one after the other.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;
use crate::domain::number::PatientNumber;

/// The next `count` numbers of this desk. They are used up with the transaction, and never given again.
pub fn take(tx: &Transaction<'_>, count: u32) -> Result<Vec<PatientNumber>, StoreError> {
    let (code, desk) = this_desk(tx)?;
    let prefix = format!("{code}-{desk:02}");
    let mut select = tx.prepare_cached("SELECT counter FROM patient_counter WHERE prefix = ?1")?;
    let last: u32 = select.query_row([&prefix], |row| row.get(0)).optional()?.unwrap_or(0);
    let numbers = (1..=count).map(|next| last.checked_add(next).and_then(|next| PatientNumber::new(&code, desk, next)));
    let numbers = numbers.collect::<Option<Vec<_>>>().ok_or(StoreError::Damaged("the desk's own number"))?;
    numbers.last().map_or(Ok(()), |last| note(tx, &prefix, last.counter()))?;
    Ok(numbers)
}

/// Notes a number seen in an entry, so that it is never given again: also after a restored backup fetched this desk's own entries.
pub(super) fn note_seen(tx: &Transaction<'_>, number: &str) -> Result<(), StoreError> {
    let Some(parsed) = PatientNumber::parse(number) else { return Ok(()) };
    let prefix = number.rsplitn(3, '-').last().unwrap_or_default();
    note(tx, prefix, parsed.counter())
}

fn note(tx: &Transaction<'_>, prefix: &str, counter: u32) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO patient_counter (prefix, counter) VALUES (?1, ?2)
         ON CONFLICT (prefix) DO UPDATE SET counter = max(counter, excluded.counter)",
    )?
    .execute(params![prefix, counter])?;
    Ok(())
}

fn this_desk(conn: &Connection) -> Result<(String, u16), StoreError> {
    let found = conn
        .prepare_cached("SELECT s.code, i.desk FROM identity i JOIN site s ON s.site = i.site")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)));
    found.optional()?.ok_or(StoreError::Damaged("this desk's identity"))
}
