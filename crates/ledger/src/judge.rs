//! What a proof, an entry and a few public keys prove together, what they leave open, and what is wrong with them. Pure, and
//! in types, so that a terminal and a page say the same, each in its own words.

use crate::{
    checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint},
    control::ControlEvent,
    entry::{Entry, EntryError, Payload},
    hash::{Hash, leaf_hash},
    ids::KeyId,
    merkle::{ProofError, verify_inclusion},
    note::{KeyKind, NoteSignature, VerifierKey},
    policy::Policy,
    proof::{Attached, BadAttachment, TlogProof, TlogProofError},
    verify::{VerifyPs256, is_desk_key},
};

mod quorum;

pub use quorum::{Quorum, Standing};

/// What is laid before the judge. What is not given is taken from what is attached to the proof, where that can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exhibits<'a> {
    /// A `c2sp.org/tlog-proof@v1` text.
    pub proof: &'a str,
    /// The entry's COSE bytes.
    pub entry: Option<&'a [u8]>,
    /// The key of the log, from somebody who is trusted.
    pub log_key: Option<&'a VerifierKey>,
    /// The SubjectPublicKeyInfo (DER) of the desk, from somebody who is trusted.
    pub desk_key: Option<&'a [u8]>,
    /// Keys of witnesses, from somebody who is trusted.
    pub witnesses: &'a [VerifierKey],
    /// A policy that the checkpoint is to meet: its logs and witnesses are trusted as if their keys had been given.
    pub policy: Option<&'a Policy>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What holds.
    pub proven: Vec<Proven>,
    /// What nothing here says.
    pub open: Vec<Open>,
    /// What does not hold; empty if all is well.
    pub wrong: Vec<Wrong>,
    /// The entry it is about, as far as it could be read.
    pub entry: Option<Entry>,
    /// What the checkpoint says, whoever vouches for it.
    pub checkpoint: Option<Checkpoint>,
}

/// Something that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// The log with the key that was given has signed this checkpoint.
    Checkpoint(Checkpoint),
    /// The entry is in that log.
    Included {
        /// Its index, from 0.
        index: u64,
        /// How many entries the log had.
        size: u64,
    },
    /// The entry leads to the root that the checkpoint names; whether the log ever signed that was not checked.
    FitsItself {
        /// Its index, from 0.
        index: u64,
        /// How many entries the log is said to have had.
        size: u64,
    },
    /// The desk's signature of the entry holds.
    DeskSigned(KeySource),
    /// A witness with a key that was given has seen this checkpoint.
    Cosigned(Cosignature),
    /// The checkpoint is good enough for the policy.
    Quorum(Quorum),
}

/// Something that is left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// No key of the log was given: anybody could have made the checkpoint.
    NoLogKey {
        /// The log it names.
        origin: String,
    },
    /// The entry itself was not there.
    NoEntry,
    /// Nobody but the log has signed: it could show others another history.
    NoWitness,
    /// Signatures that no key was given for.
    UncheckedCosignatures(Vec<Cosignature>),
    /// No key to check the desk's signature with.
    NoDeskKey {
        /// The key that the entry names.
        key_id: KeyId,
    },
    /// The desk's key came along with what it is to prove: whose it is must be asked elsewhere.
    WhoseDeskKey {
        /// Its fingerprint, to compare.
        key_id: KeyId,
    },
    /// The content is sealed, and true or not is no matter of signatures.
    Content,
    /// Whether the network's rules allow the entry takes the whole log.
    Rules,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The text is no proof.
    NotAProof(TlogProofError),
    /// What is attached to it cannot be read.
    Attachment(BadAttachment),
    /// The entry that was given is not the one that came with the proof.
    AnotherEntry,
    /// The checkpoint is none, or not signed by the log with the key that was given.
    Checkpoint(CheckpointError),
    /// The proof does not lead from the entry to the checkpoint's root.
    Inclusion(ProofError),
    /// The entry cannot be read.
    Entry(EntryError),
    /// What was given or attached as a desk's key is none.
    NotADeskKey,
    /// The entry names another desk key than the one given.
    AnotherDeskKey {
        /// The key that the entry names.
        key_id: KeyId,
    },
    /// The desk's signature is wrong.
    DeskSignature,
    /// A witness with a key that was given has not signed this.
    Cosignature {
        /// Its name.
        name: String,
    },
    /// The policy names logs, and this is none of them.
    NotInPolicy {
        /// The log.
        origin: String,
    },
    /// Too few of the policy's witnesses have signed the checkpoint; everything else may hold.
    Quorum(Quorum),
}

