//! Who may be worth a comparison, without looking at everybody: people who share a key, such as a birth and an initial, or a phone.
//!
//! For many questions at once, as the check of a whole register asks them and a file: the keys of those who ask are noted, and one
//! walk over the register finds who else has one. What is kept in memory grows with how many ask, and not with the register.

use std::collections::HashMap;

use hashbrown::{HashTable, hash_table::Entry};

use crate::domain::{
    names::is_particle,
    register::{Dictionary, Doc, Field, Register, Slot, WordId},
    sound::sound,
};

/// A key that more people share says too little: others must bring them together.
const LARGEST: usize = 300;
/// So many words of a name are paired with each other.
const WORDS: usize = 4;

/// The keys of those who ask, and who has each.
#[derive(Default)]
pub struct Blocks {
    /// The register walked over, if it was begun.
    epoch: Option<u64>,
    /// Slots below this have been walked over.
    end: u32,
    blocks: HashTable<Block>,
    /// How many were born on each day on which one was who asks.
    births: HashMap<u32, usize>,
    heard: Heard,
}

/// Those who have a key, in the order of slots; one more than [`LARGEST`] at most.
struct Block {
    key: u32,
    slots: Vec<u32>,
}

impl Blocks {
    /// Notes some of those who will ask, `docs` of a register with these words. To be done before the walk.
    pub fn ask<'a>(&mut self, words: &Dictionary, docs: impl IntoIterator<Item = Doc<'a>>) {
        for doc in docs {
            keys(doc, words, |word| sounding(words, word)).into_iter().for_each(|key| self.want(key));
            self.births.insert(doc.birth(), 0);
        }
    }

    fn want(&mut self, key: u32) {
        let entry = self.blocks.entry(spread(key), |block| block.key == key, |block| spread(block.key));
        if let Entry::Vacant(place) = entry {
            place.insert(Block { key, slots: Vec::new() });
        }
    }

    /// Walks over the next `most` slots of a register, up to `until`. Whether there are more.
    pub fn walk(&mut self, register: &Register, until: u32, most: u32) -> bool {
        if self.epoch != Some(register.epoch()) {
            self.begin(register);
        }
        let until = until.min(register.end());
        let to = until.min(self.end.saturating_add(most));
        for doc in (self.end..to).filter_map(|slot| register.doc(Slot(slot))) {
            self.meet(doc, register.words());
        }
        self.end = self.end.max(to);
        to < until
    }

    fn begin(&mut self, register: &Register) {
        self.blocks.iter_mut().for_each(|block| block.slots.clear());
        self.births.values_mut().for_each(|count| *count = 0);
        (self.epoch, self.end, self.heard) = (Some(register.epoch()), 0, Heard::default());
    }

    fn meet(&mut self, doc: Doc<'_>, words: &Dictionary) {
        for key in keys(doc, words, |word| self.heard.sounding(words, word)) {
            if let Some(block) = self.blocks.find_mut(spread(key), |block| block.key == key)
                && block.slots.len() <= LARGEST
            {
                block.slots.push(doc.slot().0);
            }
        }
        if let Some(count) = self.births.get_mut(&doc.birth()) {
            *count += 1;
        }
    }

    /// Slots of the register below this have been walked over.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Those before `until` who share a key with `doc`, whose words are these and who was among those who ask.
    pub fn meeting(&self, register: &Register, words: &Dictionary, doc: Doc<'_>, until: Slot) -> Vec<Slot> {
        if self.epoch != Some(register.epoch()) {
            return Vec::new();
        }
        let mut slots = Vec::new();
        for key in keys(doc, words, |word| sounding(words, word)) {
            let block = self.blocks.find(spread(key), |block| block.key == key);
            let block = block.map_or(&[][..], |block| &block.slots);
            let before = &block[..block.partition_point(|slot| *slot < until.0)];
            if before.len() <= LARGEST {
                slots.extend(before.iter().map(|slot| Slot(*slot)));
            }
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// How many of those walked over were born on this very day, on which somebody was born who asks.
    pub fn born(&self, birth: u32) -> usize {
        self.births.get(&birth).copied().unwrap_or(0)
    }
}

/// How words sound, once each, since most names are had by many: by their places in one dictionary, 0 where not yet heard.
#[derive(Default)]
struct Heard(Vec<u32>);

impl Heard {
    fn sounding(&mut self, words: &Dictionary, word: WordId) -> u32 {
        if self.0.len() <= word.at() {
            self.0.resize(words.len(), 0);
        }
        let heard = &mut self.0[word.at()];
        if *heard == 0 {
            *heard = sounding(words, word);
        }
        *heard
    }
}

/// How a word sounds, as a hash; never 0.
fn sounding(words: &Dictionary, word: WordId) -> u32 {
    key(b's', &[sound(words.text(word)).as_bytes()]) | 1
}

/// Keys are hashes: their upper bits must be as good as their lower ones.
fn spread(key: u32) -> u64 {
    u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What brings somebody together with others, as hashes: two that meet by chance cost a comparison and nothing else.
fn keys(doc: Doc<'_>, words: &Dictionary, sounding: impl FnMut(WordId) -> u32) -> Vec<u32> {
    let names = names(doc, words);
    let mut keys = Vec::with_capacity(24);
    by_birth(doc, words, &names, &mut keys);
    let sounds: Vec<u32> = names.iter().copied().map(sounding).collect();
    by_names(doc, words, &sounds, &mut keys);
    keys.extend(house(doc, words));
    keys.extend(phones(doc));
    // The first is the patient number.
    keys.extend(doc.codes().skip(1).filter(|code| code.len() >= 3).map(|code| key(b'c', &[code.as_bytes()])));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The whole birth, day and month in either order, with an initial or with where they live.
fn by_birth(doc: Doc<'_>, words: &Dictionary, names: &[WordId], keys: &mut Vec<u32>) {
    let birth = doc.birth();
    if birth.is_multiple_of(100) {
        return;
    }
    let swapped = birth / 10_000 * 10_000 + birth % 100 * 100 + birth / 100 % 100;
    let day = birth.min(swapped).to_le_bytes();
    keys.extend(names.iter().map(|word| key(b'b', &[&day, &words.text(*word).as_bytes()[..1]])));
    keys.extend(place(doc, words).map(|place| key(b'l', &[&day, place.as_bytes()])));
}

/// Two words of the name in either order, by sound: alone where they are rare, with the year of birth or with where they live where they are not.
fn by_names(doc: Doc<'_>, words: &Dictionary, sounds: &[u32], keys: &mut Vec<u32>) {
    let year = (doc.birth() / 10_000).to_le_bytes();
    let place = place(doc, words);
    for (at, one) in sounds.iter().enumerate() {
        for other in &sounds[at + 1..] {
            let (one, other) = (one.min(other).to_le_bytes(), one.max(other).to_le_bytes());
            keys.push(key(b'n', &[&one, &other]));
            if doc.birth() > 0 {
                keys.push(key(b'y', &[&one, &other, &year]));
            }
            keys.extend(place.map(|place| key(b'p', &[&one, &other, place.as_bytes()])));
        }
    }
}

/// House number and street.
pub(super) fn house(doc: Doc<'_>, words: &Dictionary) -> Option<u32> {
    let has_digit = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let street =
        |wanted: Field| doc.words().filter(move |(_, field)| *field == wanted).map(|(word, _)| words.text(word));
    let number = street(Field::Street).find(has_digit)?;
    let longest = street(Field::Street).filter(|word| !has_digit(word)).max_by_key(|word| word.len())?;
    let place = place(doc, words).unwrap_or_default();
    Some(key(b'h', &[number.as_bytes(), longest.as_bytes(), place.as_bytes()]))
}

/// Each phone long enough to be somebody's.
pub(super) fn phones(doc: Doc<'_>) -> impl Iterator<Item = u32> {
    doc.phones().filter(|phone| phone.count() >= 5).map(|phone| key(b't', &[&phone.ending().to_le_bytes()]))
}

/// Words of the name with more than an initial, each once.
fn names(doc: Doc<'_>, words: &Dictionary) -> Vec<WordId> {
    let mut names: Vec<WordId> = Vec::with_capacity(WORDS);
    let telling = |word: &WordId| words.text(*word).len() > 1 && !is_particle(words.text(*word));
    for word in doc.names().map(|(word, _)| word).filter(telling) {
        if names.len() < WORDS && !names.contains(&word) {
            names.push(word);
        }
    }
    names
}

/// The postcode, else the longest word of town and district.
fn place<'a>(doc: Doc<'a>, words: &'a Dictionary) -> Option<&'a str> {
    let of = |wanted: Field| doc.words().filter(move |(_, field)| *field == wanted).map(|(word, _)| words.text(word));
    of(Field::Postcode).next().or_else(|| of(Field::Town).max_by_key(|word| word.len()))
}

/// FNV-1a, parts kept apart, folded to 32 bits.
fn key(kind: u8, parts: &[&[u8]]) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = step(0xcbf2_9ce4_8422_2325, kind);
    for part in parts {
        hash = part.iter().fold(hash, |hash, byte| step(hash, *byte));
        hash = step(hash, 0xff);
    }
    (hash ^ hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use daybook_api::{Address, Birth, Date, Person};
    use daybook_ledger::Id;

    use super::*;
    use crate::domain::register::{Record, Standing};

    fn person(given: &str, family: &str, born: (i16, u8, u8)) -> Person {
        let birth = Birth::Day { date: Date::new(born.0, born.1, born.2).unwrap() };
        Person { given: given.into(), family: family.into(), birth, ..Person::default() }
    }

    fn register(people: &[Person]) -> Register {
        let mut register = Register::default();
        for (number, person) in (1..).zip(people) {
            register.put(&Record::of(&Id([number; 16]), &format!("KGH-01-{number}"), person, Standing::Here));
        }
        register.settle();
        register
    }

    /// Everybody asks.
    fn blocks(register: &Register) -> Blocks {
        let mut blocks = Blocks::default();
        blocks.ask(register.words(), register.docs());
        while blocks.walk(register, u32::MAX, 2) {}
        blocks
    }

    fn before(register: &Register, blocks: &Blocks, doc: Doc<'_>) -> Vec<Slot> {
        blocks.meeting(register, register.words(), doc, doc.slot())
    }

    fn meet(one: Person, other: Person) -> bool {
        let register = register(&[one, other]);
        let last = register.doc(Slot(1)).unwrap();
        !before(&register, &blocks(&register), last).is_empty()
    }

    #[test]
    fn those_who_may_be_one_person_meet() {
        let ana = || person("Ana", "Silva", (1987, 3, 4));
        let at = |person: Person| Person {
            address: Address { lines: "7 Harbour Street".into(), city: "Porto".into(), ..Address::default() },
            ..person
        };
        assert!(meet(ana(), person("Ane", "Sliva", (1987, 4, 3))), "birth and initial, day and month exchanged");
        assert!(meet(ana(), person("Silva", "Ana", (1951, 8, 9))), "both names, exchanged");
        assert!(meet(at(ana()), at(person("Beatriz", "Costa", (1990, 1, 1)))), "one house");
        let with_phone = |person: Person, phone: &str| Person { phones: vec![phone.into()], ..person };
        let other = || person("Beatriz", "Costa", (1990, 1, 1));
        assert!(meet(with_phone(ana(), "+351 215 550 199"), with_phone(other(), "215550199")), "one phone");
        assert!(!meet(ana(), other()));
    }

    #[test]
    fn each_pair_comes_up_once_and_whoever_changes_comes_last() {
        let people: Vec<Person> = (0..3).map(|_| person("Ana", "Silva", (1987, 3, 4))).collect();
        let mut register = register(&people);
        let count = |register: &Register| -> usize {
            let blocks = blocks(register);
            register.docs().map(|doc| before(register, &blocks, doc).len()).sum()
        };
        assert_eq!((count(&register), blocks(&register).born(19_870_304)), (3, 3));
        register.put(&Record::of(&Id([1; 16]), "KGH-01-1", &people[0], Standing::Here));
        register.settle();
        let changed = register.doc(register.slot_of(&Id([1; 16])).unwrap()).unwrap();
        assert_eq!(before(&register, &blocks(&register), changed), [Slot(1), Slot(2)]);
        assert_eq!(count(&register), 3);
    }

    #[test]
    fn who_asks_alone_meets_the_same_as_among_all() {
        let people: Vec<Person> = (0..40u8)
            .map(|number| person(["Ana", "Rui"][usize::from(number) % 2], "Silva", (1980, 1 + number % 12, 5)))
            .collect();
        let register = register(&people);
        let all = blocks(&register);
        for doc in register.docs() {
            let mut alone = Blocks::default();
            alone.ask(register.words(), [doc]);
            while alone.walk(&register, doc.slot().0, 7) {}
            assert_eq!(before(&register, &alone, doc), before(&register, &all, doc));
        }
    }

    #[test]
    fn a_file_meets_a_register_whose_words_have_other_places() {
        let register = register(&[person("Rui", "Costa", (1951, 1, 1)), person("Ana", "Silva", (1987, 3, 4))]);
        let mut file = Register::default();
        file.put(&Record::of_person(&person("Anna", "Silva", (1987, 3, 5))));
        file.settle();
        let row = file.doc(Slot(0)).unwrap();
        let mut blocks = Blocks::default();
        blocks.ask(file.words(), [row]);
        while blocks.walk(&register, u32::MAX, 1) {}
        assert_eq!(blocks.meeting(&register, file.words(), row, Slot(u32::MAX)), [Slot(1)]);
    }

    #[test]
    fn what_everybody_shares_brings_nobody_together() {
        let people: Vec<Person> = (0..LARGEST + 3).map(|_| person("Ana", "Silva", (1987, 3, 4))).collect();
        let mut register = Register::default();
        for (number, person) in (1u64..).zip(&people) {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&number.to_be_bytes());
            register.put(&Record::of(&Id(id), "", person, Standing::Here));
        }
        register.settle();
        let blocks = blocks(&register);
        let met = |slot: usize| before(&register, &blocks, register.doc(Slot(slot as u32)).unwrap()).len();
        assert_eq!((met(LARGEST), met(LARGEST + 1), met(LARGEST + 2)), (LARGEST, 0, 0));
    }
}
