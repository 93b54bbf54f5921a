//! Similar patients over the register in memory: who is worth a comparison, and what the comparison says.

mod job;
mod learn;
mod pairs;
mod rows;
mod sketches;

use std::sync::{Arc, Mutex, PoisonError};

use daybook_api::Person;
use daybook_ledger::Id;
use rusqlite::Connection;

use self::sketches::Sketches;
pub use self::{
    job::{go_on_in_background, running, start},
    pairs::{Judged, judge},
    rows::{Found, LOT, Row, Rows},
};
use crate::{
    desk::{Desk, Open},
    domain::{
        names,
        register::{Digits, Register, Slot, Standing},
        similar::{Comparison, Judgement, Model, Probe, Profile, Sketch, compare, profile::address_words},
    },
    memory,
    store::{StoreError, projections::patient},
};

/// So many who look most alike are compared in full.
const COMPARED: usize = 96;
/// So many who share a phone or an id are compared, whatever else they look like.
const SHARED: usize = 32;
/// Births a day are counted as if there were so many more people, one on each day.
const DAYS: f64 = 30_000.0;

/// What is kept while somebody is logged in: a sketch of everybody, and the weights.
#[derive(Default)]
pub struct Likenesses {
    sketches: Sketches,
    model: Mutex<Option<Learnt>>,
}

#[derive(Clone)]
struct Learnt {
    model: Arc<Model>,
    people: usize,
}

/// Somebody looked for.
pub struct Sought {
    /// As compared.
    pub profile: Profile,
    /// As drawn.
    pub sketch: Sketch,
    /// Not this one: the patient themselves.
    pub except: Option<Id>,
}

impl Sought {
    /// Somebody as a form or a file tells them; `born` is what was typed for the birth, where that is no date.
    pub fn of(person: &Person, born: &str, except: Option<Id>) -> Self {
        let profile = Profile::of(person, born);
        let (words, postcode) = (address_words(person), names::fold(&person.address.postcode));
        let sketch = profile.sketch(words.iter().map(String::as_str), &postcode);
        Self { profile, sketch, except }
    }
}

/// Somebody found.
#[derive(Clone, Debug)]
pub struct Likely {
    /// Who.
    pub patient: Id,
    /// How likely.
    pub judgement: Judgement,
    /// Field by field.
    pub comparison: Comparison,
}

impl Likenesses {
    /// The weights: the register's own once they have been estimated, else what is usual.
    pub fn model(&self) -> Arc<Model> {
        self.learnt().as_ref().map_or_else(Arc::default, |learnt| Arc::clone(&learnt.model))
    }

    /// From how many people the weights were learnt.
    #[cfg(test)]
    pub fn people_learnt_from(&self) -> Option<usize> {
        self.learnt().as_ref().map(|learnt| learnt.people)
    }

    /// How much memory the sketches take, in bytes.
    pub fn memory(&self) -> usize {
        self.sketches.memory()
    }

    fn learnt(&self) -> std::sync::MutexGuard<'_, Option<Learnt>> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds who may be the same person, the likeliest first.
pub fn find(open: &Open, sought: &Sought) -> Result<Vec<Likely>, StoreError> {
    let likenesses = open.part::<Likenesses>();
    likenesses.sketches.catch_up(&open.store)?;
    let model = likenesses.model();
    open.store.with_register(|conn, register| {
        let slots = candidates(register, &likenesses.sketches, sought);
        let born = |birth| register.with_birth(birth, birth).len();
        rank(conn, register, &model, sought, slots, born)
    })
}

/// Those who look most alike, and those who share a phone or an id.
fn candidates(register: &Register, sketches: &Sketches, sought: &Sought) -> Vec<Slot> {
    let mut slots = sketches.most_alike(register, &Probe::new(sought.sketch), COMPARED);
    for phone in sought.profile.phones.iter().filter_map(|phone| Digits::of(phone)) {
        slots.extend(register.with_phone(phone).into_iter().take(SHARED));
    }
    if !sought.profile.identifiers.is_empty() {
        slots.extend(register.with_any_code(&sought.profile.identifiers).into_iter().take(SHARED));
    }
    slots.sort_unstable();
    slots.dedup();
    slots
}

fn rank(
    conn: &Connection,
    register: &Register,
    model: &Model,
    sought: &Sought,
    slots: Vec<Slot>,
    born: impl Fn(u32) -> usize,
) -> Result<Vec<Likely>, StoreError> {
    let people = register.len();
    let mut profile = sought.profile.clone();
    profile.count(|word| register.words().bearers(word), people);
    if profile.born.digits > 0 {
        profile.born_share = born_share(born(profile.born.digits), people);
    }
    let mut found = Vec::with_capacity(slots.len());
    for doc in slots.into_iter().filter_map(|slot| register.doc(slot)) {
        let patient = doc.patient();
        if doc.standing() == Standing::Withdrawn || sought.except == Some(patient) {
            continue;
        }
        let mut known = Profile::of_doc(doc, register.words(), people);
        if doc.birth() == 0 {
            as_written(conn, &patient, &mut known)?;
        }
        let comparison = compare(&profile, &known);
        found.push(Likely { patient, judgement: model.judge(&comparison, people), comparison });
    }
    found.sort_by(|one, other| {
        other.judgement.bits.total_cmp(&one.judgement.bits).then_with(|| one.patient.0.cmp(&other.patient.0))
    });
    Ok(found)
}

/// Which share of people is born on a day on which so many of so many are.
fn born_share(born: usize, people: usize) -> f64 {
    (born as f64 + 1.0) / (people as f64 + DAYS)
}

/// An impossible date of birth lies in the note: its digits are compared all the same.
fn as_written(conn: &Connection, id: &Id, known: &mut Profile) -> Result<(), StoreError> {
    if let Some(patient) = patient::load(conn, id)? {
        known.born = Profile::of(&patient.person, "").born;
    }
    Ok(())
}

/// Draws everybody and learns the weights as soon as somebody has logged in; broken off when the desk locks.
pub fn prepare_in_background(_: &Arc<Desk>, open: &Arc<Open>) {
    let open = Arc::clone(open);
    let prepare = move || {
        match prepare(&open) {
            Ok(()) | Err(StoreError::Closed) => {}
            Err(error) => tracing::warn!(%error, "similar patients are prepared with the first question"),
        }
        drop(open);
        memory::give_back();
    };
    if let Err(error) = std::thread::Builder::new().name("similar".to_owned()).spawn(prepare) {
        tracing::warn!(%error, "similar patients are prepared with the first question");
    }
}

/// Draws everybody, and learns the weights if the register has grown since they were learnt.
pub fn prepare(open: &Open) -> Result<(), StoreError> {
    let likenesses = open.part::<Likenesses>();
    likenesses.sketches.catch_up(&open.store)?;
    let people = open.store.with_register(|_, register| Ok::<_, StoreError>(register.len()))?;
    let known = likenesses.learnt().as_ref().map_or(0, |learnt| learnt.people);
    if people >= learn::ENOUGH && (people > known + known / 10 || people < known / 2) {
        let model = Arc::new(learn::learn(open, &likenesses.sketches)?);
        *likenesses.learnt() = Some(Learnt { model, people });
    }
    Ok(())
}
