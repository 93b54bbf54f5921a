//! What the page says of the golden files, of rubbish, and of many files at once.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_ledger::{Attached, SignerKey, TlogProof};
use proptest::prelude::*;

use super::*;
use crate::{bag::Given, words::LANGUAGES};

const PROOF: &str = include_str!("../../../tests/golden/log/exported.tlog-proof");
const ENTRY: &[u8] = include_bytes!("../../../tests/golden/entry/patient.register.cbor");
const OTHER_ENTRY: &[u8] = include_bytes!("../../../tests/golden/entry/patient.update.cbor");
const DESK_KEY: &str = include_str!("../../../tests/golden/keys/desk-1.pem");
const TWO_ENTRIES: &str = include_str!("../../../tests/golden/evidence/equivocation");
const ONE_SIZE: &str = include_str!("../../../tests/golden/evidence/fork-one-size");
const TWO_SIZES: &str = include_str!("../../../tests/golden/evidence/fork-two-sizes");
const WENT_BACK: &str = include_str!("../../../tests/golden/evidence/witness-went-back");
const ALARM: &str = include_str!("../../../tests/golden/evidence/alarm");

/// The public half of the key the golden proof's log signs with.
fn log_key() -> String {
    SignerKey::generate("ledger.example/kgh", &[7; 32]).unwrap().verifier().to_string()
}

/// The key of the log that the golden evidence is of.
fn accused() -> String {
    SignerKey::generate("ledger.example/evidence", &[0x1d; 32]).unwrap().verifier().to_string()
}

fn witness(number: u8) -> String {
    let seed = if number == 1 { [9; 32] } else { [number; 32] };
    SignerKey::generate_witness(&format!("witness.example/w{number}"), &seed).unwrap().verifier().to_string()
}

fn policy(threshold: &str) -> String {
    let (log, w1, w2) = (log_key(), witness(1), witness(2));
    format!("log {log}\nwitness w1 {w1}\nwitness w2 {w2}\ngroup g {threshold} w1 w2\nquorum g\n")
}

fn bare() -> String {
    TlogProof { extra: None, ..TlogProof::parse(PROOF).unwrap() }.to_string()
}

fn answer_in(language: &str, files: &[(&str, &[u8])], keys: &str) -> Answer {
    let given =
        |(name, content): &(&str, &[u8])| Given { name: (*name).into(), base64: Some(BASE64_STANDARD.encode(content)) };
    tell(&Request { language: language.into(), files: files.iter().map(given).collect(), keys: keys.into() })
}

fn answer(files: &[(&str, &[u8])], keys: &str) -> Answer {
    answer_in("en", files, keys)
}

fn told(content: &[u8], keys: &str) -> Told {
    answer(&[("a file", content)], keys).told.remove(0)
}

fn says(told: &Told, kind: &str, words: &str) -> bool {
    let of_kind = told.sections.iter().filter(|section| section.kind == kind);
    of_kind.flat_map(|section| &section.sentences).any(|sentence| sentence.contains(words))
}

#[test]
fn a_good_proof_with_the_key_is_good_and_says_what_it_does_not_prove() {
    let told = told(PROOF.as_bytes(), &log_key());
    assert_eq!(told.tone, Tone::Good, "{told:?}");
    assert!(says(&told, "proven", "ledger.example/kgh") && says(&told, "proven", "number 5"));
    assert!(says(&told, "proven", "desk 1"));
    assert!(says(&told, "open", "true"));
    assert_eq!(told.way.unwrap().steps.len(), 4);
}

#[test]
fn without_the_key_nobody_vouches() {
    let told = told(PROOF.as_bytes(), "");
    assert_eq!(told.tone, Tone::Caution);
    assert!(says(&told, "open", "anybody can make such a file"));
}

