//! Finds patients by what was typed: numbers first, then as typed, then forgiving.

use std::collections::{HashMap, HashSet};

use daybook_api::Date;
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    candidates::{self, Docs},
    judge::{Class, Doc, Fit, Strictness, judge},
    query::{Query, Reading},
};
use crate::{domain::number::Scanned, store::StoreError};

/// With fewer found as typed than this, forgiveness sets in.
const ENOUGH: usize = 5;
/// So many of the patients last seen at this desk come first among equals.
const REMEMBERED: i64 = 50;
/// So many numbers are looked at that begin as typed.
const BEGINNING: usize = 100;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// What was typed or scanned.
    pub text: &'a str,
    /// The local day: bounds births, and those expected today come early.
    pub today: Date,
    /// How many at most.
    pub limit: usize,
    /// Which patients.
    pub shown: Shown,
    /// Only these, where whoever asks may not see all.
    pub within: Option<HashSet<Id>>,
}

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
    pub why: Vec<String>,
}

/// Finds patients, the best first. An empty text finds those last seen at this desk.
pub fn search(conn: &Connection, search: &Search<'_>) -> Result<Vec<Found>, StoreError> {
    let query = Query::read(search.text, search.today);
    if query.readings.is_empty() {
        return last_seen(conn, search);
    }
    if let Some(within) = &search.within {
        return search_within(conn, search, within, &query);
    }
    let mut hits = Hits { conn, shown: search.shown, familiar: familiar(conn, search.today)?, found: HashMap::new() };
    hits.by_patient_number(&query.number)?;
    for reading in &query.readings {
        let docs = candidates::strict(conn, reading)?;
        hits.judge(docs, reading, Strictness::Strict)?;
        hits.judge_familiar(reading)?;
    }
    if hits.found.len() < ENOUGH.min(search.limit.max(1)) {
        for reading in &query.readings {
            let telling = candidates::telling(&reading.words);
            let alike = telling.iter().map(|word| candidates::alike(conn, word)).collect::<Result<Vec<_>, _>>()?;
            let mut docs = candidates::forgiving(conn, reading, &alike)?;
            // Two words may be right and a third one wrong.
            docs.extend(candidates::strict(conn, reading)?);
            hits.judge(docs, reading, Strictness::Forgiving)?;
        }
    }
    Ok(hits.best(search.limit))
}

/// Few enough to be judged one by one: no key of the index has to lead to them.
fn search_within(
    conn: &Connection,
    search: &Search<'_>,
    within: &HashSet<Id>,
    query: &Query,
) -> Result<Vec<Found>, StoreError> {
    let mut hits = Hits { conn, shown: search.shown, familiar: familiar(conn, search.today)?, found: HashMap::new() };
    let mut select = conn.prepare_cached("SELECT doc FROM search_doc WHERE patient = ?1")?;
    let docs = within.iter().filter_map(|patient| select.query_row([patient.0], |row| row.get(0)).optional().transpose());
    let docs = docs.collect::<Result<Docs, _>>()?;
    hits.by_patient_number(&query.number)?;
    hits.found.retain(|doc, _| docs.contains(doc));
    for strictness in [Strictness::Strict, Strictness::Forgiving] {
        for reading in &query.readings {
            hits.judge(docs.clone(), reading, strictness)?;
        }
        if hits.found.len() >= ENOUGH {
            break;
        }
    }
    Ok(hits.best(search.limit))
}

fn last_seen(conn: &Connection, search: &Search<'_>) -> Result<Vec<Found>, StoreError> {
    let most_hidden = if search.shown == Shown::All { 2 } else { 0 };
    let mut select = conn.prepare_cached(
        "SELECT s.patient FROM patient_seen s JOIN search_doc d ON d.patient = s.patient
         WHERE d.hidden <= ?1 ORDER BY s.at DESC, s.patient LIMIT ?2",
    )?;
    let most = if search.within.is_some() { -1 } else { search.limit as i64 };
    let rows = select.query_map(params![most_hidden, most], |row| Ok(Found { patient: Id(row.get(0)?), why: Vec::new() }))?;
    let within = |found: &Found| search.within.as_ref().is_none_or(|within| within.contains(&found.patient));
    let found = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().filter(within).take(search.limit).collect())
}

/// Patients this desk has to do with, by how near: the last seen, then those expected today.
fn familiar(conn: &Connection, today: Date) -> Result<HashMap<[u8; 16], usize>, StoreError> {
    let mut ranks = HashMap::new();
    let mut seen = conn.prepare_cached("SELECT patient FROM patient_seen ORDER BY at DESC LIMIT ?1")?;
    let rows = seen.query_map([REMEMBERED], |row| row.get(0))?;
    for (rank, patient) in rows.enumerate() {
        ranks.entry(patient?).or_insert(rank);
    }
    let mut expected = conn.prepare_cached("SELECT DISTINCT patient FROM appointment WHERE date = ?1 LIMIT 2000")?;
    let rows = expected.query_map([today.to_string()], |row| row.get(0))?;
    for patient in rows {
        ranks.entry(patient?).or_insert(REMEMBERED as usize);
    }
    Ok(ranks)
}

