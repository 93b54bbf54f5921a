//! The whole register looked through for pairs who are likely one person: lot by lot along the search log, so that it can be left and taken up.
//!
//! The log's order is the order of slots, and whoever changes comes to its end: comparing everybody with those before them compares
//! each pair once, and what has been written since is compared by going on.

use std::{collections::HashMap, sync::Arc};

use daybook_api::{ApiError, DuplicatesChecked, Reason};
use daybook_ledger::Id;
use rusqlite::Connection;

use super::{Likely, Likenesses, Sought, as_written, prepare, rank};
use crate::{
    desk::Open,
    domain::{
        register::{Doc, Register, Standing},
        similar::{Blocks, Judgement, Model, Probe, Profile, Sketch},
    },
    host::Host,
    jobs::Progress,
    store::{
        StoreError,
        index::{Since, count_since, since},
        pairs::{self, Pair},
    },
};

/// Records compared between two notes of how far it is.
const LOT: usize = 256;
/// Records for which the register is walked over at once, to find who may be worth a comparison with each.
const SPAN: usize = 64 * LOT;
/// Patients compared in one look at the register: others wait meanwhile.
const STRETCH: usize = 8;
/// Patients walked over in one look.
const WALKED: u32 = 2_048;
/// Pairs judged in one look.
const JUDGED: usize = 64;
/// So many who look most alike, of those who share a key, are compared in full.
const COMPARED: usize = 16;
/// Pairs less likely than this are not kept.
const LEAST: f64 = 0.1;

/// Compares what has not been compared yet, to its end or until it shall stop. What is done is durable lot by lot.
pub fn check(open: &Open, host: &dyn Host, progress: &Progress) -> Result<DuplicatesChecked, ApiError> {
    let mut run = Run::begin(open, progress)?;
    loop {
        progress.check()?;
        if !run.lot()? {
            open.store.write(|tx| pairs::finish(tx, host.now_ms()))?;
            return Ok(run.done);
        }
    }
}

struct Run<'a> {
    open: &'a Open,
    progress: &'a Progress,
    /// Held from the beginning: once the desk locks, what it kept in memory is gone, and would be made anew, empty.
    likenesses: Arc<Likenesses>,
    span: Option<Span>,
    done: DuplicatesChecked,
    total: u64,
    before: u64,
}

/// Records that come one after the other, and who may be worth a comparison with each.
struct Span {
    /// The last of them.
    upto: i64,
    blocks: Blocks,
}

/// Records of the log, with their numbers.
type Records = Vec<(i64, Since)>;

impl<'a> Run<'a> {
    fn begin(open: &'a Open, progress: &'a Progress) -> Result<Self, StoreError> {
        let (all, left) = open.store.read(|conn| {
            let upto = pairs::checked(conn)?.upto;
            Ok::<_, StoreError>((count_since(conn, 0)?, count_since(conn, upto)?))
        })?;
        if left > 0 {
            progress.note("Learning how the people here differ");
            prepare(open)?;
        }
        progress.note("Comparing patients");
        let (done, total) = (DuplicatesChecked::default(), all);
        let likenesses = open.part::<Likenesses>();
        let run = Self { open, progress, likenesses, span: None, done, total, before: all - left };
        progress.step(run.before, run.total);
        Ok(run)
    }

    /// Compares the next records. Whether there were any.
    fn lot(&mut self) -> Result<bool, ApiError> {
        let records = self.next(LOT)?;
        let Some((upto, _)) = records.last().copied() else { return Ok(false) };
        if let Some(at) = records.iter().rposition(|(_, whose)| *whose == Since::Forget) {
            self.open.store.write(|tx| pairs::forget(tx, records[at].0))?;
            self.step(at as u64 + 1, 0);
            return Ok(true);
        }
        let span = match self.span.take() {
            Some(span) if upto <= span.upto => span,
            _ => self.walk()?,
        };
        let patients = patients(&records);
        let found = self.compare(&span, &patients)?;
        // What was compared while the desk locked is not kept.
        self.progress.check()?;
        self.open.store.write(|tx| pairs::replace(tx, &patients, &found, upto))?;
        self.step(records.len() as u64, found.len() as u64);
        self.span = Some(span);
        Ok(true)
    }

    fn next(&self, most: usize) -> Result<Records, StoreError> {
        self.open.store.read(|conn| since(conn, pairs::checked(conn)?.upto, most))
    }

    fn step(&mut self, records: u64, pairs: u64) {
        self.done.records += records;
        self.done.pairs += pairs;
        let done = self.before + self.done.records;
        self.progress.step(done, self.total.max(done));
    }

    /// Who shares a key with those of the next records, as far as they come before them.
    fn walk(&self) -> Result<Span, ApiError> {
        let records = self.next(SPAN)?;
        let upto = records.last().map_or(0, |(number, _)| *number);
        let (mut blocks, mut until) = (Blocks::default(), 0);
        for stretch in patients(&records).chunks(WALKED as usize) {
            self.open.store.with_register(|_, register| {
                let docs = || stretch.iter().filter_map(|id| register.doc(register.slot_of(id)?));
                blocks.ask(register.words(), docs());
                until = docs().map(|doc| doc.slot().0 + 1).fold(until, u32::max);
                Ok::<_, StoreError>(())
            })?;
        }
        walk(self.open, self.progress, &mut blocks, until)?;
        Ok(Span { upto, blocks })
    }

