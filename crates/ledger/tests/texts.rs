//! The C2SP texts: notes, checkpoints, proofs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{
    note::{MAX_SIGNATURES, NoteSignature, open, sign},
    *,
};
use proptest::prelude::*;
use support::{golden, golden_bytes};

mod support;

/// The example of golang.org/x/mod/sumdb/note.
const GO_PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_PRIVATE: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn log_key() -> SignerKey {
    SignerKey::generate("ledger.example/kgh", &[7; 32]).unwrap()
}

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint { origin: "ledger.example/kgh".into(), size, root: leaf_hash(&size.to_be_bytes()) }
}

#[test]
fn the_note_of_the_go_package_opens_and_is_signed_alike() {
    let key: VerifierKey = GO_PUBLIC.parse().unwrap();
    let note = open(GO_NOTE, std::slice::from_ref(&key)).unwrap();
    assert_eq!(note.to_string(), GO_NOTE);
    let signer = SignerKey::parse(GO_PRIVATE).unwrap();
    assert_eq!(signer.verifier(), &key);
    assert_eq!(sign(&note.text, &[&signer]).unwrap(), GO_NOTE);
    assert_eq!(signer.to_secret_text().as_str(), GO_PRIVATE);
    assert_eq!(format!("{signer:?}"), "SignerKey(PeterNeumann)");
}

#[test]
fn unknown_signatures_are_ignored_and_bad_ones_of_known_keys_reject_the_note() {
    let (ours, theirs) = (log_key(), SignerKey::generate("other.example", &[8; 32]).unwrap());
    let text = "something\n\nwith an empty line\n";
    let both = sign(text, &[&theirs, &ours]).unwrap();
    let keys = [ours.verifier().clone(), theirs.verifier().clone()];
    assert_eq!(open(&both, &keys[..1]).unwrap().text, text);
    let forged =
        Note { text: "something else\n".into(), signatures: vec![theirs.sign(text), ours.sign("something else\n")] };
    assert_eq!(forged.verify(&keys[..1]).unwrap().len(), 1);
    assert_eq!(forged.verify(&keys), Err(NoteError::BadSignature("other.example".into())));
    let stranger = SignerKey::generate("stranger.example", &[9; 32]).unwrap();
    assert_eq!(open(&both, &[stranger.verifier().clone()]), Err(NoteError::Unsigned));
    let same_name = SignerKey::generate("ledger.example/kgh", &[9; 32]).unwrap();
    assert_eq!(open(&both, &[same_name.verifier().clone()]), Err(NoteError::Unsigned));
}

/// Ed25519 signatures are always the same, so these texts are golden as a whole.
#[test]
fn golden_texts_are_what_is_written_today() {
    let key = log_key();
    let entry = std::fs::read(golden("entry/site.found.cbor")).unwrap();
    let root = node_hash(&leaf_hash(&entry), &leaf_hash(b"next"));
    let signed = Checkpoint { origin: key.verifier().name().into(), size: 2, root }.sign(&key).unwrap();
    let (hashes, checkpoint) = (vec![leaf_hash(b"next")], signed.text().to_owned());
    let proof = TlogProof { index: 0, hashes, checkpoint, extra: None };
    proof.verify(&leaf_hash(&entry), key.verifier()).unwrap();
    for (path, fresh) in [
        ("log/verifier-key", format!("{}\n", key.verifier())),
        ("log/checkpoint", signed.text().to_owned()),
        ("log/entry-0.tlog-proof", proof.to_string()),
    ] {
        assert_eq!(golden_bytes(path, fresh.as_bytes()), fresh.as_bytes(), "{path}");
    }
}

