//! What is thrown at every parser: it must not break off, and what it takes must come out as it went in.

pub mod http;

use daybook_ledger::{
    AddCheckpoint, Attached, Checkpoint, Entry, Evidence, NetworkState, Payload, Policy, SignedCheckpoint, TlogProof,
    VerifierKey, VerifyPs256, bundle, leaf_hash,
    note::{Note, NoteSignature},
    tile::Tile,
    verify::{is_desk_key, native::AwsLc, portable::Rsa, spki_from_pem, spki_to_pem},
    witness::{parse_cosignatures, parse_size},
};

/// A parser, what its corpus is called, and how it is tried.
pub struct Target {
    /// The folder in `corpus/`.
    pub name: &'static str,
    /// Tries some bytes.
    pub try_on: fn(&[u8]),
}

/// Every parser of the ledger.
pub const TARGETS: &[Target] = &[
    Target { name: "entry", try_on: entry },
    Target { name: "cose", try_on: cose },
    Target { name: "note", try_on: note },
    Target { name: "checkpoint", try_on: checkpoint },
    Target { name: "proof", try_on: proof },
    Target { name: "bundle", try_on: bundle },
    Target { name: "policy", try_on: policy },
    Target { name: "evidence", try_on: evidence },
    Target { name: "witness", try_on: witness },
    Target { name: "state", try_on: state },
    Target { name: "tile_path", try_on: tile_path },
    Target { name: "key", try_on: key },
    Target { name: "event", try_on: event },
    Target { name: "http", try_on: http::body },
];

/// An entry that is taken is deterministic, and the same when it is read again.
pub fn entry(bytes: &[u8]) {
    let Ok(entry) = Entry::parse(bytes) else { return };
    assert_eq!(entry.bytes(), bytes);
    assert_eq!(entry.leaf_hash(), leaf_hash(bytes));
    assert_eq!(entry.header().protected(), entry.protected());
    assert!(entry.to_be_signed().len() > entry.protected().len());
    let _judged = NetworkState::new().check(&entry, &Nowhere, &AwsLc);
}

/// What we take, a library of others takes too, and finds the same parts in it.
pub fn cose(bytes: &[u8]) {
    use coset::{CborSerializable, CoseEncrypt0, CoseSign1, TaggedCborSerializable};
    let Ok(entry) = Entry::parse(bytes) else { return };
    let sign1 = CoseSign1::from_tagged_slice(bytes).expect("a COSE_Sign1 for everybody");
    assert_eq!(sign1.signature, entry.signature());
    assert_eq!(sign1.tbs_data(&[]), entry.to_be_signed());
    assert!(sign1.unprotected.is_empty());
    let Payload::Sealed(events) = entry.payload() else { return };
    let payload = coset::cbor::Value::from_slice(&sign1.payload.expect("a payload")).expect("CBOR for everybody");
    for (value, event) in payload.into_array().expect("an array").into_iter().zip(events) {
        let bytes = coset::CborSerializable::to_vec(value).expect("CBOR again");
        let encrypt0 = CoseEncrypt0::from_tagged_slice(&bytes).expect("a COSE_Encrypt0 for everybody");
        assert_eq!(encrypt0.ciphertext.as_deref(), Some(event.ciphertext()));
        assert_eq!(encrypt0.protected.header.key_id, event.key_id().0);
    }
}

/// A note that is taken is the same when it is written and read again.
pub fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _signature = NoteSignature::parse(text);
    let Ok(note) = Note::parse(text) else { return };
    let lines: String = note.signatures.iter().map(ToString::to_string).collect();
    let again = format!("{}\n{lines}", note.text);
    assert_eq!(Note::parse(&again).as_ref(), Ok(&note));
}

/// The same of a checkpoint, signed or not.
pub fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(signed) = SignedCheckpoint::parse(text) {
        assert_eq!(signed.text(), text);
        assert_eq!(SignedCheckpoint::parse(&signed.to_string()).as_ref(), Ok(&signed));
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        // Extension lines are not kept.
        assert!(text.starts_with(&checkpoint.to_text()));
    }
}

/// The same of a proof, and of what may be attached to it.
pub fn proof(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(proof) = TlogProof::parse(text) else { return };
    assert_eq!(proof.to_string(), text);
    if let Ok(Some(attached)) = Attached::to(&proof) {
        let again = attached.attach(TlogProof { extra: None, ..proof.clone() });
        assert_eq!(Attached::to(&again).ok().flatten(), Some(attached));
    }
}

/// What is taken apart goes together again.
pub fn bundle(bytes: &[u8]) {
    let Ok(entries) = bundle::decode(bytes) else { return };
    assert_eq!(bundle::encode(&entries).as_deref(), Ok(bytes));
}

/// A policy is read or every wrong line is named.
pub fn policy(bytes: &[u8]) {
    match Policy::parse(bytes) {
        Ok(policy) => {
            let _enough = policy.is_enough(|_| true);
            let nobody = policy.is_enough(|_| false);
            assert!(!nobody || policy.quorum().is_none(), "a quorum of nobody");
        }
        Err(errors) => assert!(!errors.lines().is_empty()),
    }
}

/// Evidence that is taken is the same when it is written and read again; a stranger may check it.
pub fn evidence(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(evidence) = Evidence::parse(text) else { return };
    assert_eq!(Evidence::parse(&evidence.to_string()).as_ref(), Ok(&evidence));
}

/// What witnesses are asked and what they answer.
pub fn witness(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(request) = AddCheckpoint::parse(text) {
        assert_eq!(request.to_string(), text);
    }
    let _lines = parse_cosignatures(text);
    if let Some(size) = parse_size(text) {
        assert_eq!(format!("{size}\n"), text);
    }
}

/// A snapshot of the network's state.
pub fn state(bytes: &[u8]) {
    let Ok(state) = NetworkState::from_cbor(bytes) else { return };
    let again = NetworkState::from_cbor(&state.to_cbor());
    assert_eq!(again.ok(), Some(state));
}

/// A path names one tile, and that tile has one path.
pub fn tile_path(bytes: &[u8]) {
    let Ok(path) = std::str::from_utf8(bytes) else { return };
    if let Ok(tile) = Tile::parse(path) {
        assert_eq!(tile.path(), path);
    }
    if let Ok(tile) = Tile::parse_entries(path) {
        assert_eq!(tile.entries_path(), path);
    }
}

/// A verifier key, a desk's key as PEM; both libraries verify alike under whatever is taken for a key.
pub fn key(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(key) = VerifierKey::parse(text) {
            assert_eq!(VerifierKey::parse(&key.to_string()).as_ref(), Ok(&key));
        }
        if let Ok(spki) = spki_from_pem(text) {
            assert_eq!(spki_from_pem(&spki_to_pem(&spki)), Ok(spki));
        }
    }
    let (spki, signature) = bytes.split_at(bytes.len().min(422));
    if is_desk_key(spki) {
        assert_eq!(AwsLc.verify(spki, b"message", signature), Rsa.verify(spki, b"message", signature));
    }
}

/// What a sealed event holds once it is opened.
pub fn event(bytes: &[u8]) {
    use daybook_desk::domain::event::Event;
    let Ok(event) = Event::from_cbor(bytes) else { return };
    assert_eq!(Event::from_cbor(&event.to_cbor()).ok(), Some(event));
}

struct Nowhere;

impl daybook_ledger::History for Nowhere {
    fn root_at(&self, _: u64) -> Option<daybook_ledger::Hash> {
        None
    }
}
