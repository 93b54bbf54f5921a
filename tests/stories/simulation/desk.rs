//! A desk's process: it shares as the real one does, and may die at every step of it.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use daybook_desk::sync::{
    batch::{self, Cores},
    plan::{self, Contradiction, Sight},
};
use daybook_ledger::{
    Evidence, Frontier, Policy, SignedCheckpoint, TlogProof, VerifierKey,
    evidence::{Alarm, Beginning, Fork},
    leaf_hash,
    merkle::verify_consistency,
    network::History,
};

use super::{
    Bug,
    chance::Chance,
    clockwork::Clockwork,
    disk::Disk,
    keys::Cheap,
    network::{Network, Node},
    record::Record,
    server::{Reply, Request, Server, serve},
};

/// Entries taken in together: few, so that what happens between two batches happens often.
const BATCH: u64 = 8;
/// Bytes sent in one request: two entries or three.
const PUSH: usize = 2_400;
/// How often a server is asked again before what it served counts as a contradiction.
const ATTEMPTS: u32 = 3;

/// What goes wrong with an attempt.
#[derive(Debug)]
pub enum Stop {
    /// No answer, or none that is of use; later.
    Later(u64),
    /// Sharing rests for good.
    Rests,
}

/// What all desks of a simulation have in common.
pub struct Hospital {
    pub clockwork: Clockwork,
    pub network: Rc<Network>,
    pub log_key: VerifierKey,
    pub policy: Policy,
    pub record: Record,
    pub bug: Bug,
    /// Notes whose signatures have been verified, for all desks.
    pub opened: RefCell<HashMap<String, SignedCheckpoint>>,
}

pub struct Desk {
    pub number: usize,
    pub hospital: Rc<Hospital>,
    pub disk: RefCell<Disk>,
    /// Whom it reaches at the server's address.
    pub server: RefCell<Rc<RefCell<Server>>>,
    /// How far its clock is off.
    pub offset_ms: Cell<i64>,
    pub is_up: Cell<bool>,
    pub alarm: RefCell<Option<Evidence>>,
    /// The server holds it up: its key has signed two entries under one number.
    pub is_stuck: Cell<bool>,
    /// Why its entries were not taken last.
    pub refusal: Cell<&'static str>,
    /// Own entries in a tree of this size are confirmed by the witnesses.
    pub confirmed: Cell<u64>,
    pub chance: Chance,
}

impl Desk {
    pub fn now_ms(&self) -> u64 {
        (super::BEGUN_MS + self.hospital.clockwork.now()).saturating_add_signed(self.offset_ms.get())
    }

    /// Shares again and again, until its process is killed.
    pub async fn live(self: Rc<Self>) {
        loop {
            let pause = match self.attempt().await {
                Ok(()) => self.chance.between(5_000, 20_000),
                Err(Stop::Later(wait)) => wait + self.chance.below(4_000),
                Err(Stop::Rests) => return,
            };
            self.hospital.clockwork.sleep(pause).await;
        }
    }

    async fn attempt(&self) -> Result<(), Stop> {
        if self.alarm.borrow().is_some() || self.is_stuck.get() {
            return Err(Stop::Rests);
        }
        let Reply::Note(note) = self.ask(Request::Checkpoint).await? else { return Err(Stop::Later(1_000)) };
        let offered = self.open(&note)?;
        let sends_first = self.hospital.bug == Bug::PushesBeforeItPulls && !self.disk.borrow().waiting.is_empty();
        if !sends_first {
            let known = self.disk.borrow().verified();
            if self.hospital.bug != Bug::WaitsForWhatIsGone
                && let Sight::Contradiction(kind) = plan::judge(&known, &offered)
            {
                return Err(self.raise(kind, &offered, None));
            }
            let promised = known.note;
            if let Some(promised) = promised.filter(|note| note.checkpoint().size > self.size()) {
                self.reach(&promised).await?;
            }
            self.consider(&offered)?;
            self.reach(&offered).await?;
        }
        while !self.disk.borrow().waiting.is_empty() {
            for note in self.push().await? {
                self.reach(&note).await?;
            }
        }
        self.confirm().await
    }

    async fn ask(&self, request: Request) -> Result<Reply, Stop> {
        let (server, clockwork) = (Rc::clone(&self.server.borrow()), self.hospital.clockwork.clone());
        let serve = Rc::new(move |request, answer| serve(&server, &clockwork, request, answer));
        let answer = self.hospital.network.ask((Node::Desk(self.number), Node::Server), request, serve).await;
        answer.ok_or(Stop::Later(2_000))
    }

