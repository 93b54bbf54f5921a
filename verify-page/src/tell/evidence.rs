//! What a piece of evidence proves, in plain words.

use daybook_ledger::{
    Evidence, EvidenceError,
    evidence::{Equivocation, Proven},
    proof::TlogProofError,
    verify::portable::Rsa,
};

use super::{Sentences, Told, Tone, add_bad_lines, proof::say_note};
use crate::{
    bag::{Bag, Named},
    facts,
    words::{Speaker, plain},
};

/// Judges a piece of evidence by the log's key, where one was given.
pub fn tell(given: &Named<String>, bag: &Bag, words: &Speaker) -> Told {
    let mut sentences = Sentences::default();
    let judged = Evidence::parse(&given.what).and_then(|evidence| judge(&evidence, bag));
    let (tone, key) = match &judged {
        Ok(Judged::Holds(proven)) => say(proven, &mut sentences, words),
        Ok(Judged::InLogUnchecked { proven, origin }) => {
            let outcome = say(proven, &mut sentences, words);
            sentences.open.push(words.say_with("open-no-log-key", &[("origin", origin.as_str().into())]));
            outcome
        }
        Ok(Judged::NobodyVouches { origin }) => {
            sentences.open.push(words.say_with("open-no-log-key", &[("origin", origin.as_str().into())]));
            (Tone::Caution, "evidence-caution")
        }
        Err(why) => {
            sentences.wrong.push(say_wrong(why, words));
            (Tone::Bad, "no-evidence")
        }
    };
    if let Ok(Judged::Holds(_)) = &judged {
        name_witnesses(&given.what, bag, &mut sentences, words);
    }
    add_bad_lines(&mut sentences.wrong, bag, words);
    let proven = judged.as_ref().ok().and_then(Judged::proven);
    let facts = proven.map_or_else(Vec::new, |proven| facts::of_evidence(proven, words));
    Told { facts, ..Told::new(&given.name, tone, key, sentences, words) }
}

/// How far a piece of evidence could be checked.
enum Judged {
    /// All of it.
    Holds(Proven),
    /// What the desk signed; whether the log has one of the two takes the log's key.
    InLogUnchecked { proven: Proven, origin: String },
    /// Nothing in it can be checked without the log's key.
    NobodyVouches { origin: String },
}

impl Judged {
    fn proven(&self) -> Option<&Proven> {
        match self {
            Self::Holds(proven) | Self::InLogUnchecked { proven, .. } => Some(proven),
            Self::NobodyVouches { .. } => None,
        }
    }
}

fn judge(evidence: &Evidence, bag: &Bag) -> Result<Judged, EvidenceError> {
    let origin = evidence.origin().unwrap_or_default().to_owned();
    match (bag.log_key(Some(&origin)), evidence) {
        (Some(key), _) => evidence.verify(key, &Rsa).map(Judged::Holds),
        (None, Evidence::Equivocation(two)) => judge_without_log(two, origin),
        (None, Evidence::Fork(_) | Evidence::Alarm(_) | Evidence::WentBack(_)) => Ok(Judged::NobodyVouches { origin }),
    }
}

/// Two entries of one desk contradict each other whatever any log says.
fn judge_without_log(two: &Equivocation, origin: String) -> Result<Judged, EvidenceError> {
    let proven = two.verify_entries(&Rsa)?;
    Ok(match two.proof.is_some() {
        true => Judged::InLogUnchecked { proven, origin },
        false => Judged::Holds(proven),
    })
}

fn say(proven: &Proven, sentences: &mut Sentences, words: &Speaker) -> (Tone, &'static str) {
    match proven {
        Proven::TwoEntries { .. } => say_two_entries(proven, sentences, words),
        Proven::TwoHistories { small, large } => {
            let values =
                [("origin", small.origin.as_str().into()), ("small", plain(small.size)), ("large", plain(large.size))];
            let key = if small.size == large.size { "proven-two-trees" } else { "proven-two-histories" };
            sentences.proven.push(words.say_with(key, &values));
            sentences.open.push(words.say("open-why"));
            (Tone::Good, "two-histories")
        }
        Proven::WentBack { .. } => say_went_back(proven, sentences, words),
        Proven::Signed { kind, kept, shown, at_ms, .. } => {
            for note in kept.iter().chain([shown]) {
                let values = [("origin", note.origin.as_str().into()), ("size", plain(note.size))];
                sentences.proven.push(words.say_with("proven-note", &values));
            }
            let kind = words.known(&format!("alarm-{}", kind.replace('_', "-"))).unwrap_or_else(|| kind.clone());
            let values = [("kind", kind.into()), ("time", words.instant(at_ms / 1000).into())];
            sentences.open.push(words.say_with("open-alarm", &values));
            (Tone::Caution, "signed-only")
        }
    }
}

