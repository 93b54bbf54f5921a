//! A register as columns of bytes, to be put back in a fraction of the time that its records take one by one. A copy: the log is the truth.
//!
//! Numbers are little-endian. A column that does not fit the others gives no register, and the log is read instead.

use hashbrown::HashTable;

use super::{Register, WordId, dictionary::Dictionary, doc::Docs, hash, order::Order};

/// Goes up whenever the columns, or what is computed into them, change: another program's image is not read.
pub const VERSION: u8 = 2;
/// How many columns there are.
pub const COLUMNS: usize = Docs::COLUMNS + 1 + Dictionary::COLUMNS;

impl Register {
    /// The column of that number: first those of the records, then the order in which they are shown, then those of the words. Slots that
    /// were given up are left out.
    pub fn column(&self, number: usize) -> Vec<u8> {
        match number {
            _ if number < Docs::COLUMNS => self.docs.column(number),
            Docs::COLUMNS => from_u32s(self.order_of_live().into_iter()),
            _ => self.words.column(number - Docs::COLUMNS - 1),
        }
    }

    /// Puts a register together again; `column` hands over the column of that number.
    pub fn from_image<E>(mut column: impl FnMut(usize) -> Result<Vec<u8>, E>) -> Result<Option<Self>, E> {
        let mut records = Vec::with_capacity(Docs::COLUMNS);
        for number in 0..Docs::COLUMNS {
            records.push(column(number)?);
        }
        let Some(docs) = Docs::from_columns(&records) else { return Ok(None) };
        drop(records);
        let order = to_u32s(&column(Docs::COLUMNS)?).and_then(Order::of);
        let Some(order) = order.filter(|order| order.len() <= docs.end()) else { return Ok(None) };
        let mut words = Vec::with_capacity(Dictionary::COLUMNS);
        for number in Docs::COLUMNS + 1..COLUMNS {
            words.push(column(number)?);
        }
        Ok(Dictionary::from_columns(&words).and_then(|words| Self::of(docs, order, words)))
    }

    /// Works out what is not in the columns: who has which word, and where each patient is.
    fn of(docs: Docs, order: Order, mut words: Dictionary) -> Option<Self> {
        if (0..docs.end()).any(|slot| docs.words(slot).any(|(word, _)| word.at() >= words.len())) {
            return None;
        }
        let mut counts = vec![0_u32; words.names().len()];
        let each_word = |words: &Dictionary, act: &mut dyn FnMut(u32, usize) -> Option<()>| {
            let mut seen: Vec<WordId> = Vec::with_capacity(16);
            (0..docs.end()).try_for_each(|slot| {
                seen.clear();
                for (word, field) in docs.words(slot) {
                    if field.is_name() && !seen.contains(&word) {
                        seen.push(word);
                        // One of a name that has no place in the alphabet: these columns do not fit.
                        act(slot, words.name(word)?)?;
                    }
                }
                Some(())
            })
        };
        each_word(&words, &mut |_, name| counts.get_mut(name).map(|count| *count += 1))?;
        let mut postings: Vec<Vec<u32>> = counts.iter().map(|count| Vec::with_capacity(*count as usize)).collect();
        each_word(&words, &mut |slot, name| postings.get_mut(name).map(|slots| slots.push(slot)))?;
        words.count_all(counts);
        let mut by_patient = HashTable::with_capacity(docs.end() as usize);
        for slot in 0..docs.end() {
            by_patient.insert_unique(hash(docs.patient(slot)), slot, |slot| hash(docs.patient(*slot)));
        }
        let live = docs.end() as usize;
        Some(Self { words, postings, docs, by_patient, order, live, epoch: 1, revision: 1 })
    }
}

/// Numbers as bytes.
pub(super) fn from_u32s(values: impl Iterator<Item = u32>) -> Vec<u8> {
    values.flat_map(u32::to_le_bytes).collect()
}

/// And back; `None` if there are not whole ones.
pub(super) fn to_u32s(bytes: &[u8]) -> Option<Vec<u32>> {
    let (values, rest) = bytes.as_chunks::<4>();
    rest.is_empty().then(|| values.iter().map(|value| u32::from_le_bytes(*value)).collect())
}

/// The same of eight bytes each.
pub(super) fn to_u64s(bytes: &[u8]) -> Option<Vec<u64>> {
    let (values, rest) = bytes.as_chunks::<8>();
    rest.is_empty().then(|| values.iter().map(|value| u64::from_le_bytes(*value)).collect())
}