#[test]
fn malformed_notes_are_refused() {
    let line = log_key().sign("a\n").to_string();
    for raw in [
        String::new(),
        "a\n".into(),
        format!("a\n{line}"),
        format!("a\n\n{}", line.trim_end()),
        "a\n\n".into(),
        "a\n\nnot a signature\n".into(),
        "a\n\n— name AAAA\n".into(),
        "a\n\n— na+me AAAAAAA=\n".into(),
        "a\n\n—  AAAAAAA=\n".into(),
        "a\n\n— name AAAAAAA\n".into(),
        "a\n\n- name AAAAAAA=\n".into(),
        format!("a\tb\n\n{line}"),
        format!("a\r\n\n{line}"),
        format!("a\n\n{}", line.repeat(MAX_SIGNATURES + 1)),
        format!("{}\n\n{line}", "a".repeat(70_000)),
    ] {
        assert!(matches!(Note::parse(&raw), Err(NoteError::Malformed(_))), "{raw:?}");
    }
    assert!(Note::parse(&format!("a\n\n{}", line.repeat(16))).is_ok());
    assert!(sign("no newline", &[&log_key()]).is_err());
    assert!(sign("a\tb\n", &[&log_key()]).is_err());
}

#[test]
fn malformed_keys_are_refused() {
    for text in [
        "",
        "name",
        "name+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PaulNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        GO_PRIVATE,
    ] {
        assert!(VerifierKey::parse(text).is_err(), "{text}");
    }
    assert!(SignerKey::parse(GO_PUBLIC).is_err());
    assert!(SignerKey::generate("two words", &[0; 32]).is_err());
}

#[test]
fn a_witness_signs_the_time_too() {
    let witness = SignerKey::generate_witness("witness.example", &[3; 32]).unwrap();
    let text = checkpoint(5).to_text();
    let line = witness.cosign(&text, 1_790_000_000);
    let signed = checkpoint(5).sign(&log_key()).unwrap().with_signature(line.clone());
    assert_eq!(SignedCheckpoint::parse(signed.text()).unwrap(), signed);
    signed.note().verify(&[witness.verifier().clone()]).unwrap();
    let mut later = line;
    later.signature[7] ^= 1;
    assert!(witness.verifier().verify(&text, &later).is_err());
    let short = NoteSignature { signature: vec![0; 7], ..later };
    assert!(witness.verifier().verify(&text, &short).is_err());
    let again: VerifierKey = witness.verifier().to_string().parse().unwrap();
    assert_eq!(&again, witness.verifier());
}

#[test]
fn a_checkpoint_speaks_for_its_own_log_only() {
    let key = log_key();
    let other = Checkpoint { origin: "other.example".into(), ..checkpoint(3) }.sign(&key).unwrap();
    assert!(matches!(other.verify(key.verifier()), Err(CheckpointError::WrongOrigin { .. })));
    let signed = checkpoint(3).sign(&key).unwrap();
    assert_eq!(signed.verify(key.verifier()).unwrap(), &checkpoint(3));
    let altered = signed.text().replacen("\n3\n", "\n4\n", 1);
    assert!(matches!(SignedCheckpoint::open(&altered, key.verifier()), Err(CheckpointError::Note(_))));
}

#[test]
fn malformed_checkpoints_are_refused() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for text in [
        String::new(),
        "origin\n".into(),
        format!("origin\n0\n{root}"),
        format!("\n0\n{root}\n"),
        format!("origin\n\n{root}\n"),
        format!("origin\n00\n{root}\n"),
        format!("origin\n+1\n{root}\n"),
        format!("origin\n-1\n{root}\n"),
        format!("origin\n18446744073709551616\n{root}\n"),
        "origin\n0\n47DEQpj8\n".into(),
        format!("origin\n0\n{}\n", root.trim_end_matches('=')),
        format!("origin\n0\n{root}\n\n"),
        format!("origin\n0\n{root}\nextension\n\n"),
    ] {
        assert!(Checkpoint::parse(&text).is_err(), "{text:?}");
    }
    assert!(Checkpoint::parse(&format!("origin\n0\n{root}\nextension\n")).is_ok());
}

#[test]
fn malformed_proofs_are_refused() {
    let hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    for text in [
        String::new(),
        "c2sp.org/tlog-proof@v1\nindex 1\n".into(),
        "c2sp.org/tlog-proof@v2\nindex 1\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 01\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nindex -1\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nindex x\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\nc\n".into(),
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nc\n".into(),
        format!("c2sp.org/tlog-proof@v1\nindex 1\n{}\nc\n", hash.repeat(64)),
    ] {
        assert!(TlogProof::parse(&text).is_err(), "{text:?}");
    }
}

