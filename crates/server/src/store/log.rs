//! The log as a store keeps it, in the steps of ledger.md 4: batch, checkpoint, tiles.

use daybook_ledger::{Checkpoint, Hash, KeyId};

use super::{InviteState, StoreError};

/// One checkpoint and what it added. Block 0 is the empty tree; the highest block is the log's checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// 0, 1, 2 …
    pub number: u64,
    /// Tree size after it.
    pub size: u64,
    /// Root hash of the tree at `size`.
    pub root: Hash,
    /// The server's clock, Unix milliseconds; never below that of the block before.
    pub time_ms: u64,
    /// The note's signature lines, each ending in a newline.
    pub signatures: String,
}

impl Block {
    /// The checkpoint as a signed note.
    pub fn note(&self, origin: &str) -> String {
        let body = Checkpoint { origin: origin.to_owned(), size: self.size, root: self.root }.to_text();
        format!("{body}\n{}", self.signatures)
    }
}

/// Entries written durably before the checkpoint that makes them part of the log.
#[derive(Clone, Debug)]
pub struct StagedBatch {
    /// Tree index of the first entry.
    pub first: u64,
    /// How many.
    pub count: u64,
    /// `u16` big-endian length || entry, repeated.
    pub entries: Vec<u8>,
}

/// Consecutive entries of one desk that are consecutive in the tree: what answers a resubmission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The desk.
    pub desk: KeyId,
    /// `seq` of the first entry.
    pub seq: u64,
    /// Tree index of the first entry.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// What a commit adds that can be computed again from the staged batches.
#[derive(Debug, Default)]
pub struct TileWrite {
    /// Full hash tiles: level, number, 8,192 bytes.
    pub tiles: Vec<(u8, u64, Vec<u8>)>,
    /// Full entry bundles: number, 256 entries.
    pub bundles: Vec<(u64, Vec<u8>)>,
    /// Where each desk's entries lie.
    pub runs: Vec<Run>,
    /// Tree size that this brings the tiles to.
    pub tiled: u64,
}

/// An invitation that a block spends, and the entry that spends it.
#[derive(Clone, Debug)]
pub struct Spent {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Tree index of the `site.found`.
    pub index: u64,
}

/// The network's state after the first `size` entries, kept so that a start need not fold the whole log.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Entries folded into it.
    pub size: u64,
    /// `NetworkState::to_cbor`.
    pub state: Vec<u8>,
}

/// Two entries that one desk signed under one `seq`: the first stands, the other is kept as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivocation {
    /// The desk.
    pub desk: KeyId,
    /// The desk's key; empty where a version that did not keep it found this.
    pub spki: Vec<u8>,
    /// The `seq` signed twice.
    pub seq: u64,
    /// Tree index of the entry that stands.
    pub kept: u64,
    /// Leaf hash of the other.
    pub leaf: Hash,
    /// The other's bytes.
    pub entry: Vec<u8>,
    /// Unix milliseconds.
    pub found_ms: u64,
}

/// The log in a store. One sequencer writes; everyone reads. Each write is durable, or has failed, when it returns,
/// except `write_tiles`, which may be lost in a crash as a whole: everything in it is computed again from the batches.
pub trait LogStore: Send + Sync {
    /// The highest block, `None` in a new store.
    fn tip(&self) -> Result<Option<Block>, StoreError>;
    /// Blocks from `from` on, oldest first, at most `limit`.
    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, StoreError>;
    /// Tree size up to which tiles, bundles and runs are written.
    fn tiled(&self) -> Result<u64, StoreError>;
    /// The staged batches that hold entries from index `from` on, in order.
    fn staged(&self, from: u64) -> Result<Vec<StagedBatch>, StoreError>;
    /// A full hash tile, 8,192 bytes.
    fn tile(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError>;
    /// A full bundle of 256 entries.
    fn bundle(&self, number: u64) -> Result<Option<Vec<u8>>, StoreError>;
    /// Where entry `seq` of a desk lies in the tree.
    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, StoreError>;
    /// The latest snapshot.
    fn snapshot(&self) -> Result<Option<Snapshot>, StoreError>;
    /// What is known of an invitation.
    fn invite(&self, token_hash: &[u8; 32]) -> Result<InviteState, StoreError>;
    /// The desks in quarantine: their new entries are not taken.
    fn quarantined(&self) -> Result<Vec<KeyId>, StoreError>;

    /// Step 1: the batch, durably. Replaces what an unfinished commit left at the same index.
    fn write_batch(&self, batch: &StagedBatch) -> Result<(), StoreError>;
    /// Step 2, the commit point: `block` follows `before` if that still is the tip. Spends the invitations with it.
    fn swap_checkpoint(&self, before: Option<&Block>, block: &Block, spent: &[Spent]) -> Result<(), StoreError>;
    /// Step 3: tiles, bundles and runs; drops the batches that lie in full bundles.
    fn write_tiles(&self, write: &TileWrite) -> Result<(), StoreError>;
    /// Keeps a snapshot in place of the one before.
    fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError>;
    /// Keeps evidence and puts the desk in quarantine, both or neither. The same twice is once, and some pieces against
    /// a desk are enough.
    fn save_evidence(&self, evidence: &Equivocation) -> Result<(), StoreError>;
    /// Brings everything to rest in one file, at a graceful stop.
    fn settle(&self) -> Result<(), StoreError>;
}
