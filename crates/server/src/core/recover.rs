//! Finding one's place again: at the start, and after a failed write. Whatever does not fit together is a refusal.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::body::Bytes;
use daybook_ledger::merkle::root_at;
use daybook_ledger::{
    Entry, EntryError, Hash, History, NetworkState, SignedCheckpoint, SignerKey, VerifierKey, bundle, empty_root,
    leaf_hash,
};

use super::{Batch, LogCore, sign, signature_lines, tile_write};
use crate::clock::Clock;
use crate::high_water::Mark;
use crate::published::Published;
use crate::store::{Block, LogStore, StagedBatch, StoreError};
use crate::tree::{Edge, TileCache, TreeReader, WIDTH};

/// Why the server does not serve this store.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The checkpoint in the store was not signed with this log's key.
    #[error("the last checkpoint in the store does not verify: {0}")]
    Checkpoint(String),
    /// The database is older than what was published: it was restored from a backup. Going on would fork the log.
    #[error(
        "the database ends at {stored} entries, but {published} were published: it looks restored from a backup. \
         Serving it would fork the log. Bring back the newer database, or start a new log"
    )]
    Restored {
        /// Size of the tree in the database.
        stored: u64,
        /// Size of the tree published.
        published: u64,
    },
    /// The database tells another history than the one published.
    #[error("the tree of {size} entries in the database has another root than the one published")]
    Forked {
        /// Size of the tree published.
        size: u64,
    },
    /// Tiles or snapshot hold more than the checkpoint says.
    #[error("the {what} reach to entry {found}, but the checkpoint is at {size}: storage is ahead of the checkpoint")]
    Ahead {
        /// Which part of the storage.
        what: &'static str,
        /// How far it reaches.
        found: u64,
        /// Size of the checkpoint.
        size: u64,
    },
    /// The stored entries or tiles do not give the checkpoint's root.
    #[error("the stored entries give another root than the checkpoint of size {size}")]
    RootDiffers {
        /// Size of the checkpoint.
        size: u64,
    },
    /// The last full bundle is not what its hash tile says.
    #[error("entry {index} in the last full bundle is not the one its hash tile names")]
    BundleDiffers {
        /// Index of the entry.
        index: u64,
    },
    /// Entries under the checkpoint are missing.
    #[error("the entries from {index} on are missing, but the checkpoint is at {size}")]
    Missing {
        /// First missing entry.
        index: u64,
        /// Size of the checkpoint.
        size: u64,
    },
    /// A stored entry is none, or breaks a rule of the network.
    #[error("stored entry {index} does not hold: {why}")]
    Entry {
        /// Index of the entry.
        index: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The clock runs behind.
    #[error("the clock is {behind_ms} ms before the time of the last checkpoint; set it right first")]
    Clock {
        /// By how much.
        behind_ms: u64,
    },
}

/// What a start needs.
pub struct Start {
    /// The log's key.
    pub signer: Arc<SignerKey>,
    /// The log's store.
    pub store: Arc<dyn LogStore>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Full hash tiles lately used; shared with the readers.
    pub cache: Arc<TileCache>,
}

impl LogCore {
    /// Opens the log: finishes what the last process left unfinished, re-hashes the right edge, and refuses what does not fit.
    pub fn open(start: Start, published: Mark) -> Result<Self, Refused> {
        let tip = match start.store.tip()? {
            Some(tip) => tip,
            None => write_first_block(&start, published)?,
        };
        let now_ms = start.clock.now_ms();
        if now_ms < tip.time_ms {
            return Err(Refused::Clock { behind_ms: tip.time_ms - now_ms });
        }
        if tip.size < published.size {
            return Err(Refused::Restored { stored: tip.size, published: published.size });
        }
        let core = Self::load(start, tip)?;
        if core.root_of(published.size)? != published.root {
            return Err(Refused::Forked { size: published.size });
        }
        Ok(core)
    }

    /// Forgets everything in memory and starts from what is durable: what a failed write calls for.
    pub fn reload(&mut self) -> Result<(), Refused> {
        let start = Start {
            signer: self.signer.clone(),
            store: self.store.clone(),
            clock: self.clock.clone(),
            cache: self.cache.clone(),
        };
        let tip = start.store.tip()?.ok_or(Refused::Restored { stored: 0, published: self.current.block.size })?;
        let published = &self.current.block;
        if tip.size < published.size {
            return Err(Refused::Restored { stored: tip.size, published: published.size });
        }
        let core = Self::load(start, tip)?;
        if core.root_of(published.size)? != published.root {
            return Err(Refused::Forked { size: published.size });
        }
        *self = core;
        Ok(())
    }

