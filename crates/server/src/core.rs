//! The log's state in memory and the commit of one batch, in the order of ledger.md 4.

mod recover;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::body::Bytes;
use daybook_ledger::merkle::root_at;
use daybook_ledger::{Act, Checkpoint, Hash, History, KeyId, NetworkState, SignedCheckpoint, SignerKey, Step, bundle};

use crate::admission::Candidate;
use crate::clock::Clock;
use crate::published::Published;
use crate::refusal::Refusal;
use crate::store::{Block, Equivocation, LogStore, Run, Snapshot, Spent, StagedBatch, StoreError, TileWrite};
use crate::tree::{Edge, FullTile, TileCache, WIDTH};

pub use recover::{Refused, Start, look};

/// Entries between two snapshots of the network's state: what a start folds again at most.
const SNAPSHOT_EVERY: u64 = 50_000;
/// Roots of earlier trees kept for `seen`.
const KNOWN_ROOTS: usize = 8_192;

/// What the sequencer works with.
pub struct LogCore {
    signer: Arc<SignerKey>,
    store: Arc<dyn LogStore>,
    cache: Arc<TileCache>,
    clock: Arc<dyn Clock>,
    /// What is durable and published.
    current: Arc<Published>,
    /// What is being built on it.
    state: NetworkState,
    edge: Edge,
    tail: Vec<Bytes>,
    roots: RefCell<HashMap<u64, Hash>>,
    snapshot_size: u64,
    /// Desks whose key has signed two entries under one number.
    quarantined: HashSet<KeyId>,
}

/// Entries sequenced in memory and not committed yet.
#[derive(Default)]
pub struct Batch {
    entries: Vec<Bytes>,
    full: Vec<FullTile>,
    bundles: Vec<(u64, Vec<u8>)>,
    runs: Vec<Run>,
    spent: Vec<Spent>,
    leaves: HashMap<(KeyId, u64), (u64, Hash)>,
    touches_members: bool,
}

impl Batch {
    /// Whether nothing new is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn note_place(&mut self, desk: KeyId, seq: u64, index: u64, leaf: Hash) {
        self.leaves.insert((desk, seq), (index, leaf));
        match self.runs.last_mut() {
            Some(run) if run.desk == desk && run.seq + run.count == seq && run.first + run.count == index => {
                run.count += 1;
            }
            _ => self.runs.push(Run { desk, seq, first: index, count: 1 }),
        }
    }
}

