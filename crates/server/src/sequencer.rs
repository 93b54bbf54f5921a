//! The one thread that orders entries: it takes what queued up while the last batch was written, and commits it as one block.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::{mpsc, oneshot, watch};

use crate::admission::Candidate;
use crate::clock::Clock;
use crate::core::{Batch, LogCore, Stop};
use crate::high_water::{HighWater, Mark};
use crate::metrics::Metrics;
use crate::published::Published;
use crate::refusal::{Refusal, RefusedAt};
use crate::store::StoreError;

/// Submissions waiting while a batch is written; more are told to come back.
const QUEUE: usize = 1_024;
/// Entries and bytes after which a batch takes no further submission.
const BATCH_ENTRIES: usize = 8_192;
const BATCH_BYTES: usize = 16 << 20;

/// One desk's consecutive entries, checked for form and signature.
struct Submission {
    candidates: Vec<Candidate>,
    invite: Option<[u8; 32]>,
    answer: oneshot::Sender<Result<Sequenced, Unavailable>>,
}

/// What became of a submission: durable, in the tree, published.
#[derive(Debug, Default)]
pub struct Sequenced {
    /// Tree indices of the entries accepted, from the first on.
    pub indices: Vec<u64>,
    /// The entry at which it stopped, if it did.
    pub refused: Option<RefusedAt>,
}

/// The log takes no entries at this moment. What was sent may or may not be in it: send it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// Too many are waiting.
    #[error("the server has too much to do")]
    Busy,
    /// The store failed, or the server is stopping.
    #[error("the server cannot store entries at this moment")]
    NotStored,
}

/// Hands submissions to the sequencer.
#[derive(Clone)]
pub struct SequencerHandle {
    queue: mpsc::Sender<Submission>,
    published: watch::Receiver<Arc<Published>>,
    is_sound: Arc<AtomicBool>,
}

impl SequencerHandle {
    /// Orders the entries and returns when they are durable, in the tree and published.
    pub async fn submit(&self, candidates: Vec<Candidate>, invite: Option<[u8; 32]>) -> Result<Sequenced, Unavailable> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Submission { candidates, invite, answer }).map_err(|full| match full {
            mpsc::error::TrySendError::Full(_) => Unavailable::Busy,
            mpsc::error::TrySendError::Closed(_) => Unavailable::NotStored,
        })?;
        answered.await.unwrap_or(Err(Unavailable::NotStored))
    }

    /// Whether the last write succeeded, or what it left was read back.
    pub fn is_sound(&self) -> bool {
        self.is_sound.load(Ordering::Relaxed)
    }

    /// What is published, now and as it changes.
    pub fn published(&self) -> watch::Receiver<Arc<Published>> {
        self.published.clone()
    }
}

/// The thread. It ends, with everything at rest, when the last handle is dropped.
pub struct Sequencer {
    core: LogCore,
    health: Health,
    is_sound: Arc<AtomicBool>,
    metrics: Arc<Metrics>,
    high_water: HighWater,
    clock: Arc<dyn Clock>,
    queue: mpsc::Receiver<Submission>,
    published: watch::Sender<Arc<Published>>,
}

/// Whether memory is known to agree with the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    Sound,
    /// A write failed and so did reading back; tried again with the next submission.
    MustReload,
}

impl Sequencer {
    /// Starts the thread.
    pub fn start(
        core: LogCore,
        high_water: HighWater,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> std::io::Result<(SequencerHandle, JoinHandle<()>)> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let (published, watched) = watch::channel(core.published());
        let is_sound = Arc::new(AtomicBool::new(true));
        let handle = SequencerHandle { queue, published: watched, is_sound: is_sound.clone() };
        let health = Health::Sound;
        let sequencer = Self { core, health, is_sound, metrics, high_water, clock, queue: waiting, published };
        let thread = std::thread::Builder::new().name("sequencer".into()).spawn(move || sequencer.run())?;
        Ok((handle, thread))
    }

    fn run(mut self) {
        // What a dying process committed but did not get to publish.
        self.publish();
        while let Some(first) = self.queue.blocking_recv() {
            let round = self.gather(first);
            self.serve(round);
        }
        self.settle();
    }

    fn gather(&mut self, first: Submission) -> Vec<Submission> {
        let (mut entries, mut bytes) = weight(&first);
        let mut round = vec![first];
        while entries < BATCH_ENTRIES && bytes < BATCH_BYTES {
            let Ok(next) = self.queue.try_recv() else { break };
            let (more, longer) = weight(&next);
            (entries, bytes) = (entries + more, bytes + longer);
            round.push(next);
        }
        round
    }

