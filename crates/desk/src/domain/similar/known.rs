//! Patients of the register as they are compared.

use super::{
    address::Address,
    birth::{Born, Known as Exactness},
    profile::{Kin, Profile, phone_tail},
    sketch::Sketch,
    word::Word,
};
use crate::domain::{
    names::is_particle,
    register::{Dictionary, Doc, Field, Known},
};

impl Profile {
    /// A patient of a register of `people`.
    pub fn of_doc(doc: Doc<'_>, words: &Dictionary, people: usize) -> Self {
        let mut profile = Self { sex: doc.sex(), born: born(doc), ..Self::default() };
        let side = |wanted: Field| {
            let names = doc.names().filter(move |(_, field)| *field == wanted);
            names.map(|(word, _)| Word::counted(words.text(word), words.docs(word), people)).collect()
        };
        profile.add_name(side(Field::Given), side(Field::Family));
        profile.add_name(side(Field::SecondGiven), side(Field::SecondFamily));
        doc.phones().for_each(|phone| profile.add_phone(&phone.to_string()));
        profile.address = Address::new(places(doc, words), postcode(doc, words));
        // The first is the patient number.
        profile.identifiers = doc.codes().skip(1).map(str::to_owned).collect();
        let kin = doc.words().filter(|(_, field)| *field == Field::Kin);
        profile.kin = Kin {
            words: kin.map(|(word, _)| words.text(word).to_owned()).collect(),
            phone: doc.kin_phone().and_then(|phone| phone_tail(&phone.to_string())).unwrap_or_default(),
        };
        profile
    }
}

impl Sketch {
    /// Draws a patient of the register.
    pub fn of_doc(doc: Doc<'_>, words: &Dictionary) -> Self {
        let names = doc.names().map(|(word, _)| words.text(word)).filter(|word| !is_particle(word));
        Self::of(names, born(doc), places(doc, words), postcode(doc, words))
    }
}

fn born(doc: Doc<'_>) -> Born {
    match doc.known() {
        Known::Estimated => Born { digits: doc.birth(), known: Exactness::Estimated },
        Known::Surely => Born::from_digits(doc.birth()),
    }
}

fn places<'a>(doc: Doc<'a>, words: &'a Dictionary) -> impl Iterator<Item = &'a str> {
    doc.words().filter(|(_, field)| matches!(field, Field::Street | Field::Town)).map(|(word, _)| words.text(word))
}

fn postcode<'a>(doc: Doc<'a>, words: &'a Dictionary) -> &'a str {
    doc.words().find(|(_, field)| *field == Field::Postcode).map_or("", |(word, _)| words.text(word))
}
