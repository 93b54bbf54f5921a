//! Evidence that a third person can check: a desk that signed two entries under one number, a log that signed two histories, a
//! witness that went back.
//!
//! A piece of evidence is a text file of one version. It carries everything that is needed but the log's key, which whoever
//! checks must have from someone they trust.

use crate::{
    checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint},
    entry::{Entry, EntryError},
    hash::Hash,
    ids::KeyId,
    merkle::{ProofError, verify_consistency},
    note::{Note, VerifierKey},
    policy::{self, Policy},
    proof::{TlogProof, TlogProofError},
    verify::{VerifyPs256, is_desk_key},
};

mod proven;
mod text;
mod went_back;

pub use proven::Proven;
pub use text::{MAX_EVIDENCE, is_evidence};
pub use went_back::WentBack;

/// Something that should not be, with what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Against a desk.
    Equivocation(Equivocation),
    /// Against a log.
    Fork(Fork),
    /// Against a log, by the word of a desk: the notes alone do not contradict each other.
    Alarm(Alarm),
    /// Against a witness.
    WentBack(WentBack),
}

/// Two entries that one desk key signed under one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivocation {
    /// The desk's key, SubjectPublicKeyInfo in DER.
    pub spki: Vec<u8>,
    /// The two entries, COSE bytes; the first is the one that stands in the log.
    pub entries: [Vec<u8>; 2],
    /// That the first one is in the log.
    pub proof: Option<TlogProof>,
}

/// Two signed notes of one log that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The signed notes, verbatim; the one of the smaller tree first.
    pub notes: [String; 2],
    /// Where the sizes differ: what the larger tree begins with.
    pub beginning: Option<Beginning>,
}

/// The root of the first leaves of a larger tree, and the consistency proof (RFC 9162 2.1.4) that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The root that the larger tree has over as many leaves as the smaller one.
    pub root: Hash,
    /// From that root to the larger tree's.
    pub proof: Vec<Hash>,
}

/// What a desk says to have been shown, with the notes that it has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// A word for machines: `rolled_back`, `forked`, `unjustified`, `rule_broken`.
    pub kind: String,
    /// The signed note that the desk had verified before, if any.
    pub kept: Option<String>,
    /// The signed note that it was shown then.
    pub shown: String,
    /// When, by the desk's clock, in milliseconds since 1970.
    pub at_ms: u64,
    /// Which entry, which rule; ids only, one line.
    pub detail: String,
}

/// Why evidence is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Not the form of evidence, or of a later version.
    #[error("this is not evidence: {0}")]
    Malformed(&'static str),
    /// One of the two entries is none.
    #[error("entry {0} cannot be read: {1}")]
    Entry(usize, EntryError),
    /// The key in the file is not a desk's.
    #[error("the key is not the key of a desk")]
    NotADeskKey,
    /// The entry names another key than the one in the file.
    #[error("entry {0} is of another desk key")]
    OtherKey(usize),
    /// The desk's signature does not verify.
    #[error("the signature of entry {0} is wrong")]
    BadSignature(usize),
    /// The two entries have different numbers, as they must.
    #[error("the two entries have different numbers, {0} and {1}: nothing is wrong with that")]
    OtherNumber(u64, u64),
    /// It is the same entry twice.
    #[error("it is one entry twice: nothing is wrong with that")]
    SameEntry,
    /// The proof that one of the entries is in the log does not hold.
    #[error("that the first entry is in the log is not proven: {0}")]
    NotInLog(TlogProofError),
    /// A note is none, or the log did not sign it.
    #[error("note {0}: {1}")]
    Note(usize, CheckpointError),
    /// The notes do not contradict each other.
    #[error("the notes do not contradict each other")]
    NoContradiction,
    /// The witness has not cosigned one of the notes.
    #[error("the witness has not signed note {0}")]
    NotCosigned(usize),
    /// The witness has cosigned the larger tree later, or both at once, as it should.
    #[error("the witness did not sign the smaller tree after the larger one: nothing is wrong with that")]
    InOrder,
    /// What the larger tree begins with is not proven.
    #[error("what the larger tree begins with is not proven: {0}")]
    Beginning(ProofError),
}

impl Evidence {
    /// The log that it names, if any: whose key must be asked for.
    pub fn origin(&self) -> Option<&str> {
        let note = match self {
            Self::Equivocation(equivocation) => &equivocation.proof.as_ref()?.checkpoint,
            Self::Fork(fork) => &fork.notes[0],
            Self::Alarm(alarm) => &alarm.shown,
            Self::WentBack(back) => &back.notes[0],
        };
        note.lines().next()
    }

    /// What it proves to whoever trusts nothing but the log's key.
    pub fn verify(
        &self,
        log_key: &VerifierKey,
        verifier: &(impl VerifyPs256 + ?Sized),
    ) -> Result<Proven, EvidenceError> {
        match self {
            Self::Equivocation(equivocation) => equivocation.verify(log_key, verifier),
            Self::Fork(fork) => fork.verify(log_key),
            Self::Alarm(alarm) => alarm.verify(log_key),
            Self::WentBack(back) => back.verify(log_key),
        }
    }
}

