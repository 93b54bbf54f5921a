//! The register against a plain list of records.

use std::collections::{BTreeMap, BTreeSet};

use daybook_api::Sex;
use proptest::prelude::*;

use super::*;

fn record(patient: u8, words: Vec<(Field, String)>, birth: u32, phone: String, code: String) -> Record {
    Record {
        patient: [patient; 16],
        words,
        birth,
        sex: Sex::Female,
        phones: Digits::of(&phone).into_iter().collect(),
        codes: vec![code],
        ..Record::default()
    }
}

#[derive(Clone, Debug)]
enum Step {
    Put(Record),
    Remove(u8),
    Settle,
    /// As after many have come.
    Arrange,
}

fn step() -> impl Strategy<Value = Step> {
    let field = prop::sample::select(vec![Field::Given, Field::Family, Field::Town]);
    let words = prop::collection::vec((field, "[ab]{1,3}"), 0..4).prop_map(|mut words| {
        words.sort_by_key(|(field, _)| *field);
        words
    });
    prop_oneof![
        6 => (0..6u8, words, 0..4u32, "[0-9]{3,5}", "[a-z][0-9]{1,3}")
            .prop_map(|(patient, words, birth, phone, code)| Step::Put(record(patient, words, birth, phone, code))),
        1 => (0..6u8).prop_map(Step::Remove),
        1 => Just(Step::Settle),
        1 => Just(Step::Arrange),
    ]
}

fn play(steps: &[Step]) -> (Register, BTreeMap<u8, Record>) {
    let (mut register, mut plain) = (Register::default(), BTreeMap::new());
    for step in steps {
        match step {
            Step::Put(record) => {
                register.put(record);
                plain.insert(record.patient[0], record.clone());
            }
            Step::Remove(patient) => {
                register.remove(&Id([*patient; 16]));
                plain.remove(patient);
            }
            Step::Settle => register.settle(),
            Step::Arrange => {
                register.settle();
                register.arrange();
            }
        }
    }
    register.settle();
    (register, plain)
}

fn patients(register: &Register, slots: impl IntoIterator<Item = Slot>) -> BTreeSet<u8> {
    slots.into_iter().map(|slot| register.doc(slot).unwrap().patient().0[0]).collect()
}

proptest! {
    #[test]
    fn it_holds_what_was_put_last(steps in prop::collection::vec(step(), 0..40)) {
        let (register, plain) = play(&steps);
        prop_assert_eq!(register.len(), plain.len());
        prop_assert_eq!(register.docs().count(), plain.len());
        for (patient, record) in &plain {
            let doc = register.doc(register.slot_of(&Id([*patient; 16])).unwrap()).unwrap();
            let words: Vec<_> = doc.words().map(|(word, field)| (field, register.words().text(word).to_owned())).collect();
            prop_assert_eq!(&words, &record.words);
            prop_assert_eq!(doc.birth(), record.birth);
            prop_assert_eq!(doc.phones().collect::<Vec<_>>(), record.phones.clone());
            prop_assert_eq!(doc.codes().collect::<Vec<_>>(), record.codes.iter().collect::<Vec<_>>());
            prop_assert_eq!((doc.sex(), doc.standing(), doc.known()), (record.sex, record.standing, record.known));
        }
    }

    #[test]
    fn everybody_is_found_by_each_word_birth_phone_and_id(steps in prop::collection::vec(step(), 0..40)) {
        let (register, plain) = play(&steps);
        let who = |fits: &dyn Fn(&Record) -> bool| -> BTreeSet<u8> {
            plain.iter().filter(|(_, record)| fits(record)).map(|(patient, _)| *patient).collect()
        };
        for id in 0..register.words().len() as u32 {
            let text = register.words().text(WordId(id)).to_owned();
            let having = who(&|record| record.words.iter().any(|(field, word)| field.is_name() && *word == text));
            prop_assert_eq!(register.words().docs(WordId(id)) as usize, having.len());
            prop_assert_eq!(patients(&register, register.with_word(WordId(id))), having);
        }
        for begins in ["", "a", "ab", "b"] {
            let begin = |record: &Record| {
                record.words.iter().any(|(field, word)| field.is_name() && word.starts_with(begins))
            };
            let places = register.places_of_neighbours(register.words().beginning(begins)).flatten();
            let live = places.map(|place| register.slot_at(*place)).filter(|slot| register.doc(*slot).is_some());
            prop_assert_eq!(patients(&register, live), who(&begin), "{}", begins);
        }
        prop_assert_eq!(patients(&register, register.with_birth(1, 2)), who(&|record| (1..=2).contains(&record.birth)));
        for part in ["123", "00", "5"] {
            let digits = Digits::of(part).unwrap();
            let having = who(&|record| record.phones.iter().any(|phone| phone.to_string().contains(part)));
            prop_assert_eq!(patients(&register, register.with_phone_part(digits)), having);
        }
        prop_assert_eq!(patients(&register, register.with_code("a1")), who(&|record| record.codes[0].starts_with("a1")));
    }
}

/// As many as make the order be worked out anew are not listed one by one; whoever comes then is, beside the list.
#[test]
fn many_who_come_at_once_and_some_who_come_later_are_found_by_their_words() {
    let person = |number: u32, word: &str| {
        let mut record = record(0, vec![(Field::Family, word.to_owned())], 0, "123".into(), format!("a{number}"));
        record.patient[..4].copy_from_slice(&number.to_be_bytes());
        record
    };
    let (mut register, words) = (Register::default(), ["okello", "okonkwo", "silva"]);
    let come = |register: &mut Register, numbers: std::ops::Range<u32>| {
        numbers.for_each(|number| register.put(&person(number, words[number as usize % 3])));
        register.settle();
    };
    for numbers in [0..9_000, 9_000..9_003, 0..3, 9_003..30_000, 30_000..30_006] {
        come(&mut register, numbers);
        let count = |begins: &str| {
            let lists = register.places_of_neighbours(register.words().beginning(begins));
            lists.flatten().filter(|place| register.doc(register.slot_at(**place)).is_some()).count()
        };
        assert_eq!((count("ok"), count("silva"), count("b")), (register.len() * 2 / 3, register.len() / 3, 0));
        let silva = register.words().find("silva").unwrap();
        assert_eq!(register.with_word(silva).count(), register.len() / 3);
    }
    let (okello, okonkwo) = (register.slot_at(0), register.slot_at(register.arranged() - 1));
    assert!(register.compare(okello, okonkwo).is_lt());
}