/// Where the desk's key came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// It was given.
    Given,
    /// It came in the proof's file.
    Attached,
    /// The entry founds its site and brings its key.
    InTheEntry,
}

/// Somebody else's signature under a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Who.
    pub name: String,
    /// When, in seconds since 1970, where the signature says.
    pub time: Option<u64>,
}

impl Judgement {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Whether a log's key that was given vouches for the entry.
    pub fn is_vouched_for(&self) -> bool {
        self.is_good() && self.is_included()
    }

    /// Whether a log's key that was given vouches for the entry, and all that is wrong is that too few witnesses have seen it.
    pub fn is_unconfirmed(&self) -> bool {
        self.is_included() && matches!(self.wrong.as_slice(), [Wrong::Quorum(_)])
    }

    /// Whether enough of a policy's witnesses have seen the checkpoint, where the policy asks for any.
    pub fn is_confirmed(&self) -> bool {
        let is_reached = |proven: &Proven| matches!(proven, Proven::Quorum(Quorum { standing: Standing::Reached, .. }));
        self.is_vouched_for() && self.proven.iter().any(is_reached)
    }

    fn is_included(&self) -> bool {
        self.proven.iter().any(|proven| matches!(proven, Proven::Included { .. }))
    }
}

/// Judges what is laid before it.
pub fn judge(exhibits: &Exhibits<'_>, verifier: &impl VerifyPs256) -> Judgement {
    let mut judgement = Judgement::default();
    let proof = match TlogProof::parse(exhibits.proof) {
        Ok(proof) => Some(proof),
        Err(why) => {
            judgement.wrong.push(Wrong::NotAProof(why));
            None
        }
    };
    let attached = attached(proof.as_ref(), &mut judgement);
    let entry = entry(exhibits, &attached, &mut judgement);
    if let Some(proof) = &proof {
        judge_proof(proof, entry.map(leaf_hash), exhibits, &mut judgement);
    }
    match entry.map(Entry::parse) {
        None => judgement.open.push(Open::NoEntry),
        Some(Err(why)) => judgement.wrong.push(Wrong::Entry(why)),
        Some(Ok(entry)) => {
            judge_signature(&entry, exhibits.desk_key, attached.desk_key.as_deref(), verifier, &mut judgement);
            judgement.open.push(match entry.payload() {
                Payload::Sealed(_) => Open::Content,
                Payload::Control(_) => Open::Rules,
            });
            judgement.entry = Some(entry);
        }
    }
    judgement
}

fn attached(proof: Option<&TlogProof>, judgement: &mut Judgement) -> Attached {
    match proof.map(Attached::to) {
        Some(Ok(Some(attached))) => attached,
        Some(Err(why)) => {
            judgement.wrong.push(Wrong::Attachment(why));
            Attached::default()
        }
        Some(Ok(None)) | None => Attached::default(),
    }
}

fn entry<'a>(exhibits: &Exhibits<'a>, attached: &'a Attached, judgement: &mut Judgement) -> Option<&'a [u8]> {
    if let (Some(given), Some(attached)) = (exhibits.entry, attached.entry.as_deref())
        && given != attached
    {
        judgement.wrong.push(Wrong::AnotherEntry);
    }
    exhibits.entry.or(attached.entry.as_deref())
}

fn judge_proof(proof: &TlogProof, leaf: Option<Hash>, exhibits: &Exhibits<'_>, judgement: &mut Judgement) {
    let signed = match SignedCheckpoint::parse(&proof.checkpoint) {
        Ok(signed) => signed,
        Err(why) => return judgement.wrong.push(Wrong::Checkpoint(why)),
    };
    let checkpoint = signed.checkpoint();
    judgement.checkpoint = Some(checkpoint.clone());
    let log_key = exhibits.log_key.or_else(|| exhibits.policy.and_then(|policy| policy_key(policy, &signed)));
    match log_key.map(|key| signed.verify(key)) {
        Some(Ok(_)) => judgement.proven.push(Proven::Checkpoint(checkpoint.clone())),
        Some(Err(why)) => judgement.wrong.push(Wrong::Checkpoint(why)),
        None => judgement.open.push(Open::NoLogKey { origin: checkpoint.origin.clone() }),
    }
    if let Some(leaf) = leaf {
        judge_inclusion(proof, &leaf, checkpoint, judgement);
    }
    judge_witnesses(&signed, log_key, exhibits, judgement);
    if let Some(policy) = exhibits.policy {
        judge_policy(policy, &signed, log_key, judgement);
    }
}

