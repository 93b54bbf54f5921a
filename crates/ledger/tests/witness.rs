//! A witness's texts and decisions after c2sp.org/tlog-witness.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use daybook_ledger::{
    merkle::prove_consistency,
    note::NoteSignature,
    witness::{MAX_HASHES, Memory, Recalled, Watched, cosigning_time, decide, parse_cosignatures, parse_size, recall},
    *,
};
use proptest::prelude::*;
use support::golden_bytes;

mod support;

const ORIGIN: &str = "ledger.example/kgh";

/// The request in the text of the specification, with the lines of its example.
const EXAMPLE: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";

/// The answer in the text of the specification.
const EXAMPLE_ANSWER: &str = "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
— witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==
— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
";

fn key(seed: u8) -> SignerKey {
    SignerKey::generate(ORIGIN, &[seed; 32]).unwrap()
}

/// A log that can prove, with one kind of leaves or another.
struct Log {
    nodes: BTreeMap<NodeIndex, Hash>,
    roots: Vec<Hash>,
}

impl HashReader for &Log {
    type Error = std::convert::Infallible;
    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error> {
        Ok(at.iter().map(|node| self.nodes[node]).collect())
    }
}

impl Log {
    fn of(leaves: impl Iterator<Item = u64>) -> Self {
        let (mut frontier, mut nodes, mut roots) = (Frontier::new(), BTreeMap::new(), vec![empty_root()]);
        for leaf in leaves {
            nodes.extend(frontier.push(leaf_hash(&leaf.to_be_bytes())));
            roots.push(frontier.root());
        }
        Self { nodes, roots }
    }

    fn checkpoint(&self, size: u64) -> Checkpoint {
        Checkpoint { origin: ORIGIN.into(), size, root: self.roots[size as usize] }
    }

    fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        let proof = if old <= size { prove_consistency(old, size, &self).unwrap() } else { Vec::new() };
        AddCheckpoint { old, proof, checkpoint: self.checkpoint(size).sign(&key(7)).unwrap() }
    }
}

fn honest() -> Log {
    Log::of(0..40)
}

/// The same up to 20, then another history.
fn forked() -> Log {
    Log::of((0..20).chain(1_000..1_020))
}

fn judged(latest: Option<&Checkpoint>, request: &AddCheckpoint) -> Result<(), u16> {
    let keys = [key(7).verifier().clone()];
    decide(Some(Watched { keys: &keys, latest, memory: Memory::Whole }), request).map_err(|refusal| refusal.status())
}

#[test]
fn the_specification_s_examples_are_read_and_written_alike() {
    let request = AddCheckpoint::parse(EXAMPLE).unwrap();
    assert_eq!((request.old, request.proof.len()), (20_852_014, 4));
    assert_eq!(request.checkpoint.checkpoint().size, 20_852_163);
    assert_eq!(request.checkpoint.note().signatures.len(), 2);
    assert_eq!(request.to_string(), EXAMPLE);
    let answer = parse_cosignatures(EXAMPLE_ANSWER).unwrap();
    assert_eq!(answer.iter().map(NoteSignature::to_string).collect::<String>(), EXAMPLE_ANSWER);
    assert_eq!(answer[2].name, "witness.example/w2");
    assert_eq!(parse_size("20852014\n"), Some(20_852_014));
    for wrong in ["", "\n", "20852014", "020\n", "-1\n", "20852014\r\n", "1\n2\n"] {
        assert_eq!(parse_size(wrong), None, "{wrong:?}");
    }
}

/// The cosignature of the specification is over a text that begins so.
#[test]
fn golden_texts_are_what_is_written_today() {
    let witness = SignerKey::generate_witness("witness.example/w1", &[3; 32]).unwrap();
    let request = honest().request(5, 13);
    let text = &request.checkpoint.note().text;
    let line = witness.cosign(text, 1_679_315_147);
    assert_eq!(witness.verifier().verify_cosignature(text, &line), Ok(1_679_315_147));
    for (path, fresh) in [
        ("witness/verifier-key", format!("{}\n", witness.verifier())),
        ("witness/add-checkpoint", request.to_string()),
        ("witness/cosignature", line.to_string()),
    ] {
        assert_eq!(golden_bytes(path, fresh.as_bytes()), fresh.as_bytes(), "{path}");
    }
}