struct Hits<'a> {
    conn: &'a Connection,
    shown: Shown,
    familiar: HashMap<[u8; 16], usize>,
    found: HashMap<i64, (Doc, Fit)>,
}

impl Hits<'_> {
    fn by_patient_number(&mut self, number: &Scanned) -> Result<(), StoreError> {
        let (codes, why): (&[String], Option<&str>) = match number {
            Scanned::Good(code) => (std::slice::from_ref(code), None),
            Scanned::Beginning(code) => (std::slice::from_ref(code), None),
            Scanned::WrongCheck { meant, .. } => {
                (meant, Some("the number typed has a wrong character; this one is the nearest"))
            }
            Scanned::Other => return Ok(()),
        };
        let class = match number {
            Scanned::Good(_) => Class::Exact,
            Scanned::Beginning(_) => Class::Begins,
            _ => Class::Forgiven,
        };
        for (distance, code) in codes.iter().enumerate() {
            let mut docs = Docs::new();
            candidates::by_code_beginning(self.conn, &code.to_ascii_lowercase(), BEGINNING, &mut docs)?;
            for doc in docs {
                let why = why.map(str::to_owned).into_iter().collect();
                self.add(doc, |_| Some(Fit { class, distance, why }))?;
            }
        }
        Ok(())
    }

    fn judge(&mut self, docs: Docs, reading: &Reading, strictness: Strictness) -> Result<(), StoreError> {
        docs.into_iter().try_for_each(|doc| self.add(doc, |doc| judge(doc, reading, strictness)))
    }

    /// Those last seen are judged even where too many others share their key.
    fn judge_familiar(&mut self, reading: &Reading) -> Result<(), StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT d.doc FROM patient_seen s JOIN search_doc d ON d.patient = s.patient ORDER BY s.at DESC LIMIT ?1",
        )?;
        let rows = select.query_map([REMEMBERED], |row| row.get(0))?;
        let docs = rows.collect::<Result<Docs, _>>()?;
        self.judge(docs, reading, Strictness::Strict)
    }

    fn add(&mut self, number: i64, judge: impl FnOnce(&Doc) -> Option<Fit>) -> Result<(), StoreError> {
        let doc = match self.found.get(&number) {
            Some((doc, _)) => doc.clone(),
            None => match load(self.conn, number)? {
                Some(doc) => doc,
                None => return Ok(()),
            },
        };
        if doc.hidden > 0 && self.shown == Shown::Active {
            return Ok(());
        }
        let Some(fit) = judge(&doc) else { return Ok(()) };
        let better = |(_, known): &(Doc, Fit)| (known.class, known.distance) <= (fit.class, fit.distance);
        if !self.found.get(&number).is_some_and(better) {
            self.found.insert(number, (doc, fit));
        }
        Ok(())
    }

    /// The class decides, then who is familiar, then nearness, then the alphabet.
    fn best(self, limit: usize) -> Vec<Found> {
        let Self { familiar, found, .. } = self;
        let mut hits: Vec<(Doc, Fit)> = found.into_values().collect();
        let rank = |doc: &Doc| familiar.get(&doc.patient).copied().unwrap_or(usize::MAX);
        hits.sort_by(|(one, one_fit), (other, other_fit)| {
            let key = |doc: &Doc, fit: &Fit| (fit.class, doc.hidden, rank(doc), fit.distance);
            key(one, one_fit).cmp(&key(other, other_fit)).then_with(|| {
                (&one.family, &one.given, one.birth, one.patient).cmp(&(
                    &other.family,
                    &other.given,
                    other.birth,
                    other.patient,
                ))
            })
        });
        hits.into_iter().take(limit).map(|(doc, fit)| Found { patient: Id(doc.patient), why: fit.why }).collect()
    }
}

fn load(conn: &Connection, doc: i64) -> Result<Option<Doc>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT patient, given, family, other, birth, phones, codes, hidden FROM search_doc WHERE doc = ?1",
    )?;
    let doc = select.query_row([doc], |row| {
        Ok(Doc {
            patient: row.get(0)?,
            given: row.get(1)?,
            family: row.get(2)?,
            other: row.get(3)?,
            birth: row.get(4)?,
            phones: row.get(5)?,
            codes: row.get(6)?,
            hidden: row.get(7)?,
        })
    });
    Ok(doc.optional()?)
}
