//! What is kept against a desk, as a file that a third person can check.

use daybook_ledger::evidence::{Equivocation, Evidence};
use daybook_ledger::{KeyId, ProveError};

use crate::published::Published;
use crate::store::{KeptEvidence, LogStore, StoreError};
use crate::tree::TileCache;

/// Why a piece of evidence cannot be handed out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The entry that stands is not where it was said to be.
    #[error("entry {0}, which the evidence is about, is not in the log")]
    NoEntry(u64),
    /// An early version did not keep the key, and nobody gave it.
    #[error("the key of desk {0} is not known here")]
    NoKey(KeyId),
    /// The entry that stands cannot be proven.
    #[error("the entry that stands cannot be proven: {0}")]
    Proof(#[from] ProveError<StoreError>),
}

/// Both entries, the desk's key, and the proof that the first of them is in the log.
pub fn export(
    kept: &KeptEvidence,
    published: &Published,
    store: &dyn LogStore,
    cache: &TileCache,
) -> Result<Evidence, ExportError> {
    let found = &kept.found;
    let stands = published.entry(found.kept, store)?.ok_or(ExportError::NoEntry(found.kept))?;
    let proof = published.prove(found.kept, store, cache)?;
    let spki = match (found.spki.is_empty(), published.members.desk(&found.desk)) {
        (false, _) => found.spki.clone(),
        (true, Some(desk)) => desk.spki.clone(),
        (true, None) => return Err(ExportError::NoKey(found.desk)),
    };
    Ok(Evidence::Equivocation(Equivocation { spki, entries: [stands, found.entry.clone()], proof: Some(proof) }))
}
