//! Verifying proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 write it down, independently of how proofs are made here.

use crate::hash::{Hash, empty_root, node_hash};

/// Why a proof does not prove what it is to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf, or the older tree, is not within the tree.
    #[error("{index} is outside the tree of size {size}")]
    Outside {
        /// The leaf's index, or the older tree's size.
        index: u64,
        /// The tree's size.
        size: u64,
    },
    /// The proof has too many or too few hashes for these sizes.
    #[error("the proof has the wrong number of hashes")]
    WrongLength,
    /// The proof leads to another root than the one given.
    #[error("the proof leads to another root")]
    WrongRoot,
}

/// Checks that the leaf is at `index` in the tree of `size` with this root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside { index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // A last node without a right sibling is carried upwards until it has a left one.
            let up = if node & 1 == 0 { node.trailing_zeros() } else { 0 };
            (node, last) = (node >> up, last >> up);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 { Err(ProofError::WrongLength) } else { same(&hash, root) }
}

/// Checks that the tree of `old` leaves is the beginning of the tree of `new` leaves.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside { index: old, size: new });
    }
    if old == new || old == 0 {
        return verify_without_hashes(old, old_root, new, new_root, proof);
    }
    let (first, rest) =
        if old.is_power_of_two() { (old_root, proof) } else { proof.split_first().ok_or(ProofError::WrongLength)? };
    if rest.is_empty() {
        return Err(ProofError::WrongLength);
    }
    climb_both(old, old_root, new, new_root, first, rest)
}

fn verify_without_hashes(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if !proof.is_empty() {
        return Err(ProofError::WrongLength);
    }
    if old == 0 {
        same(old_root, &empty_root())?;
    }
    if old == new { same(old_root, new_root) } else { Ok(()) }
}

/// Steps 4 to 7 of RFC 9162 2.1.4.2: builds both roots from the node at which the old tree ends.
fn climb_both(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    first: &Hash,
    rest: &[Hash],
) -> Result<(), ProofError> {
    let up = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> up, (new - 1) >> up);
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            let up = if node & 1 == 0 { node.trailing_zeros() } else { 0 };
            (node, last) = (node >> up, last >> up);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(ProofError::WrongLength);
    }
    same(&old_hash, old_root)?;
    same(&new_hash, new_root)
}

fn same(computed: &Hash, given: &Hash) -> Result<(), ProofError> {
    if computed == given { Ok(()) } else { Err(ProofError::WrongRoot) }
}
