//! Finds patients by what was typed: numbers first, then as typed, then forgiving.

use std::{
    cell::RefCell,
    cmp::Ordering,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use daybook_api::{Date, Why};
use daybook_ledger::Id;

use super::{
    broad::{self, Wanted},
    judge::{Class, Fit, Met, Needs, judge},
    lately::{How, Lately},
    meeting::{Candidates, Meeting, candidates},
    query::{Number, Query, Reading},
    word::Within,
};
use crate::domain::{
    number::Scanned,
    register::{Doc, Register, Slot, Standing},
};

/// With fewer found as typed than this, forgiveness sets in.
const ENOUGH: usize = 10;
/// From so many other words typed on, one may be missing in the name.
const SPARE_ONE: usize = 3;
const FARFETCHED: u16 = 1;
/// At most so many whose patient number begins as typed are looked at.
const MOST_NUMBERS: usize = 4_096;
/// At most so many ways to write the same words together and apart.
const MOST_WAYS: usize = 16;

/// What is looked for.
#[derive(Clone)]
pub struct Search<'a> {
    /// What was typed or scanned.
    pub text: &'a str,
    /// The local day: bounds births.
    pub today: Date,
    /// How many at most.
    pub limit: usize,
    /// Which patients.
    pub shown: Shown,
    /// Who comes first among equals.
    pub familiar: &'a Familiar,
    /// What was typed just before.
    pub lately: &'a Lately,
    /// Only these, where whoever asks may not see all.
    pub within: Option<&'a HashSet<Id>>,
}

impl Search<'_> {
    /// Whether whoever asks may see the patient.
    pub fn reaches(&self, patient: &Id) -> bool {
        self.within.is_none_or(|within| within.contains(patient))
    }
}

/// Patients a desk has to do with, by how near: 0 the nearest.
pub type Familiar = HashMap<[u8; 16], u32>;

/// Which patients a search shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Those a desk acts on.
    Active,
    /// The dead and the withdrawn too.
    All,
}

/// A patient found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub patient: Id,
    /// Why, where that is not obvious.
    pub why: Vec<Why>,
}

/// Finds patients, the best first; nobody for an empty text.
pub fn find(register: &Register, search: &Search<'_>) -> Vec<Found> {
    let query = Query::read(search.text, search.today);
    let reader = Reader { register, lately: search.lately, numbers: RefCell::default() };
    let mut hits = Hits { register, search, needs: Vec::new(), found: Vec::new() };
    hits.by_patient_number(&query.number);
    query.readings.iter().for_each(|reading| hits.take(reader.strictly(reading, 0)));
    if hits.is_short() {
        for reading in ways(&query.readings, register) {
            hits.take(reader.strictly(&reading, FARFETCHED));
        }
    }
    // Numbers are forgiven nothing.
    let readings: Vec<&Reading> = query.readings.iter().filter(|reading| !reading.words.is_empty()).collect();
    if hits.is_short() {
        readings.iter().for_each(|reading| hits.take(reader.forgivingly(reading)));
    }
    if hits.is_short() {
        for (at, joined) in readings.into_iter().flat_map(|reading| joined(reading).into_iter().enumerate()) {
            hits.take(reader.forgivingly_joined(&joined, at));
        }
    }
    hits.best()
}

/// The same words written together or apart, once and then once more.
fn ways(readings: &[Reading], register: &Register) -> Vec<Reading> {
    let once: Vec<Reading> = readings.iter().flat_map(|reading| written_otherwise(reading, register)).collect();
    let twice = once.iter().take(MOST_WAYS).flat_map(|reading| written_otherwise(reading, register));
    let twice: Vec<Reading> = twice.take(MOST_WAYS.saturating_sub(once.len())).collect();
    once.into_iter().chain(twice).take(MOST_WAYS).collect()
}

/// Looks words up, the longest first: what they have in common.
struct Reader<'a> {
    register: &'a Register,
    lately: &'a Lately,
    /// Those of this search.
    numbers: RefCell<Vec<(Number, Arc<Met>)>>,
}

