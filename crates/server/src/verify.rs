//! What one entry and its proof prove, offline, in plain words.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use daybook_ledger::verify::{is_desk_key, native::AwsLc};
use daybook_ledger::{
    ControlEvent, Entry, EntryError, KeyId, Payload, SignedCheckpoint, TlogProof, TlogProofError, VerifierKey,
    VerifyPs256,
};

/// What was proven, what was not looked at, and what is wrong.
#[derive(Debug, Default, serde::Serialize)]
pub struct Verdict {
    /// Sentences that hold.
    pub proven: Vec<String>,
    /// Sentences that nothing here says.
    pub not_proven: Vec<String>,
    /// What does not hold; empty if all is well.
    pub wrong: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// The desk's key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the public key of a desk in PEM form (RSA-3072)")]
pub struct NotADeskKey;

/// Verifies a proof, its checkpoint and the entry; with the desk's key also the entry's own signature.
pub fn verify(proof: &str, entry: &[u8], log_key: &VerifierKey, desk_key: Option<&[u8]>) -> Verdict {
    let mut verdict = Verdict::default();
    let leaf = daybook_ledger::leaf_hash(entry);
    match TlogProof::parse(proof) {
        Ok(proof) => check_proof(&proof, &leaf, log_key, &mut verdict),
        Err(why) => verdict.wrong.push(why.to_string()),
    }
    match Entry::parse(entry) {
        Ok(entry) => check_entry(&entry, desk_key, &mut verdict),
        Err(why) => verdict.wrong.push(describe_unreadable(&why)),
    }
    verdict
}

/// The SubjectPublicKeyInfo in a PEM text.
pub fn read_pem(pem: &str) -> Result<Vec<u8>, NotADeskKey> {
    let body = pem
        .trim()
        .strip_prefix("-----BEGIN PUBLIC KEY-----")
        .and_then(|rest| rest.strip_suffix("-----END PUBLIC KEY-----"))
        .ok_or(NotADeskKey)?;
    let spki = BASE64.decode(body.split_whitespace().collect::<String>()).map_err(|_| NotADeskKey)?;
    if is_desk_key(&spki) { Ok(spki) } else { Err(NotADeskKey) }
}

fn check_proof(proof: &TlogProof, leaf: &daybook_ledger::Hash, log_key: &VerifierKey, verdict: &mut Verdict) {
    match proof.verify(leaf, log_key) {
        Ok(checkpoint) => {
            verdict.proven.push(format!(
                "The log {} says, signed with its key, that it has {} entries under the root {}.",
                checkpoint.origin, checkpoint.size, checkpoint.root
            ));
            verdict.proven.push(format!("This very entry is number {} among them.", proof.index));
            mention_other_signatures(&proof.checkpoint, verdict);
        }
        Err(TlogProofError::Inclusion(why)) => {
            verdict.wrong.push(format!("The proof does not lead from this entry to the checkpoint's root: {why}."))
        }
        Err(why) => verdict.wrong.push(format!("The checkpoint in the proof does not hold: {why}.")),
    }
}

fn mention_other_signatures(checkpoint: &str, verdict: &mut Verdict) {
    let others = SignedCheckpoint::parse(checkpoint).map_or(0, |signed| signed.note().signatures.len() - 1);
    verdict.not_proven.push(if others == 0 {
        "That the log shows everyone the same history: no witness has signed this checkpoint.".into()
    } else {
        format!("That the log shows everyone the same history: {others} other signatures were not checked.")
    });
}

fn check_entry(entry: &Entry, desk_key: Option<&[u8]>, verdict: &mut Verdict) {
    let header = entry.header();
    let carried = carried_key(entry);
    match desk_key.or(carried.as_deref()) {
        Some(spki) if KeyId::of_spki(spki) != header.key_id => {
            verdict.wrong.push("The entry names another desk key than the one given.".into());
        }
        Some(spki) => match AwsLc.verify(spki, &entry.to_be_signed(), entry.signature()) {
            Ok(()) => verdict.proven.push(format!(
                "Desk {} of site {} (key {}) has signed the entry: number {} of its chain, {}.",
                header.desk, header.site, header.key_id, header.seq, header.act
            )),
            Err(_) => verdict.wrong.push("The desk's signature of the entry is wrong.".into()),
        },
        None => verdict.not_proven.push(format!(
            "Who has written the entry: it names the desk key {}; give that key with --desk-key to check the signature.",
            header.key_id
        )),
    }
    if carried.is_some() && desk_key.is_none() {
        verdict.not_proven.push("Whose key that is: the entry founds its site and brings its key along.".into());
    }
    verdict.not_proven.push(match entry.payload() {
        Payload::Sealed(_) => "What the entry says: its content is sealed, and the desk's clock is its own.".into(),
        Payload::Control(_) => "That the network's rules allow the entry: that takes the whole log (fsck).".into(),
    });
}

fn carried_key(entry: &Entry) -> Option<Vec<u8>> {
    match entry.payload() {
        Payload::Control(events) => match events.as_slice() {
            [ControlEvent::SiteFound { desk, .. }] => Some(desk.spki.clone()),
            _ => None,
        },
        Payload::Sealed(_) => None,
    }
}

fn describe_unreadable(why: &EntryError) -> String {
    format!("The entry cannot be read: {why}.")
}
