//! Whether a patient fits what was typed, how well, and why.

use std::sync::{Arc, OnceLock};

use daybook_api::Why;

use super::{
    marked::Marked,
    query::{Born, Number},
    word::{Meant, Typed},
};
use crate::domain::{
    names::is_particle,
    register::{Digits, Doc, Field, Register, Slot, WordId},
};

/// In the order in which people want to see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// As typed.
    Exact,
    /// Begins as typed.
    Begins,
    /// Nearly as typed.
    Forgiven,
    /// One of several words typed is not there at all.
    InPart,
}

/// How well a patient fits: the class first, then how far off within it; smaller is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The worst of all needs.
    pub class: Class,
    /// Added up over all needs.
    pub distance: u16,
}

/// One way to read what was typed, prepared for judging.
pub struct Needs {
    /// The words, the longest first.
    pub words: Vec<Arc<Typed>>,
    /// The numbers.
    pub numbers: Vec<Arc<Met>>,
    /// How many of the words need not be there.
    pub spare: usize,
    /// Added to every distance: the reading is not the first that comes to mind.
    pub farfetched: u16,
}

/// A number, and how a phone or an id may hold it.
pub struct Met {
    births: Vec<Born>,
    phones: Vec<Digits>,
    code: Option<String>,
    marked: OnceLock<Marked>,
}

/// More words of names than these in one record are not looked at.
const MOST_NAMES: usize = 32;
/// Ids are found by a part only from so many characters on.
const PART_OF_AN_ID: usize = 4;
const MISSING: u16 = 12;

impl Met {
    /// Of a number as it was read.
    pub fn of(number: &Number) -> Self {
        Self {
            births: number.births.clone(),
            phones: number.phones.iter().filter_map(|way| Digits::of(way)).collect(),
            code: number.code.clone(),
            marked: OnceLock::new(),
        }
    }