impl Equivocation {
    /// Both entries are of this key, signed, of one number, and not the same; and the first is where the proof says.
    pub fn verify(
        &self,
        log_key: &VerifierKey,
        verifier: &(impl VerifyPs256 + ?Sized),
    ) -> Result<Proven, EvidenceError> {
        let (first, second) = self.contradicting(verifier)?;
        let proven = self.proof.as_ref().map(|proof| proof.verify(&first.leaf_hash(), log_key)).transpose();
        let checkpoint = proven.map_err(EvidenceError::NotInLog)?;
        let stands = self.proof.as_ref().map(|proof| proof.index).zip(checkpoint);
        Ok(two_entries(&first, &second, stands))
    }

    /// The same for whoever has no key of the log: that either entry is in it is left open.
    pub fn verify_entries(&self, verifier: &(impl VerifyPs256 + ?Sized)) -> Result<Proven, EvidenceError> {
        let (first, second) = self.contradicting(verifier)?;
        Ok(two_entries(&first, &second, None))
    }

    fn contradicting(&self, verifier: &(impl VerifyPs256 + ?Sized)) -> Result<(Entry, Entry), EvidenceError> {
        if !is_desk_key(&self.spki) {
            return Err(EvidenceError::NotADeskKey);
        }
        let (first, second) = (self.signed(1, verifier)?, self.signed(2, verifier)?);
        let (seq, other) = (first.header().seq, second.header().seq);
        if seq != other {
            return Err(EvidenceError::OtherNumber(seq, other));
        }
        if first.bytes() == second.bytes() {
            return Err(EvidenceError::SameEntry);
        }
        Ok((first, second))
    }

    fn signed(&self, number: usize, verifier: &(impl VerifyPs256 + ?Sized)) -> Result<Entry, EvidenceError> {
        let entry = Entry::parse(&self.entries[number - 1]).map_err(|why| EvidenceError::Entry(number, why))?;
        if entry.header().key_id != KeyId::of_spki(&self.spki) {
            return Err(EvidenceError::OtherKey(number));
        }
        let verified = verifier.verify(&self.spki, &entry.to_be_signed(), entry.signature());
        verified.map_err(|_| EvidenceError::BadSignature(number))?;
        Ok(entry)
    }
}

impl Fork {
    /// The policy's witnesses that have cosigned both notes: their word is worth nothing any more, or their keys are in two places.
    pub fn cosigned_by<'p>(&self, policy: &'p Policy) -> Result<Vec<&'p policy::Witness>, EvidenceError> {
        let wrong = |number, why: CheckpointError| EvidenceError::Note(number, why);
        let by = |number: usize| {
            let note = Note::parse(&self.notes[number - 1]).map_err(|why| wrong(number, why.into()))?;
            policy.cosigned(&note).map_err(|why| wrong(number, why.into()))
        };
        let (one, other) = (by(1)?, by(2)?);
        let both = one.iter().map(|one| one.witness);
        Ok(both.filter(|witness| other.iter().any(|other| other.witness == *witness)).collect())
    }

    /// Evidence of two notes whose log is the same; the smaller tree comes first.
    pub fn of(one: &SignedCheckpoint, other: &SignedCheckpoint, beginning: Option<Beginning>) -> Self {
        let (small, large) = if one.checkpoint().size <= other.checkpoint().size { (one, other) } else { (other, one) };
        Self { notes: [small.text().to_owned(), large.text().to_owned()], beginning }
    }

    /// The log has signed both, and they contradict each other.
    ///
    /// Equal sizes with other roots do by themselves. For different sizes, the larger tree's own hashes must show that it
    /// begins otherwise than the smaller one: whoever finds a proof for two beginnings has broken SHA-256.
    pub fn verify(&self, log_key: &VerifierKey) -> Result<Proven, EvidenceError> {
        let (small, large) = (open(1, &self.notes[0], log_key)?, open(2, &self.notes[1], log_key)?);
        let (old, new) = (small.checkpoint(), large.checkpoint());
        match (&self.beginning, old.size == new.size) {
            (None, true) if old.root != new.root => {}
            (Some(beginning), false) if beginning.root != old.root => {
                let Beginning { root, proof } = beginning;
                verify_consistency(old.size, root, new.size, &new.root, proof).map_err(EvidenceError::Beginning)?;
            }
            _ => return Err(EvidenceError::NoContradiction),
        }
        Ok(Proven::TwoHistories { small: old.clone(), large: new.clone() })
    }
}

impl Alarm {
    /// The log has signed these notes. What a desk says beyond that is its word.
    pub fn verify(&self, log_key: &VerifierKey) -> Result<Proven, EvidenceError> {
        let kept = self.kept.as_deref().map(|note| open(1, note, log_key)).transpose()?;
        let shown = open(if kept.is_some() { 2 } else { 1 }, &self.shown, log_key)?;
        Ok(Proven::Signed {
            kind: self.kind.clone(),
            kept: kept.map(|note| note.checkpoint().clone()),
            shown: shown.checkpoint().clone(),
            at_ms: self.at_ms,
            detail: self.detail.clone(),
        })
    }
}

fn two_entries(first: &Entry, second: &Entry, stands: Option<(u64, Checkpoint)>) -> Proven {
    let header = first.header();
    let leaves = [first.leaf_hash(), second.leaf_hash()];
    Proven::TwoEntries { issuer: header.issuer(), key_id: header.key_id, seq: header.seq, leaves, stands }
}

fn open(number: usize, note: &str, log_key: &VerifierKey) -> Result<SignedCheckpoint, EvidenceError> {
    SignedCheckpoint::open(note, log_key).map_err(|why| EvidenceError::Note(number, why))
}