fn say_two_entries(proven: &Proven, sentences: &mut Sentences, words: &Speaker) -> (Tone, &'static str) {
    if let Proven::TwoEntries { issuer, key_id, seq, stands, .. } = proven {
        let values = [
            ("key", key_id.to_string().into()),
            ("desk", plain(issuer.desk.into())),
            ("site", issuer.site.to_string().into()),
            ("seq", plain(*seq)),
        ];
        sentences.proven.push(words.say_with("proven-two-entries", &values));
        sentences.open.extend(["open-who", "open-whose-key"].map(|key| words.say(key)));
        match stands {
            Some((index, checkpoint)) => {
                let values = [("index", plain(*index)), ("origin", checkpoint.origin.as_str().into())];
                sentences.proven.push(words.say_with("proven-stands", &values));
            }
            None => sentences.open.push(words.say("open-in-log")),
        }
    }
    (Tone::Good, "two-entries")
}

/// Which of the policy's witnesses it is about, where a policy was given.
fn name_witnesses(text: &str, bag: &Bag, sentences: &mut Sentences, words: &Speaker) {
    let (Ok(evidence), Some(policy)) = (Evidence::parse(text), bag.policy()) else { return };
    let named = |key: &str, name: String| words.say_with(key, &[("name", name.into())]);
    match evidence {
        Evidence::Fork(fork) => {
            let both = fork.cosigned_by(policy).unwrap_or_default();
            sentences.proven.extend(both.iter().map(|one| named("proven-signed-both", one.name.to_string())));
        }
        Evidence::WentBack(back) => {
            let witness = policy.witnesses().iter().find(|witness| witness.key == back.witness);
            sentences.proven.extend(witness.map(|one| named("proven-policy-calls", one.name.to_string())));
        }
        Evidence::Equivocation(_) | Evidence::Alarm(_) => {}
    }
}

fn say_went_back(proven: &Proven, sentences: &mut Sentences, words: &Speaker) -> (Tone, &'static str) {
    if let Proven::WentBack { witness, large, first, small, then } = proven {
        let values = [
            ("witness", witness.name().into()),
            ("origin", large.origin.as_str().into()),
            ("large", plain(large.size)),
            ("first", words.instant(*first).into()),
            ("small", plain(small.size)),
            ("then", words.instant(*then).into()),
        ];
        sentences.proven.push(words.say_with("proven-went-back", &values));
        sentences.open.extend(["open-whose-witness", "open-why-back", "open-log-good"].map(|key| words.say(key)));
    }
    (Tone::Good, "went-back")
}

fn say_wrong(why: &EvidenceError, words: &Speaker) -> String {
    let numbered = |key: &str, number: usize| words.say_with(key, &[("number", plain(number as u64))]);
    match why {
        EvidenceError::Malformed(_) => words.say("wrong-evidence-form"),
        EvidenceError::Entry(number, _) => numbered("wrong-evidence-entry", *number),
        EvidenceError::NotADeskKey => words.say("wrong-evidence-key"),
        EvidenceError::OtherKey(number) => numbered("wrong-evidence-other-key", *number),
        EvidenceError::BadSignature(number) => numbered("wrong-evidence-signature", *number),
        EvidenceError::OtherNumber(first, second) => {
            words.say_with("wrong-evidence-numbers", &[("first", plain(*first)), ("second", plain(*second))])
        }
        EvidenceError::SameEntry => words.say("wrong-evidence-same"),
        EvidenceError::NotInLog(TlogProofError::Checkpoint(why)) | EvidenceError::Note(_, why) => say_note(why, words),
        EvidenceError::NotInLog(_) => words.say("wrong-evidence-not-in-log"),
        EvidenceError::NoContradiction => words.say("wrong-evidence-agrees"),
        EvidenceError::NotCosigned(number) => numbered("wrong-evidence-not-cosigned", *number),
        EvidenceError::InOrder => words.say("wrong-evidence-in-order"),
        EvidenceError::Beginning(_) => words.say("wrong-evidence-beginning"),
    }
}
