//! Own entries on their way to the shared log.

use daybook_ledger::Hash;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    StoreError,
    cosigned::PolicyId,
    entries::{self, Standing, Stored},
};

/// How many own entries there are, by how far they have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not yet in the shared log.
    pub waiting: u64,
    /// In the shared log, with a proof.
    pub shared: u64,
    /// Refused by the server.
    pub refused: u64,
}

/// An own entry that the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Leaf hash.
    pub hash: Hash,
    /// What it did.
    pub act: String,
    /// The server's code.
    pub code: String,
    /// Why, as a sentence.
    pub reason: String,
    /// When it was refused.
    pub at: i64,
}

/// The next own entries to send, at most `limit`, in their chain's order.
pub fn next(conn: &Connection, limit: u32) -> Result<Vec<Stored>, StoreError> {
    entries::waiting(conn, limit)
}

/// Counts this desk's own entries.
pub fn counts(conn: &Connection) -> Result<Counts, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT count(*) FILTER (WHERE standing = 'waiting'), count(*) FILTER (WHERE standing = 'shared'),
                count(*) FILTER (WHERE standing = 'refused')
         FROM entry, identity WHERE entry.site = identity.site AND entry.desk = identity.desk",
    )?;
    Ok(query.query_row([], |row| Ok(Counts { waiting: row.get(0)?, shared: row.get(1)?, refused: row.get(2)? }))?)
}

/// Notes that an own entry is in the shared log, with the proof the server gave and this desk verified.
pub fn set_shared(tx: &Transaction<'_>, hash: &Hash, index: u64, proof: &Proof<'_>) -> Result<(), StoreError> {
    entries::set_standing(tx, hash, Standing::Shared(index))?;
    tx.execute(
        "INSERT OR REPLACE INTO proof (hash, size, text) VALUES (?, ?, ?)",
        params![hash.0, proof.size, proof.text],
    )?;
    Ok(())
}

/// A verified proof of inclusion.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The size of the tree whose checkpoint it is under.
    pub size: u64,
    /// The `c2sp.org/tlog-proof@v1` text.
    pub text: &'a str,
}

/// The stored proof text of an entry.
pub fn proof(conn: &Connection, hash: &Hash) -> Result<Option<String>, StoreError> {
    let text = conn.query_row("SELECT text FROM proof WHERE hash = ?", [hash.0], |row| row.get(0));
    Ok(text.optional()?)
}

/// The stored proof text of an entry, if its checkpoint meets this policy.
pub fn proof_by(conn: &Connection, hash: &Hash, policy: PolicyId) -> Result<Option<String>, StoreError> {
    let mut query = conn.prepare_cached("SELECT text FROM proof WHERE hash = ? AND policy = ?")?;
    Ok(query.query_row(params![hash.0, policy.as_bytes()], |row| row.get(0)).optional()?)
}

/// At most `limit` entries of the first `size` of the log whose stored proof meets no policy: hash and index.
pub fn proofs_below(conn: &Connection, size: u64, limit: u32) -> Result<Vec<(Hash, u64)>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT proof.hash, tree_index FROM proof JOIN entry USING (hash) WHERE policy IS NULL AND tree_index < ? LIMIT ?",
    )?;
    let rows = query.query_map(params![size, limit], |row| Ok((Hash(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stores a proof whose checkpoint meets the policy in place of the one there was.
pub fn set_witnessed(tx: &Transaction<'_>, hash: &Hash, proof: &Proof<'_>, policy: PolicyId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE proof SET size = ?, text = ?, policy = ? WHERE hash = ?")?.execute(params![
        proof.size,
        proof.text,
        policy.as_bytes(),
        hash.0
    ])?;
    Ok(())
}

/// Another policy is in force: whether stored proofs meet it is to be found out anew.
pub fn forget_policies_but(tx: &Transaction<'_>, policy: PolicyId) -> Result<(), StoreError> {
    for other in ["policy < ?", "policy > ?"] {
        let sql = format!("UPDATE proof SET policy = NULL WHERE {other}");
        tx.prepare_cached(&sql)?.execute([policy.as_bytes()])?;
    }
    Ok(())
}

/// Notes that the server refused an own entry, and why.
pub fn set_refused(tx: &Transaction<'_>, hash: &Hash, code: &str, reason: &str, at: i64) -> Result<(), StoreError> {
    entries::set_standing(tx, hash, Standing::Refused)?;
    tx.execute(
        "INSERT OR REPLACE INTO refusal (hash, code, reason, at) VALUES (?, ?, ?, ?)",
        params![hash.0, code, reason, at],
    )?;
    Ok(())
}

/// What the server refused, newest first.
pub fn refusals(conn: &Connection) -> Result<Vec<Refusal>, StoreError> {
    let mut query = conn.prepare_cached(
        "SELECT refusal.hash, entry.act, code, reason, at FROM refusal JOIN entry USING (hash) ORDER BY at DESC",
    )?;
    let rows = query.query_map([], |row| {
        let [act, code, reason] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok(Refusal { hash: Hash(row.get(0)?), act, code, reason, at: row.get(4)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
