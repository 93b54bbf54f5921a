//! Which rows of a file are people who are probably registered already, or stand there twice: told by a trial, before anything is written.

use daybook_api::{ApiError, ImportReport, PatientId, ProbablyHere, ProbablyTwice, Reason};
use rusqlite::Connection;

use super::{Record, Subject};
use crate::{
    desk::Open,
    jobs::Progress,
    similar::{Found, LOT, Likely, Row, Rows},
    store::{StoreError, projections::patient},
};

/// A trial under way: rows that wait to be compared, and those that have been.
pub struct Trial {
    rows: Rows,
    waiting: Vec<Row>,
    /// Records of the file.
    total: u64,
}

impl Trial {
    /// Of a file with so many records.
    pub fn of(total: u64) -> Self {
        Self { rows: Rows::default(), waiting: Vec::new(), total }
    }

    /// Takes in the patients among records, and compares once there are many.
    pub fn take(
        &mut self,
        open: &Open,
        progress: &Progress,
        records: Vec<Record>,
        report: &mut ImportReport,
    ) -> Result<(), ApiError> {
        self.waiting.extend(records.into_iter().filter_map(|record| match record.subject {
            Subject::Patient(person) => Some((record.line, person)),
            Subject::Doctor(_) => None,
        }));
        if self.waiting.len() >= LOT { self.compare(open, progress, report) } else { Ok(()) }
    }

    /// Compares those who wait.
    pub fn compare(&mut self, open: &Open, progress: &Progress, report: &mut ImportReport) -> Result<(), ApiError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let found = self.rows.take(open, progress, std::mem::take(&mut self.waiting), self.total)?;
        open.store.read(|conn| {
            for found in found {
                tell(conn, found, report)?;
            }
            Ok(())
        })
    }
}

fn tell(conn: &Connection, found: Found, report: &mut ImportReport) -> Result<(), StoreError> {
    if let Some((likely, reasons)) = found.here {
        report.probably_here.extend(here(conn, found.line, &likely, reasons)?);
    }
    report.probably_twice.extend(found.twice.map(|twice| ProbablyTwice {
        line: found.line,
        first: twice.line,
        probability: twice.judgement.probability,
        likeness: twice.judgement.likeness,
        reasons: twice.reasons,
    }));
    Ok(())
}

fn here(
    conn: &Connection,
    line: u64,
    likely: &Likely,
    reasons: Vec<Reason>,
) -> Result<Option<ProbablyHere>, StoreError> {
    Ok(patient::load(conn, &likely.patient)?.map(|known| ProbablyHere {
        line,
        patient: PatientId(likely.patient.to_string()),
        number: known.number,
        family: known.person.family,
        given: known.person.given,
        probability: likely.judgement.probability,
        likeness: likely.judgement.likeness,
        reasons,
    }))
}
