//! Whose records have been written since: what goes over the register once reads on from there.

use daybook_ledger::Id;
use rusqlite::Connection;

use crate::store::StoreError;

/// One record of the log, as far as it says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Somebody's record.
    Of(Id),
    /// Everything before is forgotten.
    Forget,
}

impl Since {
    /// Whose it is, if anybody's.
    pub fn patient(self) -> Option<Id> {
        match self {
            Self::Of(id) => Some(id),
            Self::Forget => None,
        }
    }
}

/// The records behind `after`, at most `limit`, each with its number.
pub fn since(conn: &Connection, after: i64, limit: usize) -> Result<Vec<(i64, Since)>, StoreError> {
    // Behind version and flags stands the patient.
    let mut select =
        conn.prepare_cached("SELECT id, substr(record, 3, 16) FROM search_log WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let rows = select.query_map((after, limit), |row| Ok((row.get(0)?, whose(row.get_ref(1)?.as_blob()?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn whose(bytes: &[u8]) -> Since {
    bytes.try_into().map_or(Since::Forget, |id| Since::Of(Id(id)))
}

/// How many records stand behind `after`.
pub fn count_since(conn: &Connection, after: i64) -> Result<u64, StoreError> {
    let count: i64 =
        conn.prepare_cached("SELECT count(*) FROM search_log WHERE id > ?1")?.query_row([after], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