#[test]
fn garbage_a_wrong_key_and_a_bent_proof_are_bad_in_words() {
    assert_eq!(told(b"hello", "").headline, "There is nothing here to check.");
    assert_eq!(told(b"", "").tone, Tone::Bad);
    assert_eq!(told(b"c2sp.org/tlog-proof@v1\nhello", "").tone, Tone::Bad);
    let stranger = SignerKey::generate("ledger.example/kgh", &[8; 32]).unwrap();
    let other = told(PROOF.as_bytes(), &stranger.verifier().to_string());
    assert!(other.tone == Tone::Bad && says(&other, "wrong", "not signed"), "{other:?}");
    let moved = told(PROOF.replace("index 5", "index 6").as_bytes(), &log_key());
    assert!(moved.tone == Tone::Bad && says(&moved, "wrong", "does not lead"), "{moved:?}");
    let typed = told(PROOF.as_bytes(), "not a key");
    assert!(says(&typed, "wrong", "not a key"));
}

#[test]
fn a_bare_proof_wants_the_entry_and_with_it_is_as_good() {
    let alone = told(bare().as_bytes(), &log_key());
    assert_eq!((alone.tone, alone.headline.as_str()), (Tone::Caution, "The entry is missing."));
    assert!(says(&alone, "proven", "had 12 entries"), "{alone:?}");
    let proof = bare();
    let files: [(&str, &[u8]); 3] =
        [("entry.cbor", ENTRY), ("a.tlog-proof", proof.as_bytes()), ("desk.pem", DESK_KEY.as_bytes())];
    let with = answer(&files, &log_key());
    assert_eq!(with.told[0].tone, Tone::Good, "{with:?}");
    assert!(says(&with.told[0], "proven", "has signed the entry"), "{with:?}");
    let other = answer(&[("a.tlog-proof", bare().as_bytes()), ("entry.cbor", OTHER_ENTRY)], &log_key());
    assert!(says(&other.told[0], "wrong", "does not lead"), "{other:?}");
}

#[test]
fn a_policy_says_whether_enough_witnesses_have_signed_and_who_has_not() {
    let by =
        |threshold: &str| answer(&[("a.tlog-proof", PROOF.as_bytes()), ("policy", policy(threshold).as_bytes())], "");
    let met = by("any").told.remove(0);
    assert_eq!((met.tone, met.headline.as_str()), (Tone::Good, "This holds, and enough witnesses have seen it."));
    assert!(says(&met, "proven", "witness.example/w1") && says(&met, "open", "witness.example/w2"), "{met:?}");
    let unmet = by("all").told.remove(0);
    assert_eq!(unmet.headline, "It is in the log, but too few witnesses have seen it.");
    assert!(unmet.tone == Tone::Caution && says(&unmet, "proven", "number 5"), "{unmet:?}");
    assert!(says(&unmet, "wrong", "Signed: witness.example/w1. Not signed: witness.example/w2."), "{unmet:?}");
    let typed = told(PROOF.as_bytes(), &policy("all").replace('\n', "\r\n"));
    assert_eq!(typed, Told { name: "a file".into(), ..unmet });
    let strange = told(PROOF.as_bytes(), &policy("any").replace(&log_key(), &accused()));
    assert!(strange.tone == Tone::Bad && says(&strange, "wrong", "not signed"), "{strange:?}");
    let given = format!("{}\n{}", log_key(), policy("any").replace(&log_key(), &accused()));
    assert!(says(&told(PROOF.as_bytes(), &given), "wrong", "does not know the log"));
}

#[test]
fn a_policy_that_cannot_be_read_is_named_line_by_line() {
    let cut = policy("any").replace("quorum g\n", "");
    let told = answer(&[("a.tlog-proof", PROOF.as_bytes()), ("policy", cut.as_bytes())], &log_key()).told.remove(0);
    assert!(told.tone == Tone::Bad && says(&told, "wrong", "is cut off"), "{told:?}");
    let alone = answer(&[("policy", policy("7").as_bytes())], "").told.remove(0);
    assert!(alone.tone == Tone::Bad && says(&alone, "wrong", "Line 4 of the policy"), "{alone:?}");
    assert_eq!(answer(&[("policy", policy("any").as_bytes())], "").told[0].tone, Tone::Nothing);
}