    fn serve(&mut self, round: Vec<Submission>) {
        let outcome = self.recover_if_needed().and_then(|()| self.sequence_and_commit(&round));
        match outcome {
            Ok(answers) => {
                for (submission, answer) in round.into_iter().zip(answers) {
                    // Whoever asked may have gone; the entries are in all the same.
                    submission.answer.send(Ok(answer)).ok();
                }
                if let Err(error) = self.core.snapshot_if_due() {
                    tracing::warn!(%error, "no snapshot of the network's state; the next start takes longer");
                }
            }
            Err(NotStored) => round.into_iter().for_each(|submission| {
                submission.answer.send(Err(Unavailable::NotStored)).ok();
            }),
        }
    }

    fn sequence_and_commit(&mut self, round: &[Submission]) -> Result<Vec<Sequenced>, NotStored> {
        let (began, before) = (Instant::now(), self.core.published().block.size);
        let mut batch = Batch::default();
        let sequenced: Result<Vec<_>, _> =
            round.iter().map(|submission| self.sequence(submission, &mut batch)).collect();
        let committed = sequenced.and_then(|answers| {
            if !batch.is_empty() {
                self.core.commit(batch)?;
            }
            Ok(answers)
        });
        match committed {
            Ok(answers) => {
                self.publish();
                self.count(before, began, &answers);
                Ok(answers)
            }
            Err(error) => {
                tracing::error!(%error, "a batch was not stored; reading back what is durable");
                self.metrics.failed_commits.inc();
                self.set_health(Health::MustReload);
                self.recover_if_needed().ok();
                Err(NotStored)
            }
        }
    }

    fn sequence(&mut self, submission: &Submission, batch: &mut Batch) -> Result<Sequenced, StoreError> {
        let mut sequenced = Sequenced::default();
        for (position, candidate) in submission.candidates.iter().enumerate() {
            match self.core.sequence(candidate, submission.invite.as_ref(), batch) {
                Ok(index) => sequenced.indices.push(index),
                Err(Stop::Store(error)) => return Err(error),
                Err(Stop::Refused(refusal)) => {
                    sequenced.refused = Some(RefusedAt { position, refusal });
                    break;
                }
            }
        }
        Ok(sequenced)
    }

    fn recover_if_needed(&mut self) -> Result<(), NotStored> {
        if self.health == Health::Sound {
            return Ok(());
        }
        match self.core.reload() {
            Ok(()) => {
                self.set_health(Health::Sound);
                self.publish();
                Ok(())
            }
            Err(why) => {
                tracing::error!(%why, "the store cannot be read back; no entries are taken");
                Err(NotStored)
            }
        }
    }

    fn set_health(&mut self, health: Health) {
        self.health = health;
        self.is_sound.store(health == Health::Sound, Ordering::Relaxed);
    }

    fn count(&self, before: u64, began: Instant, answers: &[Sequenced]) {
        let equivocated = |answer: &&Sequenced| {
            let refused = answer.refused.as_ref().map(|at| &at.refusal);
            matches!(refused, Some(Refusal::Equivocation { .. }))
        };
        self.metrics.equivocations.inc_by(answers.iter().filter(equivocated).count() as u64);
        let added = self.core.published().block.size - before;
        if added > 0 {
            self.metrics.block_entries.observe(added as f64);
            self.metrics.commit_seconds.observe(began.elapsed().as_secs_f64());
        }
    }

    /// Step 4 of a commit: from here on everyone may see it.
    fn publish(&mut self) {
        let published = self.core.published();
        let mark = Mark { size: published.block.size, root: published.block.root };
        if let Err(error) = self.high_water.raise(mark, self.clock.now_ms()) {
            tracing::warn!(%error, "the high-water mark was not noted");
        }
        let size = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        self.metrics.tree_size.set(size(published.block.size));
        self.metrics.blocks.set(size(published.block.number));
        self.metrics.last_block.set(size(published.block.time_ms / 1_000));
        self.published.send_if_modified(|current| {
            let is_new = current.block != published.block;
            if is_new {
                *current = published;
            }
            is_new
        });
    }

    fn settle(&mut self) {
        // Memory that does not agree with the store must not get into it.
        if self.health == Health::Sound
            && let Err(error) = self.core.settle()
        {
            tracing::warn!(%error, "the store was not brought to rest; the next start does it");
        }
        if let Err(error) = self.high_water.settle() {
            tracing::warn!(%error, "the high-water mark was not noted");
        }
        tracing::info!(size = self.core.published().block.size, "the sequencer has stopped");
    }
}

/// The batch was given up; why is in the log.
struct NotStored;

fn weight(submission: &Submission) -> (usize, usize) {
    let bytes = submission.candidates.iter().map(|candidate| candidate.entry.bytes().len()).sum();
    (submission.candidates.len(), bytes)
}