    /// Those whom it may mean, each once and in order.
    pub fn slots(&self, register: &Register) -> Vec<Slot> {
        let mut slots: Vec<Slot> = self.births.iter().flat_map(|born| born.slots(register)).collect();
        slots.extend(self.phones.iter().flat_map(|part| register.with_phone_part(*part)));
        if let Some(code) = &self.code {
            slots.extend(if code.len() < PART_OF_AN_ID {
                register.with_code(code)
            } else {
                register.with_code_part(code)
            });
        }
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The same.
    pub fn marked(&self, register: &Register) -> &Marked {
        self.marked.get_or_init(|| Marked::of_slots(register, self.slots(register).into_iter()))
    }

    fn fit(&self, doc: Doc<'_>) -> Option<(Class, u16, Option<Why>)> {
        let birth = doc.birth();
        if let Some(at) = self.births.iter().position(|born| born.fits(birth)) {
            return Some((Class::Exact, at as u16, self.vague(at, birth)));
        }
        self.id(doc).or_else(|| self.phone(doc))
    }

    /// A full date was typed, and this record knows less, or has day and month the other way round.
    fn vague(&self, at: usize, birth: u32) -> Option<Why> {
        let first_is_a_day = matches!(self.births.first(), Some(Born::Between(from, to)) if from == to);
        match (at, birth % 10_000, birth % 100) {
            (0, _, _) => None,
            (_, 0, _) => Some(Why::OnlyYear),
            (_, _, 0) => Some(Why::OnlyMonth),
            _ if first_is_a_day => Some(Why::DayAndMonthSwapped),
            _ => None,
        }
    }

    fn id(&self, doc: Doc<'_>) -> Option<(Class, u16, Option<Why>)> {
        let code = self.code.as_deref()?;
        let is_part = |id: &str| code.len() >= PART_OF_AN_ID && id.contains(code);
        let found = doc.codes().find(|id| id.starts_with(code)).or_else(|| doc.codes().find(|id| is_part(id)))?;
        let class = if found == code { Class::Exact } else { Class::Begins };
        let distance = if found.starts_with(code) { 0 } else { 2 };
        Some((class, distance, Some(Why::Id { id: found.to_uppercase() })))
    }

    fn phone(&self, doc: Doc<'_>) -> Option<(Class, u16, Option<Why>)> {
        self.phones.iter().enumerate().find_map(|(at, way)| {
            let own = doc.phones().find(|phone| phone.contains(*way)).map(|phone| (phone, 0));
            let (phone, kin) =
                own.or_else(|| doc.kin_phone().filter(|phone| phone.contains(*way)).map(|phone| (phone, 1)))?;
            let class = if phone == *way { Class::Exact } else { Class::Begins };
            let digits = phone.to_string();
            let why = if kin == 0 { Why::Phone { digits } } else { Why::KinPhone { digits } };
            Some((class, at as u16 + kin, Some(why)))
        })
    }
}

/// Judges a patient; `None` if a need is not met. Why it fits is told to `why`.
pub fn judge(doc: Doc<'_>, needs: &Needs, register: &Register, mut why: Option<&mut Vec<Why>>) -> Option<Fit> {
    let mut fit = Fit { class: Class::Exact, distance: needs.farfetched };
    for number in &needs.numbers {
        let (class, distance, because) = number.fit(doc)?;
        fit.add(class, distance);
        if let Some(why) = why.as_deref_mut() {
            why.extend(because);
        }
    }
    if needs.words.is_empty() {
        return Some(fit);
    }
    let mut names = Names::of(doc, register);
    let mut missing = 0;
    for typed in &needs.words {
        match names.take(typed, register) {
            Some((word, field, meant)) => {
                fit.add(class_of(meant), meant.distance() + u16::from(field.is_second()));
                if let Some(why) = why.as_deref_mut() {
                    why.extend(because(typed, register.words().text(word), field, meant));
                }
            }
            None if typed.is_particle && needs.words.len() > 1 => fit.distance += 1,
            None if missing < needs.spare => {
                missing += 1;
                fit.add(Class::InPart, MISSING);
                if let Some(why) = why.as_deref_mut() {
                    why.push(Why::NotThere { typed: typed.text.clone() });
                }
            }
            None => return None,
        }
    }
    Some(fit)
}

fn class_of(meant: Meant) -> Class {
    match meant {
        Meant::Exact => Class::Exact,
        Meant::Begins => Class::Begins,
        _ => Class::Forgiven,
    }
}

fn because(typed: &Typed, word: &str, field: Field, meant: Meant) -> Option<Why> {
    let (typed, word) = (typed.text.clone(), word.to_owned());
    match meant {
        Meant::Exact | Meant::Begins if field.is_second() => Some(Why::AlsoWritten { word }),
        Meant::Exact | Meant::Begins => None,
        Meant::Nickname | Meant::Short => Some(Why::Nickname { typed, word }),
        Meant::Sounds | Meant::SoundsNearly => Some(Why::SoundsLike { typed, word }),
        Meant::Initial => Some(Why::Initial { typed, word }),
        Meant::OneEdit | Meant::TwoEdits | Meant::BeginsOneEdit | Meant::BeginsTwoEdits => {
            Some(Why::ReadAs { typed, word })
        }
    }
}

impl Fit {
    fn add(&mut self, class: Class, distance: u16) {
        self.class = self.class.max(class);
        self.distance += distance;
    }
}

/// The words of a patient's names; each can meet one word typed.
struct Names {
    words: [Name; MOST_NAMES],
    count: usize,
    taken: u32,
}

/// A word of a name: which, where it stands in the alphabet, and in which name.
#[derive(Clone, Copy)]
struct Name {
    word: WordId,
    rank: u32,
    field: Field,
}

impl Names {
    fn of(doc: Doc<'_>, register: &Register) -> Self {
        let none = Name { word: WordId(0), rank: 0, field: Field::Given };
        let mut names = Self { words: [none; MOST_NAMES], count: 0, taken: 0 };
        for (word, field) in doc.names().take(MOST_NAMES) {
            names.words[names.count] = Name { word, rank: register.words().rank(word), field };
            names.count += 1;
        }
        names
    }

    /// Whether the word is the al of al-Farouk: it is no other name's short form, and no slip makes it one.
    fn is_particle(&self, at: usize, register: &Register) -> bool {
        let name = self.words[at];
        let has_next = at + 1 < self.count && self.words[at + 1].field == name.field;
        has_next && is_particle(register.words().text(name.word))
    }

    /// Meets a typed word with the nearest word left.
    fn take(&mut self, typed: &Typed, register: &Register) -> Option<(WordId, Field, Meant)> {
        let mut best: Option<(Meant, bool, usize)> = None;
        for (at, Name { rank, field, .. }) in self.words[..self.count].iter().enumerate() {
            if self.taken & 1 << at == 0
                && let Some(meant) = typed.means(*rank)
                && (meant <= Meant::Begins || typed.is_particle || !self.is_particle(at, register))
                && best.is_none_or(|known| (meant, field.is_second(), at) < known)
            {
                best = Some((meant, field.is_second(), at));
            }
        }
        let (meant, _, at) = best?;
        self.taken |= 1 << at;
        let Name { word, field, .. } = self.words[at];
        Some((word, field, meant))
    }
}
