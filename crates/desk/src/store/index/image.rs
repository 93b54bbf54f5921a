//! The register as it was at some record of the log, kept as columns: after unlocking it is put back, and only what came later is read record by record.
//!
//! A copy, never the truth: one that is of another version, or does not fit, is passed over, and the whole log is read.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    domain::register::{Register, image},
    store::{Store, StoreError},
};

/// A new image is worth its writing once so many records came after the last one,
const MANY: u64 = 20_000;
/// or as many as this part of all.
const PART: u64 = 8;

/// A register, and the last record of the log that is in it.
pub(super) fn load(conn: &Connection) -> Result<Option<(Register, i64)>, StoreError> {
    let Some((generation, read)) = newest(conn)? else { return Ok(None) };
    let mut select = conn.prepare("SELECT bytes FROM register_column WHERE generation = ?1 AND number = ?2")?;
    let column = |number: usize| {
        let bytes = select.query_row(params![generation, number as i64], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok::<_, StoreError>(bytes.unwrap_or_default())
    };
    Ok(Register::from_image(column)?.map(|register| (register, read)))
}

/// Its generation, and the last record of the log that is in it.
fn newest(conn: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    let select = "SELECT generation, read FROM register_image WHERE version = ?1 ORDER BY generation DESC LIMIT 1";
    Ok(conn.query_row(select, [image::VERSION], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Writes an image if the last one has become old. Column by column: whoever registers meanwhile waits for one at most.
pub(super) fn renew(store: &Store) -> Result<(), StoreError> {
    let taken = store.with_register(|conn, register| {
        let (last, read) = (newest(conn)?.map_or(0, |(_, read)| read), super::shelf::newest(conn)?);
        let since = u64::try_from(read - last).unwrap_or(0);
        let is_old = since >= MANY.max(register.len() as u64 / PART);
        Ok::<_, StoreError>(is_old.then(|| (register.to_image(), read)))
    })?;
    let Some((columns, read)) = taken else { return Ok(()) };
    let generation = store.write(|tx| {
        let next: i64 =
            tx.query_row("SELECT coalesce(max(generation), 0) + 1 FROM register_column", [], |row| row.get(0))?;
        Ok::<_, StoreError>(next)
    })?;
    for (number, column) in columns.iter().enumerate() {
        store.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO register_column (generation, number, bytes) VALUES (?1, ?2, ?3)",
                params![generation, number as i64, column],
            )?;
            Ok::<_, StoreError>(())
        })?;
    }
    store.write(|tx| {
        tx.execute("DELETE FROM register_image", [])?;
        tx.execute("DELETE FROM register_column WHERE generation <> ?1", [generation])?;
        tx.execute(
            "INSERT INTO register_image (generation, version, read) VALUES (?1, ?2, ?3)",
            params![generation, image::VERSION, read],
        )?;
        Ok::<_, StoreError>(())
    })
}

/// Forgets the image; the log is emptied with it.
pub(super) fn clear(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.execute_batch("DELETE FROM register_image; DELETE FROM register_column;")?)
}
