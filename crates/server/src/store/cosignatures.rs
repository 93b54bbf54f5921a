//! What witnesses have said of the log's checkpoints.

use super::{Block, StoreError};

/// A witness, as the store numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WitnessId(pub u32);

/// A cosignature of a block's checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Whose.
    pub witness: WitnessId,
    /// The note's signature line, with its newline.
    pub line: String,
}

/// A block with the cosignatures of its checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CosignedBlock {
    /// The block.
    pub block: Block,
    /// At least one, in the order of the witnesses.
    pub cosignatures: Vec<Cosignature>,
}

/// Cosignatures in a store. A write survives the process; it may be lost with the power, and is asked for again then.
pub trait CosignatureStore: Send + Sync {
    /// The id of the witness with this verifier key; a new one for a new witness.
    fn witness(&self, verifier_key: &str) -> Result<WitnessId, StoreError>;
    /// Every witness that ever cosigned here: id and verifier key.
    fn witnesses(&self) -> Result<Vec<(WitnessId, String)>, StoreError>;
    /// Keeps a verified cosignature; a newer one of the same block takes its place.
    fn put_cosignature(&self, block: u64, cosignature: &Cosignature) -> Result<(), StoreError>;
    /// Cosigned blocks with numbers below `below`, the newest first, at most `limit`.
    fn cosigned_below(&self, below: u64, limit: u32) -> Result<Vec<CosignedBlock>, StoreError>;
    /// The cosignatures of the blocks `from..=to`, by block.
    fn cosignatures(&self, from: u64, to: u64) -> Result<Vec<(u64, Cosignature)>, StoreError>;
    /// The size of the largest tree that a witness has cosigned; 0 if none.
    fn largest_cosigned(&self, witness: WitnessId) -> Result<u64, StoreError>;
}
