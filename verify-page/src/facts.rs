//! What an entry and a checkpoint say about themselves, field by field.

use daybook_ledger::{Checkpoint, Entry, Hash, Judgement, PathStep, Side, TlogProof, evidence::Proven};
use serde::Serialize;

use crate::words::Speaker;

/// A field with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub value: String,
    /// What it means, in a sentence.
    pub meaning: String,
}

/// The way from the entry to the root, one row for each hash beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The entry's hash, hex.
    pub leaf: String,
    /// From below.
    pub steps: Vec<WayStep>,
    /// The root that it leads to, hex.
    pub root: String,
}

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WayStep {
    /// The hash beside the way, hex.
    pub sibling: String,
    /// In which entries it is computed, in words.
    pub covers: String,
    /// `left` or `right`.
    pub side: &'static str,
    /// The hash over both, hex.
    pub parent: String,
}

/// The message key of an act.
pub fn act_key(act: &str) -> String {
    format!("act-{}", act.replace(['.', '_'], "-"))
}

/// What an act is called.
pub fn act(words: &Speaker, act: &str) -> String {
    words.known(&act_key(act)).unwrap_or_else(|| act.to_owned())
}

/// What role a name means.
pub fn role(words: &Speaker, role: &str) -> String {
    words.known(&format!("role-{role}")).unwrap_or_else(|| role.to_owned())
}

/// Every field worth comparing.
pub fn facts(judgement: &Judgement, words: &Speaker) -> Vec<Fact> {
    let mut facts = judgement.entry.as_ref().map_or_else(Vec::new, |entry| of_entry(entry, words));
    if let Some(checkpoint) = &judgement.checkpoint {
        facts.push(fact(words, "log", checkpoint.origin.clone()));
        facts.push(fact(words, "size", checkpoint.size.to_string()));
        facts.push(fact(words, "root", checkpoint.root.to_string()));
    }
    facts
}

/// What a piece of evidence is about, to compare with what somebody else has of it.
pub fn of_evidence(proven: &Proven, words: &Speaker) -> Vec<Fact> {
    match proven {
        Proven::TwoEntries { issuer, key_id, seq, leaves: [first, second], .. } => vec![
            fact(words, "desk", issuer.desk.to_string()),
            fact(words, "site", issuer.site.to_string()),
            fact(words, "key", key_id.to_string()),
            fact(words, "seq", seq.to_string()),
            fact(words, "first-hash", first.to_string()),
            fact(words, "second-hash", second.to_string()),
        ],
        Proven::TwoHistories { small, large } => of_notes(Some(small), large, words),
        Proven::Signed { kept, shown, .. } => of_notes(kept.as_ref(), shown, words),
        Proven::WentBack { witness, large, small, .. } => {
            let key = fact(words, "witness-key", witness.to_string());
            std::iter::once(key).chain(of_notes(Some(large), small, words)).collect()
        }
    }
}

fn of_notes(first: Option<&Checkpoint>, second: &Checkpoint, words: &Speaker) -> Vec<Fact> {
    let mut facts = vec![fact(words, "log", second.origin.clone())];
    if let Some(first) = first {
        facts.push(fact(words, "first-size", first.size.to_string()));
        facts.push(fact(words, "first-root", first.root.to_string()));
    }
    facts.push(fact(words, "second-size", second.size.to_string()));
    facts.push(fact(words, "second-root", second.root.to_string()));
    facts
}

fn of_entry(entry: &Entry, words: &Speaker) -> Vec<Fact> {
    let header = entry.header();
    let values = [
        ("act", act(words, header.act.as_str())),
        ("desk", header.desk.to_string()),
        ("site", header.site.to_string()),
        ("role", role(words, header.role.as_str())),
        ("actor", header.actor.to_string()),
        ("subject", header.subject.to_string()),
        ("time", words.instant(header.time.ms / 1000)),
        ("seq", header.seq.to_string()),
        ("prev", header.prev.map_or_else(|| words.say("none"), |prev| prev.to_string())),
        ("seen", header.seen.size.to_string()),
        ("key", header.key_id.to_string()),
        ("hash", entry.leaf_hash().to_string()),
    ];
    values.into_iter().map(|(key, value)| fact(words, key, value)).collect()
}

fn fact(words: &Speaker, key: &str, value: String) -> Fact {
    Fact { name: words.say(&format!("fact-{key}")), value, meaning: words.say(&format!("fact-{key}-means")) }
}

/// The way that the proof leads, where it leads anywhere.
pub fn way(proof: &str, judgement: &Judgement, words: &Speaker) -> Option<Way> {
    let (entry, checkpoint) = (judgement.entry.as_ref()?, judgement.checkpoint.as_ref()?);
    let leaf = entry.leaf_hash();
    let path = TlogProof::parse(proof).ok()?.path(leaf, checkpoint.size).ok()?;
    let root = path.last().map_or(leaf, |step| step.parent);
    Some(Way {
        leaf: leaf.to_string(),
        steps: path.iter().map(|step| way_step(step, words)).collect(),
        root: Hash::to_string(&root),
    })
}

fn way_step(step: &PathStep, words: &Speaker) -> WayStep {
    let (first, last) = (step.leaves.start, step.leaves.end - 1);
    let values = [("first", first.to_string().into()), ("last", last.to_string().into())];
    let key = if first == last { "covers-one" } else { "covers" };
    WayStep {
        sibling: step.sibling.to_string(),
        covers: words.say_with(key, &values),
        side: match step.side {
            Side::Left => "left",
            Side::Right => "right",
        },
        parent: step.parent.to_string(),
    }
}
