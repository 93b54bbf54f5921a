//! Every word of the register, once: looked up, begun with, and how many patients have it in their name.

use std::{
    hash::{BuildHasher, RandomState},
    ops::Range,
};

use hashbrown::HashTable;

use super::image;
use crate::domain::sound;

/// A word, by its place in the dictionary. Dense from zero; never given twice while the register lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// To index by.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// How a word sounds.
#[derive(Clone, Copy)]
pub struct Sound<'a>(&'a str);

impl<'a> Sound<'a> {
    /// As letters.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// How many letters.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether it is mute.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// The words. After words of names have come in, [`Dictionary::settle`] puts them into their order.
#[derive(Default)]
pub struct Dictionary {
    text: String,
    /// Where the text of each word ends.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: RandomState,
    /// How many patients have the word in a name.
    docs: Vec<u32>,
    /// Words that are or were in a name, by their text; `fresh` are not sorted in yet.
    sorted: Vec<WordId>,
    fresh: Vec<WordId>,
    /// The place in `sorted`, from 1; 0 for words that are in no name.
    rank: Vec<u32>,
    outlines: Vec<Outline>,
    sounds: String,
}

/// What rules a word of a name out without looking at its text.
#[derive(Clone, Copy)]
struct Outline {
    word: WordId,
    /// See [`letters_of`].
    letters: u64,
    /// See [`sound::consonants`].
    consonants: u32,
    sound_end: u32,
}

impl Dictionary {
    /// How many words.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word, if any patient has or had it.
    pub fn find(&self, word: &str) -> Option<WordId> {
        let found = self.table.find(self.hash(word.as_bytes()), |at| self.bytes(*at) == word.as_bytes());
        found.copied().map(WordId)
    }

    /// The word as text.
    pub fn text(&self, word: WordId) -> &str {
        slice(&self.text, &self.ends, word.0)
    }

    /// How many patients have it in a name.
    pub fn docs(&self, word: WordId) -> u32 {
        self.docs[word.at()]
    }

    /// Where a word of a name stands in the alphabet, from 1.
    pub fn rank(&self, word: WordId) -> u32 {
        self.rank[word.at()]
    }

    /// Every word that is or was in a name, in the order of the alphabet.
    pub fn names(&self) -> &[WordId] {
        &self.sorted
    }

    /// Every word that is or was in a name, with what rules it out ([`letters_of`], [`sound::consonants`]) and how it sounds ([`sound::sound`]).
    pub fn outlines(&self) -> impl Iterator<Item = (WordId, u64, u32, Sound<'_>)> {
        let mut from = 0;
        self.outlines.iter().map(move |outline| {
            let sound = Sound(&self.sounds[from..outline.sound_end as usize]);
            from = outline.sound_end as usize;
            (outline.word, outline.letters, outline.consonants, sound)
        })
    }

    /// The words of names that begin so, in the order of the alphabet.
    pub fn beginning(&self, begins: &str) -> &[WordId] {
        let from = self.sorted.partition_point(|word| self.bytes(word.0) < begins.as_bytes());
        let begin = &self.sorted[from..];
        &begin[..begin.partition_point(|word| self.bytes(word.0).starts_with(begins.as_bytes()))]
    }

