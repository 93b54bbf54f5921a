//! Evidence: what each kind proves, what it refuses to prove, and its golden bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{
    evidence::{Alarm, Beginning, Equivocation, Fork, Proven, WentBack, is_evidence},
    verify::{VerifyPs256, native::AwsLc, portable::Rsa},
    *,
};
use proptest::prelude::*;
use support::*;

mod support;

const ORIGIN: &str = "ledger.example/evidence";

fn log_key() -> SignerKey {
    SignerKey::generate(ORIGIN, &[0x1d; 32]).unwrap()
}

fn vkey() -> VerifierKey {
    log_key().verifier().clone()
}

/// The tree over `size` leaves of this kind, in memory.
struct Tree(Vec<Hash>);

impl Tree {
    /// Leaves from `fork` on are of the other history.
    fn new(size: u64, fork: u64) -> Self {
        Self((0..size).map(|index| leaf_hash(&[u8::from(index >= fork), index as u8])).collect())
    }

    fn root(&self) -> Hash {
        merkle::root_at(self.0.len() as u64, self).unwrap()
    }

    fn signed(&self) -> SignedCheckpoint {
        let (size, root) = (self.0.len() as u64, self.root());
        Checkpoint { origin: ORIGIN.into(), size, root }.sign(&log_key()).unwrap()
    }

    fn beginning(&self, old: u64) -> Beginning {
        let proof = merkle::prove_consistency(old, self.0.len() as u64, self).unwrap();
        Beginning { root: merkle::root_at(old, self).unwrap(), proof }
    }
}

impl HashReader for Tree {
    type Error = std::convert::Infallible;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error> {
        let node = |at: &NodeIndex| {
            let first = (at.index << at.level) as usize;
            tile::subtree_root(&self.0[first..first + (1 << at.level)]).unwrap()
        };
        Ok(at.iter().map(node).collect())
    }
}

fn check(evidence: &Evidence) -> Result<Proven, EvidenceError> {
    let [native, portable] = [&AwsLc as &dyn VerifyPs256, &Rsa].map(|verifier| evidence.verify(&vkey(), verifier));
    assert_eq!(native, portable, "every verifier comes to the same");
    native
}

fn golden_evidence(name: &str, fresh: &Evidence) -> Evidence {
    let bytes = golden_bytes(&format!("evidence/{name}"), fresh.to_string().as_bytes());
    let text = String::from_utf8(bytes).unwrap();
    assert!(is_evidence(&text));
    let evidence: Evidence = text.parse().unwrap();
    assert_eq!(evidence.to_string(), text);
    evidence
}

/// Two entries under one number, and the proof that the first is in a log of its own.
fn equivocation() -> Equivocation {
    let desk = Desk::new(1);
    let header = desk.header(RECEPTIONIST, Role::Receptionist, Act::PatientRegister);
    let other = Header { subject: DOCTOR, ..header.clone() };
    let entries = [header, other].map(|header| desk.sign(header.clone(), sealed_payload(&header)));
    let tree = Tree(vec![leaf_hash(b"before"), entries[0].leaf_hash(), leaf_hash(b"behind")]);
    let hashes = merkle::prove_inclusion(1, 3, &tree).unwrap();
    let proof = TlogProof { index: 1, hashes, checkpoint: tree.signed().text().to_owned(), extra: None };
    let entries = entries.map(|entry| entry.bytes().to_vec());
    Equivocation { spki: desk.key.spki().to_vec(), entries, proof: Some(proof) }
}

#[test]
fn two_entries_under_one_number_are_proven() {
    let golden = golden_evidence("equivocation", &Evidence::Equivocation(equivocation()));
    let Ok(Proven::TwoEntries { issuer, key_id, seq, leaves, stands }) = check(&golden) else { panic!("{golden:?}") };
    assert_eq!((issuer.site, issuer.desk, key_id, seq), (SITE, 1, key(1).key_id(), 0));
    assert_ne!(leaves[0], leaves[1]);
    let (index, checkpoint) = stands.unwrap();
    assert_eq!((index, checkpoint.size, checkpoint.origin.as_str()), (1, 3, ORIGIN));
    let proven = check(&golden).unwrap();
    assert!(proven.holds().concat().contains("entry 1 of the log ledger.example/evidence"));
    assert!(proven.leaves_open().concat().contains("put back from a backup"));
}