#[test]
fn requests_that_are_none_are_refused() {
    let good = honest().request(5, 13).to_string();
    assert!(AddCheckpoint::parse(&good).is_ok());
    let (head, checkpoint) = good.split_once("\n\n").unwrap();
    let hash = head.lines().nth(1).unwrap();
    let with_head = |head: &str| format!("{head}\n\n{checkpoint}");
    for body in [
        String::new(),
        "old 5\n".into(),
        checkpoint.into(),
        with_head("old"),
        with_head("old "),
        with_head("old 05"),
        with_head("old -5"),
        with_head("old  5"),
        with_head("Old 5"),
        with_head("old 18446744073709551616"),
        with_head("old 5\nAAAA"),
        with_head(&format!("old 5\n{}", hash.trim_end_matches('='))),
        with_head(&format!("old 5\n{hash} ")),
        with_head(&format!("old 5{}", format!("\n{hash}").repeat(MAX_HASHES + 1))),
        format!("\n{good}"),
        format!("{head}\n{checkpoint}"),
        format!("{head}\n\n\n{checkpoint}"),
        good.replace('\n', "\r\n"),
        good.trim_end().into(),
    ] {
        assert!(AddCheckpoint::parse(&body).is_err(), "{body:?}");
    }
    assert!(AddCheckpoint::parse(&with_head(&format!("old 5{}", format!("\n{hash}").repeat(MAX_HASHES)))).is_ok());
}

#[test]
fn each_rule_has_its_status_in_the_order_of_the_specification() {
    let log = honest();
    let at = |size| log.checkpoint(size);
    let (keys, stranger) = ([key(7).verifier().clone()], [key(9).verifier().clone()]);
    let of =
        |keys, request: &AddCheckpoint| decide(Some(Watched { keys, latest: None, memory: Memory::Whole }), request);
    // 404, whoever signed; 403, whatever else is wrong.
    assert_eq!(decide(None, &log.request(0, 5)).unwrap_err().status(), 404);
    assert_eq!(of(&stranger, &log.request(9, 5)).unwrap_err().status(), 403);
    let mut badly = log.request(0, 5);
    let mut line = badly.checkpoint.note().signatures[0].clone();
    line.signature[9] ^= 1;
    badly.checkpoint = badly.checkpoint.with_signature(line);
    assert_eq!(of(&keys, &badly).unwrap_err().status(), 403, "a good signature does not outweigh a bad one");
    // 400 before 409 before 422.
    assert_eq!(judged(Some(&at(7)), &log.request(6, 5)), Err(400));
    let broken = AddCheckpoint { proof: Vec::new(), ..log.request(5, 13) };
    assert_eq!(judged(Some(&at(7)), &broken), Err(409));
    assert_eq!(judged(Some(&at(5)), &broken), Err(422));
    assert_eq!(judged(None, &log.request(5, 13)), Err(409));
    let refusal =
        decide(Some(Watched { keys: &keys, latest: Some(&at(7)), memory: Memory::Whole }), &log.request(5, 13))
            .unwrap_err();
    assert_eq!(refusal, WitnessRefusal::NotLatest { latest: 7 });
    // From nothing there is nothing to prove.
    assert_eq!(judged(None, &log.request(0, 13)), Ok(()));
    let needless = AddCheckpoint { proof: vec![empty_root()], ..log.request(0, 13) };
    assert_eq!(judged(None, &needless), Err(422));
    // The same again, and the same size with another root.
    assert_eq!(judged(Some(&at(25)), &log.request(25, 25)), Ok(()));
    assert_eq!(judged(Some(&at(25)), &forked().request(25, 25)), Err(422));
    let needless = AddCheckpoint { proof: vec![empty_root()], ..log.request(25, 25) };
    assert_eq!(judged(Some(&at(25)), &needless), Err(422));
    // Nothing at all, and something that says it is nothing.
    assert_eq!(judged(None, &log.request(0, 0)), Ok(()));
    let not_empty = Checkpoint { root: leaf_hash(b""), ..at(0) }.sign(&key(7)).unwrap();
    assert_eq!(judged(None, &AddCheckpoint { old: 0, proof: Vec::new(), checkpoint: not_empty }), Err(422));
}