    fn compare(&self, span: &Span, patients: &[Id]) -> Result<Vec<Pair>, ApiError> {
        self.likenesses.sketches.catch_up(&self.open.store)?;
        let mut found = Vec::new();
        for stretch in patients.chunks(STRETCH) {
            self.progress.check()?;
            self.open.store.with_register(|conn, register| {
                for doc in stretch.iter().filter_map(|id| register.doc(register.slot_of(id)?)) {
                    // Who has changed since the walk stands behind it, and is compared with their new record.
                    if doc.slot().0 < span.blocks.end() {
                        found.extend(self.pairs_of(conn, register, &span.blocks, doc)?);
                    }
                }
                Ok::<_, StoreError>(())
            })?;
        }
        Ok(found)
    }

    fn pairs_of(
        &self,
        conn: &Connection,
        register: &Register,
        blocks: &Blocks,
        doc: Doc<'_>,
    ) -> Result<Vec<Pair>, StoreError> {
        if doc.standing() == Standing::Withdrawn {
            return Ok(Vec::new());
        }
        let likenesses = &self.likenesses;
        let sought = sought(conn, register, doc)?;
        let slots = blocks.meeting(register, register.words(), doc, doc.slot());
        let slots = likenesses.sketches.most_alike_of(register, &Probe::new(sought.sketch), slots, COMPARED);
        let born = |birth| blocks.born(birth);
        let found = rank(conn, register, &likenesses.model(), &sought, slots, born)?;
        let likely = found.into_iter().take_while(|likely| likely.judgement.probability >= LEAST);
        let pair = |likely: Likely| Pair { one: doc.patient(), other: likely.patient, bits: likely.judgement.bits };
        Ok(likely.map(pair).collect())
    }
}

/// Whose the records are, each once.
fn patients(records: &[(i64, Since)]) -> Vec<Id> {
    let mut patients: Vec<Id> = records.iter().filter_map(|(_, whose)| whose.patient()).collect();
    patients.sort_unstable();
    patients.dedup();
    patients
}

/// Walks over the register up to the slot `until`, a stretch at a time.
pub(super) fn walk(open: &Open, progress: &Progress, blocks: &mut Blocks, until: u32) -> Result<(), ApiError> {
    let mut is_more = true;
    while is_more {
        progress.check()?;
        is_more = open.store.with_register(|_, register| Ok::<_, StoreError>(blocks.walk(register, until, WALKED)))?;
    }
    Ok(())
}

/// A registered patient, as somebody looked for.
fn sought(conn: &Connection, register: &Register, doc: Doc<'_>) -> Result<Sought, StoreError> {
    let (words, patient) = (register.words(), doc.patient());
    let mut profile = Profile::of_doc(doc, words, register.len());
    if doc.birth() == 0 {
        as_written(conn, &patient, &mut profile)?;
    }
    Ok(Sought { profile, sketch: Sketch::of_doc(doc, words), except: Some(patient) })
}

/// Two patients, and what the comparison of their present records says.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Who.
    pub patients: [Id; 2],
    /// How likely.
    pub judgement: Judgement,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
}

/// Compares pairs as they are now; those of whom one is not registered any more are left out.
pub fn judge(open: &Open, pairs: &[(Id, Id)]) -> Result<Vec<Judged>, StoreError> {
    let model = open.part::<Likenesses>().model();
    let births = open.store.with_register(|_, register| Ok::<_, StoreError>(births(register, pairs)))?;
    let mut judged = Vec::with_capacity(pairs.len());
    for stretch in pairs.chunks(JUDGED) {
        open.store.with_register(|conn, register| {
            for pair in stretch {
                judged.extend(judge_one(conn, register, &model, &births, *pair)?);
            }
            Ok::<_, StoreError>(())
        })?;
    }
    Ok(judged)
}

fn judge_one(
    conn: &Connection,
    register: &Register,
    model: &Model,
    births: &HashMap<u32, usize>,
    (one, other): (Id, Id),
) -> Result<Option<Judged>, StoreError> {
    let Some((later, earlier)) = in_order(register, one, other) else { return Ok(None) };
    let born = |birth| births.get(&birth).copied().unwrap_or(0);
    let found = rank(conn, register, model, &sought(conn, register, later)?, vec![earlier.slot()], born)?;
    let judged = |likely: Likely| Judged {
        patients: [one, other],
        reasons: model.reasons(&likely.comparison),
        judgement: likely.judgement,
    };
    Ok(found.into_iter().next().map(judged))
}

/// As the check compares: the later with the one before.
fn in_order(register: &Register, one: Id, other: Id) -> Option<(Doc<'_>, Doc<'_>)> {
    let doc = |id: &Id| register.doc(register.slot_of(id)?).filter(|doc| doc.standing() != Standing::Withdrawn);
    let (one, other) = (doc(&one)?, doc(&other)?);
    Some(if one.slot() > other.slot() { (one, other) } else { (other, one) })
}

/// How many were born on each day on which the later of a pair was.
fn births(register: &Register, pairs: &[(Id, Id)]) -> HashMap<u32, usize> {
    let later = pairs.iter().filter_map(|(one, other)| in_order(register, *one, *other));
    let mut births: HashMap<u32, usize> = later.map(|(later, _)| (later.birth(), 0)).collect();
    for doc in register.docs() {
        if let Some(count) = births.get_mut(&doc.birth()) {
            *count += 1;
        }
    }
    births
}
