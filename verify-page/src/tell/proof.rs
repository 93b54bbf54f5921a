//! A proof's judgement in plain words.

use daybook_ledger::{
    Exhibits, Judgement, TlogProof,
    checkpoint::CheckpointError,
    judge::{Cosignature, KeySource, Open, Proven, Quorum, Standing, Wrong, judge},
    note::NoteError,
    verify::portable::Rsa,
};

use super::{Sentences, Told, Tone, add_bad_lines};
use crate::{
    bag::{Bag, Named},
    facts,
    words::{Speaker, plain},
};

/// Judges a proof by everything else that was given.
pub fn tell(given: &Named<String>, bag: &Bag, words: &Speaker) -> Told {
    let proof = given.what.as_str();
    let entry = bag.entry_of(proof).map(|entry| entry.what.as_slice());
    let judgement = judge(
        &Exhibits {
            proof,
            entry,
            log_key: bag.log_key(origin(proof).as_deref()),
            desk_key: bag.desk_key_of(proof, entry),
            witnesses: &bag.witnesses,
            policy: bag.policy(),
        },
        &Rsa,
    );
    let sentences = sentences(&judgement, bag, words);
    let (tone, key) = outcome(&judgement, sentences.wrong.len());
    Told {
        facts: facts::facts(&judgement, words),
        way: facts::way(proof, &judgement, words),
        ..Told::new(&given.name, tone, key, sentences, words)
    }
}

fn origin(proof: &str) -> Option<String> {
    let proof = TlogProof::parse(proof).ok()?;
    proof.checkpoint.lines().next().map(str::to_owned)
}

fn outcome(judgement: &Judgement, wrong: usize) -> (Tone, &'static str) {
    if wrong == 1 && judgement.is_unconfirmed() {
        return (Tone::Caution, "unconfirmed");
    }
    match (wrong, judgement.is_vouched_for()) {
        (0, true) if judgement.is_confirmed() => (Tone::Good, "confirmed"),
        (0, true) => (Tone::Good, "good"),
        (0, false) if judgement.open.contains(&Open::NoEntry) => (Tone::Caution, "no-entry"),
        (0, false) => (Tone::Caution, "caution"),
        _ => (Tone::Bad, "bad"),
    }
}

fn sentences(judgement: &Judgement, bag: &Bag, words: &Speaker) -> Sentences {
    let mut wrong: Vec<String> = judgement.wrong.iter().map(|wrong| say_wrong(wrong, words)).collect();
    add_bad_lines(&mut wrong, bag, words);
    let proven = judgement.proven.iter().map(|proven| say_proven(proven, judgement, words)).collect();
    let mut open: Vec<String> = judgement.open.iter().map(|open| say_open(open, words)).collect();
    open.extend(judgement.proven.iter().filter_map(|proven| say_missing(proven, words)));
    open.extend(["open-truth", "open-others"].map(|key| words.say(key)));
    Sentences { wrong, proven, open }
}

fn say_proven(proven: &Proven, judgement: &Judgement, words: &Speaker) -> String {
    match proven {
        Proven::Checkpoint(checkpoint) => words.say_with(
            "proven-checkpoint",
            &[("origin", checkpoint.origin.as_str().into()), ("size", plain(checkpoint.size))],
        ),
        Proven::Included { index, .. } => words.say_with("proven-included", &[("index", plain(*index))]),
        Proven::FitsItself { index, size } => {
            words.say_with("proven-fits", &[("index", plain(*index)), ("size", plain(*size))])
        }
        Proven::DeskSigned(source) => say_author(*source, judgement, words),
        Proven::Cosigned(Cosignature { name, time }) => words.say_with(
            "proven-cosigned",
            &[
                ("name", name.as_str().into()),
                ("time", time.map_or_else(|| words.say("unknown"), |time| words.instant(time)).into()),
            ],
        ),
        Proven::Quorum(Quorum { standing: Standing::NoneAsked, .. }) => words.say("proven-quorum-none"),
        Proven::Quorum(quorum) => {
            words.say_with("proven-quorum", &[("names", quorum.signed_names().join(", ").into())])
        }
    }
}

