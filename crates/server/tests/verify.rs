//! One entry and its proof, verified offline: what is said to be proven, and what is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Desk, Place, founded};
use daybook_ledger::{Attached, Entry, Exhibits, Note, Policy, SignerKey, TlogProof, VerifierKey};
use daybook_server::verify::{NotADeskKey, Verdict, read_pem};

struct Case {
    place: Place,
    desk: Desk,
    entry: Entry,
    proof: String,
}

async fn case() -> Case {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = [desk.register(10), desk.register(20), desk.register(30)];
    let proof = server.submit(&entries).await.proofs()[1].to_string();
    server.stop().await;
    Case { place, desk, entry: entries[1].clone(), proof }
}

fn verify(proof: &str, entry: &[u8], log_key: &VerifierKey, desk_key: Option<&[u8]>) -> Verdict {
    daybook_server::verify::verify(&Exhibits {
        proof,
        entry: Some(entry),
        log_key: Some(log_key),
        desk_key,
        ..Exhibits::default()
    })
}

fn is_said(sentences: &[String], words: &str) -> bool {
    sentences.iter().any(|sentence| sentence.contains(words))
}

#[tokio::test]
async fn a_good_proof_is_told_apart_from_what_it_does_not_prove() {
    let Case { place, desk, entry, proof } = case().await;
    let without: Verdict = verify(&proof, entry.bytes(), &place.vkey, None);
    assert!(without.is_good(), "{without:?}");
    assert!(is_said(&without.proven, "has 4 entries"));
    assert!(is_said(&without.proven, "number 2 among them"));
    assert!(is_said(&without.not_proven, "give that key with --desk-key"));
    assert!(is_said(&without.not_proven, "no witness has signed"));
    let spki = read_pem(&desk.key.public_pem()).unwrap();
    let with = verify(&proof, entry.bytes(), &place.vkey, Some(&spki));
    assert!(with.is_good() && is_said(&with.proven, "has signed the entry"), "{with:?}");
}

#[tokio::test]
async fn one_file_is_enough_where_the_entry_and_the_key_came_with_the_proof() {
    let Case { place, desk, entry, proof } = case().await;
    let attached = Attached { entry: Some(entry.bytes().to_vec()), desk_key: Some(desk.key.spki().to_vec()) };
    let proof = attached.attach(TlogProof::parse(&proof).unwrap()).to_string();
    let alone = Exhibits { proof: &proof, log_key: Some(&place.vkey), ..Exhibits::default() };
    let verdict = daybook_server::verify::verify(&alone);
    assert!(verdict.is_good(), "{verdict:?}");
    assert!(is_said(&verdict.proven, "number 2 among them") && is_said(&verdict.proven, "has signed the entry"));
    assert!(is_said(&verdict.not_proven, "came along with the entry"));
    let given = desk.key.spki();
    let with_key = daybook_server::verify::verify(&Exhibits { desk_key: Some(given), ..alone });
    assert!(with_key.is_good() && !is_said(&with_key.not_proven, "came along"), "{with_key:?}");
}

#[tokio::test]
async fn a_policy_is_met_by_as_many_witnesses_as_it_asks_for() {
    let Case { place, entry, proof, .. } = case().await;
    let witness =
        |number: u8| SignerKey::generate_witness(&format!("witness.example/w{number}"), &[number; 32]).unwrap();
    let policy = format!(
        "witness w1 {}\nwitness w2 {}\ngroup both all w1 w2\nquorum both\n",
        witness(1).verifier(),
        witness(2).verifier()
    );
    let policy = Policy::parse(policy.as_bytes()).unwrap();
    let seen_by = |numbers: &[u8]| {
        let mut proof = TlogProof::parse(&proof).unwrap();
        let mut note = Note::parse(&proof.checkpoint).unwrap();
        let lines = numbers.iter().map(|number| witness(*number).cosign(&note.text, 1_800_000_000));
        let lines: Vec<_> = lines.collect();
        note.signatures.extend(lines);
        proof.checkpoint = note.to_string();
        let proof = proof.to_string();
        daybook_server::verify::verify(&Exhibits {
            proof: &proof,
            entry: Some(entry.bytes()),
            log_key: Some(&place.vkey),
            policy: Some(&policy),
            ..Exhibits::default()
        })
    };
    let both = seen_by(&[1, 2]);
    assert!(both.is_good() && is_said(&both.proven, "policy is met: 2 of its witnesses"), "{both:?}");
    let one = seen_by(&[1]);
    assert!(
        is_said(&one.wrong, "policy is not met: too few")
            && is_said(&one.wrong, "witness.example/w2 have not")
            && is_said(&one.proven, "number 2 among them"),
        "{one:?}"
    );
    assert!(!seen_by(&[3]).is_good());
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_named() {
    let Case { place, desk, entry, proof } = case().await;
    let other = Place::new();
    let wrong = |proof: &str, bytes: &[u8], vkey, spki: Option<&[u8]>| verify(proof, bytes, vkey, spki).wrong;
    assert!(is_said(&wrong(&proof, entry.bytes(), &other.vkey, None), "checkpoint in the proof does not hold"));
    let moved = proof.replace("index 2", "index 1");
    assert!(is_said(&wrong(&moved, entry.bytes(), &place.vkey, None), "does not lead from this entry"));
    assert!(is_said(&wrong("nonsense", entry.bytes(), &place.vkey, None), "not a tlog-proof"));
    assert!(is_said(&wrong(&proof, b"nonsense", &place.vkey, None), "cannot be read"));
    let stranger = Desk::new(1, 1);
    let wrong_key = wrong(&proof, entry.bytes(), &place.vkey, Some(stranger.key.spki()));
    assert!(is_said(&wrong_key, "another desk key"));
    let mut forged = entry.bytes().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = wrong(&proof, &forged, &place.vkey, Some(desk.key.spki()));
    assert!(is_said(&forged, "signature of the entry is wrong") && is_said(&forged, "does not lead"));
}

#[test]
fn only_a_desks_public_key_is_read_from_pem() {
    assert_eq!(read_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), Err(NotADeskKey));
    assert_eq!(read_pem(""), Err(NotADeskKey));
}
