//! The whole register looked through for pairs who are likely one person: lot by lot along the search log, so that it can be left and taken up.
//!
//! The log's order is the order of slots, and whoever changes comes to its end: comparing everybody with those before them compares
//! each pair once, and what has been written since is compared by going on.

use std::sync::Arc;

use daybook_api::{ApiError, DuplicatesChecked, Person, Reason};
use daybook_ledger::Id;
use rusqlite::Connection;

use super::{Likely, Likenesses, Sought, as_written, prepare, rank};
use crate::{
    desk::Open,
    domain::{
        register::{Doc, Register, Standing},
        similar::{Blocks, Judgement, Probe, Profile, Sketch},
    },
    host::Host,
    jobs::Progress,
    store::{
        StoreError,
        index::{Since, count_since, since},
        pairs::{self, Pair},
        projections::patient,
    },
};

/// Records compared between two notes of how far it is.
const LOT: usize = 256;
/// Patients compared in one look at the register: others wait meanwhile.
const STRETCH: usize = 8;
/// Patients whose keys are drawn in one look.
const DRAWN: u32 = 2_048;
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
    blocks: Blocks,
    done: DuplicatesChecked,
    total: u64,
    before: u64,
}

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
        let (likenesses, blocks) = (open.part::<Likenesses>(), Blocks::default());
        let (done, total) = (DuplicatesChecked::default(), all);
        let run = Self { open, progress, likenesses, blocks, done, total, before: all - left };
        progress.step(run.before, run.total);
        Ok(run)
    }

    /// Compares the next records. Whether there were any.
    fn lot(&mut self) -> Result<bool, ApiError> {
        let records = self.open.store.read(|conn| since(conn, pairs::checked(conn)?.upto, LOT))?;
        let Some((upto, _)) = records.last().copied() else { return Ok(false) };
        if let Some(at) = records.iter().rposition(|(_, whose)| *whose == Since::Forget) {
            self.open.store.write(|tx| pairs::forget(tx, records[at].0))?;
            self.step(at as u64 + 1, 0);
            return Ok(true);
        }
        let mut patients: Vec<Id> = records.iter().filter_map(|(_, whose)| whose.patient()).collect();
        patients.sort_unstable();
        patients.dedup();
        let found = self.compare(&patients)?;
        // What was compared while the desk locked is not kept.
        self.progress.check()?;
        self.open.store.write(|tx| pairs::replace(tx, &patients, &found, upto))?;
        self.step(records.len() as u64, found.len() as u64);
        Ok(true)
    }

    fn step(&mut self, records: u64, pairs: u64) {
        self.done.records += records;
        self.done.pairs += pairs;
        let done = self.before + self.done.records;
        self.progress.step(done, self.total.max(done));
    }

    fn compare(&mut self, patients: &[Id]) -> Result<Vec<Pair>, ApiError> {
        self.catch_up()?;
        let mut found = Vec::new();
        for stretch in patients.chunks(STRETCH) {
            self.progress.check()?;
            self.open.store.with_register(|conn, register| {
                for doc in stretch.iter().filter_map(|id| register.doc(register.slot_of(id)?)) {
                    found.extend(self.pairs_of(conn, register, doc)?);
                }
                Ok::<_, StoreError>(())
            })?;
        }
        Ok(found)
    }

    fn catch_up(&mut self) -> Result<(), ApiError> {
        self.likenesses.sketches.catch_up(&self.open.store)?;
        loop {
            self.progress.check()?;
            let blocks = &mut self.blocks;
            if !self.open.store.with_register(|_, register| Ok::<_, StoreError>(blocks.draw(register, DRAWN)))? {
                break;
            }
        }
        self.blocks.settle();
        Ok(())
    }

    fn pairs_of(&self, conn: &Connection, register: &Register, doc: Doc<'_>) -> Result<Vec<Pair>, StoreError> {
        if doc.standing() == Standing::Withdrawn {
            return Ok(Vec::new());
        }
        let likenesses = &self.likenesses;
        let sought = sought(conn, register, doc)?;
        let slots = self.blocks.before(register, doc);
        let slots = likenesses.sketches.most_alike_of(register, &Probe::new(sought.sketch), slots, COMPARED);
        let born = |birth| self.blocks.born(birth);
        let found = rank(conn, register, &likenesses.model(), &sought, slots, born)?;
        let likely = found.into_iter().take_while(|likely| likely.judgement.probability >= LEAST);
        let pair = |likely: Likely| Pair { one: doc.patient(), other: likely.patient, bits: likely.judgement.bits };
        Ok(likely.map(pair).collect())
    }
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
    /// Each with their number.
    pub patients: [(Id, String, Person); 2],
    /// How likely.
    pub judgement: Judgement,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
}

/// Compares two patients as they are now; `None` if one of them is not registered any more.
pub fn judge(open: &Open, one: Id, other: Id) -> Result<Option<Judged>, StoreError> {
    let likenesses = open.part::<Likenesses>();
    likenesses.sketches.catch_up(&open.store)?;
    let model = likenesses.model();
    open.store.with_register(|conn, register| {
        let doc = |id: &Id| register.doc(register.slot_of(id)?).filter(|doc| doc.standing() != Standing::Withdrawn);
        let (Some(first), Some(second)) = (doc(&one), doc(&other)) else { return Ok(None) };
        // As the check compares: the later with the one before.
        let (later, earlier) = if first.slot() > second.slot() { (first, second) } else { (second, first) };
        let born = |birth| register.with_birth(birth, birth).len();
        let found = rank(conn, register, &model, &sought(conn, register, later)?, vec![earlier.slot()], born)?;
        let (Some(likely), Some(one), Some(other)) = (found.into_iter().next(), named(conn, one)?, named(conn, other)?)
        else {
            return Ok(None);
        };
        let reasons = model.reasons(&likely.comparison);
        Ok(Some(Judged { patients: [one, other], judgement: likely.judgement, reasons }))
    })
}

fn named(conn: &Connection, id: Id) -> Result<Option<(Id, String, Person)>, StoreError> {
    Ok(patient::load(conn, &id)?.map(|patient| (id, patient.number, patient.person)))
}