/// Those of a quorum that was reached who have not signed.
fn say_missing(proven: &Proven, words: &Speaker) -> Option<String> {
    match proven {
        Proven::Quorum(quorum) if !quorum.missing.is_empty() => {
            Some(words.say_with("open-not-signed", &[("names", quorum.missing.join(", ").into())]))
        }
        _ => None,
    }
}

fn say_author(source: KeySource, judgement: &Judgement, words: &Speaker) -> String {
    let Some(header) = judgement.entry.as_ref().map(|entry| entry.header()) else { return String::new() };
    let values = [
        ("desk", plain(header.desk.into())),
        ("site", header.site.to_string().into()),
        ("act", facts::act(words, header.act.as_str()).into()),
        ("role", facts::role(words, header.role.as_str()).into()),
        ("time", words.instant(header.time.ms / 1000).into()),
    ];
    match source {
        KeySource::Given => words.say_with("proven-desk", &values),
        KeySource::Attached | KeySource::InTheEntry => words.say_with("proven-desk-key-along", &values),
    }
}

fn say_open(open: &Open, words: &Speaker) -> String {
    match open {
        Open::NoLogKey { origin } => words.say_with("open-no-log-key", &[("origin", origin.as_str().into())]),
        Open::NoEntry => words.say("open-no-entry"),
        Open::NoWitness => words.say("open-no-witness"),
        Open::UncheckedCosignatures(all) => {
            let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
            words.say_with("open-unchecked", &[("names", names.join(", ").into())])
        }
        Open::NoDeskKey { key_id } => words.say_with("open-no-desk-key", &[("key", key_id.to_string().into())]),
        Open::WhoseDeskKey { key_id } => words.say_with("open-whose-desk-key", &[("key", key_id.to_string().into())]),
        Open::Content => words.say("open-content"),
        Open::Rules => words.say("open-rules"),
    }
}

fn say_wrong(wrong: &Wrong, words: &Speaker) -> String {
    match wrong {
        Wrong::NotAProof(_) => words.say("wrong-not-a-proof"),
        Wrong::Attachment(_) => words.say("wrong-attachment"),
        Wrong::AnotherEntry => words.say("wrong-another-entry"),
        Wrong::Checkpoint(why) => say_note(why, words),
        Wrong::Inclusion(_) => words.say("wrong-inclusion"),
        Wrong::Entry(_) => words.say("wrong-entry"),
        Wrong::NotADeskKey => words.say("wrong-not-a-desk-key"),
        Wrong::AnotherDeskKey { .. } => words.say("wrong-another-desk-key"),
        Wrong::DeskSignature => words.say("wrong-desk-signature"),
        Wrong::Cosignature { name } => words.say_with("wrong-cosignature", &[("name", name.as_str().into())]),
        Wrong::NotInPolicy { origin } => words.say_with("wrong-not-in-policy", &[("origin", origin.as_str().into())]),
        Wrong::Quorum(quorum) => say_too_few(quorum, words),
    }
}

/// Why a log's signed note does not hold.
pub fn say_note(why: &CheckpointError, words: &Speaker) -> String {
    match why {
        CheckpointError::Note(NoteError::Unsigned) => words.say("wrong-other-log-key"),
        CheckpointError::Note(NoteError::BadSignature(_)) => words.say("wrong-log-signature"),
        CheckpointError::WrongOrigin { expected, found } => {
            let values = [("expected", expected.as_str().into()), ("found", found.as_str().into())];
            words.say_with("wrong-origin", &values)
        }
        CheckpointError::Note(_) | CheckpointError::Malformed(_) => words.say("wrong-checkpoint"),
    }
}

fn say_too_few(quorum: &Quorum, words: &Speaker) -> String {
    let missing = ("missing", quorum.missing.join(", ").into());
    match quorum.signed.is_empty() {
        true => words.say_with("wrong-quorum-nobody", &[missing]),
        false => words.say_with("wrong-quorum", &[("signed", quorum.signed_names().join(", ").into()), missing]),
    }
}
