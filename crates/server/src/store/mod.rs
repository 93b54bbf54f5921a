//! What the server keeps, behind two traits: the log, committed step by step, and what lies beside the log.

mod beside;
mod cosignatures;
mod log;
pub mod memory;
pub mod sqlite;

pub use beside::{
    BesideStore, Dropped, Invitation, InviteState, JoinRequest, KeptEvidence, Quarantine, ReadToken, StoredKey,
};
pub use cosignatures::{Cosignature, CosignatureStore, CosignedBlock, WitnessId};
pub use log::{Block, Equivocation, LogStore, Run, Snapshot, Spent, StagedBatch, TileWrite};

/// A store could not do what was asked. The text names tables and files, never what an entry says.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no: full disk, I/O error, broken file.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// The tables could not be brought to this version, or are of a newer one.
    #[error("the database's tables do not fit this version of the program: {0}")]
    Migration(#[from] refinery::Error),
    /// The checkpoint in the store is not the one this server committed last: another server wrote.
    #[error("another server has moved the checkpoint: expected block {expected}, found {found}")]
    CheckpointMoved { expected: String, found: String },
    /// An invitation that was unused when the batch was sequenced has been spent since.
    #[error("the invitation was spent meanwhile")]
    InviteSpent,
    /// Stored bytes that cannot be what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// A fault that a test asked for.
    #[error("injected fault: {0}")]
    Injected(&'static str),
}
