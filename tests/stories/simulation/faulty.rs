//! A store in which one write goes wrong: it fails, it fails but is persisted, the process dies before it or after it.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use daybook_ledger::KeyId;
use daybook_server::store::{
    Block, Equivocation, InviteState, LogStore, Snapshot, Spent, StagedBatch, StoreError, TileWrite,
    memory::MemoryStore,
};

/// The steps of a commit, ledger.md 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Batch,
    Checkpoint,
    Tiles,
}

pub const STEPS: [Step; 3] = [Step::Batch, Step::Checkpoint, Step::Tiles];

/// What goes wrong with a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Failed,
    FailedButPersisted,
    DiedBefore,
    DiedAfter,
}

pub const FAULTS: [Fault; 4] = [Fault::Failed, Fault::FailedButPersisted, Fault::DiedBefore, Fault::DiedAfter];

pub struct Faulty {
    inner: Mutex<MemoryStore>,
    armed: Mutex<Option<(Step, Fault)>>,
    is_dead: AtomicBool,
    /// For a planted fault: what a power cut sets everything back to.
    unsynced: Mutex<Option<MemoryStore>>,
    syncs: bool,
}

const DEAD: StoreError = StoreError::Injected("the process is gone");

impl Faulty {
    /// Over a store. One that never `syncs` says that a write is durable when it is not: the planted fault.
    pub fn over(inner: MemoryStore, syncs: bool) -> Self {
        Self {
            inner: Mutex::new(inner),
            armed: Mutex::default(),
            is_dead: AtomicBool::new(false),
            unsynced: Mutex::default(),
            syncs,
        }
    }

    pub fn arm(&self, step: Step, fault: Fault) {
        *self.armed.lock().unwrap() = Some((step, fault));
    }

    pub fn kill(&self) {
        self.is_dead.store(true, SeqCst);
    }

    pub fn is_dead(&self) -> bool {
        self.is_dead.load(SeqCst)
    }

    /// A new process opens the store.
    pub fn revive(&self) {
        *self.armed.lock().unwrap() = None;
        self.is_dead.store(false, SeqCst);
    }

    pub fn lose_power(&self) {
        let inner = self.inner.lock().unwrap();
        inner.lose_power();
        drop(inner);
        if let Some(before) = self.unsynced.lock().unwrap().take() {
            *self.inner.lock().unwrap() = before;
        }
    }

    pub fn backup(&self) -> MemoryStore {
        self.inner.lock().unwrap().backup()
    }

    pub fn put_back(&self, backup: MemoryStore) -> MemoryStore {
        std::mem::replace(&mut *self.inner.lock().unwrap(), backup)
    }

    pub fn evidence(&self) -> Vec<Equivocation> {
        self.inner.lock().unwrap().evidence()
    }

    fn write(&self, step: Step, act: impl FnOnce(&MemoryStore) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.alive()?;
        let fault = self.armed.lock().unwrap().take_if(|(at, _)| *at == step).map(|(_, fault)| fault);
        let inner = self.inner.lock().unwrap();
        if !self.syncs && step == Step::Batch {
            *self.unsynced.lock().unwrap() = Some(inner.backup());
        }
        let died = || {
            self.kill();
            Err(DEAD)
        };
        match fault {
            None => act(&inner),
            Some(Fault::Failed) => Err(StoreError::Injected("failed")),
            Some(Fault::FailedButPersisted) => act(&inner).and(Err(StoreError::Injected("failed but persisted"))),
            Some(Fault::DiedBefore) => died(),
            Some(Fault::DiedAfter) => act(&inner).and_then(|()| died()),
        }
    }

    fn read<T>(&self, ask: impl FnOnce(&MemoryStore) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.alive()?;
        ask(&self.inner.lock().unwrap())
    }

    fn alive(&self) -> Result<(), StoreError> {
        if self.is_dead() { Err(DEAD) } else { Ok(()) }
    }
}

impl LogStore for Faulty {
    fn tip(&self) -> Result<Option<Block>, StoreError> {
        self.read(|inner| inner.tip())
    }
    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, StoreError> {
        self.read(|inner| inner.blocks(from, limit))
    }
    fn tiled(&self) -> Result<u64, StoreError> {
        self.read(|inner| inner.tiled())
    }
    fn staged(&self, from: u64) -> Result<Vec<StagedBatch>, StoreError> {
        self.read(|inner| inner.staged(from))
    }
    fn tile(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|inner| inner.tile(level, number))
    }
    fn bundle(&self, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|inner| inner.bundle(number))
    }
    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, StoreError> {
        self.read(|inner| inner.place(desk, seq))
    }
    fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        self.read(|inner| inner.snapshot())
    }
    fn invite(&self, token_hash: &[u8; 32]) -> Result<InviteState, StoreError> {
        self.read(|inner| inner.invite(token_hash))
    }
    fn quarantined(&self) -> Result<Vec<KeyId>, StoreError> {
        self.read(|inner| inner.quarantined())
    }
    fn write_batch(&self, batch: &StagedBatch) -> Result<(), StoreError> {
        self.write(Step::Batch, |inner| inner.write_batch(batch))
    }
    fn swap_checkpoint(&self, before: Option<&Block>, block: &Block, spent: &[Spent]) -> Result<(), StoreError> {
        self.write(Step::Checkpoint, |inner| inner.swap_checkpoint(before, block, spent))
    }
    fn write_tiles(&self, write: &TileWrite) -> Result<(), StoreError> {
        self.write(Step::Tiles, |inner| inner.write_tiles(write))
    }
    fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.read(|inner| inner.save_snapshot(snapshot))
    }
    fn save_evidence(&self, evidence: &Equivocation) -> Result<(), StoreError> {
        self.read(|inner| inner.save_evidence(evidence))
    }
    fn settle(&self) -> Result<(), StoreError> {
        self.read(|inner| inner.settle())
    }
}
