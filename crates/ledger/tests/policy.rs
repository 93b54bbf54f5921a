//! Policies after c2sp.org/tlog-policy: what its text says, line by line, and what is enough.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{
    note::NoteSignature,
    policy::{MAX_OF_EACH, Member, PolicyError, Problem, Unmet},
    *,
};
use proptest::prelude::*;
use support::golden_bytes;

mod support;

const ORIGIN: &str = "ledger.example/kgh";

fn log_key() -> SignerKey {
    SignerKey::generate(ORIGIN, &[7; 32]).unwrap()
}

fn witness_key(number: u8) -> SignerKey {
    SignerKey::generate_witness(&format!("witness.example/w{number}"), &[number; 32]).unwrap()
}

fn vkey(number: u8) -> String {
    witness_key(number).verifier().to_string()
}

fn parse(text: &str) -> Policy {
    Policy::parse(text.as_bytes()).unwrap_or_else(|wrong| panic!("{text}: {wrong}"))
}

fn problems(text: &[u8]) -> Vec<(usize, Problem)> {
    let wrong = Policy::parse(text).unwrap_err();
    wrong.lines().iter().map(|PolicyError { line, problem }| (*line, problem.clone())).collect()
}

fn checkpoint() -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 5, root: leaf_hash(b"five") };
    checkpoint.sign(&log_key()).unwrap()
}

fn cosigned_by(numbers: &[u8]) -> SignedCheckpoint {
    let cosign = |signed: SignedCheckpoint, number: &u8| {
        let line = witness_key(*number).cosign(&signed.note().text, 1_790_000_000 + u64::from(*number));
        signed.with_signature(line)
    };
    numbers.iter().fold(checkpoint(), cosign)
}

/// The example of the specification: two of three, and any of three.
fn example() -> String {
    format!(
        "log {log}\n\nwitness X1 {}\nwitness X2 {}\nwitness X3 {}\ngroup X-witnesses 2 X1 X2 X3\n\n\
         witness Y1 {}\nwitness Y2 {}\nwitness Y3 {}\ngroup Y-witnesses any Y1 Y2 Y3\n\n\
         group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
        vkey(1),
        vkey(2),
        vkey(3),
        vkey(4),
        vkey(5),
        vkey(6),
        log = log_key().verifier(),
    )
}