impl Reader<'_> {
    fn strictly(&self, reading: &Reading, farfetched: u16) -> Needs {
        Needs { farfetched, ..self.needs(reading, |_| How::Strictly) }
    }

    fn forgivingly(&self, reading: &Reading) -> Needs {
        let needs = self.needs(reading, |_| How::Forgivingly);
        let telling = needs.words.iter().filter(|word| !word.is_particle).count();
        Needs { spare: usize::from(telling >= SPARE_ONE), ..needs }
    }

    /// The word at `at` is two written together.
    fn forgivingly_joined(&self, reading: &Reading, at: usize) -> Needs {
        let together = &reading.words[at];
        let how = |word: &String| if word == together { How::Together } else { How::Forgivingly };
        Needs { farfetched: FARFETCHED, ..self.needs(reading, how) }
    }

    fn needs(&self, reading: &Reading, how: impl Fn(&String) -> How) -> Needs {
        let typed = |word: &String| self.lately.typed(how(word), word, self.register);
        let words = longest_first(&reading.words).into_iter().map(typed).collect();
        Needs {
            words,
            numbers: reading.numbers.iter().map(|number| self.met(number)).collect(),
            spare: 0,
            farfetched: 0,
        }
    }

    fn met(&self, number: &Number) -> Arc<Met> {
        let mut known = self.numbers.borrow_mut();
        if let Some((_, met)) = known.iter().find(|(known, _)| known == number) {
            return Arc::clone(met);
        }
        let met = Arc::new(Met::of(number));
        known.push((number.clone(), Arc::clone(&met)));
        met
    }
}

fn longest_first(words: &[String]) -> Vec<&String> {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The same words, with two of them written together, or one of them apart, where that gives words that are known.
fn written_otherwise(reading: &Reading, register: &Register) -> Vec<Reading> {
    let begins = |word: &str| !register.words().beginning(word).is_empty();
    let known = |reading: &Reading, at: usize| begins(&reading.words[at]);
    let mut others: Vec<Reading> = joined(reading)
        .into_iter()
        .enumerate()
        .filter(|(at, joined)| known(joined, *at))
        .map(|(_, joined)| joined)
        .collect();
    others.extend((0..reading.words.len()).flat_map(|at| parted(reading, at, register)));
    others
}

/// Two neighbours written together, at each place.
fn joined(reading: &Reading) -> Vec<Reading> {
    let join = |at: usize| {
        let mut words = reading.words.clone();
        let next = words.remove(at + 1);
        words[at].push_str(&next);
        Reading { words, numbers: reading.numbers.clone() }
    };
    (0..reading.words.len().saturating_sub(1)).map(join).collect()
}

/// One word in two or three parts that are known.
fn parted(reading: &Reading, at: usize, register: &Register) -> Vec<Reading> {
    let word = &reading.words[at];
    let mut readings = Vec::new();
    for parts in partings(word, 3, register) {
        let mut words = reading.words.clone();
        words.splice(at..=at, parts);
        readings.push(Reading { words, numbers: reading.numbers.clone() });
    }
    readings
}

/// The shortest part of a word written together.
const SHORTEST_PART: usize = 2;

fn partings(word: &str, most: usize, register: &Register) -> Vec<Vec<String>> {
    let mut partings = Vec::new();
    if most < 2 || !word.is_ascii() {
        return partings;
    }
    let is_known = |part: &str| register.words().find(part).is_some_and(|word| register.words().docs(word) > 0);
    for end in SHORTEST_PART..(word.len() + 1).saturating_sub(SHORTEST_PART) {
        let (head, tail) = word.split_at(end);
        if !is_known(head) {
            continue;
        }
        if is_known(tail) {
            partings.push(vec![head.to_owned(), tail.to_owned()]);
        }
        for rest in partings_of_rest(tail, most - 1, register) {
            partings.push(std::iter::once(head.to_owned()).chain(rest).collect());
        }
    }
    partings.truncate(8);
    partings
}

fn partings_of_rest(tail: &str, most: usize, register: &Register) -> Vec<Vec<String>> {
    if tail.len() < 2 * SHORTEST_PART { Vec::new() } else { partings(tail, most, register) }
}

struct Hits<'a> {
    register: &'a Register,
    search: &'a Search<'a>,
    needs: Vec<Needs>,
    found: Vec<Hit>,
}

