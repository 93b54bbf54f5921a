//! The register in memory: every patient's record in a few flat arrays, and who has which word. Pure; read from the search log after unlocking.
//!
//! A record that changes gets a new slot and its old one is given up, so that slots and the lists of who has a word only grow, in order.

pub mod alphabet;
pub mod codec;
pub mod dictionary;
pub mod digits;
mod doc;
mod ends;
pub mod image;
mod order;
mod packed;
mod patients;
mod postings;
pub mod record;

#[cfg(test)]
mod tests;

use daybook_ledger::Id;

pub use self::{
    dictionary::{Dictionary, WordId},
    digits::Digits,
    doc::{Doc, Slot},
    record::{Field, Known, Record, Standing},
};
use self::{
    doc::{Docs, Place},
    order::Order,
    patients::Patients,
    postings::Postings,
};

/// More words of one patient than this are not looked at.
const MOST_WORDS: usize = 1_000;

/// The register. After [`Register::put`] and [`Register::remove`], [`Register::settle`] before it is read.
#[derive(Default)]
pub struct Register {
    words: Dictionary,
    postings: Postings,
    docs: Docs,
    patients: Patients,
    order: Order,
    live: usize,
    epoch: u64,
    revision: u64,
}

impl Register {
    /// How many patients.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Goes up whenever slots are numbered anew.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Goes up with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Slots are below this; those given up are [`None`] to [`Register::doc`].
    pub fn end(&self) -> u32 {
        self.docs.end()
    }

    /// Every word.
    pub fn words(&self) -> &Dictionary {
        &self.words
    }

    /// The slot of a patient.
    pub fn slot_of(&self, patient: &Id) -> Option<Slot> {
        self.patients.find(&self.docs, &patient.0).map(Slot)
    }

