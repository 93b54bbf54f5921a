//! The log's tables.

use daybook_ledger::{Hash, KeyId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::beside::state_from;
use super::evidence::{keep, quarantined};
use super::{SqliteStore, lock};
use crate::store::{
    Block, Equivocation, InviteState, LogStore, Run, Snapshot, Spent, StagedBatch, StoreError, TileWrite,
};

const BLOCK_COLUMNS: &str = "number, size, root, time_ms, signatures";

impl LogStore for SqliteStore {
    fn tip(&self) -> Result<Option<Block>, StoreError> {
        self.read(tip)
    }

    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, StoreError> {
        self.read(|conn| {
            let sql = format!("SELECT {BLOCK_COLUMNS} FROM block WHERE number >= ?1 ORDER BY number LIMIT ?2");
            let mut statement = conn.prepare_cached(&sql)?;
            let blocks = statement.query_map((from, limit), block_from)?.collect::<Result<_, _>>()?;
            Ok(blocks)
        })
    }

    fn tiled(&self) -> Result<u64, StoreError> {
        self.read(|conn| Ok(conn.query_row("SELECT tiled FROM progress", [], |row| row.get(0))?))
    }

    fn staged(&self, from: u64) -> Result<Vec<StagedBatch>, StoreError> {
        self.read(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT first, count, entries FROM batch WHERE first + count > ?1 ORDER BY first")?;
            let batches = statement
                .query_map([from], |row| {
                    Ok(StagedBatch { first: row.get(0)?, count: row.get(1)?, entries: row.get(2)? })
                })?
                .collect::<Result<_, _>>()?;
            Ok(batches)
        })
    }

    fn tile(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT hashes FROM tile WHERE id = ?1")?;
            Ok(statement.query_row([tile_id(level, number)], |row| row.get(0)).optional()?)
        })
    }

    fn bundle(&self, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT entries FROM bundle WHERE number = ?1")?;
            Ok(statement.query_row([number], |row| row.get(0)).optional()?)
        })
    }

    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT seq, first, count FROM run WHERE desk = (SELECT id FROM desk WHERE key_id = ?1) AND seq <= ?2 \
                 ORDER BY seq DESC LIMIT 1",
            )?;
            let run: Option<(u64, u64, u64)> =
                statement.query_row((desk.0, seq), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
            Ok(run.filter(|(from, _, count)| seq - from < *count).map(|(from, first, _)| first + (seq - from)))
        })
    }

    fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        self.read(|conn| {
            Ok(conn
                .query_row("SELECT size, state FROM snapshot", [], |row| {
                    Ok(Snapshot { size: row.get(0)?, state: row.get(1)? })
                })
                .optional()?)
        })
    }

    fn invite(&self, token_hash: &[u8; 32]) -> Result<InviteState, StoreError> {
        self.read(|conn| invite_state(conn, token_hash))
    }

    fn quarantined(&self) -> Result<Vec<KeyId>, StoreError> {
        self.read(quarantined)
    }

    fn write_batch(&self, batch: &StagedBatch) -> Result<(), StoreError> {
        self.write(|conn| {
            let mut statement =
                conn.prepare_cached("INSERT OR REPLACE INTO batch (first, count, entries) VALUES (?1, ?2, ?3)")?;
            statement.execute((batch.first, batch.count, &batch.entries))?;
            Ok(())
        })
    }

    fn swap_checkpoint(&self, before: Option<&Block>, block: &Block, spent: &[Spent]) -> Result<(), StoreError> {
        self.write(|conn| {
            let found = tip(conn)?;
            if found.as_ref() != before {
                return Err(StoreError::CheckpointMoved {
                    expected: describe(before),
                    found: describe(found.as_ref()),
                });
            }
            for spent in spent {
                spend(conn, spent)?;
            }
            let mut statement = conn.prepare_cached(
                "INSERT INTO block (number, size, root, time_ms, signatures) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            statement.execute((block.number, block.size, block.root.0, block.time_ms, &block.signatures))?;
            Ok(())
        })
    }

    fn write_tiles(&self, write: &TileWrite) -> Result<(), StoreError> {
        self.write_lazily(|conn| {
            write_hashes_and_bundles(conn, write)?;
            write.runs.iter().try_for_each(|run| write_run(conn, run))?;
            conn.prepare_cached("UPDATE progress SET tiled = ?1")?.execute([write.tiled])?;
            let bundled = write.tiled - write.tiled % 256;
            conn.prepare_cached("DELETE FROM batch WHERE first + count <= ?1")?.execute([bundled])?;
            Ok(())
        })
    }

    fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.write_lazily(|conn| {
            conn.execute(
                "INSERT OR REPLACE INTO snapshot (one, size, state) VALUES (1, ?1, ?2)",
                (snapshot.size, &snapshot.state),
            )?;
            Ok(())
        })
    }

    fn save_evidence(&self, evidence: &Equivocation) -> Result<(), StoreError> {
        self.write(|conn| keep(conn, evidence))
    }

    fn settle(&self) -> Result<(), StoreError> {
        Ok(lock(&self.writer).pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?)
    }
}