#[test]
fn a_proof_proves_one_leaf_at_one_place() {
    let leaves: Vec<_> = (0..5u8).map(|n| leaf_hash(&[n])).collect();
    let mut frontier = Frontier::new();
    let nodes: std::collections::BTreeMap<_, _> = leaves.iter().flat_map(|leaf| frontier.push(*leaf)).collect();
    struct Nodes(std::collections::BTreeMap<NodeIndex, Hash>);
    impl HashReader for Nodes {
        type Error = std::convert::Infallible;
        fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error> {
            Ok(at.iter().map(|node| self.0[node]).collect())
        }
    }
    let key = log_key();
    let signed =
        Checkpoint { origin: key.verifier().name().into(), size: 5, root: frontier.root() }.sign(&key).unwrap();
    let hashes = merkle::prove_inclusion(3, 5, &Nodes(nodes)).unwrap();
    let proof = TlogProof { index: 3, hashes, checkpoint: signed.text().into(), extra: Some(b"age".to_vec()) };
    assert_eq!(&proof.verify(&leaves[3], key.verifier()).unwrap(), signed.checkpoint());
    assert!(matches!(proof.verify(&leaves[2], key.verifier()), Err(TlogProofError::Inclusion(_))));
    let elsewhere = TlogProof { index: 2, ..proof.clone() };
    assert!(matches!(elsewhere.verify(&leaves[3], key.verifier()), Err(TlogProofError::Inclusion(_))));
    let stranger = SignerKey::generate("stranger.example", &[9; 32]).unwrap();
    assert!(matches!(proof.verify(&leaves[3], stranger.verifier()), Err(TlogProofError::Checkpoint(_))));
}

proptest! {
    #[test]
    fn notes_come_back(text in "[^\\x00-\\x09\\x0b-\\x1f]{0,200}", seed: [u8; 32]) {
        let key = SignerKey::generate("some.example/log", &seed).unwrap();
        let text = format!("{text}\n");
        let raw = sign(&text, &[&key]).unwrap();
        let note = open(&raw, &[key.verifier().clone()]).unwrap();
        prop_assert_eq!((&note.text, note.to_string()), (&text, raw));
        let again = SignerKey::parse(&key.to_secret_text()).unwrap();
        prop_assert_eq!(again.verifier(), key.verifier());
        prop_assert_eq!(&key.verifier().to_string().parse::<VerifierKey>().unwrap(), key.verifier());
    }

    #[test]
    fn checkpoints_come_back(origin in "[a-z./]{1,40}", size: u64, root: [u8; 32]) {
        let checkpoint = Checkpoint { origin, size, root: Hash(root) };
        prop_assert_eq!(Checkpoint::parse(&checkpoint.to_text()).unwrap(), checkpoint);
    }

    #[test]
    fn proofs_come_back(
        index: u64,
        hashes in prop::collection::vec(any::<[u8; 32]>(), 0..64),
        extra in prop::option::of(prop::collection::vec(any::<u8>(), 0..100)),
    ) {
        let hashes = hashes.into_iter().map(Hash).collect();
        let proof = TlogProof { index, hashes, checkpoint: "a\n\n— b AAAAAAA=\n".into(), extra };
        prop_assert_eq!(TlogProof::parse(&proof.to_string()).unwrap(), proof);
    }

    #[test]
    fn a_changed_byte_is_noticed(at: prop::sample::Index, bit in 0u8..8) {
        let key = log_key();
        let mut bytes = checkpoint(1234).sign(&key).unwrap().text().as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(raw) = String::from_utf8(bytes) {
            prop_assert!(SignedCheckpoint::open(&raw, key.verifier()).is_err());
        }
    }

    #[test]
    fn parsers_answer_anything(text in "(?s).{0,300}", lines in "(c2sp.org/tlog-proof@v1|index|extra|—|[a-zA-Z0-9+/= ]|\n){0,80}") {
        for text in [text, lines] {
            let _ = (Note::parse(&text), Checkpoint::parse(&text), TlogProof::parse(&text));
            let _ = (VerifierKey::parse(&text), SignerKey::parse(&text), NoteSignature::parse(&text));
        }
    }
}
