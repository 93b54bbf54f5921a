//! A proof's way from the leaf to the root, step by step: what a picture of it shows.

use std::ops::Range;

use super::TlogProof;
use crate::{
    hash::{Hash, node_hash},
    merkle::{ProofError, inclusion_subtrees},
};

/// Which side of the way a sibling stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It holds earlier entries.
    Left,
    /// It holds later entries.
    Right,
}

/// One step of the way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// The hash beside the way, which the proof gives.
    pub sibling: Hash,
    /// Where it stands.
    pub side: Side,
    /// The entries it covers.
    pub leaves: Range<u64>,
    /// The hash over both, computed.
    pub parent: Hash,
}

impl TlogProof {
    /// The way from `leaf` to the root of a tree of `size`. The last step's `parent` is the root, the leaf itself where there
    /// is no step; whether it is the *right* root is for [`TlogProof::verify`] to say.
    pub fn path(&self, leaf: Hash, size: u64) -> Result<Vec<PathStep>, ProofError> {
        if self.index >= size {
            return Err(ProofError::Outside { index: self.index, size });
        }
        let subtrees = inclusion_subtrees(self.index, size);
        if subtrees.len() != self.hashes.len() {
            return Err(ProofError::WrongLength);
        }
        let mut below = leaf;
        let step = |(leaves, sibling): (Range<u64>, &Hash)| {
            let side = if leaves.start > self.index { Side::Right } else { Side::Left };
            below = match side {
                Side::Left => node_hash(sibling, &below),
                Side::Right => node_hash(&below, sibling),
            };
            PathStep { sibling: *sibling, side, leaves, parent: below }
        };
        Ok(subtrees.into_iter().zip(&self.hashes).map(step).collect())
    }
}
