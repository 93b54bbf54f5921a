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
/// So often it is begun anew; then the next login will do.
const TRIES: usize = 3;

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

/// Writes an image if the last one has become old. A column at a time, so that whoever registers waits for one at most, and no more than
/// one is in memory; if somebody did meanwhile, the columns do not fit each other, and it is begun anew.
pub(super) fn renew(store: &Store) -> Result<(), StoreError> {
    let is_old = store.with_register(|conn, register| {
        let (last, read) = (newest(conn)?.map_or(0, |(_, read)| read), super::shelf::newest(conn)?);
        let since = u64::try_from(read - last).unwrap_or(0);
        Ok::<_, StoreError>(since >= MANY.max(register.len() as u64 / PART))
    })?;
    for _ in 0..TRIES {
        if !is_old || write(store)? == Outcome::Written {
            break;
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Written,
    /// The register has changed meanwhile.
    Changed,
}

pub(super) fn write(store: &Store) -> Result<Outcome, StoreError> {
    let generation: i64 = store.read(|conn| {
        let select = "SELECT coalesce(max(generation), 0) + 1 FROM register_column";
        Ok::<_, StoreError>(conn.query_row(select, [], |row| row.get(0))?)
    })?;
    let mut of = None;
    for number in 0..image::COLUMNS {
        let taken = store.with_register(|conn, register| {
            let now = (register.epoch(), register.revision(), super::shelf::newest(conn)?);
            let is_same = *of.get_or_insert(now) == now;
            Ok::<_, StoreError>(is_same.then(|| register.column(number)))
        })?;
        let Some(column) = taken else {
            store.write(|tx| {
                tx.execute("DELETE FROM register_column WHERE generation = ?1", [generation])?;
                Ok::<_, StoreError>(())
            })?;
            return Ok(Outcome::Changed);
        };
        store.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO register_column (generation, number, bytes) VALUES (?1, ?2, ?3)",
                params![generation, number as i64, column],
            )?;
            Ok::<_, StoreError>(())
        })?;
    }
    let Some((_, _, read)) = of else { return Ok(Outcome::Changed) };
    store.write(|tx| {
        tx.execute("DELETE FROM register_image", [])?;
        tx.execute("DELETE FROM register_column WHERE generation <> ?1", [generation])?;
        tx.execute(
            "INSERT INTO register_image (generation, version, read) VALUES (?1, ?2, ?3)",
            params![generation, image::VERSION, read],
        )?;
        Ok::<_, StoreError>(Outcome::Written)
    })
}

/// Forgets the image; the log is emptied with it.
pub(super) fn clear(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.execute_batch("DELETE FROM register_image; DELETE FROM register_column;")?)
}
