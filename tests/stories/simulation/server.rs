//! The ledger server of the simulation: the real core, admission and front of cosignatures, over a store that fails when told to.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use daybook_ledger::{
    Hash, SignerKey, Tile, bundle, empty_root,
    merkle::{prove_consistency, root_at},
};
use daybook_server::{
    admission::admit,
    clock::{Clock, SetClock},
    core::{Batch, LogCore, Refused, Start, Stop},
    cosigning::{Cosigned, Front},
    high_water::Mark,
    published::Published,
    refusal::RefusedAt,
    store::{StoreError, WitnessId, memory::MemoryStore},
    tree::TileCache,
};

use super::{clockwork::Clockwork, faulty::Faulty, keys::Cheap, network::Answer};

/// What a desk asks for.
#[derive(Clone, Debug)]
pub enum Request {
    Checkpoint,
    Bundle(Tile),
    Consistency(u64, u64),
    /// What its tree begins with.
    Root(u64),
    Submit(Vec<Vec<u8>>),
    Cosigned,
}

/// What it gets.
#[derive(Clone, Debug)]
pub enum Reply {
    Note(String),
    Entries(Vec<Vec<u8>>),
    Hashes(Vec<Hash>),
    Root(Hash),
    /// Index and proof of each.
    Accepted(Vec<(u64, String)>),
    Refused {
        code: &'static str,
        position: usize,
    },
    Cosigned(Vec<String>),
    /// There is no such thing.
    Absent,
    /// Not now.
    Busy,
}

/// A submission that waits for the next round.
type Waiting = (Vec<Vec<u8>>, Answer<Reply>);

pub struct Server {
    pub store: Arc<Faulty>,
    pub clock: Arc<SetClock>,
    signer: Arc<SignerKey>,
    /// As the file beside the database has it: a killed process loses nothing of it.
    pub mark: Mark,
    core: Option<LogCore>,
    cache: Arc<TileCache>,
    must_reload: bool,
    inbox: Vec<Waiting>,
    pub front: Front,
}

impl Server {
    pub fn new(signer: Arc<SignerKey>, store: Faulty, mark: Mark, now_ms: u64) -> Self {
        Self {
            store: Arc::new(store),
            clock: Arc::new(SetClock::new(now_ms)),
            signer,
            mark,
            core: None,
            cache: Arc::default(),
            must_reload: false,
            inbox: Vec::new(),
            front: Front::default(),
        }
    }

    /// The mark of a log that never was served.
    pub fn no_mark() -> Mark {
        Mark { size: 0, root: empty_root() }
    }

    /// Starts the process, as the real one starts: with all its checks.
    pub fn start(&mut self) -> Result<(), Refused> {
        self.store.revive();
        self.cache = Arc::default();
        let start = Start {
            signer: self.signer.clone(),
            store: self.store.clone(),
            clock: self.clock.clone(),
            cache: self.cache.clone(),
        };
        self.core = Some(LogCore::open(start, self.mark)?);
        self.must_reload = false;
        self.publish();
        Ok(())
    }

    /// Kills the process where it stands.
    pub fn kill(&mut self) {
        self.store.kill();
        self.core = None;
        self.inbox.clear();
    }

    pub fn is_up(&self) -> bool {
        self.core.is_some()
    }

    pub fn published(&self) -> Option<Arc<Published>> {
        self.core.as_ref().map(LogCore::published)
    }

    /// A copy that goes on by itself under the same key: what no honest server ever is.
    pub fn split(&self) -> Self {
        let store = Faulty::over(self.store.backup(), true);
        let mut other = Self::new(self.signer.clone(), store, self.mark, self.clock.now_ms());
        other.front = self.front.clone();
        other
    }

    /// Puts a backup in the place of the database, and gives what was there.
    pub fn put_back(&mut self, backup: MemoryStore) -> MemoryStore {
        self.store.put_back(backup)
    }

    /// Takes what queued up and commits it as one block: what the sequencer does.
    fn round(&mut self) {
        let waiting = std::mem::take(&mut self.inbox);
        if waiting.is_empty() || self.core.is_none() {
            return;
        }
        if self.must_reload && !self.reload() {
            return waiting.into_iter().for_each(|(_, answer)| answer.send(Reply::Busy));
        }
        let (submissions, answers): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
        match self.sequence_and_commit(&submissions) {
            Ok(outcomes) => {
                self.publish();
                for (outcome, answer) in outcomes.into_iter().zip(answers) {
                    answer.send(self.reply(outcome));
                }
            }
            Err(_) if self.store.is_dead() => self.kill(),
            Err(_) => {
                self.reload();
                answers.into_iter().for_each(|answer| answer.send(Reply::Busy));
            }
        }
    }

