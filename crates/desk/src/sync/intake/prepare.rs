//! From fetched bytes to events that only need to be written: checked against the target and every rule, opened with the keys
//! that are here. Reads the store, writes nothing.

use std::{collections::HashMap, sync::Arc};

use daybook_ledger::{
    Entry, Frontier, Hash, NetworkState, NodeIndex, Payload, SignedCheckpoint, merkle::verify_consistency,
    verify::native::KnownKeys,
};
use rusqlite::Connection;

use super::{
    super::{
        SyncError,
        batch::{self, Broken, Checked, Cores, Grown},
    },
    fetch::Fetched,
};
use crate::store::{
    Store, StoreError,
    entries::{self, Opened},
    keys::KeyRing,
    network::{self, Fold, Tree},
};

/// What a batch is checked against: the log before it, whose last part may not be stored yet.
#[derive(Clone)]
pub struct Base {
    state: NetworkState,
    frontier: Frontier,
    /// The tree's hashes that may not be stored yet.
    nodes: Arc<HashMap<NodeIndex, Hash>>,
}

impl Base {
    /// The log as this desk has it stored.
    pub fn stored(store: &Store) -> Result<Self, StoreError> {
        store.read(|conn| {
            let state = network::load(conn, Fold::Shared)?;
            let frontier = network::frontier(conn, state.size())?;
            Ok(Self { state, frontier, nodes: Arc::default() })
        })
    }

    /// How many entries.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The right edge of their tree.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }
}

/// What is wrong with a batch.
pub enum Flaw {
    /// It could not be fetched, or our own store fails.
    Sync(SyncError),
    /// The entries up to `to` are not what the target was signed for.
    NotOfTarget {
        /// The end of the batch.
        to: u64,
    },
    /// An entry breaks a rule.
    Broken(Broken),
}

impl From<SyncError> for Flaw {
    fn from(error: SyncError) -> Self {
        Self::Sync(error)
    }
}

impl From<StoreError> for Flaw {
    fn from(error: StoreError) -> Self {
        Self::Sync(error.into())
    }
}

/// A batch that the network accepts, with what its events say.
pub struct Prepared {
    /// The index of the first entry.
    pub from: u64,
    /// In the log's order.
    pub entries: Vec<Entry>,
    /// For each entry what its sealed events say; nothing where it is of another hospital or was here before.
    pub opened: Vec<Vec<Opened>>,
    /// The log with them.
    base: Base,
}

impl Prepared {
    /// How many entries the log has with it.
    pub fn size(&self) -> u64 {
        self.base.size()
    }

    /// The network's state after it.
    pub fn state(&self) -> &NetworkState {
        &self.base.state
    }

    /// The root over the log with it.
    pub fn root(&self) -> Hash {
        self.base.root()
    }

    /// Every subtree that its entries complete.
    pub fn nodes(&self) -> &HashMap<NodeIndex, Hash> {
        &self.base.nodes
    }

    /// What the next batch is checked against.
    pub fn base(&self) -> Base {
        self.base.clone()
    }

    /// Whether an event waits for its key.
    pub fn is_missing_keys(&self) -> bool {
        self.opened.iter().flatten().any(|opened| matches!(opened, Opened::NoKey(_)))
    }

    /// Opens the events, with the keys that are here now.
    pub fn open(&mut self, store: &Store) -> Result<(), StoreError> {
        self.opened = store.read_with_keys(|conn, keys| open(conn, keys, &self.entries))?;
        Ok(())
    }
}

/// Checks what was fetched behind `base`, and opens it.
pub fn prepare(store: &Store, base: &Base, fetched: Fetched, target: &SignedCheckpoint) -> Result<Prepared, Flaw> {
    if fetched.entries.is_empty() || !is_part_of(&fetched.edge, target, &fetched.proof) {
        return Err(Flaw::NotOfTarget { to: fetched.edge.size() });
    }
    // Signatures are checked last, outside the snapshot: while one is open, the write-ahead log cannot begin anew.
    let judged = store.read_with_keys(|conn, keys| {
        let tree = Tree(conn);
        let grown = Grown { tree: &tree, nodes: &base.nodes };
        match batch::judge(base.state.clone(), base.frontier.clone(), &grown, &fetched.entries) {
            Ok(judged) => Ok(Ok((open(conn, keys, judged.entries())?, judged))),
            Err(broken) => Ok::<_, StoreError>(Err(broken)),
        }
    })?;
    let (opened, judged) = judged.map_err(Flaw::Broken)?;
    // The batch before this one is applied at the same time.
    let checked = judged.verify(&KnownKeys::default(), Cores::AllButOne).map_err(Flaw::Broken)?;
    let Checked { from, entries, state, frontier, nodes } = checked;
    Ok(Prepared { from, entries, opened, base: Base { state, frontier, nodes: Arc::new(nodes) } })
}

/// Whether the tree with this right edge is `target`'s, or as `proof` shows the beginning of it.
fn is_part_of(edge: &Frontier, target: &SignedCheckpoint, proof: &[Hash]) -> bool {
    let (size, root) = (target.checkpoint().size, target.checkpoint().root);
    match edge.size() == size {
        true => edge.root() == root,
        false => verify_consistency(edge.size(), &edge.root(), size, &root, proof).is_ok(),
    }
}

fn open(conn: &Connection, keys: &KeyRing, judged: &[Entry]) -> Result<Vec<Vec<Opened>>, StoreError> {
    judged.iter().map(|entry| open_entry(conn, keys, entry)).collect()
}

/// What an entry says that was not here before; nothing where it is somebody else's.
fn open_entry(conn: &Connection, keys: &KeyRing, entry: &Entry) -> Result<Vec<Opened>, StoreError> {
    let Payload::Sealed(events) = entry.payload() else { return Ok(Vec::new()) };
    if entry.header().site != keys.site() || entries::standing(conn, &entry.leaf_hash())?.is_some() {
        return Ok(Vec::new());
    }
    (0..).zip(events).map(|(position, event)| entries::open(conn, keys, entry, position, event)).collect()
}