#[test]
fn a_desk_is_not_blamed_for_what_it_did_not_do() {
    let whole = equivocation();
    let with = |change: &dyn Fn(&mut Equivocation)| {
        let mut changed = whole.clone();
        change(&mut changed);
        check(&Evidence::Equivocation(changed)).unwrap_err()
    };
    assert_eq!(with(&|e| e.entries[1] = e.entries[0].clone()), EvidenceError::SameEntry);
    assert_eq!(with(&|e| e.spki = key(2).spki().to_vec()), EvidenceError::OtherKey(1));
    assert_eq!(with(&|e| e.spki.truncate(100)), EvidenceError::NotADeskKey);
    assert!(matches!(with(&|e| e.entries[1].truncate(9)), EvidenceError::Entry(2, _)));
    let forged = |e: &mut Equivocation| {
        let last = e.entries[1].len() - 1;
        e.entries[1][last] ^= 1;
    };
    assert_eq!(with(&forged), EvidenceError::BadSignature(2));
    let mut later = Desk::new(1);
    later.seq = 1;
    let next = later.sealed(RECEPTIONIST, Role::Receptionist, Act::PatientRegister);
    assert_eq!(with(&|e| e.entries[1] = next.bytes().to_vec()), EvidenceError::OtherNumber(0, 1));
    // The proof is of the first entry, not of the second.
    assert!(matches!(with(&|e| e.entries.reverse()), EvidenceError::NotInLog(_)));
    let mut without = whole.clone();
    without.proof = None;
    without.entries.reverse();
    assert!(matches!(check(&Evidence::Equivocation(without)), Ok(Proven::TwoEntries { stands: None, .. })));
}

#[test]
fn two_trees_of_one_size_are_a_fork() {
    let (one, other) = (Tree::new(7, 9).signed(), Tree::new(7, 4).signed());
    let golden = golden_evidence("fork-one-size", &Evidence::Fork(Fork::of(&one, &other, None)));
    let proven = check(&golden).unwrap();
    assert!(proven.holds().concat().contains("two different trees of 7 entries"));
    let same = Evidence::Fork(Fork::of(&one, &one, None));
    assert_eq!(check(&same), Err(EvidenceError::NoContradiction));
    let another = SignerKey::generate(ORIGIN, &[2; 32]).unwrap();
    assert!(matches!(golden.verify(another.verifier(), &Rsa), Err(EvidenceError::Note(1, _))));
}

#[test]
fn a_larger_tree_that_begins_otherwise_is_a_fork() {
    for (old, new) in [(5, 11), (4, 11), (8, 9), (1, 2)] {
        let (small, large) = (Tree::new(old, 0), Tree::new(new, 99));
        let fork = Fork::of(&large.signed(), &small.signed(), Some(large.beginning(old)));
        let evidence = Evidence::Fork(fork.clone());
        assert!(check(&evidence).unwrap().holds().concat().contains("does not begin with it"), "{old} {new}");
        // Without the proof, or with that of an honest log, nothing is shown.
        let bare = Evidence::Fork(Fork { beginning: None, ..fork.clone() });
        assert_eq!(check(&bare), Err(EvidenceError::NoContradiction));
        let made_up = Beginning { root: leaf_hash(b"made up"), ..large.beginning(old) };
        let lie = Evidence::Fork(Fork { beginning: Some(made_up), ..fork });
        assert!(matches!(check(&lie), Err(EvidenceError::Beginning(_))), "{old} {new}");
    }
    let (small, large) = (Tree::new(5, 0), Tree::new(11, 99));
    golden_evidence(
        "fork-two-sizes",
        &Evidence::Fork(Fork::of(&small.signed(), &large.signed(), Some(large.beginning(5)))),
    );
}

#[test]
fn an_honest_log_is_never_found_to_fork() {
    for new in 1..40 {
        let large = Tree::new(new, 99);
        for old in 0..new {
            let fork = Fork::of(&Tree::new(old, 99).signed(), &large.signed(), Some(large.beginning(old)));
            assert_eq!(check(&Evidence::Fork(fork)), Err(EvidenceError::NoContradiction), "{old} {new}");
        }
    }
}

#[test]
fn an_alarm_proves_what_was_signed_and_no_more() {
    let alarm = Alarm {
        kind: "rolled_back".into(),
        kept: Some(Tree::new(7, 9).signed().text().to_owned()),
        shown: Tree::new(5, 9).signed().text().to_owned(),
        at_ms: START,
        detail: "entries 5 to 7".into(),
    };
    let golden = golden_evidence("alarm", &Evidence::Alarm(alarm.clone()));
    let proven = check(&golden).unwrap();
    assert_eq!(proven.holds().len(), 2);
    assert!(proven.leaves_open().concat().contains("rolled_back (entries 5 to 7)"));
    let first = Evidence::Alarm(Alarm { kept: None, detail: String::new(), ..alarm.clone() });
    assert_eq!(Evidence::parse(&first.to_string()).unwrap(), first);
    assert_eq!(check(&first).unwrap().holds().len(), 1);
    let unsigned = Evidence::Alarm(Alarm { shown: alarm.shown.replace(ORIGIN, "elsewhere.example"), ..alarm });
    assert!(matches!(check(&unsigned), Err(EvidenceError::Note(2, _))));
}

fn cosigner(seed: u8) -> SignerKey {
    SignerKey::generate_witness("north.example/witness", &[seed; 32]).unwrap()
}

/// So many entries of the honest history, cosigned at these times.
fn cosigned(size: u64, by: &SignerKey, times: &[u64]) -> SignedCheckpoint {
    let bare = Tree::new(size, 99).signed();
    times.iter().fold(bare, |note, time| {
        let line = by.cosign(&note.note().text, *time);
        note.with_signature(line)
    })
}

