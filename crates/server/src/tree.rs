//! The Merkle tree as tiles: the growing right edge in memory, full tiles from the store, both as hashes to prove with.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use daybook_ledger::hash::{Hash, empty_root, node_hash};
use daybook_ledger::merkle::{HashReader, NodeIndex};

use crate::store::{LogStore, StoreError};

/// Binary levels in a tile; a full tile holds `1 << HEIGHT` hashes.
pub const HEIGHT: u8 = 8;
/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u64 = 1 << HEIGHT;
/// Tiles kept with their inner nodes: 8 MiB.
const CACHED_TILES: usize = 512;

/// One tile with the nodes above its hashes, as far as they are complete. `rows[0]` are the hashes, `rows[8]` the root of a full tile.
#[derive(Clone, Debug, Default)]
pub struct TileNodes {
    rows: [Vec<Hash>; HEIGHT as usize + 1],
}

impl TileNodes {
    /// The nodes over a tile's bytes; `None` unless these are whole hashes, at most 256.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() as u64 > WIDTH {
            return None;
        }
        let mut nodes = Self::default();
        hashes.iter().for_each(|hash| nodes.push(Hash(*hash)));
        Some(nodes)
    }

    fn push(&mut self, hash: Hash) {
        let mut completed = hash;
        for row in &mut self.rows {
            row.push(completed);
            match row.as_slice() {
                [.., left, right] if row.len() % 2 == 0 => completed = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// How many hashes it holds.
    pub fn width(&self) -> u64 {
        self.rows[0].len() as u64
    }

    /// The first `width` hashes as a tile's bytes.
    pub fn bytes(&self, width: u64) -> Vec<u8> {
        self.rows[0].iter().take(width as usize).flat_map(|hash| hash.0).collect()
    }

    /// The root of a full tile.
    pub fn root(&self) -> Option<Hash> {
        self.node(HEIGHT, 0)
    }

    /// The node at this height above the tile's hashes.
    pub fn node(&self, height: u8, offset: u64) -> Option<Hash> {
        self.rows.get(usize::from(height))?.get(usize::try_from(offset).ok()?).copied()
    }
}

/// A tile that has just become full.
#[derive(Debug)]
pub struct FullTile {
    /// Tile level, 0 for leaf hashes.
    pub level: u8,
    /// Tile number at its level.
    pub number: u64,
    /// Its hashes and the nodes above.
    pub nodes: TileNodes,
}

/// The right edge: the partial tile of every level. All that is needed to grow the tree and to know its root.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    size: u64,
    tiles: Vec<TileNodes>,
}

impl Edge {
    /// The edge of a tree of `size` leaves, a multiple of 256, from its full tiles.
    pub fn at_full_bundles(size: u64, store: &dyn LogStore) -> Result<Self, StoreError> {
        let mut edge = Self { size, tiles: vec![TileNodes::default()] };
        let mut full = size / WIDTH;
        for level in 0.. {
            if full == 0 {
                break;
            }
            let mut above = TileNodes::default();
            for number in full - full % WIDTH..full {
                let nodes = load_tile(store, level, number)?;
                above.push(nodes.root().unwrap_or_else(empty_root));
            }
            edge.tiles.push(above);
            full /= WIDTH;
        }
        Ok(edge)
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; tiles that became full by it go to `full`.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<FullTile>) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0..u8::MAX {
            if self.tiles.len() <= usize::from(level) {
                self.tiles.push(TileNodes::default());
            }
            let tile = &mut self.tiles[usize::from(level)];
            tile.push(hash);
            let Some(root) = tile.root() else { return };
            let number = (self.size >> (u32::from(level + 1) * u32::from(HEIGHT))) - 1;
            full.push(FullTile { level, number, nodes: std::mem::take(tile) });
            hash = root;
        }
    }

    /// The root over all leaves: the peaks, folded from the right.
    pub fn root(&self) -> Hash {
        let mut peaks = self.tiles.iter().flat_map(|tile| tile.rows[..usize::from(HEIGHT)].iter()).filter_map(|row| {
            // A node without its right-hand sibling is a peak.
            if row.len() % 2 == 1 { row.last() } else { None }
        });
        let Some(rightmost) = peaks.next() else { return empty_root() };
        peaks.fold(*rightmost, |right, left| node_hash(left, &right))
    }

    /// The partial tile of a level and its number.
    pub fn tile(&self, level: u8) -> Option<(u64, &TileNodes)> {
        let shift = u32::from(HEIGHT).checked_mul(u32::from(level) + 1)?;
        let number = self.size.checked_shr(shift).unwrap_or(0);
        self.tiles.get(usize::from(level)).map(|nodes| (number, nodes))
    }

    /// A node of this tree: from the edge, or from the full tile it is in, which comes from `cache` or from `load`. `None` where
    /// the tree has no such node yet.
    pub fn node<E>(
        &self,
        at: &NodeIndex,
        cache: &TileCache,
        load: impl FnOnce(u8, u64) -> Result<TileNodes, E>,
    ) -> Result<Option<Hash>, E> {
        let (level, height) = (at.level / HEIGHT, at.level % HEIGHT);
        let row_bits = HEIGHT - height;
        let (number, offset) = (at.index >> row_bits, at.index & ((1 << row_bits) - 1));
        match self.tile(level) {
            Some((partial, nodes)) if partial == number => Ok(nodes.node(height, offset)),
            Some((partial, _)) if number < partial => {
                Ok(cache.get((level, number), || load(level, number))?.node(height, offset))
            }
            _ => Ok(None),
        }
    }
}