#[test]
fn a_witness_that_is_shown_what_it_has_forgotten_goes_on_from_there_only() {
    let (log, fork) = (honest(), forked());
    let own = SignerKey::generate_witness("witness.example/w1", &[3; 32]).unwrap();
    let (keys, stranger) = ([key(7).verifier().clone()], [key(9).verifier().clone()]);
    let cosigned = |log: &Log, size| {
        let signed = log.request(0, size).checkpoint;
        let line = own.cosign(&signed.note().text, 1_790_000_000 + size);
        signed.with_signature(line)
    };
    let (at_22, at_30) = (log.checkpoint(22), log.checkpoint(30));
    let watched = |memory| Watched { keys: &keys, latest: Some(&at_22), memory };
    let shown = |memory, note: &SignedCheckpoint| recall(watched(memory), own.verifier(), note);
    // What it remembers, and what it has signed before, are nothing new; nor is what it has not signed, or the log has not.
    for note in [cosigned(&log, 22), cosigned(&log, 9), cosigned(&fork, 21), log.request(0, 30).checkpoint] {
        assert_eq!(shown(Memory::Whole, &note), Recalled::Nothing);
    }
    let unsigned = Watched { keys: &stranger, ..watched(Memory::Whole) };
    assert_eq!(recall(unsigned, own.verifier(), &cosigned(&log, 30)), Recalled::Nothing);
    let mut forged = own.cosign(&log.request(0, 31).checkpoint.note().text, 5);
    forged.signature[20] ^= 1;
    assert_eq!(shown(Memory::Whole, &log.request(0, 31).checkpoint.with_signature(forged)), Recalled::Nothing);

    assert_eq!(shown(Memory::Whole, &cosigned(&log, 30)), Recalled::More(1_790_000_030));
    assert_eq!(shown(Memory::Whole, &cosigned(&fork, 22)), Recalled::Twice);
    assert_eq!(shown(Memory::Behind(&at_30), &cosigned(&log, 30)), Recalled::Nothing);
    assert_eq!(shown(Memory::Behind(&at_30), &cosigned(&log, 25)), Recalled::Nothing);
    assert_eq!(shown(Memory::Behind(&at_30), &cosigned(&log, 33)), Recalled::More(1_790_000_033));
    assert_eq!(shown(Memory::Behind(&at_30), &cosigned(&fork, 30)), Recalled::Twice);

    let decided = |memory, request: &AddCheckpoint| decide(Some(watched(memory)), request);
    let behind = Err(WitnessRefusal::Behind { latest: 22, size: 30 });
    for size in [22, 25, 29, 31, 39] {
        assert_eq!(decided(Memory::Behind(&at_30), &log.request(22, size)), behind, "{size}");
    }
    assert_eq!(decided(Memory::Behind(&at_30), &log.request(22, 30)), Ok(()));
    let unproven = AddCheckpoint { proof: Vec::new(), ..log.request(22, 30) };
    assert_eq!(decided(Memory::Behind(&at_30), &unproven).unwrap_err().status(), 422);
    // What it was shown once is no hindrance any more.
    let at_20 = log.checkpoint(20);
    assert_eq!(decided(Memory::Behind(&at_20), &log.request(22, 39)), Ok(()));
    // It has signed a tree that its own memory does not lead to: there is no way on.
    let elsewhere = fork.checkpoint(30);
    assert!(decided(Memory::Behind(&elsewhere), &fork.request(22, 30)).is_err());
    assert_eq!(decided(Memory::Behind(&elsewhere), &log.request(22, 30)), behind);
    assert_eq!(decided(Memory::Broken, &log.request(22, 30)), Err(WitnessRefusal::Broken));
}

#[test]
fn any_of_a_log_s_keys_is_enough() {
    let keys = [key(9).verifier().clone(), key(7).verifier().clone()];
    assert_eq!(
        decide(Some(Watched { keys: &keys, latest: None, memory: Memory::Whole }), &honest().request(0, 5)),
        Ok(())
    );
}

#[test]
fn the_clock_of_cosignatures_stands_rather_than_going_back() {
    assert_eq!([cosigning_time(9, 5), cosigning_time(5, 9), cosigning_time(0, 0)], [9, 9, 1]);
}

proptest! {
    /// Whatever is asked, in whatever order: what has been cosigned is one history, and it only grows.
    #[test]
    fn two_histories_are_never_cosigned(asked in prop::collection::vec((any::<bool>(), 0u64..40, 0u64..40), 1..60)) {
        let logs = [honest(), forked()];
        let mut latest: Option<Checkpoint> = None;
        let mut cosigned: Vec<Checkpoint> = Vec::new();
        for (is_forked, old, size) in asked {
            let mut request = logs[usize::from(is_forked)].request(old, size);
            // Most who ask know the latest size, or are told.
            if judged(latest.as_ref(), &request) == Err(409) {
                request = logs[usize::from(is_forked)].request(latest.as_ref().map_or(0, |latest| latest.size), size);
            }
            if judged(latest.as_ref(), &request).is_ok() {
                let checkpoint = request.checkpoint.checkpoint().clone();
                prop_assert!(latest.is_none_or(|latest| latest.size <= checkpoint.size));
                latest = Some(checkpoint.clone());
                cosigned.push(checkpoint);
            }
        }
        let of = |log: &Log| cosigned.iter().all(|checkpoint| log.roots[checkpoint.size as usize] == checkpoint.root);
        prop_assert!(of(&logs[0]) || of(&logs[1]));
    }

    #[test]
    fn requests_come_back(old: u64, hashes in prop::collection::vec(any::<[u8; 32]>(), 0..=MAX_HASHES), size: u64) {
        let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root: Hash([5; 32]) }.sign(&key(7)).unwrap();
        let request = AddCheckpoint { old, proof: hashes.into_iter().map(Hash).collect(), checkpoint };
        prop_assert_eq!(AddCheckpoint::parse(&request.to_string()).unwrap(), request);
    }

    #[test]
    fn parsers_answer_anything(text in "(?s).{0,300}", lines in "(old [0-9]|—| |[a-zA-Z0-9+/=]|\n){0,80}") {
        for text in [text, lines] {
            let _ = (AddCheckpoint::parse(&text), parse_cosignatures(&text), parse_size(&text));
        }
    }
}
