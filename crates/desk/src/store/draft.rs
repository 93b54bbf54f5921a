//! Half-typed forms: kept for whoever typed them, never shared.

use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::StoreError;

/// A half-typed form.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its content, as the window likes it.
    pub content: String,
    /// When it was kept.
    pub saved_at: i64,
}

/// Keeps `draft` in place of the one before.
pub fn save(tx: &Transaction<'_>, staff: &Id, form: &str, draft: &Draft) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO draft (staff, form, content, saved_at) VALUES (?, ?, ?, ?)",
        params![staff.0, form, draft.content, draft.saved_at],
    )?;
    Ok(())
}

/// Fetches a draft back.
pub fn load(conn: &Connection, staff: &Id, form: &str) -> Result<Option<Draft>, StoreError> {
    let found = conn.query_row(
        "SELECT content, saved_at FROM draft WHERE staff = ? AND form = ?",
        params![staff.0, form],
        |row| Ok(Draft { content: row.get(0)?, saved_at: row.get(1)? }),
    );
    Ok(found.optional()?)
}

/// Throws a draft away.
pub fn discard(tx: &Transaction<'_>, staff: &Id, form: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM draft WHERE staff = ? AND form = ?", params![staff.0, form])?;
    Ok(())
}