fn load_tile(store: &dyn LogStore, level: u8, number: u64) -> Result<TileNodes, StoreError> {
    let bytes = store
        .tile(level, number)?
        .ok_or_else(|| StoreError::Damaged(format!("hash tile {number} of level {level} is missing")))?;
    TileNodes::from_bytes(&bytes)
        .filter(|nodes| nodes.width() == WIDTH)
        .ok_or_else(|| StoreError::Damaged(format!("hash tile {number} of level {level} is not 256 hashes")))
}

/// Full tiles lately used, 16 KiB each with their inner nodes. They never change.
pub struct TileCache {
    kept: Mutex<Kept>,
    capacity: usize,
}

#[derive(Default)]
struct Kept {
    tiles: HashMap<(u8, u64), Arc<TileNodes>>,
    order: VecDeque<(u8, u64)>,
}

impl Default for TileCache {
    fn default() -> Self {
        Self { kept: Mutex::default(), capacity: CACHED_TILES }
    }
}

impl TileCache {
    /// The tile of this level and number: the one at hand, or what `load` gives.
    pub fn get<E>(&self, at: (u8, u64), load: impl FnOnce() -> Result<TileNodes, E>) -> Result<Arc<TileNodes>, E> {
        if let Some(nodes) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).tiles.get(&at) {
            return Ok(nodes.clone());
        }
        Ok(self.put(at, load()?))
    }

    /// Keeps the tile of this level and number.
    pub fn put(&self, at: (u8, u64), nodes: TileNodes) -> Arc<TileNodes> {
        let nodes = Arc::new(nodes);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.tiles.insert(at, nodes.clone()).is_none() {
            kept.order.push_back(at);
        }
        while kept.order.len() > self.capacity {
            if let Some(oldest) = kept.order.pop_front() {
                kept.tiles.remove(&oldest);
            }
        }
        nodes
    }
}

/// The hashes of one tree: its edge, and its full tiles behind a cache.
pub struct TreeReader<'a> {
    /// The right edge of the tree read.
    pub edge: &'a Edge,
    /// Where full tiles are.
    pub store: &'a dyn LogStore,
    /// Those lately used.
    pub cache: &'a TileCache,
}

impl TreeReader<'_> {
    fn node(&self, at: &NodeIndex) -> Result<Hash, StoreError> {
        let load = |level, number| load_tile(self.store, level, number);
        self.edge
            .node(at, self.cache, load)?
            .ok_or_else(|| StoreError::Damaged(format!("no node {} at level {} of this tree", at.index, at.level)))
    }

    /// The hash of the leaf at `index`.
    pub fn leaf(&self, index: u64) -> Result<Hash, StoreError> {
        self.node(&NodeIndex { level: 0, index })
    }
}

impl HashReader for TreeReader<'_> {
    type Error = StoreError;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, StoreError> {
        at.iter().map(|at| self.node(at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{Frontier, leaf_hash};

    use super::*;

    fn leaf(index: u64) -> Hash {
        leaf_hash(&index.to_be_bytes())
    }

    #[test]
    fn an_edge_has_the_root_of_the_frontier_at_every_size() {
        let (mut edge, mut frontier, mut full) = (Edge::default(), Frontier::new(), Vec::new());
        assert_eq!(edge.root(), frontier.root());
        for index in 0..66_000 {
            edge.push(leaf(index), &mut full);
            frontier.push(leaf(index));
            if !(1_000..=65_000).contains(&index) {
                assert_eq!(edge.root(), frontier.root(), "size {}", edge.size());
            }
        }
        let names: Vec<_> = full.iter().filter(|tile| tile.level > 0).map(|tile| (tile.level, tile.number)).collect();
        assert_eq!(names, [(1, 0)]);
        assert_eq!(full.len(), 66_000 / 256 + 1);
        let partial = edge.tile(1).map(|(number, nodes)| (number, nodes.width()));
        assert_eq!(partial, Some((1, 66_000 / 256 - 256)));
    }

    #[test]
    fn a_tile_comes_back_from_its_bytes() {
        let mut nodes = TileNodes::default();
        (0..256).for_each(|index| nodes.push(leaf(index)));
        let again = TileNodes::from_bytes(&nodes.bytes(256)).unwrap();
        assert_eq!((again.width(), again.root()), (256, nodes.root()));
        assert!(TileNodes::from_bytes(&nodes.bytes(256)[1..]).is_none());
        assert!(TileNodes::from_bytes(&[0; 257 * 32]).is_none());
    }
}
