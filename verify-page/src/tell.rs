//! A judgement in plain words.

use daybook_ledger::{
    Exhibits, Judgement, TlogProof,
    checkpoint::CheckpointError,
    judge::{Cosignature, KeySource, Open, Proven, Wrong, judge},
    note::NoteError,
    verify::portable::Rsa,
};
use serde::Serialize;

use crate::{
    bag::{Bag, Kind, Request},
    facts::{self, Fact, Way},
    words::{Speaker, plain},
};

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// There is nothing to judge yet.
    Nothing,
    /// The log's key vouches for the entry, and nothing is wrong.
    Good,
    /// Nothing is wrong, but something important was not checked.
    Caution,
    /// Something is wrong.
    Bad,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// How it came out.
    pub tone: Tone,
    /// The same in a sentence.
    pub headline: String,
    /// What that means for whoever reads it.
    pub advice: String,
    /// What is wrong, proven, left open.
    pub sections: Vec<Section>,
    /// Fields to compare.
    pub facts: Vec<Fact>,
    /// The way from the entry to the root.
    pub way: Option<Way>,
    /// What each file was taken for.
    pub files: Vec<String>,
}

/// Sentences of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// `wrong`, `proven`, `open`.
    pub kind: &'static str,
    /// Its heading.
    pub title: String,
    /// The sentences.
    pub sentences: Vec<String>,
}

/// Judges what was handed over and puts it into words.
pub fn tell(request: &Request) -> Told {
    let (bag, words) = (Bag::sort(request), Speaker::new(&request.language));
    let files = bag.kinds.iter().map(|(name, kind)| file(name, *kind, &words)).collect();
    let told = match &bag.proof {
        Some(proof) => with_proof(proof, &bag, &words),
        None => without_proof(&bag, &words),
    };
    Told { files, ..told }
}

fn with_proof(proof: &str, bag: &Bag, words: &Speaker) -> Told {
    let origin = origin(proof);
    let desk_key = bag.desk_key.as_ref().map(|key| key.as_deref().unwrap_or_default());
    let judgement = judge(
        &Exhibits {
            proof,
            entry: bag.entry.as_deref(),
            log_key: bag.log_key(origin.as_deref()),
            desk_key,
            witnesses: &bag.witnesses,
        },
        &Rsa,
    );
    let mut wrong: Vec<String> = judgement.wrong.iter().map(|wrong| say_wrong(wrong, words)).collect();
    wrong.extend(bag.not_keys.iter().map(|line| words.say_with("wrong-not-a-key", &[("line", line.as_str().into())])));
    let tone = match (wrong.is_empty(), judgement.is_vouched_for()) {
        (false, _) => Tone::Bad,
        (true, true) => Tone::Good,
        (true, false) => Tone::Caution,
    };
    let proven = judgement.proven.iter().map(|proven| say_proven(proven, &judgement, words)).collect();
    let mut open: Vec<String> = judgement.open.iter().map(|open| say_open(open, words)).collect();
    open.extend(["open-truth", "open-others"].map(|key| words.say(key)));
    let (headline, advice) = headline(tone, &judgement, words);
    Told {
        tone,
        headline,
        advice,
        sections: sections([("wrong", wrong), ("proven", proven), ("open", open)], words),
        facts: facts::facts(&judgement, words),
        way: facts::way(proof, &judgement, words),
        files: Vec::new(),
    }
}

fn headline(tone: Tone, judgement: &Judgement, words: &Speaker) -> (String, String) {
    let name = match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Caution if judgement.open.contains(&Open::NoEntry) => "no-entry",
        Tone::Caution => "caution",
        Tone::Nothing => "nothing",
    };
    (words.say(&format!("headline-{name}")), words.say(&format!("advice-{name}")))
}

/// Files, but no proof among them.
fn without_proof(bag: &Bag, words: &Speaker) -> Told {
    let strange = bag.kinds.iter().any(|(_, kind)| matches!(kind, Kind::Unknown | Kind::Empty | Kind::TooLong));
    let (tone, name) = if strange { (Tone::Bad, "not-a-proof") } else { (Tone::Nothing, "nothing") };
    Told {
        tone,
        headline: words.say(&format!("headline-{name}")),
        advice: words.say(&format!("advice-{name}")),
        sections: Vec::new(),
        facts: Vec::new(),
        way: None,
        files: Vec::new(),
    }
}

fn origin(proof: &str) -> Option<String> {
    let proof = TlogProof::parse(proof).ok()?;
    proof.checkpoint.lines().next().map(str::to_owned)
}