#[test]
fn a_witness_that_signs_less_after_more_went_back() {
    let north = cosigner(3);
    let (large, small) = (cosigned(9, &north, &[100]), cosigned(5, &north, &[101]));
    let golden =
        golden_evidence("witness-went-back", &Evidence::WentBack(WentBack::of(north.verifier(), &small, &large)));
    let Ok(Proven::WentBack { witness, large, first, small, then }) = check(&golden) else { panic!("{golden:?}") };
    assert_eq!((&witness, large.size, first, small.size, then), (north.verifier(), 9, 100, 5, 101));
    let proven = check(&golden).unwrap();
    assert!(proven.holds().concat().contains("The witness north.example/witness"));
    assert!(proven.leaves_open().concat().contains("put back from a backup"));
}

#[test]
fn a_witness_is_not_blamed_for_what_it_did_not_do() {
    let (north, other) = (cosigner(3), cosigner(4));
    let tried = |one: SignedCheckpoint, two: SignedCheckpoint| {
        check(&Evidence::WentBack(WentBack::of(north.verifier(), &one, &two))).map(drop)
    };
    let at = |size, times: &[u64]| cosigned(size, &north, times);
    // In order, at once, one size, signed again later: all that is as it should be.
    for (five, nine) in [(vec![100], vec![101]), (vec![100], vec![100]), (vec![90, 100], vec![100, 200])] {
        assert_eq!(tried(at(5, &five), at(9, &nine)), Err(EvidenceError::InOrder), "{five:?} {nine:?}");
    }
    assert_eq!(tried(at(5, &[100]), at(5, &[200])), Err(EvidenceError::InOrder));
    assert_eq!(tried(at(5, &[300]), at(9, &[100, 400])), Ok(()), "once is enough");
    assert_eq!(tried(cosigned(5, &other, &[300]), at(9, &[100])), Err(EvidenceError::NotCosigned(2)));
    assert_eq!(tried(at(5, &[300]), cosigned(9, &other, &[100])), Err(EvidenceError::NotCosigned(1)));
    let mut forged = at(5, &[300]).note().signatures[1].clone();
    forged.signature[7] ^= 1;
    let forged = Tree::new(5, 99).signed().with_signature(forged);
    assert!(matches!(tried(forged, at(9, &[100])), Err(EvidenceError::Note(2, _))));
    // A log key's own signature is no cosignature.
    let of_log = Evidence::WentBack(WentBack::of(&vkey(), &at(5, &[300]), &at(9, &[100])));
    assert!(check(&of_log).is_err());
    let elsewhere = SignerKey::generate(ORIGIN, &[2; 32]).unwrap();
    let evidence = Evidence::WentBack(WentBack::of(north.verifier(), &at(5, &[300]), &at(9, &[100])));
    assert!(matches!(evidence.verify(elsewhere.verifier(), &Rsa), Err(EvidenceError::Note(1, _))));
    for bad in [format!("{evidence}note AAAA\n"), evidence.to_string().replace("key north", "key south")] {
        assert!(Evidence::parse(&bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_not_evidence_is_refused() {
    let (one, other) = (Tree::new(7, 9).signed(), Tree::new(7, 4).signed());
    let good = Evidence::Fork(Fork::of(&one, &other, None)).to_string();
    assert!(Evidence::parse(&good).is_ok());
    for bad in [
        String::new(),
        "daybook evidence v2\nfork\n".into(),
        good.replace("fork", "spoon"),
        good.replace('\n', "\r\n"),
        good.trim_end().into(),
        format!("{good}\n"),
        format!("{good}beginning AAAA\n"),
        good.replace("note ", "note  "),
        good.lines().take(3).map(|line| format!("{line}\n")).collect(),
        format!("daybook evidence v1\nalarm Bad\nat 1\ndetail \nshown {}\n", "AAAA"),
        "x".repeat(evidence::MAX_EVIDENCE + 1),
    ] {
        assert!(Evidence::parse(&bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn the_parser_answers_anything(text in "(?s).{0,400}", lines in "(daybook evidence v1|fork|equivocation|witness went back|alarm a|key|entry|note|beginning|at|[a-zA-Z0-9+/= ]|\n){0,60}") {
        for text in [&text, &lines, &format!("daybook evidence v1\n{lines}")] {
            if let Ok(evidence) = Evidence::parse(text) {
                prop_assert_eq!(&evidence.to_string(), text);
            }
        }
    }

    #[test]
    fn alarms_come_back(kind in "[a-z_]{1,40}", detail in "[ -~]{0,100}", at_ms: u64, kept: Option<String>, shown: String) {
        let evidence = Evidence::Alarm(Alarm { kind, kept, shown, at_ms, detail });
        prop_assert_eq!(Evidence::parse(&evidence.to_string()).unwrap(), evidence);
    }
}
