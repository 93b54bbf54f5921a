//! The tables of witnesses.

use rusqlite::Row;

use super::SqliteStore;
use crate::store::{Block, Cosignature, CosignatureStore, CosignedBlock, StoreError, WitnessId};

impl SqliteStore {
    /// Whether the file has the tables of witnesses: one that is only looked at may be of an earlier version.
    pub fn knows_witnesses(&self) -> Result<bool, StoreError> {
        self.read(|conn| Ok(conn.table_exists(None, "cosignature")?))
    }
}

impl CosignatureStore for SqliteStore {
    fn witness(&self, verifier_key: &str) -> Result<WitnessId, StoreError> {
        self.write(|conn| {
            conn.execute("INSERT OR IGNORE INTO witness (verifier_key) VALUES (?1)", [verifier_key])?;
            let id = conn.query_row("SELECT id FROM witness WHERE verifier_key = ?1", [verifier_key], |row| row.get(0));
            Ok(WitnessId(id?))
        })
    }

    fn witnesses(&self) -> Result<Vec<(WitnessId, String)>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT id, verifier_key FROM witness ORDER BY id")?;
            let rows = statement.query_map([], |row| Ok((WitnessId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn put_cosignature(&self, block: u64, cosignature: &Cosignature) -> Result<(), StoreError> {
        self.write_lazily(|conn| {
            conn.prepare_cached("INSERT OR REPLACE INTO cosignature (block, witness, line) VALUES (?1, ?2, ?3)")?
                .execute((block, cosignature.witness.0, &cosignature.line))?;
            Ok(())
        })
    }

    fn cosigned_below(&self, below: u64, limit: u32) -> Result<Vec<CosignedBlock>, StoreError> {
        self.read(|conn| {
            let mut blocks = conn.prepare_cached(
                "SELECT number, size, root, time_ms, signatures FROM block WHERE number IN \
                 (SELECT DISTINCT block FROM cosignature WHERE block < ?1 ORDER BY block DESC LIMIT ?2) \
                 ORDER BY number DESC",
            )?;
            let below = i64::try_from(below).unwrap_or(i64::MAX);
            let blocks: Vec<Block> =
                blocks.query_map((below, limit), super::log::block_from)?.collect::<Result<_, _>>()?;
            let mut lines =
                conn.prepare_cached("SELECT witness, line FROM cosignature WHERE block = ?1 ORDER BY witness")?;
            let with_lines = |block: Block| {
                let cosignatures =
                    lines.query_map([block.number], |row| cosignature(row, 0))?.collect::<Result<_, _>>()?;
                Ok(CosignedBlock { block, cosignatures })
            };
            blocks.into_iter().map(with_lines).collect()
        })
    }

    fn cosignatures(&self, from: u64, to: u64) -> Result<Vec<(u64, Cosignature)>, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT block, witness, line FROM cosignature WHERE block BETWEEN ?1 AND ?2 ORDER BY block, witness",
            )?;
            let to = i64::try_from(to).unwrap_or(i64::MAX);
            let rows = statement.query_map((from, to), |row| Ok((row.get(0)?, cosignature(row, 1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn largest_cosigned(&self, witness: WitnessId) -> Result<u64, StoreError> {
        self.read(|conn| {
            let size: Option<u64> = conn
                .prepare_cached(
                    "SELECT size FROM block WHERE number = (SELECT max(block) FROM cosignature WHERE witness = ?1)",
                )?
                .query_row([witness.0], |row| row.get(0))
                .or_else(|error| match error {
                    rusqlite::Error::QueryReturnedNoRows => Ok(None),
                    error => Err(error),
                })?;
            Ok(size.unwrap_or(0))
        })
    }
}

fn cosignature(row: &Row<'_>, at: usize) -> rusqlite::Result<Cosignature> {
    Ok(Cosignature { witness: WitnessId(row.get(at)?), line: row.get(at + 1)? })
}