/// Why an entry is not sequenced: it is wrong, or the store failed.
pub enum Stop {
    /// Nothing is wrong with the server.
    Refused(Refusal),
    /// The whole batch must be given up.
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl LogCore {
    /// What may be read now.
    pub fn published(&self) -> Arc<Published> {
        self.current.clone()
    }

    /// Gives the entry its index: the one it already has, or the next one in `batch`.
    pub fn sequence(
        &mut self,
        candidate: &Candidate,
        invite: Option<&[u8; 32]>,
        batch: &mut Batch,
    ) -> Result<u64, Stop> {
        let header = candidate.entry.header();
        let (desk, seq) = (header.key_id, header.seq);
        if let Some((index, leaf)) = self.placed(&desk, seq, batch)? {
            return self.answer_again(candidate, index, leaf);
        }
        let spent = self.check_invite(candidate, invite, batch)?;
        let step = self.check(candidate)?;
        self.check_quarantine(&desk)?;
        self.state.advance(step);
        batch.spent.extend(spent);
        batch.touches_members |= candidate.entry.header().act.is_control();
        Ok(self.append(candidate, batch))
    }

    /// Steps 1 to 3 of a commit: the batch, the checkpoint, the tiles. After an error call [`LogCore::reload`].
    pub fn commit(&mut self, batch: Batch) -> Result<(), StoreError> {
        let first = self.current.block.size;
        let count = batch.entries.len() as u64;
        let entries = bundle::encode(&batch.entries).map_err(|why| StoreError::Damaged(why.to_string()))?;
        self.store.write_batch(&StagedBatch { first, count, entries })?;

        let (block, checkpoint) = self.sign_block()?;
        self.store.swap_checkpoint(Some(&self.current.block), &block, &batch.spent)?;

        self.store.write_tiles(&tile_write(batch.full, batch.bundles, batch.runs, block.size))?;
        let members = if batch.touches_members { Arc::new(self.state.clone()) } else { self.current.members.clone() };
        let (edge, tail) = (self.edge.clone(), self.tail.clone());
        self.current = Arc::new(Published { block, checkpoint, edge, tail, members });
        Ok(())
    }

    /// Saves the network's state if it has moved far, so that the next start is quick.
    pub fn snapshot_if_due(&mut self) -> Result<(), StoreError> {
        if self.current.block.size - self.snapshot_size >= SNAPSHOT_EVERY { self.snapshot() } else { Ok(()) }
    }

    /// Brings everything to rest before a graceful stop.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        if self.current.block.size != self.snapshot_size {
            self.snapshot()?;
        }
        self.store.settle()
    }

    fn snapshot(&mut self) -> Result<(), StoreError> {
        let size = self.current.block.size;
        self.store.save_snapshot(&Snapshot { size, state: self.state.to_cbor() })?;
        self.snapshot_size = size;
        Ok(())
    }

    fn placed(&self, desk: &KeyId, seq: u64, batch: &Batch) -> Result<Option<(u64, Hash)>, StoreError> {
        match self.state.desk(desk) {
            Some(known) if seq < known.next_seq => {}
            _ => return Ok(None),
        }
        if let Some(placed) = batch.leaves.get(&(*desk, seq)) {
            return Ok(Some(*placed));
        }
        let Some(index) = self.store.place(desk, seq)? else {
            return Err(StoreError::Damaged(format!("entry {seq} of desk {desk} is accepted but not to be found")));
        };
        Ok(Some((index, self.current.reader(&*self.store, &self.cache).leaf(index)?)))
    }

    fn check(&self, candidate: &Candidate) -> Result<Step, Stop> {
        let history = PublishedRoots { core: self, failed: RefCell::new(None) };
        let checked = self.state.check_unsigned(&candidate.entry, &history);
        match history.failed.into_inner() {
            Some(error) => Err(Stop::Store(error)),
            None => checked.map_err(|rejection| Stop::Refused(Refusal::Rejected(rejection))),
        }
    }

    /// The same bytes get the same answer; other bytes under the same `seq` are evidence against the desk.
    fn answer_again(&mut self, candidate: &Candidate, index: u64, leaf: Hash) -> Result<u64, Stop> {
        let found = candidate.entry.leaf_hash();
        if found == leaf {
            return Ok(index);
        }
        let header = candidate.entry.header();
        let (desk, seq) = (header.key_id, header.seq);
        self.store.save_evidence(&Equivocation {
            desk,
            spki: self.state.desk(&desk).map(|known| known.spki.clone()).unwrap_or_default(),
            seq,
            kept: index,
            leaf: found,
            entry: candidate.entry.bytes().to_vec(),
            found_ms: self.clock.now_ms(),
        })?;
        tracing::warn!(%desk, seq, index, "equivocation: two entries under one seq; the desk is in quarantine");
        self.quarantined = self.store.quarantined()?.into_iter().collect();
        Err(Stop::Refused(Refusal::Equivocation { seq, index }))
    }

    /// Whether the key is known to be in two places. Asked last: who is shut out already hears that.
    fn check_quarantine(&mut self, desk: &KeyId) -> Result<(), Stop> {
        if !self.quarantined.contains(desk) {
            return Ok(());
        }
        // The operator may have lifted it since: it is looked up for those few only.
        self.quarantined = self.store.quarantined()?.into_iter().collect();
        if self.quarantined.contains(desk) { Err(Stop::Refused(Refusal::Quarantined)) } else { Ok(()) }
    }

    fn check_invite(
        &self,
        candidate: &Candidate,
        invite: Option<&[u8; 32]>,
        batch: &Batch,
    ) -> Result<Option<Spent>, Stop> {
        if candidate.entry.header().act != Act::SiteFound {
            return Ok(None);
        }
        let token_hash = *invite.ok_or(Stop::Refused(Refusal::InviteNeeded))?;
        let state = self.store.invite(&token_hash)?;
        let spent_here = batch.spent.iter().any(|spent| spent.token_hash == token_hash);
        if !state.is_good(self.clock.now_ms()) || spent_here {
            return Err(Stop::Refused(Refusal::BadInvite));
        }
        Ok(Some(Spent { token_hash, index: self.edge.size() }))
    }

    fn append(&mut self, candidate: &Candidate, batch: &mut Batch) -> u64 {
        let index = self.edge.size();
        let bytes = Bytes::copy_from_slice(candidate.entry.bytes());
        let header = candidate.entry.header();
        batch.note_place(header.key_id, header.seq, index, candidate.entry.leaf_hash());
        batch.entries.push(bytes.clone());
        self.push(candidate.entry.leaf_hash(), bytes, &mut batch.full, &mut batch.bundles);
        index
    }

    fn push(&mut self, leaf: Hash, entry: Bytes, full: &mut Vec<FullTile>, bundles: &mut Vec<(u64, Vec<u8>)>) {
        self.edge.push(leaf, full);
        self.tail.push(entry);
        if self.tail.len() as u64 == WIDTH {
            // Entries were parsed within their limit, so that they always fit a bundle.
            bundles.push((self.edge.size() / WIDTH - 1, bundle::encode(&self.tail).unwrap_or_default()));
            self.tail.clear();
        }
    }

    fn sign_block(&self) -> Result<(Block, SignedCheckpoint), StoreError> {
        let (size, root) = (self.edge.size(), self.edge.root());
        let checkpoint = sign(&self.signer, size, root)?;
        let block = Block {
            number: self.current.block.number + 1,
            size,
            root,
            time_ms: self.clock.now_ms().max(self.current.block.time_ms),
            signatures: signature_lines(&checkpoint),
        };
        Ok((block, checkpoint))
    }
}

