//! What the administrator decided for the whole hospital.

use rusqlite::{Connection, OptionalExtension, Transaction, params, types::FromSql};

use super::Applied;
use crate::{domain::event::SettingsEvent, store::StoreError};

const IDLE_MINUTES: &str = "idle_minutes";
const RECOVERY_KEY: &str = "recovery_key";

/// Minutes without a key after which a desk locks itself, where nobody has decided otherwise.
pub const USUAL_IDLE_MINUTES: u32 = 5;

pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: &SettingsEvent) -> Result<(), StoreError> {
    if let Some(minutes) = event.idle_minutes {
        set(tx, at, IDLE_MINUTES, &minutes)?;
    }
    if let Some(key) = &event.recovery_key {
        set(tx, at, RECOVERY_KEY, key)?;
    }
    Ok(())
}

/// Minutes without a key after which a desk locks itself.
pub fn idle_minutes(conn: &Connection) -> Result<u32, StoreError> {
    Ok(get(conn, IDLE_MINUTES)?.unwrap_or(USUAL_IDLE_MINUTES))
}

/// The public key whose private half follows from the printed recovery key.
pub fn recovery_key(conn: &Connection) -> Result<Option<[u8; 32]>, StoreError> {
    get(conn, RECOVERY_KEY)
}

fn set(tx: &Transaction<'_>, at: &Applied<'_>, name: &str, value: &dyn rusqlite::ToSql) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO setting (name, value, stamp) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET value = ?2, stamp = ?3 WHERE stamp < ?3",
        params![name, value, at.stamp()],
    )?;
    Ok(())
}

fn get<T: FromSql>(conn: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    let found = conn.prepare_cached("SELECT value FROM setting WHERE name = ?")?.query_row([name], |row| row.get(0));
    Ok(found.optional()?)
}
