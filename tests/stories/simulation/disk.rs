//! What a simulated desk keeps through anything but the loss of its disk, and how it takes entries in.
//!
//! Its rules are the real ones: `batch::check`, `plan`, `NetworkState`, the hybrid logical clock. In place of the database are lists.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    rc::Rc,
};

use daybook_desk::{
    domain::hlc,
    sync::{batch::Checked, plan},
};
use daybook_ledger::{
    Act, Entry, Frontier, Hash, HashReader, Header, History, Hlc, Id, KeyId, NetworkState, NodeIndex, Payload, Role,
    SealedEvent, Seen, SignedCheckpoint, Unsigned, merkle::root_at,
};

use super::{
    Bug,
    chance::Chance,
    keys::{Cheap, CheapKey, content_key},
};

pub const SITE: Id = Id([0x51; 16]);
pub const STAFF: Id = Id([0xAD; 16]);

/// One write to one field of one patient; its number is its own in the whole simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write {
    pub patient: u8,
    pub field: u8,
    pub number: u32,
}

impl Write {
    fn to_bytes(self) -> Vec<u8> {
        [&[self.patient, self.field][..], &self.number.to_be_bytes()].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        let number = u32::from_be_bytes(bytes[2..6].try_into().unwrap());
        Self { patient: bytes[0], field: bytes[1], number }
    }
}

/// What the screens show: the newest write to each field stands, and how many there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    fields: BTreeMap<(u8, u8), (Hlc, u16, u32)>,
    writes: BTreeMap<u8, u32>,
}

impl Shown {
    fn apply(&mut self, entry: &Entry, bug: Bug) {
        let header = entry.header();
        for write in writes_of(entry).iter() {
            let stamped = (header.time, header.desk, write.number);
            let shown = self.fields.entry((write.patient, write.field)).or_insert(stamped);
            *self.writes.entry(write.patient).or_default() += 1;
            if bug == Bug::TheLastThatComesStands || stamped > *shown {
                *shown = stamped;
            }
        }
    }
}

thread_local! {
    /// Opened once for all desks: opening is what an unoptimised build spends most of its time with.
    static OPENED: RefCell<HashMap<Hash, Rc<[Write]>>> = RefCell::default();
}

/// What an entry says.
pub fn writes_of(entry: &Entry) -> Rc<[Write]> {
    let known = OPENED.with_borrow(|opened| opened.get(&entry.leaf_hash()).cloned());
    known.unwrap_or_else(|| {
        let writes = open(entry);
        OPENED.with_borrow_mut(|opened| opened.insert(entry.leaf_hash(), Rc::clone(&writes)));
        writes
    })
}

/// Forgets what was opened for a simulation that is over.
pub fn forget_opened() {
    OPENED.with_borrow_mut(HashMap::clear);
}

fn open(entry: &Entry) -> Rc<[Write]> {
    let Payload::Sealed(events) = entry.payload() else { return Rc::default() };
    let open = |(position, event): (u32, &SealedEvent)| {
        Write::from_bytes(&event.open(&content_key().1, entry.protected(), position).unwrap())
    };
    (0..).zip(events).map(open).collect()
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Waiting,
    Shared,
}

/// The hashes of complete subtrees.
#[derive(Clone, Default)]
pub struct Nodes(HashMap<NodeIndex, Hash>);

impl HashReader for Nodes {
    type Error = Infallible;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Infallible> {
        Ok(at.iter().filter_map(|node| self.0.get(node).copied()).collect())
    }
}

impl History for Nodes {
    fn root_at(&self, size: u64) -> Option<Hash> {
        root_at(size, self).ok()
    }
}

#[derive(Clone)]
pub struct Disk {
    pub number: u16,
    key: CheapKey,
    bug: Bug,
    /// The shared log as far as it has been verified.
    pub log: Vec<Rc<Entry>>,
    pub state: NetworkState,
    pub frontier: Frontier,
    pub nodes: Nodes,
    /// The largest checkpoint seen signed.
    pub sighting: Option<SignedCheckpoint>,
    /// The last checkpoint that the verified log came to.
    pub reached: Option<SignedCheckpoint>,
    /// Own entries without a receipt.
    pub waiting: Vec<Rc<Entry>>,
    /// Own entries with a receipt that the verified log has not reached.
    ahead: Vec<Rc<Entry>>,
    standing: HashMap<Hash, Standing>,
    time: Hlc,
    pub shown: Shown,
}

impl Disk {
    pub fn new(number: u16, bug: Bug) -> Self {
        Self {
            number,
            key: CheapKey::of_desk(number),
            bug,
            log: Vec::new(),
            state: NetworkState::new(),
            frontier: Frontier::new(),
            nodes: Nodes::default(),
            sighting: None,
            reached: None,
            waiting: Vec::new(),
            ahead: Vec::new(),
            standing: HashMap::new(),
            time: Hlc::default(),
            shown: Shown::default(),
        }
    }

    pub fn key_id(&self) -> KeyId {
        self.key.id()
    }

    /// What this desk has verified, as `plan::judge` wants it.
    pub fn verified(&self) -> plan::Verified {
        plan::Verified { size: self.frontier.size(), root: self.frontier.root(), note: self.sighting.clone() }
    }

