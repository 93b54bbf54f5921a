//! A witness of the simulation: the real decision, a state that outlives the process, a process that dies around writing it.

use daybook_ledger::{
    AddCheckpoint, Checkpoint, SignerKey, VerifierKey, WitnessRefusal,
    witness::{Memory, Watched, cosigning_time, decide},
};

/// What a witness answers.
#[derive(Clone, Debug)]
pub enum Word {
    /// Its line.
    Cosigned(String),
    /// 409: the size to begin at.
    From(u64),
    /// Any other no.
    No,
}

/// When a witness's process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    BeforeItIsKept,
    AfterItIsKept,
}

pub struct Witness {
    signer: SignerKey,
    log_keys: Vec<VerifierKey>,
    /// On disk.
    latest: Option<Checkpoint>,
    last_time: u64,
    pub dies: Option<Death>,
    /// The planted fault: it does not remember what it has signed.
    remembers: bool,
}

impl Witness {
    pub fn new(number: usize, log_key: &VerifierKey, remembers: bool) -> Self {
        let signer = SignerKey::generate_witness(&format!("witness-{number}"), &[number as u8 + 100; 32]).unwrap();
        Self { signer, log_keys: vec![log_key.clone()], latest: None, last_time: 0, dies: None, remembers }
    }

    pub fn key(&self) -> &VerifierKey {
        self.signer.verifier()
    }

    pub fn latest(&self) -> Option<&Checkpoint> {
        self.latest.as_ref()
    }

    /// `POST /add-checkpoint`; no answer comes from a process that died.
    pub fn add_checkpoint(&mut self, body: &str, now: u64) -> Option<Word> {
        let Ok(request) = AddCheckpoint::parse(body) else { return Some(Word::No) };
        let latest = if self.remembers { self.latest.clone() } else { None };
        let watched = Watched { keys: &self.log_keys, latest: latest.as_ref(), memory: Memory::Whole };
        match decide(Some(watched), &request) {
            Err(WitnessRefusal::NotLatest { latest }) => return Some(Word::From(latest)),
            Err(_) => return Some(Word::No),
            Ok(()) => {}
        }
        let death = self.dies.take();
        if death == Some(Death::BeforeItIsKept) {
            return None;
        }
        let time = cosigning_time(now, self.last_time);
        (self.latest, self.last_time) = (Some(request.checkpoint.checkpoint().clone()), time);
        if death == Some(Death::AfterItIsKept) {
            return None;
        }
        Some(Word::Cosigned(self.signer.cosign(&request.checkpoint.note().text, time).to_string()))
    }
}