/// The roots of the trees that desks can have seen: those up to the published one.
struct PublishedRoots<'a> {
    core: &'a LogCore,
    failed: RefCell<Option<StoreError>>,
}

impl History for PublishedRoots<'_> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        if size > self.core.current.block.size {
            return None;
        }
        if let Some(root) = self.core.roots.borrow().get(&size) {
            return Some(*root);
        }
        let reader = self.core.current.reader(&*self.core.store, &self.core.cache);
        match root_at(size, &reader) {
            Ok(root) => {
                self.core.remember_root(size, root);
                Some(root)
            }
            Err(error) => {
                self.failed.replace(Some(error));
                None
            }
        }
    }
}

impl LogCore {
    fn remember_root(&self, size: u64, root: Hash) {
        let mut roots = self.roots.borrow_mut();
        if roots.len() >= KNOWN_ROOTS {
            roots.clear();
        }
        roots.insert(size, root);
    }
}

fn tile_write(full: Vec<FullTile>, bundles: Vec<(u64, Vec<u8>)>, runs: Vec<Run>, tiled: u64) -> TileWrite {
    let tiles = full.into_iter().map(|tile| (tile.level, tile.number, tile.nodes.bytes(WIDTH))).collect();
    TileWrite { tiles, bundles, runs, tiled }
}

fn sign(signer: &SignerKey, size: u64, root: Hash) -> Result<SignedCheckpoint, StoreError> {
    let origin = signer.verifier().name().to_owned();
    let signed = Checkpoint { origin, size, root }.sign(signer);
    signed.map_err(|why| StoreError::Damaged(format!("the log key cannot sign a checkpoint: {why}")))
}

fn signature_lines(checkpoint: &SignedCheckpoint) -> String {
    checkpoint.note().signatures.iter().map(ToString::to_string).collect()
}
