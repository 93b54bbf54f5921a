//! Proofs that bring their entry along, the way they lead, and what they are judged to prove.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{
    judge::{Cosignature, KeySource, Open, Proven, Wrong},
    merkle::{prove_inclusion, root_at, verify_inclusion},
    verify::{portable::Rsa, spki_from_pem, spki_to_pem},
    *,
};
use proptest::prelude::*;
use support::{golden, golden_bytes};

mod support;

const ORIGIN: &str = "ledger.example/kgh";

/// Hashes of complete subtrees, computed from the leaves when asked.
struct Leaves(Vec<Hash>);

impl HashReader for Leaves {
    type Error = ();

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, ()> {
        let hash = |node: &NodeIndex| {
            let (from, width) = ((node.index << node.level) as usize, 1_usize << node.level);
            let mut level = self.0.get(from..from + width).ok_or(())?.to_vec();
            while level.len() > 1 {
                level = level.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            }
            level.first().copied().ok_or(())
        };
        at.iter().map(hash).collect()
    }
}

fn log_key() -> SignerKey {
    SignerKey::generate(ORIGIN, &[7; 32]).unwrap()
}

fn witness_key() -> SignerKey {
    SignerKey::generate_witness("witness.example/w1", &[9; 32]).unwrap()
}

fn golden_entry() -> Vec<u8> {
    std::fs::read(golden("entry/patient.register.cbor")).unwrap()
}

fn desk_key() -> Vec<u8> {
    spki_from_pem(&std::fs::read_to_string(golden("keys/desk-1.pem")).unwrap()).unwrap()
}

/// The golden entry as number 5 of 12, its checkpoint signed by the log and one witness.
fn case() -> (TlogProof, Hash) {
    let leaf = leaf_hash(&golden_entry());
    let leaves = Leaves((0..12_u8).map(|number| if number == 5 { leaf } else { leaf_hash(&[number]) }).collect());
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 12, root: root_at(12, &leaves).unwrap() };
    let cosigned = witness_key().cosign(&checkpoint.to_text(), 1_790_000_100);
    let checkpoint = checkpoint.sign(&log_key()).unwrap().with_signature(cosigned).text().to_owned();
    (TlogProof { index: 5, hashes: prove_inclusion(5, 12, &leaves).unwrap(), checkpoint, extra: None }, leaf)
}

fn whole() -> TlogProof {
    Attached { entry: Some(golden_entry()), desk_key: Some(desk_key()) }.attach(case().0)
}

fn judged(text: &str, log_key: Option<&VerifierKey>, witnesses: &[VerifierKey]) -> Judgement {
    judge(&Exhibits { proof: text, log_key, witnesses, ..Exhibits::default() }, &Rsa)
}

#[test]
fn the_exported_file_is_golden_and_every_reader_of_proofs_reads_it() {
    let text = whole().to_string();
    assert_eq!(golden_bytes("log/exported.tlog-proof", text.as_bytes()), text.as_bytes());
    let read = TlogProof::parse(&text).unwrap();
    assert_eq!(read.verify(&case().1, log_key().verifier()).unwrap().size, 12);
    let attached = Attached::to(&read).unwrap().unwrap();
    assert_eq!((attached.entry.unwrap(), attached.desk_key.unwrap()), (golden_entry(), desk_key()));
}

#[test]
fn one_file_and_the_logs_key_prove_it_all() {
    let (logs, witness) = (log_key(), witness_key());
    let judgement = judged(&whole().to_string(), Some(logs.verifier()), &[witness.verifier().clone()]);
    assert!(judgement.is_vouched_for(), "{judgement:?}");
    let cosigned = Cosignature { name: "witness.example/w1".into(), time: Some(1_790_000_100) };
    let Proven::Checkpoint(checkpoint) = &judgement.proven[0] else { panic!("{judgement:?}") };
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), (ORIGIN, 12));
    assert_eq!(judgement.proven[1], Proven::Included { index: 5, size: 12 });
    assert!(judgement.proven.contains(&Proven::Cosigned(cosigned)));
    assert!(judgement.proven.contains(&Proven::DeskSigned(KeySource::Attached)));
    assert!(judgement.open.contains(&Open::Content));
}

#[test]
fn without_the_logs_key_it_only_fits_itself() {
    let judgement = judged(&whole().to_string(), None, &[]);
    assert!(judgement.is_good() && !judgement.is_vouched_for());
    assert!(judgement.proven.contains(&Proven::FitsItself { index: 5, size: 12 }));
    assert!(judgement.open.contains(&Open::NoLogKey { origin: ORIGIN.into() }));
    assert!(judgement.open.iter().any(|open| matches!(open, Open::UncheckedCosignatures(names) if names.len() == 1)));
}

