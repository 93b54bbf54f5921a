//! The Merkle tree of RFC 6962 / RFC 9162 without its storage: who needs a hash names its place, who has storage reads it.

use crate::hash::{Hash, empty_root, node_hash};

mod frontier;
mod prove;
mod verify;

pub use frontier::Frontier;
pub(crate) use prove::inclusion_subtrees;
pub use prove::{ProveError, prove_consistency, prove_inclusion, root_at};
pub use verify::{ProofError, verify_consistency, verify_inclusion};

/// The place of a complete subtree: its leaves are `[index << level, (index + 1) << level)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex {
    /// 0 for a leaf.
    pub level: u8,
    /// The position among the subtrees of that level, from the left.
    pub index: u64,
}

/// Where hashes of complete subtrees are kept.
pub trait HashReader {
    /// Why reading fails.
    type Error;

    /// The hashes at these places, one for each, in the same order.
    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error>;
}

/// The largest complete subtrees that together cover the leaves `[low, high)`, from the left.
///
/// `low` is a multiple of the largest power of two not above `high - low`, as in every range that RFC 6962 splits off.
fn cover(low: u64, high: u64) -> Vec<NodeIndex> {
    let mut nodes = Vec::new();
    let mut start = low;
    while start < high {
        let level = (high - start).ilog2() as u8;
        nodes.push(NodeIndex { level, index: start >> level });
        start += 1 << level;
    }
    nodes
}

/// The root over neighbouring complete subtrees, given from the left in falling size.
fn fold(nodes: &[Hash]) -> Hash {
    let mut from_right = nodes.iter().rev();
    let Some(last) = from_right.next() else { return empty_root() };
    from_right.fold(*last, |right, left| node_hash(left, &right))
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

#[cfg(test)]
mod tests;
