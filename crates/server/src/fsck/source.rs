//! Where a log to be checked is read from.

use daybook_ledger::{KeyId, Tile};

use crate::store::{Block, CosignedBlock, KeptEvidence, Run, Snapshot, StoreError, WitnessId};

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
    /// Where a desk's entries are said to lie, from the run on in which number `seq` is, some of them.
    fn runs(&self, desk: &KeyId, seq: u64, limit: u32) -> Result<Vec<Run>, SourceError>;
    /// Evidence against desks after number `after`; none when there is no more.
    fn evidence(&self, after: u64) -> Result<Vec<KeptEvidence>, SourceError>;
    /// The witnesses, with their verifier keys.
    fn witnesses(&self) -> Result<Vec<(WitnessId, String)>, SourceError>;
    /// Cosigned blocks with smaller numbers, the newest first, some of them.
    fn cosigned_below(&self, below: u64) -> Result<Vec<CosignedBlock>, SourceError>;
}
