//! Rows of a file compared with the register and with the rows before them, many at once: who is probably here already, and who stands there twice.

use std::{collections::HashMap, sync::Arc};

use daybook_api::{ApiError, Person, Reason};
use daybook_ledger::Id;

use super::{Likely, Likenesses, Sought, candidates, pairs::walk, rank};
use crate::{
    desk::Open,
    domain::{
        register::{Record, Register, Slot, Standing},
        similar::{Blocks, Born, Comparison, Judgement, Model, Probe, Profile, Sketch, compare},
    },
    jobs::Progress,
    store::StoreError,
};

/// So many rows are compared at once: for each such lot the register is walked over.
pub const LOT: usize = 16_384;
/// Rows compared in one look at the register, at most: others wait meanwhile.
const STRETCH: usize = 8;
/// And no more than there are looks at a sketch in some twenty milliseconds: with many people here, fewer rows.
const STRETCH_LOOKS: usize = 400_000;
/// So many who look most alike, of those who share a key, are compared in full.
const COMPARED: usize = 32;
/// Up to so many looks at a sketch, rows of the file times people here, each row is compared with whoever looks most alike of everybody:
/// five minutes' work at the most.
const LOOKS: u64 = 5_000_000_000;

/// A row: its line, and whom it tells of.
pub type Row = (u64, Box<Person>);

/// What was found of a row.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its line.
    pub line: u64,
    /// Who of the register is likeliest the same person, if that raises an alert.
    pub here: Option<(Likely, Vec<Reason>)>,
    /// Which line before it is likeliest the same person's, if that raises an alert.
    pub twice: Option<Twice>,
}

/// A line before it that is probably the same person's.
#[derive(Clone, Debug)]
pub struct Twice {
    /// Which.
    pub line: u64,
    /// How likely.
    pub judgement: Judgement,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
}

/// The rows of a file, as far as they were read.
#[derive(Default)]
pub struct Rows {
    file: Register,
    lines: Vec<u64>,
    /// Births that are no dates, which a register does not keep, by slot.
    impossible: HashMap<Slot, Born>,
}

impl Rows {
    /// Compares the next rows with the register, with each other and with those before.
    /// `total` is how many the file has, for the progress.
    pub fn take(
        &mut self,
        open: &Open,
        progress: &Progress,
        rows: Vec<Row>,
        total: u64,
    ) -> Result<Vec<Found>, ApiError> {
        let likenesses = open.part::<Likenesses>();
        likenesses.sketches.catch_up(&open.store)?;
        let first = self.file.end();
        let sought: Vec<Sought> = rows.iter().map(|(_, person)| Sought::of(person, "", None)).collect();
        rows.iter().zip(&sought).for_each(|((line, person), sought)| self.put(*line, person, sought));
        self.file.settle();
        let slots = || (first..self.file.end()).map(Slot);
        let (mut here, mut twice) = (Blocks::default(), Blocks::default());
        for blocks in [&mut here, &mut twice] {
            blocks.ask(self.file.words(), slots().filter_map(|slot| self.file.doc(slot)));
        }
        while twice.walk(&self.file, u32::MAX, u32::MAX) {}
        walk(open, progress, &mut here, u32::MAX)?;
        let people = open.store.with_register(|_, register| Ok::<_, StoreError>(register.len()))?;
        let looks_at_everybody = total.max(self.lines.len() as u64).saturating_mul(people as u64) <= LOOKS;
        let stretch = if looks_at_everybody { (STRETCH_LOOKS / people.max(1)).clamp(1, STRETCH) } else { STRETCH };
        let asked = Asked { rows: self, open, model: likenesses.model(), likenesses, here, twice, looks_at_everybody };
        let mut found = Vec::with_capacity(sought.len());
        for rows in slots().zip(&sought).collect::<Vec<_>>().chunks(stretch) {
            progress.check()?;
            found.extend(asked.stretch(rows)?);
            progress.step(u64::from(first) + found.len() as u64, total);
        }
        Ok(found)
    }

