//! What the page answers: every proof and every piece of evidence judged, and what each file was taken for.

use serde::Serialize;

use crate::{
    bag::{Bag, Kind, Request},
    facts::{Fact, Way},
    words::{Speaker, plain},
};

mod evidence;
mod proof;

/// More files than anybody wants to read about at once.
pub(crate) const MOST_FILES: usize = 50;

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// There is nothing to judge yet.
    Nothing,
    /// A key that was given vouches for it, and nothing is wrong.
    Good,
    /// Nothing is wrong, but something important was not checked.
    Caution,
    /// Something is wrong.
    Bad,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What each file was taken for.
    pub files: Vec<String>,
    /// How many of several hold, in a sentence.
    pub summary: Option<String>,
    /// One for each proof and each piece of evidence; one where there is none.
    pub told: Vec<Told>,
}

/// A judgement in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The file it is about, where there are several.
    pub name: String,
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

/// What came of one file, before it is put together.
#[derive(Default)]
struct Sentences {
    wrong: Vec<String>,
    proven: Vec<String>,
    open: Vec<String>,
}

/// Judges what was handed over and puts it into words.
pub fn tell(request: &Request) -> Answer {
    let (bag, words) = (Bag::sort(request), Speaker::new(&request.language));
    let mut told: Vec<Told> = bag.proofs.iter().map(|given| proof::tell(given, &bag, &words)).collect();
    told.extend(bag.evidence.iter().map(|given| evidence::tell(given, &bag, &words)));
    if told.is_empty() {
        told.push(nothing_to_judge(&bag, &words));
    }
    Answer { files: files(&bag, &words), summary: summary(&told, &words), told }
}

fn summary(told: &[Told], words: &Speaker) -> Option<String> {
    let good = told.iter().filter(|one| one.tone == Tone::Good).count();
    let values = [("good", plain(good as u64)), ("all", plain(told.len() as u64))];
    (told.len() > 1).then(|| words.say_with("summary", &values))
}

/// Files, but nothing to judge among them.
fn nothing_to_judge(bag: &Bag, words: &Speaker) -> Told {
    let mut sentences = Sentences::default();
    add_bad_lines(&mut sentences.wrong, bag, words);
    let is_strange = |kind: &Kind| matches!(kind, Kind::Unknown | Kind::Empty | Kind::TooLong | Kind::Unreadable);
    let is_bad = !sentences.wrong.is_empty() || bag.kinds.iter().any(|(_, kind)| is_strange(kind));
    let (tone, name) = if is_bad { (Tone::Bad, "not-a-proof") } else { (Tone::Nothing, "nothing") };
    Told::new("", tone, name, sentences, words)
}

/// What is wrong with what was typed, whatever it is to prove.
fn add_bad_lines(wrong: &mut Vec<String>, bag: &Bag, words: &Speaker) {
    wrong.extend(bag.not_keys.iter().map(|line| words.say_with("wrong-not-a-key", &[("line", line.as_str().into())])));
    for line in bag.policy.as_ref().and_then(|policy| policy.as_ref().err()).into_iter().flatten() {
        let values = [("line", plain(line.number as u64)), ("text", line.text.as_str().into())];
        wrong.push(match line.text.is_empty() {
            true => words.say("wrong-policy-end"),
            false => words.say_with("wrong-policy-line", &values),
        });
    }
}

fn files(bag: &Bag, words: &Speaker) -> Vec<String> {
    let unused = bag.unused_entries();
    let kind = |name: &str, kind| match kind {
        Kind::Proof => "proof",
        Kind::Evidence => "evidence",
        Kind::Entry if unused.contains(&name) => "unused-entry",
        Kind::Entry => "entry",
        Kind::DeskKey => "desk-key",
        Kind::Policy => "policy",
        Kind::Keys => "keys",
        Kind::Empty => "empty",
        Kind::TooLong => "too-long",
        Kind::Unreadable => "unreadable",
        Kind::Unknown => "unknown",
    };
    let file = |(name, what): &(String, Kind)| {
        words.say_with(&format!("file-{}", kind(name, *what)), &[("name", name.as_str().into())])
    };
    let mut files: Vec<String> = bag.kinds.iter().map(file).collect();
    if bag.has_more {
        files.push(words.say_with("files-too-many", &[("most", plain(MOST_FILES as u64))]));
    }
    files
}

impl Told {
    /// With the headline and the advice called `key`.
    fn new(name: &str, tone: Tone, key: &str, sentences: Sentences, words: &Speaker) -> Self {
        let Sentences { wrong, proven, open } = sentences;
        Self {
            name: name.to_owned(),
            tone,
            headline: words.say(&format!("headline-{key}")),
            advice: words.say(&format!("advice-{key}")),
            sections: sections([("wrong", wrong), ("proven", proven), ("open", open)], words),
            facts: Vec::new(),
            way: None,
        }
    }
}

fn sections<const N: usize>(all: [(&'static str, Vec<String>); N], words: &Speaker) -> Vec<Section> {
    let section = |(kind, sentences): (&'static str, Vec<String>)| {
        let title = words.say(&format!("title-{kind}"));
        (!sentences.is_empty()).then_some(Section { kind, title, sentences })
    };
    all.into_iter().filter_map(section).collect()
}

#[cfg(test)]
mod tests;
