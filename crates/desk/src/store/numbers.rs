//! Patient numbers that this desk has not given yet.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;
use crate::domain::number::PatientNumber;

/// Counts on from the highest number this desk has given, within one transaction. A number is used up when the event that gives it is applied.
#[derive(Clone, Debug)]
pub struct Numbers {
    site: String,
    desk: u16,
    last: u32,
}

impl Numbers {
    /// Where this desk's counter stands.
    pub fn load(conn: &Connection) -> Result<Self, StoreError> {
        let mut select = conn
            .prepare_cached("SELECT site.code, identity.desk FROM identity JOIN site ON site.site = identity.site")?;
        let (site, desk): (String, u16) = select.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut select = conn.prepare_cached("SELECT counter FROM patient_counter WHERE prefix = ?1")?;
        let last = select.query_row([format!("{site}-{desk:02}")], |row| row.get(0)).optional()?.unwrap_or(0);
        Ok(Self { site, desk, last })
    }

    /// The next number.
    pub fn give(&mut self) -> Result<PatientNumber, StoreError> {
        self.last = self.last.checked_add(1).ok_or(StoreError::TooLarge)?;
        PatientNumber::new(&self.site, self.desk, self.last).ok_or(StoreError::Damaged("the hospital's code"))
    }
}

/// Notes a number that an event gives: never given again, not even if its entry is refused, or this desk's entries come back to a restored backup.
pub(super) fn note_given(tx: &Transaction<'_>, number: &str) -> Result<(), StoreError> {
    let (Some(parsed), Some(prefix)) = (PatientNumber::parse(number), number.rsplitn(3, '-').last()) else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO patient_counter (prefix, counter) VALUES (?1, ?2)
         ON CONFLICT (prefix) DO UPDATE SET counter = max(counter, excluded.counter)",
    )?
    .execute(params![prefix, parsed.counter()])?;
    Ok(())
}