    /// Somebody writes: sealed, chained, signed, kept, shown.
    pub fn write(&mut self, now_ms: u64, write: Write, chance: &Chance) {
        let local = self.local();
        let desk = local.desk(&self.key.id()).unwrap();
        self.time = hlc::next(hlc::heard(self.time, desk.last_time), now_ms);
        let header = Header {
            site: SITE,
            desk: self.number,
            subject: Id([write.patient; 16]),
            issued_at: now_ms / 1_000,
            key_id: self.key.id(),
            seq: desk.next_seq,
            prev: desk.last,
            seen: Seen { size: self.frontier.size(), root: self.frontier.root() },
            time: self.time,
            actor: STAFF,
            role: Role::Administrator,
            act: Act::PatientUpdate,
        };
        let entry = self.sign(header, &[write], chance);
        self.keep_waiting(entry.clone());
        self.shown.apply(&entry, self.bug);
    }

    fn sign(&self, header: Header, writes: &[Write], chance: &Chance) -> Rc<Entry> {
        let protected = header.protected();
        let (id, key) = content_key();
        let seal = |(position, write): (u32, &Write)| {
            let nonce = std::array::from_fn(|_| chance.below(256) as u8);
            SealedEvent::seal(&key, id, &protected, position, nonce, &write.to_bytes()).unwrap()
        };
        let unsigned = Unsigned::new(header, Payload::Sealed((0..).zip(writes).map(seal).collect()));
        let signature = self.key.sign(&unsigned.to_be_signed());
        Rc::new(unsigned.finish(signature).unwrap())
    }

    fn keep_waiting(&mut self, entry: Rc<Entry>) {
        self.standing.insert(entry.leaf_hash(), Standing::Waiting);
        self.waiting.push(entry);
    }

    /// The network's state with the own entries that the verified log does not have yet.
    fn local(&self) -> NetworkState {
        self.fold(self.shared_and_ahead(), &self.waiting).0
    }

    fn shared_and_ahead(&self) -> NetworkState {
        if self.bug == Bug::ForgetsItsReceipts {
            return self.state.clone();
        }
        self.fold(self.state.clone(), &self.ahead).0
    }

    /// Folds entries in; how many fit.
    fn fold(&self, mut state: NetworkState, entries: &[Rc<Entry>]) -> (NetworkState, usize) {
        for (count, entry) in entries.iter().enumerate() {
            match state.check(entry, &self.nodes, &Cheap) {
                Ok(step) => state.advance(step),
                Err(_) => return (state, count),
            }
        }
        (state, entries.len())
    }

    /// Receipts came for the first `count` entries that wait.
    pub fn set_shared(&mut self, count: usize) {
        for entry in self.waiting.drain(..count) {
            self.standing.insert(entry.leaf_hash(), Standing::Shared);
            self.ahead.push(entry);
        }
    }

    /// Takes in a run of the log that has been checked.
    pub fn take_in(&mut self, checked: Checked, chance: &Chance) {
        let own = self.key.id();
        let is_own = |entry: &&Entry| entry.header().key_id == own;
        let own_unknown =
            checked.entries.iter().filter(is_own).any(|entry| !self.standing.contains_key(&entry.leaf_hash()));
        let parked = if own_unknown { Some(self.park()) } else { None };
        for entry in checked.entries {
            self.settle(Rc::new(entry));
        }
        self.nodes.0.extend(checked.nodes);
        (self.state, self.frontier) = (checked.state, checked.frontier);
        let waiting = match parked {
            Some(parked) => parked,
            None if self.fold(self.shared_and_ahead(), &self.waiting).1 == self.waiting.len() => return,
            None => self.park(),
        };
        self.resume(waiting, chance);
    }

    fn settle(&mut self, entry: Rc<Entry>) {
        let leaf = entry.leaf_hash();
        self.time = hlc::heard(self.time, entry.header().time);
        match self.standing.insert(leaf, Standing::Shared) {
            None => self.shown.apply(&entry, self.bug),
            Some(Standing::Waiting) => self.waiting.retain(|waiting| waiting.leaf_hash() != leaf),
            Some(Standing::Shared) => self.ahead.retain(|ahead| ahead.leaf_hash() != leaf),
        }
        self.log.push(entry);
    }

    fn park(&mut self) -> Vec<Rc<Entry>> {
        let parked = std::mem::take(&mut self.waiting);
        for entry in &parked {
            self.standing.remove(&entry.leaf_hash());
        }
        parked
    }

    /// Puts own entries back: as they are where they still fit, anew where they do not.
    fn resume(&mut self, parked: Vec<Rc<Entry>>, chance: &Chance) {
        for entry in parked {
            let came_with_the_log = self.standing.contains_key(&entry.leaf_hash());
            if came_with_the_log && self.bug != Bug::WritesAnewWhatCame {
                continue;
            }
            let local = self.local();
            let again = match local.check(&entry, &self.nodes, &Cheap) {
                Ok(_) => entry,
                Err(_) => {
                    let header = plan::follow(entry.header(), local.desk(&self.key.id()).unwrap());
                    self.sign(header, &writes_of(&entry), chance)
                }
            };
            self.keep_waiting(again);
        }
        self.shown = self.computed_anew();
    }

    /// What the screens would show if everything were computed anew.
    pub fn computed_anew(&self) -> Shown {
        let mut shown = Shown::default();
        let all = self.log.iter().chain(&self.ahead).chain(&self.waiting);
        all.for_each(|entry| shown.apply(entry, Bug::None));
        shown
    }
}
