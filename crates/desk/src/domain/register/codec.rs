//! A record as bytes: what the search log holds. Written in version 2; version 1 were the rows of the first index.
//!
//! `2, flags, patient (16), birth (4, big-endian), number of phones, phones (8 each, big-endian),
//! number of codes, codes (length, bytes), words (field * 32 + length - 1, bytes) to the end`.
//! Flags: sex in bits 0–2, standing in 3–4, an estimated birth in 5, in 6 whether the last phone is the next of kin's.

use daybook_api::Sex;

use super::{
    digits::Digits,
    record::{Field, Known, Record, Standing},
};

/// The version that is written.
pub const VERSION: u8 = 2;

const SEXES: [Sex; 5] = [Sex::Female, Sex::Male, Sex::Other, Sex::Unknown, Sex::NotRecorded];
const STANDINGS: [Standing; 3] = [Standing::Here, Standing::Dead, Standing::Withdrawn];
const ESTIMATED: u8 = 1 << 5;
const KIN_PHONE: u8 = 1 << 6;

impl Record {
    /// As bytes of the version that is written now.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        bytes.extend([VERSION, flags(self) | if self.kin_phone.is_some() { KIN_PHONE } else { 0 }]);
        bytes.extend(self.patient);
        bytes.extend(self.birth.to_be_bytes());
        let phones = self.phones.iter().chain(&self.kin_phone);
        bytes.push(phones.clone().count() as u8);
        phones.for_each(|phone| bytes.extend(phone.bits().to_be_bytes()));
        bytes.push(self.codes.len() as u8);
        for code in &self.codes {
            let code = &code.as_bytes()[..code.len().min(255)];
            bytes.push(code.len() as u8);
            bytes.extend(code);
        }
        for (field, word) in &self.words {
            bytes.push((*field as u8) << 5 | (word.len() - 1) as u8);
            bytes.extend(word.as_bytes());
        }
        bytes
    }

    /// From bytes; `None` if they are no record of a version this program reads.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        let [VERSION, flags] = *rest.array::<2>()? else { return None };
        let patient = *rest.array()?;
        let birth = u32::from_be_bytes(*rest.array()?);
        let mut phones = Vec::new();
        for _ in 0..rest.byte()? {
            phones.push(Digits::from_bits(u64::from_be_bytes(*rest.array()?))?);
        }
        let kin_phone = if flags & KIN_PHONE == 0 { None } else { Some(phones.pop()?) };
        let mut codes = Vec::new();
        for _ in 0..rest.byte()? {
            let length = rest.byte()?;
            codes.push(rest.text(length.into())?.to_owned());
        }
        let mut words = Vec::new();
        while !rest.0.is_empty() {
            let head = rest.byte()?;
            words.push((Field::ALL[usize::from(head >> 5)], rest.text(usize::from(head & 31) + 1)?.to_owned()));
        }
        let (sex, standing, known) = read_flags(flags)?;
        Some(Self { patient, words, birth, known, sex, standing, phones, kin_phone, codes })
    }
}

/// Sex, standing and how well the birth is known, in six bits.
pub(super) fn flags(record: &Record) -> u8 {
    let sex = SEXES.iter().position(|sex| *sex == record.sex).unwrap_or(SEXES.len() - 1) as u8;
    sex | (record.standing as u8) << 3 | if record.known == Known::Estimated { ESTIMATED } else { 0 }
}

/// The other way; `None` for what [`flags`] never gives.
pub(super) fn read_flags(flags: u8) -> Option<(Sex, Standing, Known)> {
    let sex = *SEXES.get(usize::from(flags & 7))?;
    let standing = *STANDINGS.get(usize::from(flags >> 3 & 3))?;
    Some((sex, standing, if flags & ESTIMATED == 0 { Known::Surely } else { Known::Estimated }))
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn array<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| *byte)
    }

    fn text(&mut self, length: usize) -> Option<&'a str> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(head).ok()
    }
}

#[cfg(test)]
mod tests {
    use daybook_api::{Address, Birth, Date, Identifier, Kin, Person};
    use daybook_ledger::Id;
    use proptest::prelude::*;

    use super::*;

    fn ana() -> Record {
        let person = Person {
            given: "Ana Maria".into(),
            family: "da Silva".into(),
            second_family: "Сильва".into(),
            sex: Sex::Female,
            birth: Birth::Day { date: Date::new(1987, 3, 14).unwrap() },
            phones: vec!["+351 21 555 01 99".into()],
            address: Address { lines: "Rua 1".into(), city: "Porto".into(), ..Address::default() },
            kin: Kin { name: "Rui Silva".into(), phone: "0770 090".into(), ..Kin::default() },
            identifiers: vec![Identifier { kind: "NIF".into(), value: "NF-99812".into() }],
            ..Person::default()
        };
        Record::of(&Id([7; 16]), "KGH-04-00217-X", &person, Standing::Here)
    }

    #[test]
    fn the_bytes_of_a_record_do_not_change_unseen() {
        let golden = concat!(
            "0240",                             // version, flags
            "07070707070707070707070707070707", // patient
            "012f326a",                         // 1987-03-14
            "02",
            "00003512155 5a199",
            "000000000a77aa9a", // phones
        );
        let bytes = hex::encode(ana().encode());
        assert!(bytes.starts_with(&golden.replace(' ', "")), "{bytes}");
        assert!(bytes.ends_with("a4706f72746fe2727569e473696c7661"), "town and kin: {bytes}");
        assert_eq!(Record::decode(&ana().encode()), Some(ana()));
    }

    #[test]
    fn words_stand_in_their_fields() {
        let record = ana();
        assert_eq!(record.words_of(Field::Family).collect::<Vec<_>>(), ["da", "silva"]);
        assert_eq!(record.words_of(Field::SecondFamily).collect::<Vec<_>>(), ["silva"]);
        assert_eq!(record.words_of(Field::Town).collect::<Vec<_>>(), ["porto"]);
        assert_eq!(record.codes, ["kgh0400217x", "nf99812"]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_and_what_is_read_is_written_alike(bytes: Vec<u8>) {
            if let Some(record) = Record::decode(&bytes) {
                prop_assert_eq!(Record::decode(&record.encode()), Some(record));
            }
        }

        #[test]
        fn any_person_comes_back(given: String, family: String, code: String, phone: String) {
            let person = Person {
                given, family, phones: vec![phone],
                identifiers: vec![Identifier { kind: String::new(), value: code }],
                ..Person::default()
            };
            let record = Record::of(&Id([1; 16]), "KGH-04-00217-X", &person, Standing::Dead);
            prop_assert_eq!(Record::decode(&record.encode()), Some(record));
        }
    }
}