/// The policy's key of the log that a checkpoint names: of several, one that has signed it.
fn policy_key<'p>(policy: &'p Policy, signed: &SignedCheckpoint) -> Option<&'p VerifierKey> {
    let of_this_log =
        || policy.logs().iter().map(|log| &log.key).filter(|key| key.name() == signed.checkpoint().origin);
    of_this_log().find(|key| signed.verify(key).is_ok()).or_else(|| of_this_log().next())
}

fn judge_policy(policy: &Policy, signed: &SignedCheckpoint, log_key: Option<&VerifierKey>, judgement: &mut Judgement) {
    let is_known = log_key.map_or(policy.logs().is_empty(), |key| policy.accepts(key));
    if !is_known {
        judgement.wrong.push(Wrong::NotInPolicy { origin: signed.checkpoint().origin.clone() });
    }
    // A witness's wrong signature is named already.
    match Quorum::of(policy, signed.note()) {
        Ok(quorum) if quorum.standing == Standing::NotReached => judgement.wrong.push(Wrong::Quorum(quorum)),
        Ok(quorum) => judgement.proven.push(Proven::Quorum(quorum)),
        Err(_) => {}
    }
}

fn judge_inclusion(proof: &TlogProof, leaf: &Hash, checkpoint: &Checkpoint, judgement: &mut Judgement) {
    let (index, size) = (proof.index, checkpoint.size);
    let is_signed = judgement.proven.iter().any(|proven| matches!(proven, Proven::Checkpoint(_)));
    match verify_inclusion(leaf, index, size, &proof.hashes, &checkpoint.root) {
        Ok(()) if is_signed => judgement.proven.push(Proven::Included { index, size }),
        Ok(()) => judgement.proven.push(Proven::FitsItself { index, size }),
        Err(why) => judgement.wrong.push(Wrong::Inclusion(why)),
    }
}

fn judge_witnesses(
    signed: &SignedCheckpoint,
    log_key: Option<&VerifierKey>,
    exhibits: &Exhibits<'_>,
    judgement: &mut Judgement,
) {
    let (mut unchecked, mut seen) = (Vec::new(), 0);
    let of_policy = exhibits.policy.map_or(&[][..], Policy::witnesses).iter().map(|witness| &witness.key);
    let witnesses: Vec<&VerifierKey> = exhibits.witnesses.iter().chain(of_policy).collect();
    let is_log = |line: &NoteSignature| match log_key {
        Some(key) => key.has_made(line),
        None => line.name == signed.checkpoint().origin,
    };
    for line in signed.note().signatures.iter().filter(|line| !is_log(line)) {
        let cosignature = Cosignature { name: line.name.clone(), time: line.cosigned_at() };
        let known = witnesses.iter().find(|key| key.kind() == KeyKind::Witness && key.has_made(line));
        match known.map(|key| key.verify(&signed.note().text, line)) {
            None => unchecked.push(cosignature),
            Some(Ok(())) => {
                seen += 1;
                judgement.proven.push(Proven::Cosigned(cosignature));
            }
            Some(Err(_)) => judgement.wrong.push(Wrong::Cosignature { name: cosignature.name }),
        }
    }
    if !unchecked.is_empty() {
        judgement.open.push(Open::UncheckedCosignatures(unchecked));
    } else if seen == 0 {
        judgement.open.push(Open::NoWitness);
    }
}

fn judge_signature(
    entry: &Entry,
    given: Option<&[u8]>,
    attached: Option<&[u8]>,
    verifier: &impl VerifyPs256,
    judgement: &mut Judgement,
) {
    let key_id = entry.header().key_id;
    let carried = carried_key(entry);
    let keys = [(given, KeySource::Given), (attached, KeySource::Attached), (carried, KeySource::InTheEntry)];
    let Some((spki, source)) = keys.into_iter().find_map(|(key, source)| Some((key?, source))) else {
        return judgement.open.push(Open::NoDeskKey { key_id });
    };
    if !is_desk_key(spki) {
        return judgement.wrong.push(Wrong::NotADeskKey);
    }
    if KeyId::of_spki(spki) != key_id {
        return judgement.wrong.push(Wrong::AnotherDeskKey { key_id });
    }
    match verifier.verify(spki, &entry.to_be_signed(), entry.signature()) {
        Ok(()) => judgement.proven.push(Proven::DeskSigned(source)),
        Err(_) => judgement.wrong.push(Wrong::DeskSignature),
    }
    if source != KeySource::Given {
        judgement.open.push(Open::WhoseDeskKey { key_id });
    }
}

fn carried_key(entry: &Entry) -> Option<&[u8]> {
    match entry.payload() {
        Payload::Control(events) => match events.as_slice() {
            [ControlEvent::SiteFound { desk, .. }] => Some(&desk.spki),
            _ => None,
        },
        Payload::Sealed(_) => None,
    }
}
