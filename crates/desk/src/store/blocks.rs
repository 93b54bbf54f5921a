//! Blocks, kept as the server showed them once the log's signature held. What the desk's own tree says of one is computed
//! when it is looked at.

use daybook_ledger::{Checkpoint, Hash};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{StoreError, entries::Scope};

/// What one checkpoint added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// As the server counts.
    pub number: u64,
    /// Index of its first entry, as the server says.
    pub first: u64,
    /// Size of the log after it.
    pub size: u64,
    /// The root before it, as the server says; none before block 0.
    pub root_before: Option<Hash>,
    /// The root after it, which the log has signed.
    pub root: Hash,
    /// The server's clock, milliseconds.
    pub time_ms: u64,
    /// The signature lines of its checkpoint, the log's own first.
    pub signatures: String,
}

const COLUMNS: &str = "number, first, size, root_before, root, time_ms, signatures";

impl Block {
    /// Its checkpoint as a signed note.
    pub fn note(&self, origin: &str) -> String {
        let checkpoint = Checkpoint { origin: origin.to_owned(), size: self.size, root: self.root };
        format!("{}\n{}", checkpoint.to_text(), self.signatures)
    }
}

/// Keeps blocks; a later sight of one, perhaps with more signatures, replaces an earlier.
pub fn keep(tx: &Transaction<'_>, blocks: &[Block]) -> Result<(), StoreError> {
    let mut insert =
        tx.prepare_cached(&format!("INSERT OR REPLACE INTO block ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"))?;
    for block in blocks {
        let Block { number, first, size, root_before, root, time_ms, signatures } = block;
        insert.execute(params![number, first, size, root_before.map(|root| root.0), root.0, time_ms, signatures])?;
    }
    Ok(())
}

/// Remembers when the server told of its newest block.
pub fn set_sight(tx: &Transaction<'_>, at: i64) -> Result<(), StoreError> {
    tx.execute("INSERT OR REPLACE INTO block_sight (only, at) VALUES (1, ?)", [at])?;
    Ok(())
}

/// When the server last told of its newest block.
pub fn sight(conn: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(conn.query_row("SELECT at FROM block_sight", [], |row| row.get(0)).optional()?)
}

/// Forgets all blocks: they are of another server.
pub fn forget(tx: &Transaction<'_>) -> Result<(), StoreError> {
    Ok(tx.execute_batch("DELETE FROM block; DELETE FROM block_sight;")?)
}

/// The block with this number.
pub fn by_number(conn: &Connection, number: u64) -> Result<Option<Block>, StoreError> {
    let Ok(number) = i64::try_from(number) else { return Ok(None) };
    let sql = format!("SELECT {COLUMNS} FROM block WHERE number = ?");
    Ok(conn.prepare_cached(&sql)?.query_row([number], block).optional()?)
}

/// The block that brought the entry at `index`, where it is kept.
pub fn of_entry(conn: &Connection, index: u64) -> Result<Option<Block>, StoreError> {
    let Ok(index) = i64::try_from(index) else { return Ok(None) };
    let sql = format!("SELECT {COLUMNS} FROM block WHERE size > ?1 AND first <= ?1 ORDER BY size LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([index], block).optional()?)
}

/// At most `limit` blocks below `before` that added something within `scope`, the newest first.
pub fn newest(conn: &Connection, before: Option<u64>, limit: u32, scope: Scope) -> Result<Vec<Block>, StoreError> {
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {COLUMNS} FROM block WHERE number < ?1 AND size > 0 {} ORDER BY number DESC LIMIT ?2",
        within(scope)
    );
    listed(conn, &sql, before, limit, scope)
}

/// The block after `number` that added something within `scope`.
pub fn after(conn: &Connection, number: u64, scope: Scope) -> Result<Option<u64>, StoreError> {
    let above = i64::try_from(number).unwrap_or(i64::MAX);
    let sql = format!("SELECT {COLUMNS} FROM block WHERE number > ?1 {} ORDER BY number LIMIT ?2", within(scope));
    let found = listed(conn, &sql, above, 1, scope)?;
    Ok(found.first().map(|block| block.number))
}

fn listed(conn: &Connection, sql: &str, number: i64, limit: u32, scope: Scope) -> Result<Vec<Block>, StoreError> {
    let (site, desk, actor) = scope.parts();
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(params![number, limit, site, desk, actor], block)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The condition that a block holds an entry within the scope, which is ?3 to ?5.
fn within(scope: Scope) -> &'static str {
    match scope {
        // The parameters are named, so that every scope has the same ones.
        Scope::All => "AND ?3 IS NULL AND ?4 IS NULL AND ?5 IS NULL",
        Scope::Desk(..) | Scope::Actor(_) => {
            "AND EXISTS (SELECT 1 FROM entry WHERE tree_index < block.size AND tree_index >= block.first
             AND (?3 IS NULL OR site = ?3) AND (?4 IS NULL OR desk = ?4) AND (?5 IS NULL OR actor = ?5))"
        }
    }
}

fn block(row: &Row<'_>) -> rusqlite::Result<Block> {
    Ok(Block {
        number: row.get(0)?,
        first: row.get(1)?,
        size: row.get(2)?,
        root_before: row.get::<_, Option<[u8; 32]>>(3)?.map(Hash),
        root: Hash(row.get(4)?),
        time_ms: row.get(5)?,
        signatures: row.get(6)?,
    })
}