    fn open(&self, note: &str) -> Result<SignedCheckpoint, Stop> {
        if let Some(known) = self.hospital.opened.borrow().get(note) {
            return Ok(known.clone());
        }
        let opened = SignedCheckpoint::open(note, &self.hospital.log_key).map_err(|_| Stop::Later(1_000))?;
        self.hospital.opened.borrow_mut().insert(note.to_owned(), opened.clone());
        Ok(opened)
    }

    fn size(&self) -> u64 {
        self.disk.borrow().frontier.size()
    }

    fn consider(&self, offered: &SignedCheckpoint) -> Result<(), Stop> {
        let known = self.disk.borrow().verified();
        match plan::judge(&known, offered) {
            Sight::Contradiction(kind) => Err(self.raise(kind, offered, None)),
            Sight::UpToDate | Sight::Behind => {
                self.disk.borrow_mut().sighting = Some(offered.clone());
                Ok(())
            }
        }
    }

    async fn reach(&self, target: &SignedCheckpoint) -> Result<(), Stop> {
        let (size, root) = (target.checkpoint().size, target.checkpoint().root);
        while self.size() < size {
            self.step(target).await?;
        }
        if self.size() == size {
            self.disk.borrow_mut().reached = Some(target.clone());
        }
        let own = self.disk.borrow().nodes.root_at(size);
        if own == Some(root) { Ok(()) } else { Err(self.raise(Contradiction::Forked, target, None)) }
    }

    async fn step(&self, target: &SignedCheckpoint) -> Result<(), Stop> {
        let (from, size) = (self.size(), target.checkpoint().size);
        for _ in 0..ATTEMPTS {
            let entries = self.fetch(from, size).await?;
            if !self.is_part_of(&self.edge_with(&entries), target).await? {
                continue;
            }
            let checked = {
                let disk = self.disk.borrow();
                batch::check(disk.state.clone(), disk.frontier.clone(), &disk.nodes, &entries, &Cheap, Cores::AllButOne)
            };
            match checked {
                Ok(checked) => {
                    self.disk.borrow_mut().take_in(checked, &self.chance);
                    return Ok(());
                }
                Err(broken) => self.hospital.record.complain(format!("desk {}: {broken}", self.number)),
            }
        }
        Err(self.blame(target).await?)
    }

    async fn fetch(&self, from: u64, size: u64) -> Result<Vec<Vec<u8>>, Stop> {
        let mut entries = Vec::new();
        for span in plan::spans(from, plan::batch_end(from, size).min(from + BATCH), size) {
            let Reply::Entries(bundle) = self.ask(Request::Bundle(span.tile)).await? else {
                return Err(Stop::Later(1_000));
            };
            entries.extend(bundle.into_iter().take(span.take).skip(span.skip));
        }
        Ok(entries)
    }

    fn edge_with(&self, entries: &[Vec<u8>]) -> Frontier {
        let mut edge = self.disk.borrow().frontier.clone();
        entries.iter().for_each(|entry| drop(edge.push(leaf_hash(entry))));
        edge
    }

    async fn is_part_of(&self, edge: &Frontier, target: &SignedCheckpoint) -> Result<bool, Stop> {
        let (size, root) = (target.checkpoint().size, target.checkpoint().root);
        if edge.size() == size {
            return Ok(edge.root() == root);
        }
        let Reply::Hashes(proof) = self.ask(Request::Consistency(edge.size(), size)).await? else {
            return Err(Stop::Later(1_000));
        };
        Ok(verify_consistency(edge.size(), &edge.root(), size, &root, &proof).is_ok())
    }

    async fn blame(&self, target: &SignedCheckpoint) -> Result<Stop, Stop> {
        let (size, root) = (target.checkpoint().size, target.checkpoint().root);
        let known = self.disk.borrow().verified();
        let (Reply::Hashes(proof), Reply::Root(begins)) =
            (self.ask(Request::Consistency(known.size, size)).await?, self.ask(Request::Root(known.size)).await?)
        else {
            return Err(Stop::Later(1_000));
        };
        match verify_consistency(known.size, &known.root, size, &root, &proof) {
            Ok(()) => Ok(self.raise(Contradiction::Unjustified, target, None)),
            Err(_) => Ok(self.raise(Contradiction::Forked, target, Some(Beginning { root: begins, proof }))),
        }
    }

    /// Keeps the strongest evidence that both sides of a contradiction give.
    fn raise(&self, kind: Contradiction, shown: &SignedCheckpoint, beginning: Option<Beginning>) -> Stop {
        let disk = self.disk.borrow();
        let is_another = |note: &&SignedCheckpoint| note.text() != shown.text();
        let kept = disk.sighting.as_ref().filter(is_another).or(disk.reached.as_ref().filter(is_another));
        let forks = [None, beginning].map(|beginning| kept.map(|kept| Fork::of(kept, shown, beginning)));
        let proves = |fork: &Fork| fork.verify(&self.hospital.log_key).is_ok();
        let evidence = match forks.into_iter().flatten().find(proves) {
            Some(fork) => Evidence::Fork(fork),
            None => Evidence::Alarm(Alarm {
                kind: kind.as_str().into(),
                kept: kept.map(|note| note.text().to_owned()),
                shown: shown.text().to_owned(),
                at_ms: self.now_ms(),
                detail: String::new(),
            }),
        };
        self.alarm.replace(Some(evidence));
        Stop::Rests
    }