    fn load(start: Start, tip: Block) -> Result<Self, Refused> {
        let Start { signer, store, clock, cache } = start;
        let checkpoint = open_checkpoint(signer.verifier(), &tip)?;
        let tiled = store.tiled()?;
        if tiled > tip.size {
            return Err(Refused::Ahead { what: "tiles", found: tiled, size: tip.size });
        }
        let bundled = tiled - tiled % WIDTH;
        let edge = Edge::at_full_bundles(bundled, &*store)?;
        rehash_last_bundle(&*store, bundled)?;
        let current = Arc::new(Published {
            block: tip,
            checkpoint,
            edge: edge.clone(),
            tail: Vec::new(),
            members: Arc::default(),
        });
        let mut core = Self {
            signer,
            store,
            cache,
            clock,
            current,
            state: NetworkState::default(),
            edge,
            tail: Vec::new(),
            roots: RefCell::new(HashMap::new()),
            snapshot_size: 0,
            quarantined: HashSet::new(),
        };
        core.quarantined = core.store.quarantined()?.into_iter().collect();
        core.replay_staged(bundled, tiled)?;
        core.fold_from_snapshot()?;
        core.publish_loaded();
        Ok(core)
    }

    /// Puts the staged entries back on the edge and writes the tiles that a dying process did not get to.
    fn replay_staged(&mut self, bundled: u64, tiled: u64) -> Result<(), Refused> {
        let size = self.current.block.size;
        let entries = staged_entries(&self.store.staged(bundled)?, bundled, size)?;
        let mut batch = Batch::default();
        for entry in entries {
            let index = self.edge.size();
            let parsed = Entry::parse(&entry).map_err(|why| not_an_entry(index, &why))?;
            if index >= tiled {
                batch.note_place(parsed.header().key_id, parsed.header().seq, index, parsed.leaf_hash());
            }
            self.push(parsed.leaf_hash(), entry, &mut batch.full, &mut batch.bundles);
        }
        if self.edge.root() != self.current.block.root {
            return Err(Refused::RootDiffers { size });
        }
        if tiled < size {
            self.store.write_tiles(&tile_write(batch.full, batch.bundles, batch.runs, size))?;
        }
        Ok(())
    }

    fn fold_from_snapshot(&mut self) -> Result<(), Refused> {
        let size = self.current.block.size;
        if let Some(snapshot) = self.store.snapshot()? {
            if snapshot.size > size {
                return Err(Refused::Ahead { what: "snapshot", found: snapshot.size, size });
            }
            // A snapshot of another version is only lost time.
            if let Ok(state) = NetworkState::from_cbor(&snapshot.state) {
                (self.state, self.snapshot_size) = (state, snapshot.size);
            }
        }
        let mut index = self.snapshot_size;
        let bundled = size - size % WIDTH;
        while index < bundled {
            let bytes = self.store.bundle(index / WIDTH)?.ok_or(Refused::Missing { index, size })?;
            let entries = bundle::decode(&bytes).map_err(|why| damaged_bundle(index, &why))?;
            for entry in entries.iter().skip((index % WIDTH) as usize) {
                self.fold(index, entry)?;
                index += 1;
            }
            index = index.next_multiple_of(WIDTH);
        }
        let tail = self.tail.clone();
        for (entry, at) in tail.iter().zip(bundled..).skip_while(|(_, at)| *at < index) {
            self.fold(at, entry)?;
        }
        if self.state.size() != size {
            return Err(Refused::Missing { index: self.state.size(), size });
        }
        Ok(())
    }

    fn fold(&mut self, index: u64, bytes: &[u8]) -> Result<(), Refused> {
        let entry = Entry::parse(bytes).map_err(|why| not_an_entry(index, &why))?;
        let step = self
            .state
            .check_unsigned(&entry, &AsAccepted(entry.header().seen.root))
            .map_err(|rejection| Refused::Entry { index, why: rejection.to_string() })?;
        self.state.advance(step);
        Ok(())
    }

    fn publish_loaded(&mut self) {
        self.current = Arc::new(Published {
            block: self.current.block.clone(),
            checkpoint: self.current.checkpoint.clone(),
            edge: self.edge.clone(),
            tail: self.tail.clone(),
            members: Arc::new(self.state.clone()),
        });
    }

