//! Which words of the register one typed word may mean: as typed, begun so, or nearly so.

use std::{ops::Range, sync::OnceLock};

use super::{marked::Marked, near, short};
use crate::domain::{
    names::is_particle,
    register::{Dictionary, Register, WordId},
};

/// How a word of the register is meant by a typed one, the nearest first. Whatever is not [`Meant::Exact`] or [`Meant::Begins`] is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Meant {
    /// As typed.
    Exact = 1,
    /// It begins as typed.
    Begins,
    /// A nickname, or the name in full.
    Nickname,
    /// One letter is other.
    OneEdit,
    /// It sounds the same.
    Sounds,
    /// It begins so, but for one letter.
    BeginsOneEdit,
    /// Two letters are other.
    TwoEdits,
    /// It sounds nearly the same.
    SoundsNearly,
    /// It begins so, but for two letters.
    BeginsTwoEdits,
    /// A short form, by the rules for them.
    Short,
    /// Its first letter stands for it.
    Initial,
}

impl Meant {
    /// How far off, to add up over the words of a name.
    pub fn distance(self) -> u16 {
        match self {
            Self::Exact | Self::Begins => 0,
            other => other as u16 - Self::Begins as u16,
        }
    }
}

/// A typed word, and every word of the register that it may mean.
pub struct Typed {
    /// As typed, folded.
    pub text: String,
    /// Van, de, al …: may be too much.
    pub is_particle: bool,
    /// How many patients have one of the words, at most.
    pub docs: u64,
    /// The ranks of the words that are as typed or begin so: neighbours in the alphabet.
    begun: Range<u32>,
    /// Whether the first of them is as typed.
    exact: Option<u32>,
    /// The ranks of words that are only nearly so, in order, and how they are meant; and the same ranks, a bit each.
    nearly: Vec<(u32, Meant)>,
    is_near: Vec<u64>,
    /// Who has one of the words, by [`Within`].
    marked: [OnceLock<Marked>; Within::ALL.len()],
}

/// How far off a word may be to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Within {
    /// As typed, begun so, another name of theirs, or one letter other.
    OneEdit,
    /// It sounds the same, or begins so but for one letter.
    Begins,
    /// Two letters other, or it sounds nearly the same.
    TwoEdits,
    /// However it is meant.
    Any,
}

impl Within {
    /// The nearest first.
    pub const ALL: [Self; 4] = [Self::OneEdit, Self::Begins, Self::TwoEdits, Self::Any];

    /// The distance that all that count have at most.
    pub fn distance(self) -> u16 {
        match self {
            Self::OneEdit => Meant::OneEdit.distance(),
            Self::Begins => Meant::BeginsOneEdit.distance(),
            Self::TwoEdits => Meant::SoundsNearly.distance(),
            Self::Any => u16::MAX,
        }
    }
}

impl Typed {
    /// Only words that are as typed or begin so.
    pub fn strictly(text: &str, register: &Register) -> Self {
        let names = register.words().names();
        let places = names.beginning(text.as_bytes());
        let docs = register.places_of_neighbours(&names.words()[places.clone()]).map(|list| list.len() as u64).sum();
        let is_there = !places.is_empty() && names.text(places.start).len() == text.len();
        let begun = places.start as u32 + 1..places.end as u32 + 1;
        Self {
            text: text.to_owned(),
            is_particle: is_particle(text),
            docs,
            exact: is_there.then_some(begun.start),
            begun,
            nearly: Vec::new(),
            is_near: Vec::new(),
            marked: Default::default(),
        }
    }

    /// Words that are nearly as typed, too.
    pub fn forgivingly(text: &str, register: &Register) -> Self {
        let words = register.words();
        let mut near = near::edited(text, words, near::Extent::Begin);
        near.extend(near::sounding(text, words));
        near.extend(near::called_otherwise(text, words));
        near.extend(near::shortened(text, words));
        let by_text = |word: &str| words.find(word).map(|word| words.rank(word)).filter(|rank| *rank > 0);
        near.extend(short::forms(text).iter().filter_map(|form| by_text(form)).map(|rank| (rank, Meant::Short)));
        if text.len() > 1 {
            near.extend(text.get(..1).and_then(by_text).map(|rank| (rank, Meant::Initial)));
        }
        Self::strictly(text, register).with(near, words)
    }

    /// The same for two words written together: as they are, with a slip, but not for a piece of them.
    pub fn forgivingly_together(text: &str, register: &Register) -> Self {
        let words = register.words();
        let mut near = near::edited(text, words, near::Extent::Whole);
        near.extend(near::sounding(text, words));
        Self::strictly(text, register).with(near, words)
    }

    /// Takes words in that are nearly as typed; of one that is so in several ways the nearest counts.
    fn with(mut self, mut near: Vec<(u32, Meant)>, words: &Dictionary) -> Self {
        let docs = |rank: u32| words.docs(words.names().words()[rank as usize - 1]);
        near.retain(|(rank, _)| !self.begun.contains(rank) && docs(*rank) > 0);
        near.sort_unstable();
        near.dedup_by_key(|(rank, _)| *rank);
        self.docs += near.iter().map(|(rank, _)| u64::from(docs(*rank))).sum::<u64>();
        self.is_near = vec![0; words.names().len() / 64 + 1];
        near.iter().for_each(|(rank, _)| self.is_near[*rank as usize / 64] |= 1 << (rank % 64));
        Self { nearly: near, ..self }
    }

    /// Whether it means only words as typed, or begun so.
    pub fn is_strict(&self) -> bool {
        self.nearly.is_empty()
    }

    /// How the word of that rank is meant by it, if it is.
    pub fn means(&self, rank: u32) -> Option<Meant> {
        if self.begun.contains(&rank) {
            return Some(if self.exact == Some(rank) { Meant::Exact } else { Meant::Begins });
        }
        let bits = *self.is_near.get(rank as usize / 64)?;
        if bits >> (rank % 64) & 1 == 0 {
            return None;
        }
        let place = self.nearly.binary_search_by_key(&rank, |(known, _)| *known).ok()?;
        Some(self.nearly[place].1)
    }

    /// The words that it may mean.
    pub fn words(&self, register: &Register) -> impl Iterator<Item = WordId> {
        self.begun(register).iter().copied().chain(self.nearly_within(register, Within::Any))
    }

    fn begun<'a>(&self, register: &'a Register) -> &'a [WordId] {
        &register.words().names().words()[self.begun.start as usize - 1..self.begun.end as usize - 1]
    }

    fn nearly_within(&self, register: &Register, within: Within) -> impl Iterator<Item = WordId> {
        let names = register.words().names().words();
        let nearly = self.nearly.iter().filter(move |(_, meant)| meant.distance() <= within.distance());
        nearly.map(|(rank, _)| names[*rank as usize - 1])
    }

    /// The one that is as typed.
    pub fn exact(&self, register: &Register) -> Option<WordId> {
        self.exact.map(|rank| register.words().names().words()[rank as usize - 1])
    }

    /// Those who have one of the words that count.
    pub fn marked(&self, register: &Register, within: Within) -> &Marked {
        let within = if self.is_strict() { Within::Any } else { within };
        self.marked[within as usize].get_or_init(|| {
            let begun = register.places_of_neighbours(self.begun(register));
            let nearly = self.nearly_within(register, within).flat_map(|word| register.places(word));
            Marked::of(register, begun.chain(nearly))
        })
    }
}
