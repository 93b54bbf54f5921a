//! The tables beside the log.

use daybook_ledger::{ContentKeyId, Id};
use rusqlite::{OptionalExtension, Row};

use super::SqliteStore;
use crate::store::{BesideStore, Dropped, JoinRequest, StoreError, StoredKey};

impl BesideStore for SqliteStore {
    fn put_keys(&self, site: &Id, keys: &[StoredKey]) -> Result<u64, StoreError> {
        self.write(|conn| {
            let mut statement = conn.prepare_cached(
                "INSERT INTO content_key (site, key_id, epoch, wrapped) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (site, key_id) DO NOTHING",
            )?;
            let mut new = 0;
            for key in keys {
                new += statement.execute((site.0, key.key_id.0, key.epoch, &key.wrapped))? as u64;
            }
            Ok(new)
        })
    }

    fn keys_after(&self, site: &Id, cursor: u64, limit: u32) -> Result<(u64, Vec<StoredKey>), StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT number, key_id, epoch, wrapped FROM content_key WHERE site = ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3",
            )?;
            let rows: Vec<(u64, StoredKey)> = statement
                .query_map((site.0, cursor, limit), |row| Ok((row.get(0)?, key_from(row)?)))?
                .collect::<Result<_, _>>()?;
            let next = rows.last().map_or(cursor, |(number, _)| *number);
            Ok((next, rows.into_iter().map(|(_, key)| key).collect()))
        })
    }

    fn put_join(&self, request: &JoinRequest) -> Result<Id, StoreError> {
        self.write(|conn| {
            let known =
                conn.query_row("SELECT id FROM join_request WHERE spki = ?1", [&request.spki], |row| row.get(0));
            if let Some(id) = known.optional()? {
                return Ok(Id(id));
            }
            conn.execute(
                "INSERT INTO join_request (id, name, spki, sealing_key, asked_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
                (request.id.0, &request.name, &request.spki, request.sealing_key, request.asked_ms),
            )?;
            Ok(request.id)
        })
    }

    fn joins_since(&self, since_ms: u64) -> Result<Vec<JoinRequest>, StoreError> {
        self.write(|conn| {
            conn.execute("DELETE FROM join_request WHERE asked_ms < ?1", [since_ms])?;
            let mut statement = conn.prepare_cached(
                "SELECT id, name, spki, sealing_key, asked_ms FROM join_request ORDER BY asked_ms, id",
            )?;
            let requests = statement.query_map([], join_from)?.collect::<Result<_, _>>()?;
            Ok(requests)
        })
    }

    fn drop_join(&self, id: &Id) -> Result<Dropped, StoreError> {
        self.write(|conn| {
            let gone = conn.execute("DELETE FROM join_request WHERE id = ?1", [id.0])?;
            Ok(if gone > 0 { Dropped::Gone } else { Dropped::NotThere })
        })
    }

    fn put_invite(&self, token_hash: &[u8; 32], made_ms: u64) -> Result<(), StoreError> {
        self.write(|conn| {
            conn.execute("INSERT INTO invite (token_hash, made_ms) VALUES (?1, ?2)", (token_hash, made_ms))?;
            Ok(())
        })
    }
}

fn key_from(row: &Row<'_>) -> rusqlite::Result<StoredKey> {
    Ok(StoredKey { key_id: ContentKeyId(row.get(1)?), epoch: row.get(2)?, wrapped: row.get(3)? })
}

fn join_from(row: &Row<'_>) -> rusqlite::Result<JoinRequest> {
    Ok(JoinRequest {
        id: Id(row.get(0)?),
        name: row.get(1)?,
        spki: row.get(2)?,
        sealing_key: row.get(3)?,
        asked_ms: row.get(4)?,
    })
}