impl SqliteStore {
    /// At most `limit` runs of a desk, from the one on in which number `seq` is, or else from the next.
    pub fn runs(&self, desk: &KeyId, seq: u64, limit: u32) -> Result<Vec<Run>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "WITH this (id) AS (SELECT id FROM desk WHERE key_id = ?1) \
                 SELECT seq, first, count FROM run WHERE desk = (SELECT id FROM this) AND seq >= coalesce( \
                 (SELECT max(seq) FROM run WHERE desk = (SELECT id FROM this) AND seq <= ?2), ?2) ORDER BY seq LIMIT ?3",
            )?;
            let run = |row: &Row<'_>| Ok(Run { desk: *desk, seq: row.get(0)?, first: row.get(1)?, count: row.get(2)? });
            Ok(statement.query_map((desk.0, seq, limit), run)?.collect::<Result<_, _>>()?)
        })
    }
}

fn tip(conn: &Connection) -> Result<Option<Block>, StoreError> {
    let sql = format!("SELECT {BLOCK_COLUMNS} FROM block ORDER BY number DESC LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([], block_from).optional()?)
}

pub(super) fn block_from(row: &Row<'_>) -> rusqlite::Result<Block> {
    Ok(Block {
        number: row.get(0)?,
        size: row.get(1)?,
        root: Hash(row.get(2)?),
        time_ms: row.get(3)?,
        signatures: row.get(4)?,
    })
}

fn describe(block: Option<&Block>) -> String {
    block.map_or_else(|| "none".into(), |block| format!("block {} of size {}", block.number, block.size))
}

fn invite_state(conn: &Connection, token_hash: &[u8; 32]) -> Result<InviteState, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT used_by, until_ms, revoked_ms FROM invite WHERE token_hash = ?1")?;
    let found = statement.query_row([token_hash], |row| state_from(row, 0)).optional()?;
    Ok(found.unwrap_or(InviteState::Unknown))
}

fn spend(conn: &Connection, spent: &Spent) -> Result<(), StoreError> {
    let changed = conn.execute(
        "UPDATE invite SET used_by = ?2 WHERE token_hash = ?1 AND used_by IS NULL \
         AND revoked_ms IS NULL",
        (spent.token_hash, spent.index),
    )?;
    if changed == 1 { Ok(()) } else { Err(StoreError::InviteSpent) }
}

fn write_hashes_and_bundles(conn: &Connection, write: &TileWrite) -> Result<(), StoreError> {
    let mut tile = conn.prepare_cached("INSERT OR REPLACE INTO tile (id, hashes) VALUES (?1, ?2)")?;
    for (level, number, hashes) in &write.tiles {
        tile.execute((tile_id(*level, *number), hashes))?;
    }
    let mut bundle = conn.prepare_cached("INSERT OR REPLACE INTO bundle (number, entries) VALUES (?1, ?2)")?;
    for (number, entries) in &write.bundles {
        bundle.execute((number, entries))?;
    }
    Ok(())
}

fn write_run(conn: &Connection, run: &Run) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR IGNORE INTO desk (key_id) VALUES (?1)")?.execute([run.desk.0])?;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO run (desk, seq, first, count) \
         VALUES ((SELECT id FROM desk WHERE key_id = ?1), ?2, ?3, ?4)",
    )?
    .execute((run.desk.0, run.seq, run.first, run.count))?;
    Ok(())
}

fn tile_id(level: u8, number: u64) -> u64 {
    u64::from(level) << 56 | number
}
