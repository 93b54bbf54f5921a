//! Every word of the register, once: looked up, begun with, and how many patients have it in their name.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::{
    alphabet::Alphabet,
    image::{self, Columns, Refusal},
    push,
};
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

/// The words. After words of names have come in, [`Dictionary::settle`] puts them into their order.
#[derive(Default)]
pub struct Dictionary {
    text: String,
    /// Where the text of each word ends.
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: RandomState,
    /// Of each word that is or was in a name its number among those, from 1; of other words, most of them in addresses, 0.
    numbers: Vec<u32>,
    /// By that number less one: how many patients have the word in a name, and its place in `names`, from 1.
    docs: Vec<u32>,
    ranks: Vec<u32>,
    /// Words that are or were in a name, by their text, and by their sound.
    names: Alphabet,
    sounds: Alphabet,
    /// Of those, which are not sorted in yet.
    fresh: Vec<WordId>,
}

impl Dictionary {
    /// How much memory each part takes, in bytes.
    pub(super) fn memory(&self) -> Vec<(&'static str, usize)> {
        let of_names = 4 * (self.docs.capacity() + self.ranks.capacity());
        vec![
            ("words", self.text.capacity() + 4 * self.ends.capacity()),
            ("looking words up", self.table.allocation_size() + 4 * self.numbers.capacity()),
            ("words of names, in order and by sound", of_names + self.names.memory() + self.sounds.memory()),
        ]
    }

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
        self.name(word).map_or(0, |name| self.docs[name])
    }

    /// How many have this word; 0 where nobody has.
    pub fn bearers(&self, word: &str) -> u32 {
        self.find(word).map_or(0, |word| self.docs(word))
    }

    /// Where a word of a name stands in the alphabet, from 1; 0 for one that is in none.
    pub fn rank(&self, word: WordId) -> u32 {
        self.name(word).map_or(0, |name| self.ranks[name])
    }

    /// Its number among the words that are or were in a name, dense from zero: in the order of the alphabet for those that were there when
    /// they were numbered last, then as they came.
    pub(super) fn name(&self, word: WordId) -> Option<usize> {
        (self.numbers[word.at()] as usize).checked_sub(1)
    }

    /// Every word that is or was in a name, in the order of the alphabet: the place of each is one less than its rank.
    pub fn names(&self) -> &Alphabet {
        &self.names
    }

    /// The same words by how each sounds ([`sound::key`]).
    pub fn sounds(&self) -> &Alphabet {
        &self.sounds
    }

    /// The words of names that begin so, in the order of the alphabet.
    pub fn beginning(&self, begins: &str) -> &[WordId] {
        &self.names.words()[self.names.beginning(begins.as_bytes())]
    }

    /// Gives the word its place if it has none yet.
    pub(super) fn add(&mut self, word: &str) -> WordId {
        if let Some(known) = self.find(word) {
            return known;
        }
        let (at, hash) = (self.ends.len() as u32, self.hash(word.as_bytes()));
        self.text.push_str(word);
        push(&mut self.ends, self.text.len() as u32);
        push(&mut self.numbers, 0);
        let Self { table, hasher, text, ends, .. } = self;
        table.insert_unique(hash, at, |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        WordId(at)
    }

    /// One patient more has it in a name. Its place among those words ([`Dictionary::name`]).
    pub(super) fn count(&mut self, word: WordId) -> usize {
        let name = self.name(word).unwrap_or_else(|| {
            push(&mut self.docs, 0);
            push(&mut self.ranks, u32::MAX);
            self.fresh.push(word);
            self.numbers[word.at()] = self.docs.len() as u32;
            self.docs.len() - 1
        });
        self.docs[name] += 1;
        name
    }

    /// One patient less.
    pub(super) fn discount(&mut self, word: WordId) {
        if let Some(name) = self.name(word) {
            self.docs[name] = self.docs[name].saturating_sub(1);
        }
    }

    /// Sorts in what came since it was last called.
    pub(super) fn settle(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        let fresh = std::mem::take(&mut self.fresh);
        let texts = fresh.iter().map(|word| self.text(*word).to_owned());
        let texts: Vec<(String, WordId)> = texts.zip(fresh.iter().copied()).collect();
        let sounds = texts.iter().map(|(text, word)| (sound::key(&sound::sound(text)), *word)).collect();
        insert(&mut self.sounds, sounds);
        insert(&mut self.names, texts);
        self.rank_all();
    }

    /// Ranks the words of names in their order.
    fn rank_all(&mut self) {
        for (rank, word) in (1..).zip(self.names.words()) {
            if let Some(known) =
                (self.numbers[word.at()] as usize).checked_sub(1).and_then(|name| self.ranks.get_mut(name))
            {
                *known = rank;
            }
        }
    }

    /// Numbers the words of names anew, in the order of the alphabet; all have to be sorted in.
    pub(super) fn number(&mut self) {
        self.docs = self.names.words().iter().map(|word| self.docs(*word)).collect();
        (1..).zip(self.names.words()).for_each(|(number, word)| self.numbers[word.at()] = number);
        self.ranks = (1..=self.docs.len() as u32).collect();
    }

    /// How many columns there are.
    pub(super) const COLUMNS: usize = 2 + 2 * Alphabet::COLUMNS;

    /// Words and how long each is; words of names in the order of the alphabet; the same by how each sounds.
    pub(super) fn column(&self, number: usize) -> Vec<u8> {
        match number {
            0 => self.text.clone().into_bytes(),
            1 => image::from_u32s(image::lengths(&self.ends)),
            _ if number < 2 + Alphabet::COLUMNS => self.names.column(number - 2),
            _ => self.sounds.column(number - 2 - Alphabet::COLUMNS),
        }
    }

    /// And back, with nobody counted yet.
    pub(super) fn from_columns<E>(columns: &mut Columns<'_, E>) -> Result<Self, Refusal<E>> {
        let text = String::from_utf8(columns.bytes()?).map_err(|_| Refusal::Unfit)?;
        let ends = image::ends(columns.u32s()?.into_iter()).ok_or(Refusal::Unfit)?;
        let (names, sounds) = (Alphabet::from_columns(columns)?, Alphabet::from_columns(columns)?);
        Self::of(text, ends, names, sounds).ok_or(Refusal::Unfit)
    }

    /// Of words, and those of them that are or were in a name; `None` if they do not fit each other.
    fn of(text: String, ends: Vec<u32>, names: Alphabet, sounds: Alphabet) -> Option<Self> {
        let is_whole = ends.last().map_or(0, |end| *end as usize) == text.len();
        if !is_whole || !ends.iter().all(|end| text.is_char_boundary(*end as usize)) {
            return None;
        }
        let count = ends.len();
        let are_known = |words: &[WordId]| words.iter().all(|word| word.at() < count);
        if names.len() != sounds.len() || !are_known(names.words()) || !are_known(sounds.words()) {
            return None;
        }
        let (docs, ranks) = (vec![0; names.len()], vec![0; names.len()]);
        let mut numbers = vec![0; count];
        (1..).zip(names.words()).for_each(|(number, word)| numbers[word.at()] = number);
        let mut dictionary = Self { text, ends, numbers, docs, ranks, names, sounds, ..Self::default() };
        dictionary.rank_all();
        let are_alike = |(place, word): (usize, &WordId)| {
            dictionary.names.text(place) == dictionary.bytes(word.0) && dictionary.rank(*word) as usize == place + 1
        };
        let are_sound = dictionary.sounds.words().iter().all(|word| dictionary.rank(*word) > 0)
            && dictionary.names.words().iter().enumerate().all(are_alike);
        dictionary.look_up_all();
        are_sound.then_some(dictionary)
    }

    fn look_up_all(&mut self) {
        let Self { table, hasher, text, ends, .. } = self;
        table.reserve(ends.len(), |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        for at in 0..ends.len() as u32 {
            let hash = hasher.hash_one(slice(text, ends, at).as_bytes());
            table.insert_unique(hash, at, |at| hasher.hash_one(slice(text, ends, *at).as_bytes()));
        }
    }

    /// How many patients have each word in a name, by [`Dictionary::name`].
    pub(super) fn count_all(&mut self, counts: Vec<u32>) {
        self.docs = counts;
    }

    /// Gives back room that is not used, after many have come in.
    pub(super) fn trim(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.numbers.shrink_to_fit();
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

fn insert(alphabet: &mut Alphabet, mut new: Vec<(impl AsRef<[u8]> + Ord, WordId)>) {
    new.sort_unstable();
    alphabet.insert(&new.iter().map(|(text, word)| (text.as_ref(), *word)).collect::<Vec<_>>());
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
                prop_assert_eq!(dictionary.names().words()[dictionary.rank(id) as usize - 1], id);
            }
            let found: Vec<&str> = dictionary.beginning(&begins).iter().map(|id| dictionary.text(*id)).collect();
            let begin: Vec<&str> = words.iter().map(|word| word.as_str()).filter(|word| word.starts_with(&begins)).collect();
            prop_assert_eq!(found, begin);
        }
    }
}
