//! The tables beside the log.

use daybook_ledger::{ContentKeyId, Id, KeyId};
use rusqlite::{OptionalExtension, Row};

use super::{SqliteStore, evidence};
use crate::store::{
    BesideStore, Dropped, Invitation, InviteState, JoinRequest, KeptEvidence, Quarantine, ReadToken, StoreError,
    StoredKey,
};

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
        self.write(|conn| Ok(dropped(conn.execute("DELETE FROM join_request WHERE id = ?1", [id.0])?)))
    }

    fn keep_invite(&self, invite: &Invitation) -> Result<(), StoreError> {
        let InviteState::Unused { until_ms } = invite.state else {
            return Err(StoreError::Damaged("a new invitation is unused".into()));
        };
        self.write(|conn| {
            conn.execute(
                "INSERT INTO invite (token_hash, made_ms, until_ms, note) VALUES (?1, ?2, ?3, ?4)",
                (invite.token_hash, invite.made_ms, until_ms, &invite.note),
            )?;
            Ok(())
        })
    }

    fn invites(&self) -> Result<Vec<Invitation>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT token_hash, made_ms, note, used_by, until_ms, revoked_ms FROM invite \
                 ORDER BY made_ms, token_hash",
            )?;
            Ok(statement.query_map([], invitation_from)?.collect::<Result<_, _>>()?)
        })
    }

    fn revoke_invite(&self, token_hash: &[u8; 32], at_ms: u64) -> Result<Dropped, StoreError> {
        self.write(|conn| {
            let changed = conn.execute(
                "UPDATE invite SET revoked_ms = ?2 WHERE token_hash = ?1 AND used_by IS NULL AND revoked_ms IS NULL",
                (token_hash, at_ms),
            )?;
            Ok(dropped(changed))
        })
    }

    fn put_read_token(&self, hash: &[u8; 32], name: &str, made_ms: u64, until_ms: u64) -> Result<u64, StoreError> {
        self.write(|conn| {
            let mut statement = conn.prepare_cached(
                "INSERT INTO read_token (token_hash, name, made_ms, until_ms) VALUES (?1, ?2, ?3, ?4) RETURNING number",
            )?;
            Ok(statement.query_row((hash, name, made_ms, until_ms), |row| row.get(0))?)
        })
    }

    fn read_token(&self, hash: &[u8; 32]) -> Result<Option<ReadToken>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {TOKEN_COLUMNS} FROM read_token WHERE token_hash = ?1");
            Ok(conn.prepare_cached(&sql)?.query_row([hash], token_from).optional()?)
        })
    }

    fn read_tokens(&self) -> Result<Vec<ReadToken>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {TOKEN_COLUMNS} FROM read_token ORDER BY number");
            Ok(conn.prepare_cached(&sql)?.query_map([], token_from)?.collect::<Result<_, _>>()?)
        })
    }

    fn revoke_read_token(&self, number: u64, at_ms: u64) -> Result<Dropped, StoreError> {
        self.write(|conn| {
            let sql = "UPDATE read_token SET revoked_ms = ?2 WHERE number = ?1 AND revoked_ms IS NULL";
            Ok(dropped(conn.execute(sql, (number, at_ms))?))
        })
    }

    fn evidence(&self, after: u64, limit: u32) -> Result<Vec<KeptEvidence>, StoreError> {
        self.read(|conn| evidence::after(conn, after, limit))
    }

    fn quarantines(&self) -> Result<Vec<Quarantine>, StoreError> {
        self.read(evidence::quarantines)
    }

    fn release(&self, desk: &KeyId, at_ms: u64, reason: &str) -> Result<Dropped, StoreError> {
        self.write(|conn| {
            let sql = "UPDATE quarantine SET released_ms = ?2, reason = ?3 WHERE key_id = ?1 AND released_ms IS NULL";
            Ok(dropped(conn.execute(sql, (desk.0, at_ms, reason))?))
        })
    }
}

const TOKEN_COLUMNS: &str = "number, name, made_ms, until_ms, revoked_ms";

fn token_from(row: &Row<'_>) -> rusqlite::Result<ReadToken> {
    Ok(ReadToken {
        number: row.get(0)?,
        name: row.get(1)?,
        made_ms: row.get(2)?,
        until_ms: row.get(3)?,
        revoked_ms: row.get(4)?,
    })
}

fn invitation_from(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation { token_hash: row.get(0)?, made_ms: row.get(1)?, note: row.get(2)?, state: state_from(row, 3)? })
}

/// From `used_by`, `until_ms`, `revoked_ms`, the first of them at `column`.
pub(super) fn state_from(row: &Row<'_>, column: usize) -> rusqlite::Result<InviteState> {
    let (by, until_ms): (Option<u64>, Option<u64>) = (row.get(column)?, row.get(column + 1)?);
    let revoked_ms: Option<u64> = row.get(column + 2)?;
    Ok(match (by, revoked_ms) {
        (Some(by), _) => InviteState::Spent { by },
        (None, Some(_)) => InviteState::Revoked,
        (None, None) => InviteState::Unused { until_ms },
    })
}

fn dropped(rows: usize) -> Dropped {
    if rows > 0 { Dropped::Gone } else { Dropped::NotThere }
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
