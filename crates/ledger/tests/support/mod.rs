//! A small network of desks with fixed keys, whose entries the tests bend.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use daybook_ledger::{verify::native::DeskKey, *};

/// The golden files, at the project's root.
pub fn golden(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(path)
}

/// The bytes of the golden file, which is written where it is missing and `DAYBOOK_BLESS` is set.
pub fn golden_bytes(path: &str, fresh: &[u8]) -> Vec<u8> {
    let path = golden(path);
    if !path.exists() && std::env::var_os("DAYBOOK_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, fresh).unwrap();
    }
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One of the fixed test keys; they protect nothing.
pub fn key(number: u16) -> DeskKey {
    DeskKey::from_pkcs8(&std::fs::read(golden(&format!("keys/desk-{number}.pk8"))).unwrap()).unwrap()
}

pub const SITE: Id = Id([0x51; 16]);
pub const ADMINISTRATOR: Id = Id([0xad; 16]);
pub const RECEPTIONIST: Id = Id([0x4e; 16]);
pub const DOCTOR: Id = Id([0xd0; 16]);
pub const PATIENT: Id = Id([0x9a; 16]);
pub const START: u64 = 1_790_000_000_000;

pub fn enrolled(number: u16, key: &DeskKey) -> EnrolledDesk {
    EnrolledDesk {
        number,
        name: format!("Front desk {number}"),
        spki: key.spki().to_vec(),
        sealing_key: [number as u8; 32],
    }
}

/// What a desk knows of its own chain.
pub struct Desk {
    pub key: DeskKey,
    pub site: Id,
    pub number: u16,
    pub seq: u64,
    pub prev: Option<Hash>,
    pub time: u64,
    pub seen: Seen,
}

impl Desk {
    pub fn new(number: u16) -> Self {
        let seen = Seen { size: 0, root: empty_root() };
        Self { key: key(number), site: SITE, number, seq: 0, prev: None, time: START, seen }
    }

    /// The header that the desk's next entry would have.
    pub fn header(&self, actor: Id, role: Role, act: Act) -> Header {
        Header {
            site: self.site,
            desk: self.number,
            subject: PATIENT,
            issued_at: self.time / 1000,
            key_id: self.key.key_id(),
            seq: self.seq,
            prev: self.prev,
            seen: self.seen,
            time: Hlc { ms: self.time, counter: 0 },
            actor,
            role,
            act,
        }
    }

    /// Signs whatever it is given.
    pub fn sign(&self, header: Header, payload: Payload) -> Entry {
        let unsigned = Unsigned::new(header, payload);
        let signature = self.key.sign(&unsigned.to_be_signed()).unwrap();
        unsigned.finish(signature).unwrap()
    }

    /// Remembers an entry as its last.
    pub fn wrote(&mut self, entry: &Entry) {
        self.seq = entry.header().seq + 1;
        self.prev = Some(entry.leaf_hash());
        self.time = entry.header().time.ms + 1;
    }

    /// Writes a control entry with these events.
    pub fn control(&mut self, actor: Id, events: Vec<ControlEvent>) -> Entry {
        let header = self.header(actor, Role::Administrator, events[0].act());
        let entry = self.sign(header, Payload::Control(events));
        self.wrote(&entry);
        entry
    }

    /// Writes an entry with one sealed event.
    pub fn sealed(&mut self, actor: Id, role: Role, act: Act) -> Entry {
        let header = self.header(actor, role, act);
        let entry = self.sign(header.clone(), sealed_payload(&header));
        self.wrote(&entry);
        entry
    }

    pub fn found(&mut self) -> Entry {
        let event = founding("KGH", &self.key);
        self.control(ADMINISTRATOR, vec![event])
    }
}

pub fn founding(code: &str, key: &DeskKey) -> ControlEvent {
    ControlEvent::SiteFound {
        code: code.to_owned(),
        name: "Kilimani General Hospital".to_owned(),
        desk: enrolled(1, key),
        administrator: ADMINISTRATOR,
    }
}

pub fn content_key() -> ContentKey {
    ContentKey::new([0xc0; 32])
}

/// One sealed event, always with the same key and nonce.
pub fn sealed_payload(header: &Header) -> Payload {
    let (key, id) = (content_key(), ContentKeyId([0xc1; 16]));
    let event = SealedEvent::seal(&key, id, &header.protected(), 0, [0xc2; 12], b"what happened").unwrap();
    Payload::Sealed(vec![event])
}

/// A log in memory, with the state it has led to.
#[derive(Default)]
pub struct Log {
    pub entries: Vec<Entry>,
    pub roots: Vec<Hash>,
    pub frontier: Frontier,
    pub state: NetworkState,
}

impl History for Log {
    fn root_at(&self, size: u64) -> Option<Hash> {
        if size == 0 { Some(empty_root()) } else { self.roots.get(size as usize - 1).copied() }
    }
}

impl Log {
    pub fn check(&self, entry: &Entry) -> Result<Step, Rejection> {
        self.state.check(entry, self, &verify::native::AwsLc)
    }

    pub fn append(&mut self, entry: Entry) -> Result<(), Rejection> {
        let step = self.check(&entry)?;
        self.state.advance(step);
        self.frontier.push(entry.leaf_hash());
        self.roots.push(self.frontier.root());
        self.entries.push(entry);
        Ok(())
    }

    pub fn seen(&self) -> Seen {
        Seen { size: self.frontier.size(), root: self.frontier.root() }
    }

    /// A site with an administrator, a receptionist and a doctor, and two desks that have seen all of it.
    pub fn hospital() -> (Self, Desk, Desk) {
        let (mut log, mut first, mut second) = (Self::default(), Desk::new(1), Desk::new(2));
        log.append(first.found()).unwrap();
        let enrol = ControlEvent::DeskEnrol { desk: enrolled(2, &second.key), site_keys: Vec::new() };
        log.append(first.control(ADMINISTRATOR, vec![enrol])).unwrap();
        let grants = [(RECEPTIONIST, Role::Receptionist), (DOCTOR, Role::Doctor)];
        let grants = grants.map(|(staff, role)| ControlEvent::StaffGrant { staff, role }).to_vec();
        log.append(first.control(ADMINISTRATOR, grants)).unwrap();
        (first.seen, second.seen) = (log.seen(), log.seen());
        (log, first, second)
    }
}
