//! What the network accepts next, as this desk knows it: snapshots of the fold, and the shared tree's hashes.

use std::collections::HashMap;

use daybook_ledger::{
    Entry, Frontier, Hash, HashReader, History, NetworkState, NodeIndex, Seen, VerifyPs256, empty_root, merkle,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{StoreError, entries};

/// Which fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The shared log, as far as this desk has verified it.
    Shared,
    /// The shared log, and then the own entries still waiting.
    Local,
}

impl Fold {
    fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Local => "local",
        }
    }
}

/// The snapshot of a fold; that of the empty log if there is none.
pub fn load(conn: &Connection, fold: Fold) -> Result<NetworkState, StoreError> {
    let stored: Option<Vec<u8>> = conn
        .prepare_cached("SELECT state FROM network WHERE which = ?")?
        .query_row([fold.name()], |row| row.get(0))
        .optional()?;
    let read = |bytes: Vec<u8>| NetworkState::from_cbor(&bytes).map_err(|_| StoreError::Damaged("the network's state"));
    stored.map_or_else(|| Ok(NetworkState::new()), read)
}

/// Stores the snapshot of a fold.
pub fn save(tx: &Transaction<'_>, fold: Fold, state: &NetworkState) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO network (which, state) VALUES (?, ?)")?
        .execute(params![fold.name(), state.to_cbor()])?;
    Ok(())
}

/// Folds the own entries still waiting onto the shared log anew: after the shared log has grown, or an own entry was refused.
/// An entry that does not fit is left out, with all after it; its leaf hash is returned.
pub fn refold(tx: &Transaction<'_>, verifier: &impl VerifyPs256) -> Result<Option<Hash>, StoreError> {
    let (mut state, tree) = (with_receipts(tx, verifier)?, Tree(tx));
    for stored in entries::waiting(tx, u32::MAX)? {
        let entry = Entry::parse(&stored.bytes)?;
        match state.check(&entry, &tree, verifier) {
            Ok(step) => state.advance(step),
            Err(_) => {
                save(tx, Fold::Local, &state)?;
                return Ok(Some(stored.hash));
            }
        }
    }
    save(tx, Fold::Local, &state)?;
    Ok(None)
}

/// The shared log's state, and on it the own entries that have a receipt and lie beyond what this desk has verified: what an
/// own entry that waits comes behind.
pub fn with_receipts(tx: &Transaction<'_>, verifier: &impl VerifyPs256) -> Result<NetworkState, StoreError> {
    let (mut state, tree) = (load(tx, Fold::Shared)?, Tree(tx));
    for stored in entries::shared_from(tx, state.size())? {
        match state.check(&Entry::parse(&stored.bytes)?, &tree, verifier) {
            Ok(step) => state.advance(step),
            Err(_) => break,
        }
    }
    Ok(state)
}

/// The last checkpoint this desk verified, as entries state it: what `seen` says.
pub fn seen(conn: &Connection) -> Result<Seen, StoreError> {
    let known = conn
        .prepare_cached("SELECT size, root FROM checkpoint")?
        .query_row([], |row| Ok(Seen { size: row.get(0)?, root: Hash(row.get(1)?) }))
        .optional()?;
    Ok(known.unwrap_or(Seen { size: 0, root: empty_root() }))
}

/// Remembers the checkpoint this desk has verified now.
pub fn set_checkpoint(tx: &Transaction<'_>, seen: Seen, note: &str, at: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO checkpoint (only, size, root, note, at) VALUES (1, ?, ?, ?, ?)",
        params![seen.size, seen.root.0, note, at],
    )?;
    Ok(())
}

/// Stores hashes of complete subtrees, as [`Frontier::push`] gives them.
pub fn add_nodes(tx: &Transaction<'_>, nodes: &HashMap<NodeIndex, Hash>) -> Result<(), StoreError> {
    // In the order of the table's rows: each level grows at its end.
    let mut nodes: Vec<_> = nodes.iter().collect();
    nodes.sort_unstable_by_key(|(at, _)| (at.level, at.index));
    let mut insert = tx.prepare_cached("INSERT OR REPLACE INTO tree_node (level, idx, hash) VALUES (?, ?, ?)")?;
    for (at, hash) in nodes {
        insert.execute(params![at.level, at.index, hash.0])?;
    }
    Ok(())
}

/// The shared tree's right edge at `size`.
pub fn frontier(conn: &Connection, size: u64) -> Result<Frontier, StoreError> {
    let nodes = Tree(conn).read(&Frontier::nodes_needed(size))?;
    Frontier::from_nodes(size, nodes).ok_or(StoreError::Damaged("the tree"))
}

/// The shared tree's stored hashes.
pub struct Tree<'a>(pub &'a Connection);

impl HashReader for Tree<'_> {
    type Error = StoreError;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, StoreError> {
        let mut query = self.0.prepare_cached("SELECT hash FROM tree_node WHERE level = ? AND idx = ?")?;
        let mut read = |node: &NodeIndex| {
            let found = query.query_row(params![node.level, node.index], |row| row.get(0)).optional()?;
            found.map(Hash).ok_or(StoreError::Damaged("the tree"))
        };
        at.iter().map(&mut read).collect()
    }
}

impl History for Tree<'_> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        merkle::root_at(size, self).ok()
    }
}