#[test]
fn another_key_another_entry_and_another_desk_are_named() {
    let stranger = SignerKey::generate(ORIGIN, &[8; 32]).unwrap();
    let judgement = judged(&whole().to_string(), Some(stranger.verifier()), &[]);
    assert_eq!(judgement.wrong, [Wrong::Checkpoint(CheckpointError::Note(NoteError::Unsigned))]);
    let (logs, text) = (log_key(), whole().to_string());
    let exhibits = Exhibits { proof: &text, log_key: Some(logs.verifier()), ..Exhibits::default() };
    let other = std::fs::read(golden("entry/site.found.cbor")).unwrap();
    let judgement = judge(&Exhibits { entry: Some(&other), ..exhibits }, &Rsa);
    assert!(judgement.wrong.contains(&Wrong::AnotherEntry));
    let key = support::key(2);
    let judgement = judge(&Exhibits { desk_key: Some(key.spki()), ..exhibits }, &Rsa);
    assert!(matches!(judgement.wrong.as_slice(), [Wrong::AnotherDeskKey { .. }]), "{judgement:?}");
    let judgement = judge(&Exhibits { desk_key: Some(b"no key"), ..exhibits }, &Rsa);
    assert_eq!(judgement.wrong, [Wrong::NotADeskKey]);
}

#[test]
fn a_bare_proof_says_which_entry_only_with_the_entry() {
    let (bare, logs) = (case().0.to_string(), log_key());
    let judgement = judged(&bare, Some(logs.verifier()), &[]);
    assert!(judgement.is_good() && !judgement.is_vouched_for() && judgement.open.contains(&Open::NoEntry));
    let entry = golden_entry();
    let exhibits =
        Exhibits { proof: &bare, entry: Some(&entry), log_key: Some(logs.verifier()), ..Exhibits::default() };
    assert!(judge(&exhibits, &Rsa).is_vouched_for());
}

#[test]
fn an_extra_of_somebody_else_is_left_alone_and_a_broken_one_of_ours_is_named() {
    let foreign = TlogProof { extra: Some(b"age-v1".to_vec()), ..case().0 };
    assert_eq!(Attached::to(&foreign), Ok(None));
    let extra = whole().extra.unwrap();
    for length in 21..extra.len() {
        let cut = TlogProof { extra: Some(extra[..length].to_vec()), ..case().0 };
        assert!(Attached::to(&cut).is_err(), "{length}");
    }
    let longer = TlogProof { extra: Some([&extra[..], b"x"].concat()), ..case().0 };
    let judgement = judged(&longer.to_string(), None, &[]);
    assert!(matches!(judgement.wrong.as_slice(), [Wrong::Attachment(_)]));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (logs, witness, whole) = (log_key(), witness_key(), whole());
    let keys = [witness.verifier().clone()];
    let text = whole.to_string();
    let as_before = judged(&text, Some(logs.verifier()), &keys).proven.len();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(bent) = String::from_utf8(bytes) else { continue };
        let judgement = judged(&bent, Some(logs.verifier()), &keys);
        // A signature line whose name or key id is bent is one of a stranger: nothing is wrong, and less is proven.
        assert!(!judgement.is_good() || judgement.proven.len() < as_before, "byte {at}: {judgement:?}");
    }
}

#[test]
fn a_desks_key_comes_back_from_its_pem() {
    assert_eq!(spki_from_pem(&spki_to_pem(&desk_key())).unwrap(), desk_key());
    assert!(spki_from_pem("-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----").is_err());
    assert!(spki_from_pem("-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----").is_err());
}

proptest! {
    #[test]
    fn the_path_leads_where_the_proof_leads(size in 1_u64..200, pick in any::<prop::sample::Index>()) {
        let index = pick.index(size as usize) as u64;
        let leaves = Leaves((0..size).map(|number| leaf_hash(&number.to_be_bytes())).collect());
        let hashes = prove_inclusion(index, size, &leaves).unwrap();
        let (leaf, root) = (leaves.0[index as usize], root_at(size, &leaves).unwrap());
        verify_inclusion(&leaf, index, size, &hashes, &root).unwrap();
        let proof = TlogProof { index, hashes, checkpoint: String::new(), extra: None };
        let path = proof.path(leaf, size).unwrap();
        prop_assert_eq!(path.last().map_or(leaf, |step| step.parent), root);
        for step in &path {
            prop_assert_eq!(step.side == Side::Left, step.leaves.end <= index);
            prop_assert!(!step.leaves.contains(&index));
        }
        let covered: u64 = path.iter().map(|step| step.leaves.end - step.leaves.start).sum();
        prop_assert_eq!(covered, size - 1);
        let shorter = TlogProof { hashes: vec![leaf; 64], ..proof };
        prop_assert!(shorter.path(leaf, size).is_err());
    }

    #[test]
    fn nothing_that_is_attached_makes_it_panic(extra in prop::collection::vec(any::<u8>(), 0..300)) {
        let bent = TlogProof { extra: Some(extra.clone()), ..case().0 };
        let _ = Attached::to(&bent);
        let name = whole().extra.unwrap()[..21].to_vec();
        let ours = TlogProof { extra: Some([name, extra].concat()), ..case().0 };
        let _ = judged(&ours.to_string(), None, &[]);
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,400}") {
        prop_assert!(!judged(&text, None, &[]).is_good());
        let _ = judged(&format!("c2sp.org/tlog-proof@v1\n{text}"), None, &[]);
    }

    #[test]
    fn what_is_attached_comes_back(
        entry in prop::option::of(prop::collection::vec(any::<u8>(), 0..2000)),
        desk_key in prop::option::of(prop::collection::vec(any::<u8>(), 0..1024)),
    ) {
        let attached = Attached { entry, desk_key };
        let read = TlogProof::parse(&attached.attach(case().0).to_string()).unwrap();
        prop_assert_eq!(Attached::to(&read), Ok(Some(attached)));
    }
}
