//! What every seed begins with: a hospital founded, its desks enrolled, and every desk having read that. Made once.

use daybook_ledger::{
    Act, ControlEvent, EnrolledDesk, Frontier, Header, Hlc, NetworkState, Payload, Role, Seen, SignerKey, Unsigned,
    empty_root,
};
use daybook_server::{
    admission::Candidate,
    core::{Batch, LogCore, Start},
    high_water::Mark,
    store::memory::MemoryStore,
};
use std::sync::Arc;

use daybook_desk::sync::batch::{self, Checked, Cores};

use super::{
    BEGUN_MS, Bug, DESKS,
    chance::Chance,
    disk::{Disk, Nodes, SITE, STAFF},
    faulty::Faulty,
    keys::{Cheap, CheapKey},
    server::Server,
};

pub struct Founded {
    /// The log's secret key.
    pub log_key: String,
    store: MemoryStore,
    pub mark: Mark,
    /// The entries as every desk has found them to be.
    checked: Checked,
}

impl Founded {
    pub fn make() -> Self {
        let signer = Arc::new(SignerKey::generate("ledger.test/simulated", &[9; 32]).unwrap());
        let store = MemoryStore::default();
        store.put_invite([1; 32]);
        let store = Arc::new(store);
        let clock = Arc::new(daybook_server::clock::SetClock::new(BEGUN_MS - 60_000));
        let start = Start { signer: signer.clone(), store: store.clone(), clock, cache: Arc::default() };
        let mut core = LogCore::open(start, Server::no_mark()).unwrap();
        let (entries, mut batch) = (control_entries(), Batch::default());
        for entry in &entries {
            let candidate = Candidate { entry: daybook_ledger::Entry::parse(entry).unwrap() };
            assert!(core.sequence(&candidate, Some(&[1; 32]), &mut batch).is_ok());
        }
        core.commit(batch).unwrap();
        let block = core.published().block.clone();
        let mark = Mark { size: block.size, root: block.root };
        let (state, edge, nodes) = (NetworkState::new(), Frontier::new(), Nodes::default());
        let checked = batch::check(state, edge, &nodes, &entries, &Cheap, Cores::AllButOne).unwrap();
        Self { log_key: signer.to_secret_text().to_string(), store: MemoryStore::clone(&store), mark, checked }
    }

    pub fn store(&self, syncs: bool) -> Faulty {
        Faulty::over(self.store.backup(), syncs)
    }

    pub fn disk(&self, number: usize, bug: Bug) -> Disk {
        let mut disk = Disk::new(number as u16 + 1, bug);
        disk.take_in(self.checked.clone(), &Chance::of_seed(0));
        disk
    }
}

/// The founding, then every other desk's enrolment, by desk 1.
fn control_entries() -> Vec<Vec<u8>> {
    let key = CheapKey::of_desk(1);
    let (mut entries, mut prev) = (Vec::new(), None);
    for seq in 0..DESKS as u64 {
        let event = match seq {
            0 => ControlEvent::SiteFound {
                code: "SIM".into(),
                name: "Simulated".into(),
                desk: enrolled(1),
                administrator: STAFF,
            },
            _ => ControlEvent::DeskEnrol { desk: enrolled(seq as u16 + 1), site_keys: Vec::new() },
        };
        let header = Header {
            site: SITE,
            desk: 1,
            subject: SITE,
            issued_at: (BEGUN_MS - 60_000) / 1_000,
            key_id: key.id(),
            seq,
            prev,
            seen: Seen { size: 0, root: empty_root() },
            time: Hlc { ms: BEGUN_MS - 60_000, counter: seq as u32 },
            actor: STAFF,
            role: Role::Administrator,
            act: if seq == 0 { Act::SiteFound } else { Act::DeskEnrol },
        };
        let unsigned = Unsigned::new(header, Payload::Control(vec![event]));
        let signature = key.sign(&unsigned.to_be_signed());
        let entry = unsigned.finish(signature).unwrap();
        prev = Some(entry.leaf_hash());
        entries.push(entry.bytes().to_vec());
    }
    entries
}

fn enrolled(number: u16) -> EnrolledDesk {
    let spki = CheapKey::of_desk(number).spki;
    EnrolledDesk { number, name: format!("Desk {number}"), spki, sealing_key: [number as u8; 32] }
}
