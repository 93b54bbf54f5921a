//! The records side by side: one array a column, one slot a record.

use daybook_api::Sex;
use daybook_ledger::Id;

use super::{
    codec::{flags, read_flags},
    dictionary::WordId,
    digits::{Digits, Part},
    ends::Ends,
    image::{self, Columns, Refusal},
    packed, push,
    record::{Field, Known, Record, Standing},
};

/// The place of one version of one patient's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

/// So many values of a column are looked at in one go: first whether any of them fits.
const AT_ONCE: usize = 16;
const GIVEN_UP: u8 = 1 << 7;
const KIN_PHONE: u8 = 1 << 6;

/// All records, by slot. `…_ends` say where what belongs to a slot lies.
#[derive(Default)]
pub(super) struct Docs {
    patients: Vec<[u8; 16]>,
    births: Vec<u32>,
    flags: Vec<u8>,
    /// See [`packed`].
    words: Vec<u8>,
    words_ends: Ends,
    phones: Vec<u64>,
    phones_ends: Ends,
    /// Each id ends in a zero byte.
    codes: Vec<u8>,
    codes_ends: Ends,
}

/// Where in an id something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Beginning,
    Anywhere,
}

/// One patient's record, as the register holds it.
#[derive(Clone, Copy)]
pub struct Doc<'a> {
    docs: &'a Docs,
    slot: Slot,
}

impl<'a> Doc<'a> {
    /// Where it stands.
    pub fn slot(self) -> Slot {
        self.slot
    }

    /// Whose it is.
    pub fn patient(self) -> Id {
        Id(*self.docs.patient(self.slot.0))
    }

    /// Its words, each with its field: given, family, second given, second family names, street, town, postcode, kin; as written within each.
    pub fn words(self) -> impl Iterator<Item = (WordId, Field)> + 'a {
        self.docs.words(self.slot.0)
    }

    /// The words of the names alone.
    pub fn names(self) -> impl Iterator<Item = (WordId, Field)> + 'a {
        self.words().take_while(|(_, field)| field.is_name())
    }

    /// The first word of a field of a name.
    pub fn first(self, wanted: Field) -> Option<WordId> {
        self.names().find(|(_, field)| *field == wanted).map(|(word, _)| word)
    }

    /// `YYYYMMDD`, 00 for a part not known, 0 for none.
    pub fn birth(self) -> u32 {
        self.docs.births[self.slot.0 as usize]
    }

    /// How well the birth is known.
    pub fn known(self) -> Known {
        self.flags().2
    }

    /// Sex.
    pub fn sex(self) -> Sex {
        self.flags().0
    }

    /// Whether a desk acts on them.
    pub fn standing(self) -> Standing {
        self.flags().1
    }

    /// Phones, the preferred one first.
    pub fn phones(self) -> impl Iterator<Item = Digits> + 'a {
        let all = self.docs.phones(self.slot.0);
        let own = all.len() - usize::from(self.docs.flags[self.slot.0 as usize] & KIN_PHONE != 0);
        all[..own].iter().filter_map(|bits| Digits::stored(*bits))
    }

    /// The next of kin's phone.
    pub fn kin_phone(self) -> Option<Digits> {
        let has_one = self.docs.flags[self.slot.0 as usize] & KIN_PHONE != 0;
        self.docs.phones(self.slot.0).last().filter(|_| has_one).and_then(|bits| Digits::stored(*bits))
    }

    /// The patient number without dashes, then other ids; folded.
    pub fn codes(self) -> impl Iterator<Item = &'a str> {
        self.docs.codes(self.slot.0)
    }

    fn flags(self) -> (Sex, Standing, Known) {
        read_flags(self.docs.flags[self.slot.0 as usize]).unwrap_or_default()
    }
}

impl Docs {
    pub(super) fn end(&self) -> u32 {
        self.patients.len() as u32
    }