fn sections<const N: usize>(all: [(&'static str, Vec<String>); N], words: &Speaker) -> Vec<Section> {
    let section = |(kind, sentences): (&'static str, Vec<String>)| {
        let title = words.say(&format!("title-{kind}"));
        (!sentences.is_empty()).then_some(Section { kind, title, sentences })
    };
    all.into_iter().filter_map(section).collect()
}

fn file(name: &str, kind: Kind, words: &Speaker) -> String {
    let kind = match kind {
        Kind::Proof => "proof",
        Kind::Entry => "entry",
        Kind::DeskKey => "desk-key",
        Kind::Keys => "keys",
        Kind::Empty => "empty",
        Kind::TooLong => "too-long",
        Kind::Unknown => "unknown",
    };
    words.say_with(&format!("file-{kind}"), &[("name", name.into())])
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
        Wrong::Checkpoint(CheckpointError::Note(NoteError::Unsigned)) => words.say("wrong-other-log-key"),
        Wrong::Checkpoint(CheckpointError::Note(NoteError::BadSignature(_))) => words.say("wrong-log-signature"),
        Wrong::Checkpoint(CheckpointError::WrongOrigin { expected, found }) => {
            let values = [("expected", expected.as_str().into()), ("found", found.as_str().into())];
            words.say_with("wrong-origin", &values)
        }
        Wrong::Checkpoint(_) => words.say("wrong-checkpoint"),
        Wrong::Inclusion(_) => words.say("wrong-inclusion"),
        Wrong::Entry(_) => words.say("wrong-entry"),
        Wrong::NotADeskKey => words.say("wrong-not-a-desk-key"),
        Wrong::AnotherDeskKey { .. } => words.say("wrong-another-desk-key"),
        Wrong::DeskSignature => words.say("wrong-desk-signature"),
        Wrong::Cosignature { name } => words.say_with("wrong-cosignature", &[("name", name.as_str().into())]),
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};

    use super::*;
    use crate::bag::Given;

    const PROOF: &str = include_str!("../../tests/golden/log/exported.tlog-proof");

    /// The public half of the key the golden proof's log signs with.
    fn log_key() -> String {
        daybook_ledger::SignerKey::generate("ledger.example/kgh", &[7; 32]).unwrap().verifier().to_string()
    }

    fn told(content: &[u8], keys: &str, language: &str) -> Told {
        let given = Given { name: "a file".into(), base64: BASE64_STANDARD.encode(content) };
        tell(&Request { language: language.into(), files: vec![given], keys: keys.into() })
    }

    fn says(told: &Told, kind: &str, words: &str) -> bool {
        let of_kind = told.sections.iter().filter(|section| section.kind == kind);
        of_kind.flat_map(|section| &section.sentences).any(|sentence| sentence.contains(words))
    }

    #[test]
    fn a_good_proof_with_the_key_is_good_and_says_what_it_does_not_prove() {
        let told = told(PROOF.as_bytes(), &log_key(), "en");
        assert_eq!(told.tone, Tone::Good, "{told:?}");
        assert!(says(&told, "proven", "ledger.example/kgh") && says(&told, "proven", "number 5"));
        assert!(says(&told, "proven", "desk 1"));
        assert!(says(&told, "open", "true"));
        assert_eq!(told.way.unwrap().steps.len(), 4);
    }

    #[test]
    fn without_the_key_nobody_vouches() {
        let told = told(PROOF.as_bytes(), "", "en");
        assert_eq!(told.tone, Tone::Caution);
        assert!(says(&told, "open", "anybody can make such a file"));
    }

    #[test]
    fn garbage_a_wrong_key_and_a_bent_proof_are_bad_in_words() {
        assert_eq!(told(b"hello", "", "en").headline, "This is not a proof.");
        assert_eq!(told(b"", "", "en").tone, Tone::Bad);
        assert_eq!(told(b"c2sp.org/tlog-proof@v1\nhello", "", "en").tone, Tone::Bad);
        let stranger = daybook_ledger::SignerKey::generate("ledger.example/kgh", &[8; 32]).unwrap();
        let other = told(PROOF.as_bytes(), &stranger.verifier().to_string(), "en");
        assert!(other.tone == Tone::Bad && says(&other, "wrong", "not signed"), "{other:?}");
        let moved = told(PROOF.replace("index 5", "index 6").as_bytes(), &log_key(), "en");
        assert!(moved.tone == Tone::Bad && says(&moved, "wrong", "does not lead"), "{moved:?}");
        let typed = told(PROOF.as_bytes(), "not a key", "en");
        assert!(says(&typed, "wrong", "not a key"));
    }

    #[test]
    fn every_language_says_something_of_its_own() {
        let said: std::collections::BTreeSet<String> =
            crate::words::LANGUAGES.map(|language| told(PROOF.as_bytes(), &log_key(), language.tag).headline).into();
        assert_eq!(said.len(), 5);
    }
}