#[test]
fn evidence_against_a_desk_holds_without_the_logs_key_and_better_with_it() {
    let with = told(TWO_ENTRIES.as_bytes(), &accused());
    assert!(with.tone == Tone::Good && with.headline.contains("two different entries"), "{with:?}");
    assert!(says(&with, "proven", "number 1 of the log"), "{with:?}");
    assert_eq!(with.facts.len(), 6);
    let without = told(TWO_ENTRIES.as_bytes(), "");
    assert!(without.tone == Tone::Good && says(&without, "open", "either of the two"), "{without:?}");
}

#[test]
fn evidence_against_a_log_takes_its_key() {
    for (text, words) in [(ONE_SIZE, "two different trees"), (TWO_SIZES, "does not begin with it")] {
        let told = told(text.as_bytes(), &accused());
        assert!(told.tone == Tone::Good && says(&told, "proven", words), "{told:?}");
    }
    let alarm = told(ALARM.as_bytes(), &accused());
    assert!(alarm.tone == Tone::Caution && says(&alarm, "open", "A desk says so"), "{alarm:?}");
    for text in [ONE_SIZE, TWO_SIZES, ALARM] {
        let without = told(text.as_bytes(), "");
        assert_eq!(without.headline, "Nobody vouches for this evidence.", "{without:?}");
        let other = told(text.as_bytes(), &log_key());
        assert!(other.tone == Tone::Bad && says(&other, "wrong", "not signed"), "{other:?}");
    }
}

#[test]
fn evidence_against_a_witness_takes_the_logs_key_and_is_named_by_the_policy() {
    let told = |keys: &str| told(WENT_BACK.as_bytes(), keys);
    let with = told(&accused());
    assert!(with.tone == Tone::Good && with.headline.contains("a witness has signed fewer"), "{with:?}");
    assert!(says(&with, "proven", "signed 9 entries of the log ledger.example/evidence"), "{with:?}");
    assert!(says(&with, "open", "put back from a backup") && !says(&with, "proven", "Your policy"), "{with:?}");
    assert!(with.facts.iter().any(|fact| fact.value.starts_with("north.example/witness+")), "{with:?}");
    let key = SignerKey::generate_witness("north.example/witness", &[3; 32]).unwrap().verifier().to_string();
    let policy = format!("{}\nwitness kgh {key}\nquorum kgh\n", accused());
    assert!(says(&told(&policy), "proven", "Your policy calls this witness kgh."), "{:?}", told(&policy));
    assert_eq!(told("").headline, "Nobody vouches for this evidence.");
}

#[test]
fn many_files_are_each_judged_and_what_belongs_to_nothing_is_named() {
    let bent = PROOF.replace("index 5", "index 6");
    let proof = bare();
    let files: [(&str, &[u8]); 7] = [
        ("one", PROOF.as_bytes()),
        ("bare", proof.as_bytes()),
        ("bent", bent.as_bytes()),
        ("fork", ONE_SIZE.as_bytes()),
        ("entry", ENTRY),
        ("other", OTHER_ENTRY),
        ("photo", b"\xff\xd8\xff\xe0"),
    ];
    let answer = answer(&files, &format!("{}\n{}", log_key(), accused()));
    let tones: Vec<_> = answer.told.iter().map(|told| (told.name.as_str(), told.tone)).collect();
    assert_eq!(tones, [("one", Tone::Good), ("bare", Tone::Good), ("bent", Tone::Bad), ("fork", Tone::Good)]);
    assert_eq!(answer.summary.as_deref(), Some("3 of 4 hold."));
    assert!(answer.files.contains(&"entry: an entry.".to_owned()), "{:?}", answer.files);
    assert!(answer.files.contains(&"other: an entry that none of the proofs is about.".to_owned()));
    assert!(answer.files.contains(&"photo: not something this page knows.".to_owned()));
}

