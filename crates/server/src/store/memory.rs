//! The log in memory, for simulations and measurements: what a disk keeps through a crash and what it may lose is kept apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daybook_ledger::KeyId;

use super::{Block, Equivocation, InviteState, LogStore, Run, Snapshot, Spent, StagedBatch, StoreError, TileWrite};

/// A store whose contents are gone when the last handle is dropped.
#[derive(Clone, Default)]
pub struct MemoryStore {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Clone, Default)]
struct Kept {
    blocks: Vec<Block>,
    invites: BTreeMap<[u8; 32], InviteState>,
    evidence: Vec<Equivocation>,
    quarantined: BTreeSet<KeyId>,
    computed: Computed,
    /// What was there before the writes that nothing durable has followed yet.
    safe: Option<Computed>,
}

/// What a crash may set back, as a whole: it is computed again from the batches. These are in it because dropping them is, too.
#[derive(Clone, Default)]
struct Computed {
    tiled: u64,
    batches: BTreeMap<u64, StagedBatch>,
    tiles: BTreeMap<(u8, u64), Arc<[u8]>>,
    bundles: BTreeMap<u64, Arc<[u8]>>,
    runs: BTreeMap<(KeyId, u64), Run>,
    snapshot: Option<Snapshot>,
}

impl MemoryStore {
    /// Gives out an invitation by the hash of its token.
    pub fn put_invite(&self, token_hash: [u8; 32]) {
        self.kept().invites.entry(token_hash).or_insert(InviteState::Unused { until_ms: None });
    }

    /// A copy that goes its own way.
    pub fn backup(&self) -> Self {
        Self { kept: Arc::new(Mutex::new(self.kept().clone())) }
    }

    /// The power fails: what was not waited for is lost.
    pub fn lose_power(&self) {
        let mut kept = self.kept();
        if let Some(safe) = kept.safe.take() {
            kept.computed = safe;
        }
    }

    /// All evidence, oldest first.
    pub fn evidence(&self) -> Vec<Equivocation> {
        self.kept().evidence.clone()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A write that is waited for; all before it are safe with it.
    fn durable(&self) -> MutexGuard<'_, Kept> {
        let mut kept = self.kept();
        kept.safe = None;
        kept
    }

    fn lazy(&self) -> MutexGuard<'_, Kept> {
        let mut kept = self.kept();
        if kept.safe.is_none() {
            kept.safe = Some(kept.computed.clone());
        }
        kept
    }
}

impl LogStore for MemoryStore {
    fn tip(&self) -> Result<Option<Block>, StoreError> {
        Ok(self.kept().blocks.last().cloned())
    }

    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, StoreError> {
        let kept = self.kept();
        let wanted = kept.blocks.iter().filter(|block| block.number >= from).take(limit as usize);
        Ok(wanted.cloned().collect())
    }

    fn tiled(&self) -> Result<u64, StoreError> {
        Ok(self.kept().computed.tiled)
    }

    fn staged(&self, from: u64) -> Result<Vec<StagedBatch>, StoreError> {
        let kept = self.kept();
        let wanted = kept.computed.batches.values().filter(|batch| batch.first + batch.count > from);
        Ok(wanted.cloned().collect())
    }

    fn tile(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().computed.tiles.get(&(level, number)).map(|hashes| hashes.to_vec()))
    }

    fn bundle(&self, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().computed.bundles.get(&number).map(|entries| entries.to_vec()))
    }

    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, StoreError> {
        let kept = self.kept();
        let run = kept.computed.runs.range((*desk, 0)..=(*desk, seq)).next_back();
        Ok(run.filter(|(_, run)| seq - run.seq < run.count).map(|(_, run)| run.first + (seq - run.seq)))
    }

    fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        Ok(self.kept().computed.snapshot.clone())
    }

    fn invite(&self, token_hash: &[u8; 32]) -> Result<InviteState, StoreError> {
        Ok(self.kept().invites.get(token_hash).copied().unwrap_or(InviteState::Unknown))
    }

    fn quarantined(&self) -> Result<Vec<KeyId>, StoreError> {
        Ok(self.kept().quarantined.iter().copied().collect())
    }

    fn write_batch(&self, batch: &StagedBatch) -> Result<(), StoreError> {
        self.durable().computed.batches.insert(batch.first, batch.clone());
        Ok(())
    }

    fn swap_checkpoint(&self, before: Option<&Block>, block: &Block, spent: &[Spent]) -> Result<(), StoreError> {
        let mut kept = self.durable();
        if kept.blocks.last() != before {
            let name = |block: Option<&Block>| block.map_or_else(|| "none".into(), |block| block.number.to_string());
            return Err(StoreError::CheckpointMoved { expected: name(before), found: name(kept.blocks.last()) });
        }
        let is_good = |spent: &Spent| matches!(kept.invites.get(&spent.token_hash), Some(InviteState::Unused { .. }));
        if !spent.iter().all(is_good) {
            return Err(StoreError::InviteSpent);
        }
        for spent in spent {
            kept.invites.insert(spent.token_hash, InviteState::Spent { by: spent.index });
        }
        kept.blocks.push(block.clone());
        Ok(())
    }

    fn write_tiles(&self, write: &TileWrite) -> Result<(), StoreError> {
        let computed = &mut self.lazy().computed;
        for (level, number, hashes) in &write.tiles {
            computed.tiles.insert((*level, *number), hashes.as_slice().into());
        }
        for (number, entries) in &write.bundles {
            computed.bundles.insert(*number, entries.as_slice().into());
        }
        for run in &write.runs {
            computed.runs.insert((run.desk, run.seq), run.clone());
        }
        computed.tiled = write.tiled;
        let bundled = write.tiled - write.tiled % 256;
        computed.batches.retain(|_, batch| batch.first + batch.count > bundled);
        Ok(())
    }

    fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.lazy().computed.snapshot = Some(snapshot.clone());
        Ok(())
    }

    fn save_evidence(&self, evidence: &Equivocation) -> Result<(), StoreError> {
        let mut kept = self.durable();
        let is_same =
            |known: &&Equivocation| (known.desk, known.seq, known.leaf) == (evidence.desk, evidence.seq, evidence.leaf);
        if kept.evidence.iter().find(is_same).is_none() {
            kept.evidence.push(evidence.clone());
            kept.quarantined.insert(evidence.desk);
        }
        Ok(())
    }

    fn settle(&self) -> Result<(), StoreError> {
        drop(self.durable());
        Ok(())
    }
}