    fn sequence_and_commit(&mut self, submissions: &[Vec<Vec<u8>>]) -> Result<Vec<Outcome>, StoreError> {
        let Some(core) = &mut self.core else { return Ok(Vec::new()) };
        let (members, mut batch) = (core.published().members.clone(), Batch::default());
        let mut outcomes = Vec::new();
        for entries in submissions {
            let body = bundle::encode(entries).unwrap();
            let admitted = admit(&body, &members, self.clock.now_ms(), &Cheap);
            let mut outcome = Outcome { indices: Vec::new(), refused: admitted.refused };
            for (position, candidate) in admitted.candidates.iter().enumerate() {
                match core.sequence(candidate, None, &mut batch) {
                    Ok(index) => outcome.indices.push(index),
                    Err(Stop::Store(error)) => return Err(error),
                    Err(Stop::Refused(refusal)) => {
                        outcome.refused = Some(RefusedAt { position, refusal });
                        break;
                    }
                }
            }
            outcomes.push(outcome);
        }
        if !batch.is_empty() {
            core.commit(batch)?;
        }
        Ok(outcomes)
    }

    fn reload(&mut self) -> bool {
        let reloaded = self.core.as_mut().is_some_and(|core| core.reload().is_ok());
        self.must_reload = !reloaded;
        if reloaded {
            self.publish();
        }
        reloaded
    }

    fn publish(&mut self) {
        if let Some(published) = self.published() {
            self.mark = Mark { size: published.block.size, root: published.block.root };
        }
    }

    fn reply(&self, outcome: Outcome) -> Reply {
        if let Some(RefusedAt { position, refusal }) = outcome.refused {
            return Reply::Refused { code: refusal.code(), position };
        }
        let Some(published) = self.published() else { return Reply::Busy };
        let prove = |index: u64| {
            let proof = published.prove(index, &*self.store, &self.cache).ok()?;
            Some((index, proof.to_string()))
        };
        outcome.indices.into_iter().map(prove).collect::<Option<_>>().map_or(Reply::Busy, Reply::Accepted)
    }

    fn read(&self, request: &Request) -> Option<Reply> {
        let published = self.published()?;
        match request {
            Request::Checkpoint => Some(Reply::Note(published.checkpoint.text().to_owned())),
            Request::Bundle(tile) => {
                let bytes = published.entries(tile, &*self.store).ok()??;
                let entries = bundle::decode(&bytes).ok()?;
                Some(Reply::Entries(entries.into_iter().map(<[u8]>::to_vec).collect()))
            }
            Request::Consistency(old, new) => self.prove(*old, *new).map(Reply::Hashes),
            Request::Root(size) if *size <= published.block.size => {
                root_at(*size, &published.reader(&*self.store, &self.cache)).ok().map(Reply::Root)
            }
            Request::Cosigned => Some(Reply::Cosigned(self.front.checkpoints().map(Cosigned::note).collect())),
            Request::Submit(_) | Request::Root(_) => None,
        }
    }

    /// That the tree of `old` begins the tree of `new`.
    pub fn prove(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        let published = self.published()?;
        if new > published.block.size {
            return None;
        }
        prove_consistency(old, new, &published.reader(&*self.store, &self.cache)).ok()
    }

    /// Keeps a cosignature of a block.
    pub fn keep(&mut self, published: &Published, witness: usize, line: &str) {
        let cosigned = Cosigned::of(&published.block, self.signer.verifier().name());
        self.front = self.front.with(&cosigned, WitnessId(witness as u32), line);
    }
}

struct Outcome {
    indices: Vec<u64>,
    refused: Option<RefusedAt>,
}

/// Serves one request; submissions wait a moment for others, as they do while a block is being written.
pub fn serve(server: &Rc<RefCell<Server>>, clockwork: &Clockwork, request: Request, answer: Answer<Reply>) {
    let mut here = server.borrow_mut();
    if !here.is_up() {
        return;
    }
    if let Request::Submit(entries) = request {
        here.inbox.push((entries, answer));
        if here.inbox.len() == 1 {
            let server = Rc::clone(server);
            clockwork.after(3, move || server.borrow_mut().round());
        }
        return;
    }
    let reply = here.read(&request).unwrap_or(Reply::Absent);
    answer.send(reply);
}
