//! The tree as the fold has grown it, and the roots of earlier trees, for what entries say to have seen.

use std::cell::RefCell;
use std::collections::HashMap;

use daybook_ledger::merkle::{HashReader, NodeIndex, root_at};
use daybook_ledger::{Hash, History, Tile};

use super::source::{Source, SourceError};
use crate::tree::{Edge, FullTile, TileCache, TileNodes, WIDTH};

/// Roots kept: desks that write at one time have seen the same few trees.
const KNOWN_ROOTS: usize = 8_192;

/// The tree folded so far. Its full tiles have been compared with the source's, from where those no longer at hand come back.
pub struct Grown<'a> {
    source: &'a dyn Source,
    edge: Edge,
    tiles: TileCache,
    roots: RefCell<HashMap<u64, Hash>>,
}

impl<'a> Grown<'a> {
    /// The empty tree.
    pub fn new(source: &'a dyn Source) -> Self {
        Self { source, edge: Edge::default(), tiles: TileCache::default(), roots: RefCell::default() }
    }

    /// Adds a leaf; tiles that became full by it go to `full`.
    pub fn push(&mut self, leaf: Hash, full: &mut Vec<FullTile>) {
        self.edge.push(leaf, full);
        for tile in full {
            self.tiles.put((tile.level, tile.number), tile.nodes.clone());
        }
    }

    /// The right edge.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    fn node(&self, at: &NodeIndex) -> Result<Hash, SourceError> {
        let node = self.edge.node(at, &self.tiles, |level, number| self.load(level, number))?;
        node.ok_or_else(|| SourceError::Http { path: format!("{at:?}"), why: "no such hash".into() })
    }

    fn load(&self, level: u8, number: u64) -> Result<TileNodes, SourceError> {
        let tile = Tile { level, index: number, width: WIDTH as u16 };
        let missing = || SourceError::Http { path: tile.path(), why: "no such tile".into() };
        self.source.tile(&tile)?.and_then(|bytes| TileNodes::from_bytes(&bytes)).ok_or_else(missing)
    }
}

impl HashReader for Grown<'_> {
    type Error = SourceError;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, SourceError> {
        at.iter().map(|at| self.node(at)).collect()
    }
}

impl History for Grown<'_> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        if size > self.edge.size() {
            return None;
        }
        if let Some(root) = self.roots.borrow().get(&size) {
            return Some(*root);
        }
        let root = root_at(size, self).ok()?;
        let mut roots = self.roots.borrow_mut();
        if roots.len() >= KNOWN_ROOTS {
            roots.clear();
        }
        roots.insert(size, root);
        Some(root)
    }
}
