//! Patient numbers that this desk has not given yet.

use rusqlite::{Connection, OptionalExtension};

use super::StoreError;
use crate::domain::number::PatientNumber;

/// Lengths of a number with 10 digits of counter, and with the usual 5.
const LONGEST: i64 = 20;
const SHORTEST: i64 = 12;

/// Counts on from the highest number this desk has given, within one transaction.
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
        let last = highest(conn, &site, desk)?.map_or(0, PatientNumber::counter);
        Ok(Self { site, desk, last })
    }

    /// The next number.
    pub fn next(&mut self) -> Result<PatientNumber, StoreError> {
        self.last = self.last.checked_add(1).ok_or(StoreError::TooLarge)?;
        PatientNumber::new(&self.site, self.desk, self.last).ok_or(StoreError::Damaged("the hospital's code"))
    }
}

fn highest(conn: &Connection, site: &str, desk: u16) -> Result<Option<PatientNumber>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT number FROM patient WHERE length(number) = ?1 AND number >= ?2 AND number < ?3 ORDER BY number DESC LIMIT 1",
    )?;
    // '.' follows '-', so the range is all numbers that begin so.
    let (from, to) = (format!("{site}-{desk:02}-"), format!("{site}-{desk:02}."));
    for length in (SHORTEST..=LONGEST).rev() {
        let number = select.query_row((length, &from, &to), |row| row.get::<_, String>(0)).optional()?;
        if let Some(number) = number.as_deref().and_then(PatientNumber::parse) {
            return Ok(Some(number));
        }
    }
    Ok(None)
}
