//! What everyone may read: the tree under the checkpoint published last.

use std::sync::Arc;

use axum::body::Bytes;
use daybook_ledger::merkle::{self, ProveError};
use daybook_ledger::{Hash, NetworkState, SignedCheckpoint, Tile, TlogProof, bundle};

use crate::store::{Block, LogStore, StoreError};
use crate::tree::{Edge, TileCache, TreeReader, WIDTH};

/// The log as of one checkpoint. Full tiles and bundles are in the store, the rest is here.
pub struct Published {
    /// The block that this checkpoint closes.
    pub block: Block,
    /// The checkpoint as a signed note.
    pub checkpoint: SignedCheckpoint,
    /// The partial hash tiles.
    pub edge: Edge,
    /// The entries of the partial bundle.
    pub tail: Vec<Bytes>,
    /// Sites, desks and roles as of the latest control entry; desks' `seq` may be behind.
    pub members: Arc<NetworkState>,
}

impl Published {
    /// The hashes of this tree.
    pub fn reader<'a>(&'a self, store: &'a dyn LogStore, cache: &'a TileCache) -> TreeReader<'a> {
        TreeReader { edge: &self.edge, store, cache }
    }

    /// That the entry at `index` is in this tree.
    pub fn prove(
        &self,
        index: u64,
        store: &dyn LogStore,
        cache: &TileCache,
    ) -> Result<TlogProof, ProveError<StoreError>> {
        let hashes = merkle::prove_inclusion(index, self.block.size, &self.reader(store, cache))?;
        Ok(TlogProof { index, hashes, checkpoint: self.checkpoint.text().to_owned(), extra: None })
    }

    /// The bytes of the entry at `index`, `None` where this tree has none there.
    pub fn entry(&self, index: u64, store: &dyn LogStore) -> Result<Option<Vec<u8>>, StoreError> {
        let (number, at) = (index / WIDTH, (index % WIDTH) as usize);
        if index >= self.block.size {
            return Ok(None);
        }
        if number == self.block.size / WIDTH {
            return Ok(self.tail.get(at).map(|entry| entry.to_vec()));
        }
        let Some(full) = store.bundle(number)? else { return Ok(None) };
        let entries = bundle::decode(&full).map_err(|why| StoreError::Damaged(why.to_string()))?;
        Ok(entries.get(at).map(|entry| entry.to_vec()))
    }

    /// The bytes of a hash tile, `None` where this tree has no such tile or it is not that wide yet.
    pub fn tile(&self, tile: &Tile, store: &dyn LogStore) -> Result<Option<Vec<u8>>, StoreError> {
        let Some((partial, nodes)) = self.edge.tile(tile.level) else { return Ok(None) };
        let width = u64::from(tile.width);
        if tile.index == partial && width <= nodes.width() {
            return Ok(Some(nodes.bytes(width)));
        }
        if tile.index >= partial {
            return Ok(None);
        }
        let full = store.tile(tile.level, tile.index)?;
        Ok(full.map(|mut bytes| {
            bytes.truncate(usize::from(tile.width) * size_of::<Hash>());
            bytes
        }))
    }

    /// The bytes of an entry bundle, `None` where this tree has no such bundle or it is not that wide yet.
    pub fn entries(&self, tile: &Tile, store: &dyn LogStore) -> Result<Option<Vec<u8>>, StoreError> {
        let partial = self.block.size / WIDTH;
        let width = usize::from(tile.width);
        if tile.index == partial {
            return Ok(self.tail.get(..width).and_then(|entries| bundle::encode(entries).ok()));
        }
        if tile.index > partial {
            return Ok(None);
        }
        let Some(full) = store.bundle(tile.index)? else { return Ok(None) };
        if tile.is_full() {
            return Ok(Some(full));
        }
        let entries = bundle::decode(&full).map_err(|why| StoreError::Damaged(why.to_string()))?;
        Ok(entries.get(..width).and_then(|entries| bundle::encode(entries).ok()))
    }
}
