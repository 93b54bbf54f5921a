//! Who may be worth a comparison, without looking at everybody: people who share a key, such as a birth and an initial, or a phone.
//!
//! For the check of a whole register, which would otherwise compare everybody with everybody. Each person has about ten keys of four
//! bytes, so that at a million people this takes some 80 MB, and only while the check runs.

use crate::domain::{
    names::is_particle,
    register::{Dictionary, Doc, Field, Register, Slot, WordId},
    sound::sound,
};

/// A key that more people share says too little: others must bring them together.
const LARGEST: usize = 300;
/// So many words of a name are paired with each other.
const WORDS: usize = 4;

/// Keys of everybody, by key and then by slot.
#[derive(Default)]
pub struct Blocks {
    epoch: u64,
    end: u32,
    keys: Vec<(u32, u32)>,
    births: Vec<u32>,
}

impl Blocks {
    /// Takes in at most `most` of those who have come since. Whether there are more; after the last, [`Blocks::settle`].
    pub fn draw(&mut self, register: &Register, most: u32) -> bool {
        if self.epoch != register.epoch() {
            *self = Self { epoch: register.epoch(), ..Self::default() };
        }
        let to = register.end().min(self.end.saturating_add(most));
        for doc in (self.end..to).filter_map(|slot| register.doc(Slot(slot))) {
            let slot = doc.slot().0;
            self.keys.extend(keys(doc, register.words()).into_iter().map(|key| (key, slot)));
            self.births.push(doc.birth());
        }
        self.end = to;
        to < register.end()
    }

    /// Puts what was taken in in its order.
    pub fn settle(&mut self) {
        // What was there before is in order already, which this makes use of.
        self.keys.sort();
        self.births.sort();
    }

    /// Those before `doc` who share a key with it: of two people one stands before the other, so that each pair comes up once.
    pub fn before(&self, register: &Register, doc: Doc<'_>) -> Vec<Slot> {
        if self.epoch != register.epoch() {
            return Vec::new();
        }
        let mut slots = Vec::new();
        for key in keys(doc, register.words()) {
            let block = self.block(key);
            if block.len() <= LARGEST {
                slots.extend(block.iter().map(|(_, slot)| Slot(*slot)).take_while(|slot| *slot < doc.slot()));
            }
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    fn block(&self, key: u32) -> &[(u32, u32)] {
        let from = self.keys.partition_point(|(known, _)| *known < key);
        let rest = &self.keys[from..];
        &rest[..rest.partition_point(|(known, _)| *known == key)]
    }

    /// How many were born on this very day.
    pub fn born(&self, birth: u32) -> usize {
        self.births.partition_point(|known| *known <= birth) - self.births.partition_point(|known| *known < birth)
    }
}

/// What brings somebody together with others, as hashes: two that meet by chance cost a comparison and nothing else.
fn keys(doc: Doc<'_>, words: &Dictionary) -> Vec<u32> {
    let names = names(doc, words);
    let mut keys = Vec::with_capacity(16);
    by_birth(doc, words, &names, &mut keys);
    by_names(doc, words, &names, &mut keys);
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
fn by_names(doc: Doc<'_>, words: &Dictionary, names: &[WordId], keys: &mut Vec<u32>) {
    let sounds: Vec<String> = names.iter().map(|word| sound(words.text(*word))).collect();
    let year = (doc.birth() / 10_000).to_le_bytes();
    let place = place(doc, words);
    for (at, one) in sounds.iter().enumerate() {
        for other in &sounds[at + 1..] {
            let pair = [one.min(other).as_bytes(), one.max(other).as_bytes()];
            keys.push(key(b'n', &pair));
            if doc.birth() > 0 {
                keys.push(key(b'y', &[pair[0], pair[1], &year]));
            }
            keys.extend(place.map(|place| key(b'p', &[pair[0], pair[1], place.as_bytes()])));
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

    fn blocks(register: &Register) -> Blocks {
        let mut blocks = Blocks::default();
        while blocks.draw(register, 2) {}
        blocks.settle();
        blocks
    }

    fn meet(one: Person, other: Person) -> bool {
        let register = register(&[one, other]);
        let last = register.doc(Slot(1)).unwrap();
        !blocks(&register).before(&register, last).is_empty()
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
        let count = |register: &Register, blocks: &Blocks| -> usize {
            register.docs().map(|doc| blocks.before(register, doc).len()).sum()
        };
        let mut blocks = blocks(&register);
        assert_eq!((count(&register, &blocks), blocks.born(19_870_304)), (3, 3));
        register.put(&Record::of(&Id([1; 16]), "KGH-01-1", &people[0], Standing::Here));
        register.settle();
        while blocks.draw(&register, 2) {}
        blocks.settle();
        let changed = register.doc(register.slot_of(&Id([1; 16])).unwrap()).unwrap();
        let live: Vec<Slot> =
            blocks.before(&register, changed).into_iter().filter(|slot| register.doc(*slot).is_some()).collect();
        assert_eq!(live, [Slot(1), Slot(2)]);
    }

    #[test]
    fn what_everybody_shares_brings_nobody_together() {
        let people: Vec<Person> = (0..LARGEST + 1).map(|_| person("Ana", "Silva", (1987, 3, 4))).collect();
        let mut register = Register::default();
        for (number, person) in (1u64..).zip(&people) {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&number.to_be_bytes());
            register.put(&Record::of(&Id(id), "", person, Standing::Here));
        }
        register.settle();
        let last = register.doc(Slot(LARGEST as u32)).unwrap();
        assert!(blocks(&register).before(&register, last).is_empty());
    }
}