/// Where each of several pieces ends, from how long each is; `None` unless they make `whole`.
pub(super) fn ends(lengths: impl Iterator<Item = u32>, whole: usize) -> Option<Vec<u32>> {
    let mut end = 0_u32;
    let ends = lengths.map(|length| {
        end = end.checked_add(length)?;
        Some(end)
    });
    let ends: Vec<u32> = ends.collect::<Option<_>>()?;
    (end as usize == whole).then_some(ends)
}

/// How long each piece is, from where it ends.
pub(super) fn lengths(ends: &[u32]) -> impl Iterator<Item = u32> {
    let begins = std::iter::once(0).chain(ends.iter().copied());
    ends.iter().zip(begins).map(|(end, begin)| end - begin)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use daybook_api::Person;
    use daybook_ledger::Id;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::register::{Record, Slot, Standing};

    fn record(who: u8, given: &str, family: &str) -> Record {
        let person = Person {
            given: given.into(),
            family: family.into(),
            phones: vec![format!("0{who:03}{who:03}")],
            ..Person::default()
        };
        Record::of(&Id([who; 16]), &format!("KGH-04-{who:05}-X"), &person, Standing::Here)
    }

    fn columns(register: &Register) -> Vec<Vec<u8>> {
        (0..COLUMNS).map(|number| register.column(number)).collect()
    }

    fn restored(image: &[Vec<u8>]) -> Option<Register> {
        let column = |number: usize| Ok::<_, Infallible>(image.get(number).cloned().unwrap_or_default());
        let Ok(register) = Register::from_image(column);
        register
    }

    fn told(register: &Register) -> Vec<String> {
        let mut told: Vec<String> = register
            .docs()
            .map(|doc| {
                let words: Vec<_> = doc
                    .words()
                    .map(|(word, field)| {
                        format!("{field:?} {} {}", register.words().text(word), register.words().docs(word))
                    })
                    .collect();
                let (codes, phones): (Vec<_>, Vec<_>) = (doc.codes().collect(), doc.phones().collect());
                let found = register.slot_of(&doc.patient()) == Some(doc.slot());
                format!("{:?} {words:?} {codes:?} {phones:?} {} {found}", doc.patient(), doc.birth())
            })
            .collect();
        told.sort();
        told
    }

    proptest! {
        #[test]
        fn what_is_put_together_again_is_the_same(
            people in prop::collection::vec((0_u8..9, "[ab]{1,3}( [ab]{1,2})?", "[ab ]{0,4}"), 0..14), gone in 0_u8..9,
        ) {
            let mut register = Register::default();
            people.iter().for_each(|(who, given, family)| register.put(&record(*who, given, family)));
            register.remove(&Id([gone; 16]));
            register.settle();
            let again = restored(&columns(&register)).unwrap();
            prop_assert_eq!(told(&again), told(&register));
            prop_assert_eq!(again.len(), register.len());
            for word in register.words().names().words().iter().map(|word| register.words().text(*word)) {
                let count = |register: &Register| register.words().find(word).map(|word| register.with_word(word).count());
                prop_assert_eq!(count(&again), count(&register), "{}", word);
            }
            let sounds = |register: &Register| {
                let sounds = register.words().sounds();
                let told = |(place, word): (usize, &WordId)| {
                    (sounds.text(place).to_vec(), register.words().text(*word).to_owned())
                };
                let mut told: Vec<_> = sounds.words().iter().enumerate().map(told).collect();
                told.sort();
                told
            };
            prop_assert_eq!(sounds(&again), sounds(&register));
        }

        #[test]
        fn a_damaged_image_gives_no_register_or_a_whole_one(column in 0..COLUMNS, cut in 0_usize..40, byte: u8) {
            let mut register = Register::default();
            for (who, name) in [(1, "ana"), (2, "bo"), (3, "ana")] {
                register.put(&record(who, name, "silva"));
            }
            register.settle();
            let mut image = columns(&register);
            let column = &mut image[column];
            if let Some(place) = column.get_mut(cut) {
                *place = byte;
            } else {
                column.push(byte);
            }
            if let Some(register) = restored(&image) {
                told(&register);
                register.docs().for_each(|doc| assert!(doc.slot() < Slot(register.end())));
            }
        }
    }
}
