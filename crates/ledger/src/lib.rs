//! The ledger: entries, desks' chains, the Merkle tree, checkpoints and proofs, and what the network accepts.
//! Pure: no I/O, no clock; ids, time, nonces and seeds are arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod act;
mod cbor;
pub mod checkpoint;
pub mod control;
pub mod entry;
pub mod evidence;
pub mod hash;
pub mod ids;
pub mod judge;
pub mod merkle;
pub mod network;
pub mod note;
pub mod policy;
pub mod proof;
pub mod role;
pub mod sealed;
pub mod tile;
pub mod verify;
pub mod witness;

pub use act::Act;
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use control::{ControlEvent, EnrolledDesk, WrappedSiteKey};
pub use entry::{Entry, EntryError, Header, Hlc, MAX_ENTRY, Payload, Seen, Unsigned};
pub use evidence::{Evidence, EvidenceError};
pub use hash::{Hash, empty_root, leaf_hash, node_hash};
pub use ids::{ContentKeyId, Id, KeyId, ParseIdError};
pub use judge::{Exhibits, Judgement, judge};
pub use merkle::{Frontier, HashReader, NodeIndex, ProofError, ProveError};
pub use network::{DeskState, History, NetworkState, Rejection, SiteState, Step};
pub use note::{Note, NoteError, SignerKey, VerifierKey};
pub use policy::{Policy, PolicyErrors};
pub use proof::{Attached, PathStep, Side, TlogProof, TlogProofError};
pub use role::{Operation, Role};
pub use sealed::{ContentKey, SealError, SealedEvent};
pub use tile::{Tile, bundle};
pub use verify::{BadSignature, VerifyPs256};
pub use witness::{AddCheckpoint, WitnessRefusal};
