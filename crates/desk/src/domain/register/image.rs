//! A register as columns of bytes, to be put back in a fraction of the time that its records take one by one. A copy: the log is the truth.
//!
//! Numbers are little-endian. A column that does not fit the others gives no register, and the log is read instead.

use super::{Register, dictionary::Dictionary, doc::Docs, order::Order, patients::Patients, postings::Postings};

/// Goes up whenever the columns, or what is computed into them, change: another program's image is not read.
pub const VERSION: u8 = 3;
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

    /// Puts a register together again; `column` hands over the column of that number. One at a time is in memory beside what is made of them.
    pub fn from_image<E>(mut column: impl FnMut(usize) -> Result<Vec<u8>, E>) -> Result<Option<Self>, E> {
        match Self::from_columns(&mut Columns { column: &mut column, next: 0 }) {
            Ok(register) => Ok(Some(register)),
            Err(Refusal::Unfit) => Ok(None),
            Err(Refusal::Unread(error)) => Err(error),
        }
    }

    fn from_columns<E>(columns: &mut Columns<'_, E>) -> Result<Self, Refusal<E>> {
        let docs = Docs::from_columns(columns)?;
        let order = Order::of(columns.u32s()?).filter(|order| order.len() <= docs.end()).ok_or(Refusal::Unfit)?;
        let words = Dictionary::from_columns(columns)?;
        Self::of(docs, order, words).ok_or(Refusal::Unfit)
    }

    /// Works out what is not in the columns: who has which word, and where each patient is.
    fn of(docs: Docs, order: Order, words: Dictionary) -> Option<Self> {
        if (0..docs.end()).any(|slot| docs.words(slot).any(|(word, _)| word.at() >= words.len())) {
            return None;
        }
        let patients = Patients::of(&docs);
        let live = docs.end() as usize;
        let postings = Postings::default();
        let mut register = Self { words, postings, docs, patients, order, live, epoch: 1, revision: 1 };
        let (counts, postings) = register.list()?;
        register.words.count_all(counts);
        register.postings = postings;
        Some(register)
    }
}

/// The columns of an image, one after the other.
pub(super) struct Columns<'a, E> {
    column: &'a mut dyn FnMut(usize) -> Result<Vec<u8>, E>,
    next: usize,
}

/// Why columns give no register.
pub(super) enum Refusal<E> {
    /// They do not fit each other.
    Unfit,
    /// One could not be read.
    Unread(E),
}

impl<E> Columns<'_, E> {
    /// The next one as it is.
    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, Refusal<E>> {
        let column = (self.column)(self.next).map_err(Refusal::Unread)?;
        self.next += 1;
        Ok(column)
    }

    /// The next one in pieces of so many bytes.
    pub(super) fn arrays<const N: usize>(&mut self) -> Result<Vec<[u8; N]>, Refusal<E>> {
        let bytes = self.bytes()?;
        let (values, rest) = bytes.as_chunks::<N>();
        if rest.is_empty() { Ok(values.to_vec()) } else { Err(Refusal::Unfit) }
    }

    /// The next one as numbers.
    pub(super) fn u32s(&mut self) -> Result<Vec<u32>, Refusal<E>> {
        Ok(self.arrays()?.into_iter().map(u32::from_le_bytes).collect())
    }

    /// The same of eight bytes each.
    pub(super) fn u64s(&mut self) -> Result<Vec<u64>, Refusal<E>> {
        Ok(self.arrays()?.into_iter().map(u64::from_le_bytes).collect())
    }
}

/// Numbers as bytes.
pub(super) fn from_u32s(values: impl Iterator<Item = u32>) -> Vec<u8> {
    values.flat_map(u32::to_le_bytes).collect()
}

/// The same of two bytes each.
pub(super) fn from_u16s(values: impl Iterator<Item = u16>) -> Vec<u8> {
    values.flat_map(u16::to_le_bytes).collect()
}

/// And back; `None` if there are not whole ones.
pub(super) fn to_u16s(bytes: &[u8]) -> Option<Vec<u16>> {
    let (values, rest) = bytes.as_chunks::<2>();
    rest.is_empty().then(|| values.iter().map(|value| u16::from_le_bytes(*value)).collect())
}

/// Where each of several pieces ends, from how long each is; `None` if they end nowhere.
pub(super) fn ends(lengths: impl ExactSizeIterator<Item = u32>) -> Option<Vec<u32>> {
    let (mut ends, mut end) = (Vec::with_capacity(lengths.len()), 0_u32);
    for length in lengths {
        end = end.checked_add(length)?;
        ends.push(end);
    }
    Some(ends)
}

/// How long each piece is, from where it ends.
pub(super) fn lengths(ends: &[u32]) -> impl Iterator<Item = u32> {
    let begins = std::iter::once(0).chain(ends.iter().copied());
    ends.iter().zip(begins).map(|(end, begin)| end - begin)
}

/// Puts together what is kept in columns, out of those that `column` hands over.
#[cfg(test)]
pub(super) fn in_columns<T>(
    column: &dyn Fn(usize) -> Vec<u8>,
    read: impl FnOnce(&mut Columns<'_, std::convert::Infallible>) -> Result<T, Refusal<std::convert::Infallible>>,
) -> Option<T> {
    read(&mut Columns { column: &mut |number| Ok(column(number)), next: 0 }).ok()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use daybook_api::Person;
    use daybook_ledger::Id;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::register::{Record, Slot, Standing, WordId};

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