    fn root_of(&self, size: u64) -> Result<Hash, Refused> {
        let reader = TreeReader { edge: &self.edge, store: &*self.store, cache: &self.cache };
        Ok(root_at(size, &reader)?)
    }
}

/// What was accepted once had seen what it says: `fsck` checks it again, a start does not.
struct AsAccepted(Hash);

impl History for AsAccepted {
    fn root_at(&self, _: u64) -> Option<Hash> {
        Some(self.0)
    }
}

fn write_first_block(start: &Start, published: Mark) -> Result<Block, Refused> {
    if published.size > 0 {
        return Err(Refused::Restored { stored: 0, published: published.size });
    }
    let checkpoint = sign(&start.signer, 0, empty_root())?;
    let block = Block {
        number: 0,
        size: 0,
        root: empty_root(),
        time_ms: start.clock.now_ms(),
        signatures: signature_lines(&checkpoint),
    };
    start.store.swap_checkpoint(None, &block, &[])?;
    Ok(block)
}

fn open_checkpoint(key: &VerifierKey, tip: &Block) -> Result<SignedCheckpoint, Refused> {
    let raw = tip.note(key.name());
    SignedCheckpoint::open(&raw, key).map_err(|why| Refused::Checkpoint(why.to_string()))
}

/// The log as of its present checkpoint, to be looked at only: a server may run on the store meanwhile.
pub fn look(store: &dyn LogStore, key: &VerifierKey) -> Result<Published, Refused> {
    let tip = store.tip()?.ok_or(Refused::Missing { index: 0, size: 0 })?;
    let checkpoint = open_checkpoint(key, &tip)?;
    let bundled = tip.size - tip.size % WIDTH;
    let mut edge = Edge::at_full_bundles(bundled, store)?;
    let tail = staged_entries(&store.staged(bundled)?, bundled, tip.size)?;
    tail.iter().for_each(|entry| edge.push(leaf_hash(entry), &mut Vec::new()));
    if edge.root() != tip.root {
        return Err(Refused::RootDiffers { size: tip.size });
    }
    Ok(Published { block: tip, checkpoint, edge, tail, members: Arc::default() })
}

/// The entries `[from, size)`; what a batch holds beyond `size` was never committed.
fn staged_entries(batches: &[StagedBatch], from: u64, size: u64) -> Result<Vec<Bytes>, Refused> {
    let mut entries = Vec::new();
    let mut next = from;
    for batch in batches.iter().filter(|batch| batch.first < size) {
        if batch.first > next {
            return Err(Refused::Missing { index: next, size });
        }
        let decoded = bundle::decode(&batch.entries).map_err(|why| damaged_bundle(batch.first, &why))?;
        let skipped = (next - batch.first) as usize;
        for entry in decoded.into_iter().skip(skipped) {
            entries.push(Bytes::copy_from_slice(entry));
            next += 1;
        }
    }
    match next.cmp(&size) {
        std::cmp::Ordering::Less => Err(Refused::Missing { index: next, size }),
        std::cmp::Ordering::Equal => Ok(entries),
        std::cmp::Ordering::Greater => Err(Refused::Ahead { what: "staged entries", found: next, size }),
    }
}

fn rehash_last_bundle(store: &dyn LogStore, bundled: u64) -> Result<(), Refused> {
    let Some(number) = (bundled / WIDTH).checked_sub(1) else { return Ok(()) };
    let first = number * WIDTH;
    let missing = Refused::Missing { index: first, size: bundled };
    let (Some(bytes), Some(tile)) = (store.bundle(number)?, store.tile(0, number)?) else { return Err(missing) };
    let entries = bundle::decode(&bytes).map_err(|why| damaged_bundle(first, &why))?;
    if entries.len() as u64 != WIDTH {
        return Err(missing);
    }
    for ((entry, hash), index) in entries.iter().zip(tile.chunks_exact(32)).zip(first..) {
        if leaf_hash(entry).0 != hash {
            return Err(Refused::BundleDiffers { index });
        }
    }
    Ok(())
}

fn not_an_entry(index: u64, why: &EntryError) -> Refused {
    Refused::Entry { index, why: why.to_string() }
}

fn damaged_bundle(first: u64, why: &dyn std::fmt::Display) -> Refused {
    Refused::Entry { index: first, why: why.to_string() }
}