    pub(super) fn get(&self, slot: Slot) -> Option<Doc<'_>> {
        (slot.0 < self.end() && self.is_live(slot)).then_some(Doc { docs: self, slot })
    }

    pub(super) fn is_live(&self, slot: Slot) -> bool {
        self.flags[slot.0 as usize] & GIVEN_UP == 0
    }

    pub(super) fn patient(&self, slot: u32) -> &[u8; 16] {
        &self.patients[slot as usize]
    }

    /// The record in a slot, even if it has been given up.
    pub(super) fn any(&self, slot: Slot) -> Doc<'_> {
        Doc { docs: self, slot }
    }

    /// Those whose birth fits; births that are not recorded are 0, as are those of records given up.
    pub(super) fn with_birth(&self, fits: impl Fn(u32) -> bool) -> Vec<Slot> {
        let (chunks, rest) = self.births.as_chunks::<AT_ONCE>();
        let whole = chunks.len() * AT_ONCE;
        let any_fits = |chunk: &[u32; AT_ONCE]| chunk.iter().fold(false, |any, birth| any | fits(*birth));
        let fitting = chunks.iter().enumerate().filter(|(_, chunk)| any_fits(chunk));
        let places = fitting.flat_map(|(at, _)| at * AT_ONCE..(at + 1) * AT_ONCE).chain(whole..whole + rest.len());
        places
            .filter(|place| fits(self.births[*place]))
            .map(|place| Slot(place as u32))
            .filter(|slot| self.is_live(*slot))
            .collect()
    }

    pub(super) fn words(&self, slot: u32) -> impl Iterator<Item = (WordId, Field)> + '_ {
        packed::words(&self.words[self.words_ends.range(slot)])
    }

    fn phones(&self, slot: u32) -> &[u64] {
        &self.phones[self.phones_ends.range(slot)]
    }

    fn codes(&self, slot: u32) -> impl Iterator<Item = &str> + '_ {
        let codes = &self.codes[self.codes_ends.range(slot)];
        codes
            .split(|byte| *byte == 0)
            .filter(|code| !code.is_empty())
            .map(|code| std::str::from_utf8(code).unwrap_or_default())
    }

    pub(super) fn with_phone(&self, fits: impl Fn(Digits) -> bool) -> Vec<Slot> {
        let fits = |bits: &u64| Digits::stored(*bits).is_some_and(&fits);
        let places = self.phones.iter().enumerate().filter(|(_, bits)| fits(bits)).map(|(place, _)| place);
        self.owners(&self.phones_ends, places)
    }

    /// Those one of whose phones has these digits in it.
    pub(super) fn with_phone_part(&self, part: Digits) -> Vec<Slot> {
        let part = Part::new(part);
        let may_be_in = |phones: &[u64]| phones.iter().fold(0, |any, bits| any | part.hints(*bits)) != 0;
        let chunks = self.phones.chunks(AT_ONCE).enumerate().filter(|(_, phones)| may_be_in(phones));
        let places = chunks.flat_map(|(at, phones)| (at * AT_ONCE..).zip(phones));
        self.owners(&self.phones_ends, places.filter(|(_, bits)| part.is_in(**bits)).map(|(place, _)| place))
    }

    /// Those one of whose ids has this in it, or begins so.
    pub(super) fn with_code(&self, part: &str, place: Place) -> Vec<Slot> {
        if part.is_empty() {
            return Vec::new();
        }
        if place == Place::Anywhere {
            return self.owners(&self.codes_ends, memchr::memmem::find_iter(&self.codes, part));
        }
        // Behind the zero byte that ends the one before.
        let behind = [&[0], part.as_bytes()].concat();
        let at_the_beginning = self.codes.starts_with(part.as_bytes()).then_some(0);
        let places = memchr::memmem::find_iter(&self.codes, &behind).map(|at| at + 1);
        self.owners(&self.codes_ends, at_the_beginning.into_iter().chain(places))
    }

    /// Whose what stands at each of these places is, each once; places come in order.
    fn owners(&self, ends: &Ends, places: impl Iterator<Item = usize>) -> Vec<Slot> {
        let (mut slots, mut from) = (Vec::new(), 0);
        for place in places {
            from = ends.owner(from, place);
            let slot = Slot(from as u32);
            if slots.last() != Some(&slot) && self.is_live(slot) {
                slots.push(slot);
            }
        }
        slots
    }

    pub(super) fn live(&self) -> impl Iterator<Item = Slot> + '_ {
        (0..self.end()).map(Slot).filter(|slot| self.is_live(*slot))
    }

    /// How many columns there are.
    pub(super) const COLUMNS: usize = 9;

    /// Patients, births, flags; words, phones, ids and how many bytes or phones of each a record has. Of records that were not given up.
    pub(super) fn column(&self, number: usize) -> Vec<u8> {
        let live = || self.live().map(|slot| slot.0);
        let each = |ends: &Ends| image::from_u16s(live().map(|slot| ends.lengths()[slot as usize]));
        match number {
            0 => live().flat_map(|slot| self.patients[slot as usize]).collect(),
            1 => image::from_u32s(live().map(|slot| self.births[slot as usize])),
            2 => live().map(|slot| self.flags[slot as usize]).collect(),
            3 => live().flat_map(|slot| &self.words[self.words_ends.range(slot)]).copied().collect(),
            4 => each(&self.words_ends),
            5 => live().flat_map(|slot| self.phones(slot)).flat_map(|phone| phone.to_le_bytes()).collect(),
            6 => each(&self.phones_ends),
            7 => live().flat_map(|slot| &self.codes[self.codes_ends.range(slot)]).copied().collect(),
            _ => each(&self.codes_ends),
        }
    }

    /// And back.
    pub(super) fn from_columns<E>(columns: &mut Columns<'_, E>) -> Result<Self, Refusal<E>> {
        let patients = columns.arrays::<16>()?;
        let (births, flags) = (columns.u32s()?, columns.bytes()?);
        let words = columns.bytes()?;
        let words_ends = Ends::of(&columns.bytes()?, words.len()).ok_or(Refusal::Unfit)?;
        let phones: Vec<u64> = columns.u64s()?;
        let phones_ends = Ends::of(&columns.bytes()?, phones.len()).ok_or(Refusal::Unfit)?;
        let codes = columns.bytes()?;
        let codes_ends = Ends::of(&columns.bytes()?, codes.len()).ok_or(Refusal::Unfit)?;
        let all = patients.len();
        let fit = [births.len(), flags.len(), words_ends.len(), phones_ends.len(), codes_ends.len()];
        let do_fit = fit.iter().all(|count| *count == all) && flags.iter().all(|flags| flags & GIVEN_UP == 0);
        let docs = Self { patients, births, flags, words, words_ends, phones, phones_ends, codes, codes_ends };
        do_fit.then_some(docs).ok_or(Refusal::Unfit)
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.patients.reserve_exact(more);
        self.births.reserve_exact(more);
        self.flags.reserve_exact(more);
        self.words_ends.reserve(more);
        self.phones_ends.reserve(more);
        self.codes_ends.reserve(more);
    }

    /// Puts a record behind the last one. Its slot.
    pub(super) fn push(&mut self, record: &Record, words: &[(WordId, Field)]) -> u32 {
        let slot = self.end();
        push(&mut self.patients, record.patient);
        push(&mut self.births, record.birth);
        push(&mut self.flags, flags(record) | if record.kin_phone.is_some() { KIN_PHONE } else { 0 });
        words.iter().for_each(|(word, field)| packed::push(&mut self.words, *word, *field));
        self.words_ends.push(packed::length(words) as u16);
        let phones = record.phones.iter().chain(&record.kin_phone);
        self.phones_ends.push(phones.clone().count() as u16);
        phones.for_each(|phone| push(&mut self.phones, phone.bits()));
        let before = self.codes.len();
        let codes = record.codes.iter().flat_map(|code| code.bytes().chain([0]));
        codes.for_each(|byte| push(&mut self.codes, byte));
        self.codes_ends.push((self.codes.len() - before) as u16);
        slot
    }

    pub(super) fn give_up(&mut self, slot: u32) {
        self.flags[slot as usize] |= GIVEN_UP;
        self.births[slot as usize] = 0;
    }

    pub(super) fn memory(&self) -> Vec<(&'static str, usize)> {
        let ends = [&self.words_ends, &self.phones_ends, &self.codes_ends].map(Ends::memory);
        vec![
            ("patients' ids", 16 * self.patients.capacity()),
            ("births, sex, standing", 4 * self.births.capacity() + self.flags.capacity()),
            ("which words each has", self.words.capacity()),
            ("phones", 8 * self.phones.capacity()),
            ("numbers and other ids", self.codes.capacity()),
            ("where each record ends", ends.iter().sum()),
        ]
    }

    pub(super) fn trim(&mut self) {
        self.words.shrink_to_fit();
        self.phones.shrink_to_fit();
        self.codes.shrink_to_fit();
    }
}