    fn put(&mut self, line: u64, person: &Person, sought: &Sought) {
        let slot = Slot(self.file.end());
        let mut id = [0; 16];
        id[..4].copy_from_slice(&slot.0.to_le_bytes());
        // A row has no number, but the first code of a record is one.
        let record = Record::of(&Id(id), "row", person, Standing::Here);
        if record.birth == 0 {
            self.impossible.insert(slot, sought.profile.born);
        }
        self.file.put(&record);
        self.lines.push(line);
    }
}

/// A lot of rows, and who may be worth a comparison with each.
struct Asked<'a> {
    rows: &'a Rows,
    open: &'a Open,
    likenesses: Arc<Likenesses>,
    model: Arc<Model>,
    here: Blocks,
    twice: Blocks,
    looks_at_everybody: bool,
}

impl Asked<'_> {
    fn stretch(&self, rows: &[(Slot, &Sought)]) -> Result<Vec<Found>, StoreError> {
        self.open.store.with_register(|conn, register| {
            let mut found = Vec::with_capacity(rows.len());
            for (slot, sought) in rows {
                let Some(line) = self.rows.lines.get(slot.0 as usize) else { continue };
                let slots = self.alike_here(register, *slot, sought);
                let born = |birth| self.here.born(birth);
                let likeliest = rank(conn, register, &self.model, sought, slots, born)?.into_iter().next();
                let here = likeliest.filter(|likely| likely.judgement.alerts());
                let here =
                    here.map(|likely| (self.model.reasons(&likely.comparison), likely)).map(|(why, who)| (who, why));
                found.push(Found { line: *line, here, twice: self.twice(register, *slot, sought) });
            }
            Ok(found)
        })
    }

    fn alike_here(&self, register: &Register, row: Slot, sought: &Sought) -> Vec<Slot> {
        let file = &self.rows.file;
        let Some(doc) = file.doc(row).filter(|_| !sought.profile.is_empty()) else { return Vec::new() };
        if self.looks_at_everybody {
            return candidates(register, &self.likenesses.sketches, sought);
        }
        let slots = self.here.meeting(register, file.words(), doc, Slot(u32::MAX));
        self.likenesses.sketches.most_alike_of(register, &Probe::new(sought.sketch), slots, COMPARED)
    }

    fn twice(&self, register: &Register, row: Slot, sought: &Sought) -> Option<Twice> {
        let file = &self.rows.file;
        let doc = file.doc(row).filter(|_| !sought.profile.is_empty())?;
        let probe = Probe::new(sought.sketch);
        let likeness = |slot: &Slot| file.doc(*slot).map(|doc| probe.likeness(&Sketch::of_doc(doc, file.words())));
        let mut slots = self.twice.meeting(file, file.words(), doc, row);
        slots.sort_by_cached_key(|slot| std::cmp::Reverse((likeness(slot), *slot)));
        slots.truncate(COMPARED);
        let people = register.len() + file.len();
        let judge = |slot| {
            let comparison = self.compare(register, people, sought, slot)?;
            Some((slot, self.model.judge(&comparison, people), comparison))
        };
        let judged = slots.into_iter().filter_map(judge);
        let (slot, judgement, comparison) = judged
            .max_by(|(one, first, _), (other, second, _)| first.bits.total_cmp(&second.bits).then(other.cmp(one)))?;
        let line = *self.rows.lines.get(slot.0 as usize)?;
        judgement.alerts().then(|| Twice { line, judgement, reasons: self.model.reasons(&comparison) })
    }

    /// As if those of the file were in the register already: names are as common as they are in both.
    fn compare(&self, register: &Register, people: usize, sought: &Sought, slot: Slot) -> Option<Comparison> {
        let file = &self.rows.file;
        let mut known = Profile::of_doc(file.doc(slot)?, file.words(), people);
        let bearers = |word: &str| register.words().bearers(word) + file.words().bearers(word);
        known.count(bearers, people);
        if let Some(born) = self.rows.impossible.get(&slot) {
            known.born = *born;
        }
        let mut profile = sought.profile.clone();
        profile.count(bearers, people);
        profile.born_share =
            super::born_share(self.here.born(profile.born.digits) + self.twice.born(profile.born.digits), people);
        Some(compare(&profile, &known))
    }
}