    /// Gives the word its place if it has none yet.
    pub(super) fn add(&mut self, word: &str) -> WordId {
        if let Some(known) = self.find(word) {
            return known;
        }
        let (at, hash) = (self.ends.len() as u32, self.hash(word.as_bytes()));
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.docs.push(0);
        self.rank.push(0);
        let Self { table, hasher, text, ends, .. } = self;
        table.insert_unique(hash, at, |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        WordId(at)
    }

    /// One patient more has it in a name.
    pub(super) fn count(&mut self, word: WordId) {
        self.docs[word.at()] += 1;
        if self.rank[word.at()] == 0 {
            self.rank[word.at()] = u32::MAX;
            self.fresh.push(word);
            self.outline(word);
        }
    }

    fn outline(&mut self, word: WordId) {
        let sound = sound::sound(self.text(word));
        let from = self.sounds.len() as u32;
        self.sounds.push_str(&sound);
        self.outlines.push(self.outlined(word, from..self.sounds.len() as u32));
    }

    /// What rules a word out, whose sound lies there.
    fn outlined(&self, word: WordId, sound: Range<u32>) -> Outline {
        let heard = Sound(&self.sounds[sound.start as usize..sound.end as usize]);
        Outline {
            word,
            letters: letters_of(self.bytes(word.0)),
            consonants: sound::consonants(heard.text()),
            sound_end: sound.end,
        }
    }

    /// One patient less.
    pub(super) fn discount(&mut self, word: WordId) {
        self.docs[word.at()] = self.docs[word.at()].saturating_sub(1);
    }

    /// Sorts in what came since it was last called.
    pub(super) fn settle(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.sort_unstable_by(|one, other| self.bytes(one.0).cmp(self.bytes(other.0)));
        self.sorted = self.merged(&fresh);
        for (at, word) in (1..).zip(&self.sorted) {
            self.rank[word.at()] = at;
        }
    }

    fn merged(&self, fresh: &[WordId]) -> Vec<WordId> {
        let mut merged = Vec::with_capacity(self.sorted.len() + fresh.len());
        let mut known = self.sorted.iter().copied().peekable();
        for word in fresh {
            while let Some(before) = known.next_if(|known| self.bytes(known.0) < self.bytes(word.0)) {
                merged.push(before);
            }
            merged.push(*word);
        }
        merged.extend(known);
        merged
    }

    /// How many columns [`Dictionary::to_columns`] gives.
    pub(super) const COLUMNS: usize = 6;

    /// Words and how long each is; words of names in the order of the alphabet; the same in the order they came, with how each sounds.
    pub(super) fn to_columns(&self) -> Vec<Vec<u8>> {
        let sound_ends: Vec<u32> = self.outlines.iter().map(|outline| outline.sound_end).collect();
        vec![
            self.text.clone().into_bytes(),
            image::from_u32s(image::lengths(&self.ends)),
            image::from_u32s(self.sorted.iter().map(|word| word.0)),
            image::from_u32s(self.outlines.iter().map(|outline| outline.word.0)),
            self.sounds.clone().into_bytes(),
            image::from_u32s(image::lengths(&sound_ends)),
        ]
    }

    /// And back, with nobody counted yet; `None` if the columns do not fit each other.
    pub(super) fn from_columns(columns: &[Vec<u8>]) -> Option<Self> {
        let [text, lengths, sorted, heard, sounds, sound_lengths] = columns else { return None };
        let (text, sounds) = (String::from_utf8(text.clone()).ok()?, String::from_utf8(sounds.clone()).ok()?);
        let ends = image::ends(image::to_u32s(lengths)?.into_iter(), text.len())?;
        let sound_ends = image::ends(image::to_u32s(sound_lengths)?.into_iter(), sounds.len())?;
        let (sorted, heard) = (image::to_u32s(sorted)?, image::to_u32s(heard)?);
        let count = ends.len();
        let are_letters = |text: &str, ends: &[u32]| ends.iter().all(|end| text.is_char_boundary(*end as usize));
        if !are_letters(&text, &ends) || !are_letters(&sounds, &sound_ends) {
            return None;
        }
        if sound_ends.len() != heard.len() || sorted.iter().chain(&heard).any(|word| *word as usize >= count) {
            return None;
        }
        let mut dictionary = Self {
            text,
            docs: vec![0; count],
            rank: vec![0; count],
            sorted: sorted.into_iter().map(WordId).collect(),
            sounds,
            ends,
            ..Self::default()
        };
        for (at, word) in (1..).zip(&dictionary.sorted) {
            dictionary.rank[word.at()] = at;
        }
        let begins = std::iter::once(0).chain(sound_ends.iter().copied());
        let outlined = |(word, (from, end))| dictionary.outlined(WordId(word), from..end);
        dictionary.outlines = heard.into_iter().zip(begins.zip(sound_ends.iter().copied())).map(outlined).collect();
        dictionary.look_up_all();
        Some(dictionary)
    }

    fn look_up_all(&mut self) {
        let Self { table, hasher, text, ends, .. } = self;
        table.reserve(ends.len(), |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        for at in 0..ends.len() as u32 {
            let hash = hasher.hash_one(slice(text, ends, at).as_bytes());
            table.insert_unique(hash, at, |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        }
    }

    /// How many patients have each word in a name; `None` if one of a name has no place in the alphabet.
    pub(super) fn count_all(&mut self, counts: &[u32]) -> Option<()> {
        let fit = counts.len() == self.docs.len()
            && counts.iter().zip(&self.rank).all(|(count, rank)| *count == 0 || *rank > 0);
        fit.then(|| self.docs.copy_from_slice(counts))
    }

    fn hash(&self, word: &[u8]) -> u64 {
        self.hasher.hash_one(word)
    }

    fn bytes(&self, at: u32) -> &[u8] {
        slice(&self.text, &self.ends, at).as_bytes()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], at: u32) -> &'a str {
    let from = match at {
        0 => 0,
        _ => ends[at as usize - 1],
    };
    &text[from as usize..ends[at as usize] as usize]
}

/// Which letters and digits a folded word has, a bit each: `a` in bit 0, `0` in bit 26; in the top six bits how many it has in all, 63 at most.
/// Two words that differ in many of them cannot be alike.
pub fn letters_of(word: &[u8]) -> u64 {
    let bit = |byte: &u8| match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << (26 + byte - b'0'),
        _ => 0,
    };
    word.iter().map(bit).fold(0u64, |all, bit| all | bit) | (word.len().min(63) as u64) << 58
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn dictionary(lots: &[Vec<String>]) -> Dictionary {
        let mut dictionary = Dictionary::default();
        for lot in lots {
            for word in lot {
                let word = dictionary.add(word);
                dictionary.count(word);
            }
            dictionary.settle();
        }
        dictionary
    }

    proptest! {
        #[test]
        fn words_are_found_by_themselves_and_by_how_they_begin(
            lots in prop::collection::vec(prop::collection::vec("[a-c]{1,4}", 0..6), 0..6), begins in "[a-c]{0,2}",
        ) {
            let dictionary = dictionary(&lots);
            let words: BTreeSet<&String> = lots.iter().flatten().collect();
            prop_assert_eq!(dictionary.len(), words.len());
            for word in &words {
                let id = dictionary.find(word).unwrap();
                prop_assert_eq!(dictionary.text(id), word.as_str());
                prop_assert_eq!(dictionary.docs(id) as usize, lots.iter().flatten().filter(|other| other == word).count());
                prop_assert_eq!(dictionary.names()[dictionary.rank(id) as usize - 1], id);
            }
            let found: Vec<&str> = dictionary.beginning(&begins).iter().map(|id| dictionary.text(*id)).collect();
            let begin: Vec<&str> = words.iter().map(|word| word.as_str()).filter(|word| word.starts_with(&begins)).collect();
            prop_assert_eq!(found, begin);
        }
    }

    #[test]
    fn letters_tell_what_cannot_be_alike() {
        assert_eq!(letters_of(b"abba"), 0b11 | 4 << 58);
        assert_eq!(letters_of(b"0") & !(63 << 58), 1 << 26);
    }
}