/// In the order of what is compared first; names and birth are compared among equals ([`Hits::compare`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    class: Class,
    standing: Standing,
    distance: u16,
    familiar: u32,
    because: Because,
    slot: Slot,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Because {
    /// It meets these needs.
    Needs(u16),
    /// The patient number was typed.
    Number,
    /// A patient number was typed that cannot be; this is the nearest.
    NearNumber,
}

impl Hits<'_> {
    /// Whether there is room for those who are only nearly meant.
    fn is_short(&mut self) -> bool {
        self.once_each();
        self.found.len() < ENOUGH.min(self.search.limit.max(1))
    }

    fn by_patient_number(&mut self, number: &Scanned) {
        let (codes, class, because) = match number {
            Scanned::Good(code) => (std::slice::from_ref(code), Class::Exact, Because::Number),
            Scanned::Beginning(code) => (std::slice::from_ref(code), Class::Begins, Because::Number),
            Scanned::WrongCheck { meant, .. } => (meant.as_slice(), Class::Forgiven, Because::NearNumber),
            Scanned::Other => return,
        };
        let codes: Vec<String> = codes.iter().map(|code| code.to_ascii_lowercase()).collect();
        if codes.is_empty() {
            return;
        }
        // So few digits that they say nothing: whom it means is seen when more of them are there.
        for slot in self.register.with_any_code(&codes).into_iter().take(MOST_NUMBERS) {
            let Some(doc) = self.register.doc(slot) else { continue };
            let distance = codes.iter().position(|code| doc.codes().any(|known| known.starts_with(code.as_str())));
            self.add(doc, Fit { class, distance: distance.unwrap_or_default() as u16 }, because);
        }
    }

    fn take(&mut self, needs: Needs) {
        let because = Because::Needs(self.needs.len() as u16);
        let (register, within) = (self.register, self.search.within);
        if let Some(within) = within {
            let slots = within.iter().filter_map(|patient| register.slot_of(patient));
            slots.for_each(|slot| _ = self.judge(&needs, because, slot));
        } else {
            match candidates(register, &needs) {
                Candidates::Few(slots) => slots.into_iter().for_each(|slot| _ = self.judge(&needs, because, slot)),
                Candidates::Many(meeting) => self.take_many(&needs, &meeting, because),
            }
        }
        self.needs.push(needs);
    }

    /// Judges somebody, and takes them in if they meet the needs.
    fn judge(&mut self, needs: &Needs, because: Because, slot: Slot) -> Option<Fit> {
        let doc = self.register.doc(slot)?;
        let fit = judge(doc, needs, self.register, None)?;
        self.add(doc, fit, because)?;
        (doc.standing() == Standing::Here).then_some(fit)
    }

    /// Those who have a word for each, the nearest words first, until nobody who is left can come before those who were taken.
    fn take_many(&mut self, needs: &Needs, meeting: &Meeting<'_>, because: Because) {
        let register = self.register;
        let is_strict = needs.words.iter().all(|typed| typed.is_strict());
        let levels = if is_strict { &Within::ALL[Within::ALL.len() - 1..] } else { &Within::ALL };
        let (mut done, mut fits) = (None, Vec::new());
        for within in levels {
            let meeting_so = meeting.within(register, *within);
            if is_strict && broad::is_broad(register, needs, &meeting_so) {
                return self.take_broad(needs, meeting, because);
            }
            let mut left = meeting_so.clone();
            done.iter().for_each(|done| left.leave(done));
            let most = within.distance().saturating_add(needs.farfetched);
            left.each(register, |slot| fits.extend(self.judge(needs, because, slot)));
            let is_near = |fit: &&Fit| fit.class < Class::InPart && fit.distance <= most;
            if fits.iter().filter(is_near).count() >= self.search.limit {
                return;
            }
            done = Some(meeting_so);
        }
    }

    /// Only those who come first: what was typed means too many to judge each.
    fn take_broad(&mut self, needs: &Needs, meeting: &Meeting<'_>, because: Because) {
        let (register, wanted) = (self.register, self.search.limit);
        let familiar = self.search.familiar.keys().filter_map(|patient| register.slot_of(&Id(*patient)));
        let familiar: Vec<Slot> = familiar.collect();
        let mut taken = HashSet::new();
        let mut take = |slot, wanted: Option<Wanted>| {
            let doc = register.doc(slot)?;
            let fit = judge(doc, needs, register, None)?;
            let is_wanted = wanted.is_none_or(|wanted| {
                let distance = wanted.missing.map(|missing| needs.farfetched + missing);
                fit.class == wanted.class && distance.is_none_or(|distance| fit.distance == distance)
            });
            if !is_wanted || !taken.insert(slot) {
                return None;
            }
            self.add(doc, fit, because).filter(|()| doc.standing() == Standing::Here)
        };
        familiar.into_iter().for_each(|slot| {
            take(slot, None);
        });
        broad::in_order(register, needs, meeting, wanted, |slot, wanted| take(slot, Some(wanted)).is_some());
    }

    /// Takes the patient in, if the search may show them.
    fn add(&mut self, doc: Doc<'_>, fit: Fit, because: Because) -> Option<()> {
        let standing = doc.standing();
        if standing != Standing::Here && self.search.shown == Shown::Active {
            return None;
        }
        if !self.search.reaches(&doc.patient()) {
            return None;
        }
        let patient = doc.patient().0;
        self.found.push(Hit {
            class: fit.class,
            standing,
            distance: fit.distance,
            familiar: self.search.familiar.get(&patient).copied().unwrap_or(u32::MAX),
            because,
            slot: doc.slot(),
        });
        Some(())
    }

    /// Each patient once, as well as they fit.
    fn once_each(&mut self) {
        if self.needs.len() > 1 || self.found.iter().any(|hit| !matches!(hit.because, Because::Needs(_))) {
            self.found.sort_unstable_by(|one, other| one.slot.cmp(&other.slot).then_with(|| one.cmp(other)));
            self.found.dedup_by_key(|hit| hit.slot);
        }
    }

    fn best(mut self) -> Vec<Found> {
        self.once_each();
        let (limit, mut hits) = (self.search.limit, std::mem::take(&mut self.found));
        if hits.len() > limit && limit > 0 {
            hits.select_nth_unstable_by(limit - 1, |one, other| self.compare(one, other));
        }
        hits.truncate(limit);
        hits.sort_unstable_by(|one, other| self.compare(one, other));
        let found = |hit: Hit| Some(Found { patient: self.register.doc(hit.slot)?.patient(), why: self.why(&hit) });
        hits.into_iter().filter_map(found).collect()
    }

    /// Which of two comes first.
    fn compare(&self, one: &Hit, other: &Hit) -> Ordering {
        let rank = |hit: &Hit| (hit.class, hit.standing, hit.distance, hit.familiar);
        rank(one).cmp(&rank(other)).then_with(|| self.register.compare(one.slot, other.slot))
    }

    fn why(&self, hit: &Hit) -> Vec<Why> {
        let mut why = Vec::new();
        match hit.because {
            Because::Number => {}
            Because::NearNumber => why.push(Why::NumberMisread),
            Because::Needs(number) => {
                if let (Some(needs), Some(doc)) = (self.needs.get(usize::from(number)), self.register.doc(hit.slot)) {
                    judge(doc, needs, self.register, Some(&mut why));
                }
            }
        }
        why
    }
}
