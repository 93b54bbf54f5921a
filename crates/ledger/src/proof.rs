//! Proofs that verify offline, after c2sp.org/tlog-proof@v1: index, inclusion path and signed checkpoint in one text.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use crate::{
    checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint, parse_decimal, parse_hash},
    hash::Hash,
    merkle::{ProofError, verify_inclusion},
    policy::{Met, Policy, Unmet},
};

mod attached;
mod path;

pub use attached::{Attached, BadAttachment};
pub use path::{PathStep, Side};

/// The first line of every proof.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A path in a tree of at most 2^63 leaves has no more hashes.
const MAX_HASHES: usize = 63;

/// That an entry is in a log: all that is needed besides the entry and the log's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// The entry's index in the log.
    pub index: u64,
    /// The path from the leaf's sibling up to the root's child.
    pub hashes: Vec<Hash>,
    /// The checkpoint's signed note, verbatim.
    pub checkpoint: String,
    /// Whatever came along; nothing vouches for it.
    pub extra: Option<Vec<u8>>,
}

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Not the form of a proof.
    #[error("this is not a tlog-proof: {0}")]
    Malformed(&'static str),
    /// The checkpoint in it is wrong.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The path does not lead from the entry to the checkpoint's root.
    #[error("the entry is not in the log at this place: {0}")]
    Inclusion(#[from] ProofError),
    /// The checkpoint is not good enough for the policy.
    #[error(transparent)]
    Policy(#[from] Unmet),
}

impl TlogProof {
    /// Reads a proof's text.
    pub fn parse(text: &str) -> Result<Self, TlogProofError> {
        let malformed = TlogProofError::Malformed;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(malformed("no checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(malformed("first line"));
        }
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => Some(BASE64.decode(&line[6..]).map_err(|_| malformed("extra"))?),
            None => None,
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(parse_decimal);
        let index = index.ok_or(malformed("index"))?;
        let hashes = lines.map(parse_hash).collect::<Option<Vec<_>>>().ok_or(malformed("hash"))?;
        if hashes.len() > MAX_HASHES {
            return Err(malformed("too many hashes"));
        }
        Ok(Self { index, hashes, checkpoint: checkpoint.to_owned(), extra })
    }

    /// Verifies that the leaf is in the log with this key, and returns the checkpoint that says so.
    pub fn verify(&self, leaf: &Hash, key: &crate::note::VerifierKey) -> Result<Checkpoint, TlogProofError> {
        let signed = SignedCheckpoint::parse(&self.checkpoint)?;
        let checkpoint = signed.verify(key)?;
        self.verify_path(leaf, checkpoint)?;
        Ok(checkpoint.clone())
    }

    /// Verifies that the leaf is in one of the policy's logs, under a checkpoint that enough of its witnesses have cosigned.
    pub fn verify_by<'p>(&self, leaf: &Hash, policy: &'p Policy) -> Result<Met<'p>, TlogProofError> {
        let met = policy.verify(&SignedCheckpoint::parse(&self.checkpoint)?)?;
        self.verify_path(leaf, &met.checkpoint)?;
        Ok(met)
    }

    fn verify_path(&self, leaf: &Hash, checkpoint: &Checkpoint) -> Result<(), TlogProofError> {
        Ok(verify_inclusion(leaf, self.index, checkpoint.size, &self.hashes, &checkpoint.root)?)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash.0)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl std::str::FromStr for TlogProof {
    type Err = TlogProofError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
