//! The right edge of a growing tree: all that is needed to append and to know the root.

use super::{NodeIndex, cover, fold};
use crate::hash::{Hash, node_hash};

/// A tree's size and the roots of its largest complete subtrees, from the left; at most 64 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a tree of this size from the hashes at [`Frontier::nodes_needed`]; `None` where their number is wrong.
    pub fn from_nodes(size: u64, nodes: Vec<Hash>) -> Option<Self> {
        (nodes.len() == size.count_ones() as usize).then_some(Self { size, nodes })
    }

    /// Which hashes make up the edge of a tree of this size.
    pub fn nodes_needed(size: u64) -> Vec<NodeIndex> {
        cover(0, size)
    }

    /// The hashes of the edge, in the order of [`Frontier::nodes_needed`].
    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        fold(&self.nodes)
    }

    /// Appends a leaf hash and returns every subtree that it completes: the leaf first, then upwards.
    pub fn push(&mut self, leaf: Hash) -> Vec<(NodeIndex, Hash)> {
        let mut at = NodeIndex { level: 0, index: self.size };
        let mut completed = vec![(at, leaf)];
        let mut hash = leaf;
        while at.index & 1 == 1 {
            let Some(left) = self.nodes.pop() else { break };
            hash = node_hash(&left, &hash);
            at = NodeIndex { level: at.level + 1, index: at.index >> 1 };
            completed.push((at, hash));
        }
        self.nodes.push(hash);
        self.size += 1;
        completed
    }
}
