//! Where a log to be checked is read from.

use daybook_ledger::merkle::{HashReader, NodeIndex};
use daybook_ledger::tile::{decode_hashes, subtree_root};
use daybook_ledger::{Hash, KeyId, Tile};

use crate::store::{Block, CosignedBlock, KeptEvidence, Snapshot, StoreError, WitnessId};

/// The log could not be read: this says nothing about whether it is sound.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server did not answer as a log does.
    #[error("{path}: {why}")]
    Http {
        /// What was asked for.
        path: String,
        /// What came instead.
        why: String,
    },
    /// There is no log.
    #[error("there is no checkpoint: the log has never been served")]
    NoCheckpoint,
}

/// A log to be checked. `None` means: it is not there.
pub trait Source: Sync {
    /// The checkpoint as a signed note.
    fn checkpoint(&self) -> Result<String, SourceError>;
    /// A tile of hashes.
    fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError>;
    /// A bundle of entries.
    fn entries(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError>;
    /// Whether partial tiles of hashes are kept, or computed from the entries when asked for.
    fn partial_tiles(&self) -> PartialTiles;
    /// What only a store has.
    fn inner(&self) -> Option<&dyn Inner> {
        None
    }
}

/// Whether a source has partial tiles of hashes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialTiles {
    /// It has.
    Kept,
    /// It has not.
    Computed,
}

/// What a store has besides what it publishes.
pub trait Inner: Sync {
    /// Blocks from `from` on.
    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, SourceError>;
    /// The network's state as it was saved.
    fn snapshot(&self) -> Result<Option<Snapshot>, SourceError>;
    /// Where an entry is said to lie.
    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, SourceError>;
    /// Evidence against desks after number `after`; none when there is no more.
    fn evidence(&self, after: u64) -> Result<Vec<KeptEvidence>, SourceError>;
    /// The witnesses, with their verifier keys.
    fn witnesses(&self) -> Result<Vec<(WitnessId, String)>, SourceError>;
    /// Cosigned blocks with smaller numbers, the newest first, some of them.
    fn cosigned_below(&self, below: u64) -> Result<Vec<CosignedBlock>, SourceError>;
}

/// A source's own hashes of the tree of `size`.
pub struct SourceHashes<'a> {
    /// Where from.
    pub source: &'a dyn Source,
    /// Of which tree.
    pub size: u64,
}

impl HashReader for SourceHashes<'_> {
    type Error = SourceError;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, SourceError> {
        at.iter().map(|at| self.node(*at)).collect()
    }
}

impl SourceHashes<'_> {
    fn node(&self, at: NodeIndex) -> Result<Hash, SourceError> {
        let missing = || SourceError::Http { path: format!("{at:?}"), why: "no such hash".into() };
        let (tile, range) = Tile::containing(at, self.size).ok_or_else(missing)?;
        let bytes = self.source.tile(&tile)?.ok_or_else(missing)?;
        let hashes = decode_hashes(&bytes, tile.width).ok_or_else(missing)?;
        hashes.get(range).and_then(subtree_root).ok_or_else(missing)
    }
}