    /// Sends the next entries that wait; the checkpoints of their receipts.
    async fn push(&self) -> Result<Vec<SignedCheckpoint>, Stop> {
        let outgoing = self.outgoing();
        let count = outgoing.len();
        let asked = self.asked();
        let answer = self.ask(Request::Submit(outgoing.clone())).await?;
        if let Reply::Refused { code, .. } = &answer {
            self.refusal.set(code);
        }
        match answer {
            Reply::Accepted(receipts) => self.receive(&outgoing, &receipts, asked),
            Reply::Refused { position, .. } if (1..count).contains(&position) => {
                let first = outgoing[..position].to_vec();
                let asked = self.asked();
                match self.ask(Request::Submit(first.clone())).await? {
                    Reply::Accepted(receipts) => self.receive(&first, &receipts, asked),
                    _ => Err(Stop::Later(1_000)),
                }
            }
            Reply::Refused { code: "clock_ahead", .. } => Err(Stop::Later(30_000)),
            // Something of its own is in the log that is not here: the next pull brings it.
            Reply::Refused { code: "gap" | "wrong_prev" | "superseded" | "already_known" | "seen_ahead", .. } => {
                Err(Stop::Later(1_000))
            }
            Reply::Refused { code: "equivocation" | "quarantined", .. } => {
                self.is_stuck.set(true);
                Err(Stop::Rests)
            }
            Reply::Refused { code, .. } => {
                self.hospital.record.complain(format!("desk {} was refused: {code}", self.number));
                Err(Stop::Rests)
            }
            _ => Err(Stop::Later(1_000)),
        }
    }

    fn outgoing(&self) -> Vec<Vec<u8>> {
        let disk = self.disk.borrow();
        let mut size = 0;
        let fits = |entry: &&std::rc::Rc<daybook_ledger::Entry>| {
            size += entry.bytes().len();
            size <= PUSH
        };
        let count = disk.waiting.iter().take_while(fits).count().max(1);
        disk.waiting.iter().take(count).map(|entry| entry.bytes().to_vec()).collect()
    }

    /// Which server is asked now; the answer may come when another one has taken its place.
    fn asked(&self) -> usize {
        self.server.borrow().as_ptr() as usize
    }

    fn receive(
        &self,
        sent: &[Vec<u8>],
        receipts: &[(u64, String)],
        asked: usize,
    ) -> Result<Vec<SignedCheckpoint>, Stop> {
        let (mut disk, record) = (self.disk.borrow_mut(), &self.hospital.record);
        // While the answer was under way the entries may have been written anew: then it is about others.
        let is_same = sent.len() == receipts.len()
            && sent.len() <= disk.waiting.len()
            && sent.iter().zip(&disk.waiting).all(|(sent, waiting)| sent == waiting.bytes());
        if !is_same {
            return Err(Stop::Later(1_000));
        }
        let mut notes: Vec<SignedCheckpoint> = Vec::new();
        for (entry, (index, text)) in sent.iter().zip(receipts) {
            let leaf = leaf_hash(entry);
            let proof = TlogProof::parse(text).map_err(|_| Stop::Later(1_000))?;
            proof.verify(&leaf, &self.hospital.log_key).map_err(|_| Stop::Later(1_000))?;
            notes.push(self.open(&proof.checkpoint)?);
            record.acknowledge(leaf, *index, asked);
        }
        notes.sort_by_key(|note| note.checkpoint().size);
        notes.dedup();
        disk.set_shared(sent.len());
        if let Some(newest) = notes.last() {
            disk.sighting = Some(newest.clone());
        }
        Ok(notes)
    }

    async fn confirm(&self) -> Result<(), Stop> {
        let Reply::Cosigned(notes) = self.ask(Request::Cosigned).await? else { return Err(Stop::Later(1_000)) };
        for note in notes {
            let note = self.open(&note)?;
            let (size, root) = (note.checkpoint().size, note.checkpoint().root);
            let is_ours = self.disk.borrow().nodes.root_at(size) == Some(root) && size <= self.size();
            if is_ours && self.hospital.policy.verify_of(&note, &self.hospital.log_key).is_ok() {
                self.confirmed.set(self.confirmed.get().max(size));
                self.hospital.record.confirm(size, root);
            }
        }
        Ok(())
    }
}
