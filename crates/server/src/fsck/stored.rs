//! A log in a server's folder, read without disturbing a server that runs on it.

use daybook_ledger::{KeyId, Tile, bundle};

use super::source::{Inner, PartialTiles, Source, SourceError};
use crate::store::sqlite::SqliteStore;
use crate::store::{
    BesideStore, Block, CosignatureStore, CosignedBlock, KeptEvidence, LogStore, Run, Snapshot, StagedBatch, WitnessId,
};
use crate::tree::WIDTH;

/// A log in a store.
pub struct StoreSource {
    store: SqliteStore,
    origin: String,
    tip: Block,
}

impl StoreSource {
    /// The log of this store as of its present checkpoint.
    pub fn new(store: SqliteStore) -> Result<Self, SourceError> {
        let origin = store.identity()?.origin;
        let tip = store.tip()?.ok_or(SourceError::NoCheckpoint)?;
        Ok(Self { store, origin, tip })
    }

    /// A bundle that is full may be cut, one that is not is pieced together from the staged batches.
    fn cut(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(bytes) = self.store.bundle(tile.index)? else { return Ok(None) };
        if tile.is_full() {
            return Ok(Some(bytes));
        }
        let Ok(entries) = bundle::decode(&bytes) else { return Ok(Some(bytes)) };
        Ok(entries.get(..usize::from(tile.width)).and_then(|entries| bundle::encode(entries).ok()))
    }

    fn staged(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        let first = tile.index * WIDTH;
        let batches = self.store.staged(first)?;
        Ok(piece_together(&batches, first, usize::from(tile.width)))
    }
}

impl Source for StoreSource {
    fn checkpoint(&self) -> Result<String, SourceError> {
        Ok(self.tip.note(&self.origin))
    }

    fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(if tile.is_full() { self.store.tile(tile.level, tile.index)? } else { None })
    }

    fn entries(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        if let Some(bytes) = self.cut(tile)? {
            return Ok(Some(bytes));
        }
        if let Some(bytes) = self.staged(tile)? {
            return Ok(Some(bytes));
        }
        // A running server may have moved it from the one to the other meanwhile.
        self.cut(tile)
    }

    fn partial_tiles(&self) -> PartialTiles {
        PartialTiles::Computed
    }

    fn inner(&self) -> Option<&dyn Inner> {
        Some(self)
    }
}

impl Inner for StoreSource {
    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, SourceError> {
        let blocks = self.store.blocks(from, limit)?;
        Ok(blocks.into_iter().filter(|block| block.number <= self.tip.number).collect())
    }

    fn snapshot(&self) -> Result<Option<Snapshot>, SourceError> {
        Ok(self.store.snapshot()?.filter(|snapshot| snapshot.size <= self.tip.size))
    }

    fn runs(&self, desk: &KeyId, seq: u64, limit: u32) -> Result<Vec<Run>, SourceError> {
        Ok(self.store.runs(desk, seq, limit)?)
    }

    fn evidence(&self, after: u64) -> Result<Vec<KeptEvidence>, SourceError> {
        let kept = self.store.evidence(after, 1_000)?;
        // What came in since then names entries that are not looked at.
        Ok(kept.into_iter().filter(|kept| kept.found.kept < self.tip.size).collect())
    }

    fn witnesses(&self) -> Result<Vec<(WitnessId, String)>, SourceError> {
        // A folder that no server of this version has opened yet has no witnesses.
        Ok(if self.store.knows_witnesses()? { CosignatureStore::witnesses(&self.store)? } else { Vec::new() })
    }

    fn cosigned_below(&self, below: u64) -> Result<Vec<CosignedBlock>, SourceError> {
        let page = if self.store.knows_witnesses()? { self.store.cosigned_below(below, 1_000)? } else { Vec::new() };
        Ok(page)
    }
}

fn piece_together(batches: &[StagedBatch], first: u64, width: usize) -> Option<Vec<u8>> {
    let mut entries: Vec<&[u8]> = Vec::with_capacity(width);
    for batch in batches {
        let next = first + entries.len() as u64;
        let skipped = usize::try_from(next.checked_sub(batch.first)?).ok()?;
        let decoded = bundle::decode(&batch.entries).ok()?;
        entries.extend(decoded.into_iter().skip(skipped));
        if entries.len() >= width {
            return bundle::encode(&entries[..width]).ok();
        }
    }
    None
}