    /// The record in a slot; `None` if it has been given up.
    pub fn doc(&self, slot: Slot) -> Option<Doc<'_>> {
        self.docs.get(slot)
    }

    /// Every patient, by slot.
    pub fn docs(&self) -> impl Iterator<Item = Doc<'_>> {
        (0..self.end()).filter_map(|slot| self.doc(Slot(slot)))
    }

    /// Those who have the word in a name.
    pub fn with_word(&self, word: WordId) -> impl Iterator<Item = Slot> {
        self.slots(word).filter(|slot| self.docs.is_live(*slot))
    }

    /// The same, with those given up among them.
    pub fn slots(&self, word: WordId) -> impl Iterator<Item = Slot> {
        self.places(word).into_iter().flatten().map(|place| self.slot_at(*place))
    }

    /// One of those, by its number among them.
    pub fn nth(&self, word: WordId, number: usize) -> Option<Slot> {
        let [most, since] = self.places(word);
        most.get(number).or_else(|| since.get(number - most.len())).map(|place| self.slot_at(*place))
    }

    /// Where those stand who have the word in a name, in two lists; those given up since are among them.
    pub fn places(&self, word: WordId) -> [&[u32]; 2] {
        self.words.name(word).map_or([&[], &[]], |name| self.postings.get(name))
    }

    /// The same of words that are neighbours in the alphabet, in several lists.
    pub fn places_of_neighbours(&self, words: &[WordId]) -> impl Iterator<Item = &[u32]> {
        let in_order = |word: &WordId| self.words.name(*word).filter(|name| *name < self.postings.in_order());
        let first = words.iter().find_map(in_order);
        let run = first.zip(words.iter().rev().find_map(in_order));
        let run = run.map_or(&[][..], |(first, last)| self.postings.run(first..last + 1));
        let names = words.iter().filter_map(|word| self.words.name(*word));
        std::iter::once(run).chain(names.map(|name| self.postings.since(name)).filter(|since| !since.is_empty()))
    }

    /// Those born between two `YYYYMMDD`, both included.
    pub fn with_birth(&self, from: u32, to: u32) -> Vec<Slot> {
        self.docs.with_birth(|birth| birth.wrapping_sub(from) <= to.wrapping_sub(from))
    }

    /// Those born on a month and day, `MMDD`, of whatever year.
    pub fn with_birthday(&self, day: u32) -> Vec<Slot> {
        self.docs.with_birth(|birth| birth % 10_000 == day)
    }

    /// Those one of whose phones is the same; the next of kin's counts.
    pub fn with_phone(&self, phone: Digits) -> Vec<Slot> {
        self.docs.with_phone(|known| known.is_same_phone(phone))
    }

    /// Those one of whose phones has these digits in it; the next of kin's counts.
    pub fn with_phone_part(&self, part: Digits) -> Vec<Slot> {
        self.docs.with_phone_part(part)
    }

    /// Those one of whose ids begins so; ids are folded.
    pub fn with_code(&self, begins: &str) -> Vec<Slot> {
        self.docs.with_code(begins, Place::Beginning)
    }

    /// Those one of whose ids begins like one of these.
    pub fn with_any_code(&self, begin: &[String]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = begin.iter().flat_map(|begins| self.with_code(begins)).collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Those one of whose ids has this in it.
    pub fn with_code_part(&self, part: &str) -> Vec<Slot> {
        self.docs.with_code(part, Place::Anywhere)
    }

    /// Makes room for so many more patients.
    pub fn reserve(&mut self, patients: usize) {
        self.docs.reserve(patients);
    }

    /// Takes a record in, in place of the one before of the same patient.
    pub fn put(&mut self, record: &Record) {
        self.remove(&Id(record.patient));
        self.revision += 1;
        let mut words = Vec::with_capacity(record.words.len());
        for (field, word) in record.words.iter().take(MOST_WORDS) {
            words.push((self.words.add(word), *field));
        }
        let slot = self.docs.push(record, &words);
        // Where so many come that the order is worked out anew, who has which word is, too.
        let is_listed_later = self.is_order_old();
        let mut seen: Vec<WordId> = Vec::with_capacity(words.len());
        for (word, _) in words.iter().filter(|(_, field)| field.is_name()) {
            if !seen.contains(word) {
                seen.push(*word);
                let name = self.words.count(*word);
                if !is_listed_later {
                    self.postings.push(name, slot);
                }
            }
        }
        self.patients.insert(&self.docs, slot);
        self.live += 1;
    }

    /// Forgets a patient.
    pub fn remove(&mut self, patient: &Id) {
        let Some(slot) = self.patients.remove(&self.docs, &patient.0) else { return };
        self.revision += 1;
        let mut words: Vec<WordId> =
            self.docs.words(slot).filter(|(_, field)| field.is_name()).map(|(word, _)| word).collect();
        words.sort_unstable();
        words.dedup();
        words.into_iter().for_each(|word| self.words.discount(word));
        self.docs.give_up(slot);
        self.live -= 1;
    }

    /// Forgets everybody.
    pub fn clear(&mut self) {
        *self = Self { epoch: self.epoch + 1, revision: self.revision + 1, ..Self::default() };
    }

    /// Takes everybody from another register, in place of everybody here.
    pub fn replace(&mut self, other: Self) {
        let (epoch, revision) = (self.epoch + 1, self.revision + 1);
        *self = Self { epoch, revision, ..other };
    }

    /// Puts new words, and many new patients, in their order.
    pub fn settle(&mut self) {
        self.words.settle();
        self.patients.settle(&self.docs);
        if self.is_order_old() {
            self.arrange();
        }
    }

    /// Gives back room that is not used, after many have come in.
    pub fn trim(&mut self) {
        self.docs.trim();
        self.words.trim();
    }

    /// How much memory each part takes, in bytes: what was asked for, not what is in use.
    pub fn memory(&self) -> Vec<(&'static str, usize)> {
        let mut parts = self.docs.memory();
        parts.extend(self.words.memory());
        parts.push(("who has which word", self.postings.memory()));
        parts.push(("where each patient is", self.patients.memory()));
        parts.push(("the order", self.order.memory()));
        parts
    }

    /// How many slots have been given up.
    pub fn given_up(&self) -> usize {
        self.end() as usize - self.live
    }
}

/// Puts a value behind a column, which grows by a small part when it is full: at a million patients an eighth more would be too much to
/// leave empty, and what is large the system moves without copying it.
fn push<T>(column: &mut Vec<T>, value: T) {
    if column.len() == column.capacity() {
        column.reserve_exact(64 + column.len() / 64);
    }
    column.push(value);
}
