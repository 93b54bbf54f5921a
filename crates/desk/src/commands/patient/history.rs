//! Who changed what of a patient, from what to what.

use daybook_api::{HistoryRow, HistoryValue};
use daybook_ledger::Id;
use rusqlite::Connection;

use crate::{
    domain::{
        event::{Event, PairEvent, PairVerdict, PatientEvent},
        words,
    },
    store::{
        StoreError,
        projections::{
            history::{self, Written},
            merged,
            patient::{self, Patient, differences},
        },
    },
};

/// Newest first; what came out as it was is left out.
pub(super) fn rows(conn: &Connection, id: &Id) -> Result<Vec<HistoryRow>, StoreError> {
    let mut patient = Patient::default();
    let mut rows = Vec::new();
    for written in history::of(conn, id)? {
        match &written.event {
            Event::Patient(event) => {
                let before = patient.clone();
                patient.take(event);
                let mut steps = steps(conn, &before, &patient, event)?;
                if event.set.is_empty() && event.withdrawn.is_none() && steps.is_empty() {
                    steps.push(Step::default());
                }
                rows.extend(steps.into_iter().map(|step| row(&written, step)));
            }
            Event::Pair(event) => rows.push(row(&written, verdict(conn, event)?)),
            _ => {}
        }
    }
    rows.reverse();
    Ok(rows)
}

/// Against whom, by number; an unknown one is one whose registration has not arrived.
fn verdict(conn: &Connection, event: &PairEvent) -> Result<Step, StoreError> {
    let number = patient::load(conn, &event.other)?.map_or_else(|| "?".to_owned(), |other| other.number);
    let (from, to) = match event.verdict {
        PairVerdict::Apart { .. } => (HistoryValue::Nothing, HistoryValue::text(number)),
        PairVerdict::Open => (HistoryValue::text(number), HistoryValue::MayBeSame),
    };
    Ok(Step { field: "not_same", from, to })
}

/// What changed; no field where it is said only that something was done.
#[derive(Default)]
struct Step {
    field: &'static str,
    from: HistoryValue,
    to: HistoryValue,
}

fn steps(conn: &Connection, before: &Patient, after: &Patient, event: &PatientEvent) -> Result<Vec<Step>, StoreError> {
    let mut steps = Vec::new();
    if before.number != after.number {
        let [from, to] = [before, after].map(|patient| HistoryValue::text(&patient.number));
        steps.push(Step { field: "number", from, to });
    }
    // The same registers with the values of the other side.
    let old = differences(&after.person, &before.person);
    let new = differences(&before.person, &after.person);
    for (old, new) in old.iter().zip(&new) {
        let from = if event.number.is_some() { HistoryValue::Nothing } else { words::patient_field(old) };
        steps.push(Step { field: new.name(), from, to: words::patient_field(new) });
    }
    if (&before.withdrawn, before.merged) != (&after.withdrawn, after.merged) {
        steps.push(Step { field: "status", from: status(conn, before)?, to: status(conn, after)? });
    }
    Ok(steps)
}

fn status(conn: &Connection, patient: &Patient) -> Result<HistoryValue, StoreError> {
    Ok(match (&patient.merged, &patient.withdrawn) {
        (Some(into), _) => HistoryValue::MergedInto(merged::brief(conn, into)?.number),
        (None, Some(reason)) => HistoryValue::EnteredInError(reason.clone()),
        (None, None) => HistoryValue::Registered,
    })
}

fn row(written: &Written, step: Step) -> HistoryRow {
    HistoryRow {
        at: written.at,
        who: written.who.clone(),
        desk: written.desk.clone(),
        act: written.act.clone(),
        field: step.field.to_owned(),
        from: step.from,
        to: step.to,
        entry: written.entry.to_string(),
    }
}