#[test]
fn the_specification_s_example_asks_for_two_of_the_first_and_one_of_the_second() {
    let text = example();
    assert_eq!(golden_bytes("policy/example", text.as_bytes()), text.as_bytes());
    let policy = parse(&text);
    assert_eq!((policy.logs().len(), policy.witnesses().len(), policy.groups().len()), (1, 6, 3));
    assert_eq!(policy.quorum(), Some(Member::Group(2)));
    for (witnesses, is_enough) in [
        (&[1, 2, 4][..], true),
        (&[2, 3, 6], true),
        (&[1, 2, 3, 4, 5, 6], true),
        (&[1, 4, 5, 6], false),
        (&[1, 2, 3], false),
        (&[], false),
    ] {
        let verified = policy.verify(&cosigned_by(witnesses));
        assert_eq!(verified.is_ok(), is_enough, "{witnesses:?}");
        match verified {
            Ok(met) => {
                assert_eq!(met.checkpoint, *checkpoint().checkpoint());
                assert_eq!(met.cosigned.len(), witnesses.len());
                assert_eq!(met.cosigned[0].time, 1_790_000_000 + u64::from(witnesses[0]));
            }
            Err(Unmet::TooFew(names)) => assert_eq!(names.len(), witnesses.len()),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_single_witness_a_group_or_none_can_be_the_quorum() {
    let one = parse(&format!("witness W {}\nquorum W\n", vkey(1)));
    assert!(one.verify_of(&cosigned_by(&[1]), log_key().verifier()).is_ok());
    assert!(matches!(one.verify_of(&cosigned_by(&[2]), log_key().verifier()), Err(Unmet::TooFew(_))));
    let none = parse("quorum none\n");
    assert_eq!(none.quorum(), None);
    assert!(none.verify_of(&checkpoint(), log_key().verifier()).is_ok());
    // Without logs nothing is accepted unless the log is known from elsewhere.
    assert_eq!(none.verify(&checkpoint()), Err(Unmet::UnknownLog(ORIGIN.into())));
}

#[test]
fn another_log_and_another_log_s_signature_are_refused() {
    let other = SignerKey::generate("other.example", &[8; 32]).unwrap();
    let same_name = SignerKey::generate(ORIGIN, &[9; 32]).unwrap();
    let of = |key: &SignerKey| parse(&format!("log {} https://ledger.example/\nquorum none\n", key.verifier()));
    assert!(of(&log_key()).verify(&checkpoint()).is_ok());
    assert_eq!(of(&other).verify(&checkpoint()), Err(Unmet::UnknownLog(ORIGIN.into())));
    assert!(matches!(of(&same_name).verify(&checkpoint()), Err(Unmet::Checkpoint(_))));
    assert_eq!(of(&other).verify_of(&checkpoint(), log_key().verifier()), Err(Unmet::UnknownLog(ORIGIN.into())));
    let two = parse(&format!("log {}\nlog {}\nquorum none\n", same_name.verifier(), log_key().verifier()));
    assert!(two.verify(&checkpoint()).is_ok(), "a log may have had another key before");
}

#[test]
fn a_bad_signature_of_a_known_key_rejects_the_checkpoint_and_an_unknown_one_is_ignored() {
    let policy = parse(&format!("witness W {}\nwitness V {}\ngroup G any W V\nquorum G\n", vkey(1), vkey(2)));
    let mut forged = witness_key(2).cosign(&checkpoint().note().text, 1_790_000_002);
    forged.signature[20] ^= 1;
    let with_forged = cosigned_by(&[1]).with_signature(forged.clone());
    assert!(matches!(policy.verify_of(&with_forged, log_key().verifier()), Err(Unmet::Checkpoint(_))));
    let unknown = NoteSignature { name: "somebody.example".into(), ..forged };
    assert!(policy.verify_of(&cosigned_by(&[1, 3]).with_signature(unknown), log_key().verifier()).is_ok());
}

#[test]
fn a_witness_that_cosigned_twice_counts_once_with_its_newest_time() {
    let policy = parse(&format!("witness W {}\nwitness V {}\ngroup G all W V\nquorum G\n", vkey(1), vkey(2)));
    let again = witness_key(1).cosign(&checkpoint().note().text, 1_790_000_900);
    let twice = cosigned_by(&[1]).with_signature(again);
    let cosigned = policy.cosigned(twice.note()).unwrap();
    assert_eq!((cosigned.len(), cosigned[0].time), (1, 1_790_000_900));
    assert!(policy.verify_of(&twice, log_key().verifier()).is_err());
}

#[test]
fn a_cosignature_from_beyond_the_end_of_time_is_none() {
    let text = checkpoint().note().text.clone();
    for (time, holds) in [(0, true), (i64::MAX as u64, true), (i64::MAX as u64 + 1, false), (u64::MAX, false)] {
        let line = witness_key(1).cosign(&text, time);
        assert_eq!(witness_key(1).verifier().verify_cosignature(&text, &line).is_ok(), holds, "{time}");
    }
    let line = log_key().sign(&text);
    assert!(log_key().verifier().verify_cosignature(&text, &line).is_err(), "a log does not cosign");
}

#[test]
fn blanks_comments_and_octets_above_ascii_are_as_the_specification_has_them() {
    let text = format!(
        "# a comment\n\t \n  # another\n \twitness\tK\t{}  https://witness.example/%20 \n  quorum   K",
        vkey(1)
    );
    let policy = parse(&text);
    assert_eq!(policy.witnesses()[0].url.as_deref(), Some("https://witness.example/%20"));
    // A Kelvin sign is not a K, and octets that are not UTF-8 are a name like any other.
    let kelvin = format!("witness \u{212a} {}\nquorum K\n", vkey(1));
    assert!(matches!(problems(kelvin.as_bytes())[0], (2, Problem::Undefined(_))));
    let opaque = [&b"witness \xff\xfe "[..], vkey(1).as_bytes(), b"\nquorum \xff\xfe\n"].concat();
    assert!(Policy::parse(&opaque).is_ok());
    let other = [&b"witness \xff\xfe "[..], vkey(1).as_bytes(), b"\nquorum \xff\xfd\n"].concat();
    assert!(Policy::parse(&other).is_err());
}

#[test]
fn each_wrong_line_is_named_with_what_is_wrong() {
    let (w1, w2, log) = (vkey(1), vkey(2), log_key().verifier().to_string());
    let renamed = SignerKey::generate_witness("elsewhere.example", &[1; 32]).unwrap().verifier().to_string();
    let cases: &[(String, usize, &str)] = &[
        (String::new(), 1, "no quorum line"),
        ("# nothing\n\n".into(), 2, "no quorum line"),
        ("quorum none\nquorum none\n".into(), 2, "a quorum line already"),
        ("quorum\n".into(), 1, "quorum NAME"),
        ("quorum none none\n".into(), 1, "quorum NAME"),
        ("quorum W\n".into(), 1, "no witness or group W above"),
        ("Quorum none\nquorum none\n".into(), 1, "not with Quorum"),
        ("witnesses\nquorum none\n".into(), 1, "not with witnesses"),
        ("log\nquorum none\n".into(), 1, "log VKEY [URL]"),
        (format!("log {log} url more\nquorum none\n"), 1, "log VKEY [URL]"),
        (format!("log {w1}\nquorum none\n"), 1, "not a log's"),
        (format!("log {log}\nlog {log}\nquorum none\n"), 2, "on line 1 already"),
        (format!("log {}\nquorum none\n", &log[1..]), 1, "the hash does not fit the key"),
        ("log https://ledger.example\nquorum none\n".into(), 1, "not name+hash+key"),
        ("witness W\nquorum none\n".into(), 1, "witness NAME VKEY [URL]"),
        (format!("witness W {w1} url more\nquorum none\n"), 1, "witness NAME VKEY [URL]"),
        (format!("witness W {log}\nquorum W\n"), 1, "a log's key, not one for cosignatures"),
        (format!("witness none {w1}\nquorum none\n"), 1, "cannot be the name"),
        (format!("witness W {w1}\nwitness W {w2}\nquorum W\n"), 2, "W is taken"),
        (format!("witness W {w1}\nwitness V {w1}\nquorum W\n"), 2, "on line 1 already"),
        (format!("witness W {w1}\nwitness V {renamed}\nquorum W\n"), 2, "on line 1 already"),
        (format!("witness W {w1}\ngroup W any W\nquorum W\n"), 2, "W is taken"),
        (format!("witness W {w1}\ngroup none any W\nquorum none\n"), 2, "cannot be the name"),
        (format!("witness W {w1}\ngroup G any none\nquorum G\n"), 2, "no witness or group none above"),
        (format!("witness W {w1}\ngroup G any\nquorum G\n"), 2, "group NAME any|all|NUMBER MEMBER"),
        ("group G\nquorum none\n".into(), 1, "group NAME any|all|NUMBER MEMBER"),
        (format!("group G any W\nwitness W {w1}\nquorum W\n"), 1, "no witness or group W above"),
        (format!("witness W {w1}\ngroup G any G\nquorum G\n"), 2, "G"),
        (format!("witness W {w1}\ngroup G 1 W W\nquorum G\n"), 2, "W is a member of a group already"),
        (format!("witness W {w1}\ngroup G any W\ngroup H any W\nquorum G\n"), 3, "W is a member of a group already"),
        (format!("witness W {w1}\ngroup G 0 W\nquorum G\n"), 2, "from 1 to 1, not 0"),
        (format!("witness W {w1}\ngroup G 2 W\nquorum G\n"), 2, "from 1 to 1, not 2"),
        (format!("witness W {w1}\ngroup G 01 W\nquorum G\n"), 2, "from 1 to 1, not 01"),
        (format!("witness W {w1}\ngroup G +1 W\nquorum G\n"), 2, "from 1 to 1, not +1"),
        (format!("witness W {w1}\ngroup G most W\nquorum G\n"), 2, "from 1 to 1, not most"),
        ("quorum none\r\n".into(), 1, "carriage return"),
        ("# bell \u{7}\nquorum none\n".into(), 1, "control character 0x07"),
        ("# delete \u{7f}\nquorum none\n".into(), 1, "control character 0x7f"),
    ];
    for (text, line, what) in cases {
        let wrong = Policy::parse(text.as_bytes()).unwrap_err();
        let [error] = wrong.lines() else { panic!("{text}: {wrong}") };
        assert!(error.line == *line && error.to_string().contains(what), "{text}: {error} instead of {line}: {what}");
    }
}

#[test]
fn what_follows_from_a_wrong_line_is_not_wrong_itself() {
    let text = format!("witness W broken\nwitness V {}\ngroup G all W V\nnonsense\nquorum G\n", vkey(2));
    let lines: Vec<usize> = problems(text.as_bytes()).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [1, 4]);
}

#[test]
fn as_many_of_each_as_asked_for_and_not_without_end() {
    let lines = |count: usize| {
        let key = |kind: u8, number: usize| {
            let seed = [&[kind][..], &(number as u64).to_be_bytes(), &[0; 23]].concat();
            let seed: [u8; 32] = seed.try_into().unwrap();
            match kind {
                0 => SignerKey::generate("log.example", &seed).unwrap().verifier().to_string(),
                _ => SignerKey::generate_witness("w.example", &seed).unwrap().verifier().to_string(),
            }
        };
        let mut text = String::new();
        for number in 0..count {
            text += &format!("log {}\nwitness W{number} {}\n", key(0, number), key(1, number));
            text += &match number {
                0 => "group G0 any W0\n".to_owned(),
                _ => format!("group G{number} all W{number} G{}\n", number - 1),
            };
        }
        text + &format!("quorum G{}\n", count - 1)
    };
    let policy = parse(&lines(MAX_OF_EACH));
    assert!(policy.is_enough(|_| true));
    assert!(!policy.is_enough(|witness| witness.name.to_string() != "W17"));
    assert!(problems(lines(MAX_OF_EACH + 1).as_bytes()).iter().all(|(_, problem)| *problem == Problem::TooMany));
}

#[test]
fn a_proof_is_verified_by_a_policy() {
    let leaf = leaf_hash(b"one");
    let signed = Checkpoint { origin: ORIGIN.into(), size: 2, root: node_hash(&leaf, &leaf_hash(b"two")) };
    let signed = signed.sign(&log_key()).unwrap();
    let line = witness_key(1).cosign(&signed.note().text, 1_790_000_001);
    let signed = signed.with_signature(line);
    let hashes = vec![leaf_hash(b"two")];
    let proof = TlogProof { index: 0, hashes, checkpoint: signed.text().to_owned(), extra: None };
    for (path, fresh) in
        [("log/checkpoint-cosigned", signed.text().to_owned()), ("log/cosigned.tlog-proof", proof.to_string())]
    {
        assert_eq!(golden_bytes(path, fresh.as_bytes()), fresh.as_bytes(), "{path}");
    }
    let policy = |number| parse(&format!("log {}\nwitness W {}\nquorum W\n", log_key().verifier(), vkey(number)));
    assert_eq!(proof.verify_by(&leaf, &policy(1)).unwrap().cosigned[0].time, 1_790_000_001);
    assert!(matches!(proof.verify_by(&leaf, &policy(2)), Err(TlogProofError::Policy(Unmet::TooFew(_)))));
    assert!(matches!(proof.verify_by(&leaf_hash(b"two"), &policy(1)), Err(TlogProofError::Inclusion(_))));
}

/// A policy made of a list of numbers: each makes a witness or a group of some that are free.
fn built(plan: &[(u8, u8)]) -> (String, Vec<(Vec<usize>, usize)>) {
    let (mut text, mut groups, mut free) = (String::new(), Vec::new(), Vec::new());
    for (at, (members, threshold)) in plan.iter().enumerate() {
        let members = usize::from(*members).min(free.len());
        if members == 0 {
            text += &format!("witness n{at} {}\n", vkey(at as u8 + 1));
            groups.push((Vec::new(), 0));
        } else {
            let taken: Vec<usize> = free.drain(..members).collect();
            let threshold = 1 + usize::from(*threshold) % members;
            let names: String = taken.iter().map(|member| format!(" n{member}")).collect();
            text += &format!("group n{at} {threshold}{names}\n");
            groups.push((taken, threshold));
        }
        free.push(at);
    }
    (text + &format!("quorum n{}\n", plan.len() - 1), groups)
}

fn holds(groups: &[(Vec<usize>, usize)], at: usize, has: &[bool]) -> bool {
    let (members, threshold) = &groups[at];
    match members.is_empty() {
        true => has[at],
        false => members.iter().filter(|member| holds(groups, **member, has)).count() >= *threshold,
    }
}

proptest! {
    #[test]
    fn enough_is_what_the_groups_say(
        plan in prop::collection::vec((0u8..5, any::<u8>()), 1..30),
        has in prop::collection::vec(any::<bool>(), 30),
    ) {
        let (text, groups) = built(&plan);
        let policy = parse(&text);
        let number = |witness: &policy::Witness| witness.name.to_string()[1..].parse::<usize>().unwrap();
        let enough = policy.is_enough(|witness| has[number(witness)]);
        prop_assert_eq!(enough, holds(&groups, plan.len() - 1, &has));
        // One witness more never makes it less.
        if enough {
            for more in 0..has.len() {
                prop_assert!(policy.is_enough(|witness| has[number(witness)] || number(witness) == more));
            }
        }
    }

    #[test]
    fn anything_is_read_or_refused(text in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = Policy::parse(&text);
    }

    #[test]
    fn anything_like_a_policy_is_read_or_refused_by_line(
        words in prop::collection::vec("(log|witness|group|quorum|none|any|all|[0-3]|W|V|G|H|#| |\t|\n|\r|é)", 0..200),
        key in 0usize..4,
    ) {
        let key = [vkey(1), vkey(2), log_key().verifier().to_string(), String::new()][key].clone();
        let text = words.join(" ").replace('H', &key);
        if let Err(wrong) = Policy::parse(text.as_bytes()) {
            prop_assert!(!wrong.lines().is_empty());
            let last = text.split('\n').count();
            prop_assert!(wrong.lines().iter().all(|error| (1..=last).contains(&error.line)));
            prop_assert!(wrong.lines().windows(2).all(|two| two[0].line <= two[1].line));
        }
    }
}

/// The longest texts that reach a parser anywhere: nothing overflows and nothing takes for ever.
#[test]
fn sixty_four_kibibytes_of_anything() {
    let full = |part: &str| part.repeat(65_536 / part.len());
    let line = format!("witness W {}\n", vkey(1));
    for text in
        ["\n", "a", " ", "\u{ff}", "group G any G\n", "quorum none\n", "group ", "+", "old 0\n", "— a AAAAAAA=\n"]
    {
        let text = full(text);
        let _ = Policy::parse(text.as_bytes());
        let _ = (AddCheckpoint::parse(&text), TlogProof::parse(&text), SignedCheckpoint::parse(&text));
        let _ = (witness::parse_cosignatures(&text), witness::parse_size(&text));
    }
    assert_eq!(Policy::parse(full(&line).as_bytes()).unwrap_err().lines()[0].line, 2);
}