#[test]
fn a_folder_a_huge_file_and_too_many_are_said() {
    let folder = Given { name: "folder".into(), base64: None };
    let huge = Given { name: "huge".into(), base64: Some(BASE64_STANDARD.encode(vec![b'a'; (1 << 20) + 1])) };
    let said = tell(&Request { language: "en".into(), files: vec![folder, huge], keys: String::new() });
    assert_eq!(said.told[0].tone, Tone::Bad);
    assert!(said.files[0].contains("folder: cannot be read") && said.files[1].contains("huge: longer"), "{said:?}");
    let many: Vec<(&str, &[u8])> = vec![("x", b"y"); 60];
    let files = answer(&many, "").files;
    assert_eq!((files.len(), files[50].as_str()), (51, "Only the first 50 files were looked at."));
}

#[test]
fn every_language_says_something_of_its_own_and_has_every_word() {
    let files: [(&str, &[u8]); 7] = [
        ("g", WENT_BACK.as_bytes()),
        ("a", PROOF.as_bytes()),
        ("b", TWO_ENTRIES.as_bytes()),
        ("c", TWO_SIZES.as_bytes()),
        ("d", ALARM.as_bytes()),
        ("e", b"daybook evidence v1\nfork\n"),
        ("f", b"c2sp.org/tlog-proof@v1\n"),
    ];
    let keys = format!("{}\n{}", accused(), policy("all"));
    let mut said = std::collections::BTreeSet::new();
    for language in LANGUAGES {
        for keys in [keys.as_str(), "", &policy("any")] {
            let text = serde_json::to_string(&answer_in(language.tag, &files, keys)).unwrap();
            for key in ["headline-", "advice-", "file-", "proven-", "open-", "wrong-", "fact-", "title-"] {
                assert!(!text.contains(&format!("\"{key}")), "{}: {key}: {text}", language.tag);
            }
            said.insert(text);
        }
    }
    assert_eq!(said.len(), 15);
}

proptest! {
    #[test]
    fn no_file_and_no_key_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "(?s).{0,200}") {
        answer(&[("x", &bytes), ("y", text.as_bytes())], &text);
        answer(&[("x", format!("daybook evidence v1\n{text}").as_bytes())], &format!("quorum {text}"));
    }

    #[test]
    fn no_golden_file_cut_or_bent_makes_it_panic_or_pass_for_more(
        which in 0..5_usize, cut in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>(), bit in 0..8,
    ) {
        let whole = [PROOF, TWO_ENTRIES, TWO_SIZES, ALARM, WENT_BACK][which].as_bytes();
        let keys = format!("{}\n{}\n{}", log_key(), accused(), witness(1));
        // The last byte is a newline, which the page puts back.
        let (shorter, rest) = whole.split_at(cut.index(whole.len() - 1));
        // Two entries under one number are evidence without the proof of either.
        let is_without_its_proof = which == 1 && rest.trim_ascii_start().starts_with(b"c2sp.org/");
        prop_assert!(is_without_its_proof || told(shorter, &keys).tone != Tone::Good, "cut to {}", shorter.len());
        let mut bent = whole.to_vec();
        let at = flip.index(bent.len() - 1);
        bent[at] ^= 1_u8 << bit;
        let (before, after) = (told(whole, &keys), told(&bent, &keys));
        prop_assert!(after.tone != Tone::Good || proven(&after) <= proven(&before), "byte {}, bit {}", at, bit);
    }
}

fn proven(told: &Told) -> usize {
    told.sections.iter().filter(|section| section.kind == "proven").map(|section| section.sentences.len()).sum()
}

#[test]
fn what_is_attached_may_be_left_out() {
    let without_key = Attached { entry: Some(ENTRY.to_vec()), desk_key: None };
    let proof = without_key.attach(TlogProof::parse(PROOF).unwrap()).to_string();
    let told = told(proof.as_bytes(), &log_key());
    assert!(told.tone == Tone::Good && says(&told, "open", "add that key"), "{told:?}");
}
