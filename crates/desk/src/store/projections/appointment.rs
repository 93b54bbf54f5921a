//! Appointments as rows, and which of two that overlap is the clash.

use std::collections::HashSet;

use daybook_api::{AppointmentState, Date};
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{
    Applied,
    change::{self, Change},
};
use crate::{
    domain::event::{AppointmentEvent, AppointmentField, Event, Slot},
    store::StoreError,
};

/// What the writes to one appointment amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Opaque id.
    pub id: Id,
    /// Whose.
    pub patient: Id,
    /// With whom.
    pub doctor: Id,
    /// When.
    pub slot: Slot,
    /// Why the patient comes.
    pub reason: String,
    /// Where it is in its life.
    pub state: AppointmentState,
    /// Why it came to that state.
    pub why: String,
    /// Stamp of the write that gave it this doctor and slot.
    pub placed: Vec<u8>,
}

impl Placed {
    /// Whether it takes up the doctor's time: not once cancelled or missed.
    pub fn stands(&self) -> bool {
        !matches!(self.state, AppointmentState::Cancelled | AppointmentState::Missed)
    }

    /// Whether both want the same doctor at the same time.
    pub fn overlaps(&self, other: &Placed) -> bool {
        let end = |slot: &Slot| u32::from(slot.start) + u32::from(slot.minutes);
        self.id != other.id
            && self.doctor == other.doctor
            && self.slot.date == other.slot.date
            && u32::from(self.slot.start) < end(&other.slot)
            && u32::from(other.slot.start) < end(&self.slot)
    }

    /// Whether this one was given its place later than another that has it: the clash. Depends on the set of writes only.
    pub fn clashes(&self, same_day: &[Placed]) -> bool {
        let earlier = |other: &&Placed| (&other.placed, other.id) < (&self.placed, self.id);
        self.stands() && same_day.iter().filter(earlier).any(|other| other.stands() && self.overlaps(other))
    }
}

/// Keeps the write and folds the row anew; there is a row as soon as doctor and slot are known.
pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: AppointmentEvent) -> Result<(), StoreError> {
    let appointment = event.appointment;
    match change::keep(tx, at, &appointment, Event::Appointment(event))? {
        Some(changes) => fold(&changes).map_or(Ok(()), |placed| store(tx, &placed)),
        None => Ok(()),
    }
}

/// What an appointment's writes, oldest first, amount to.
pub fn fold(changes: &[Change]) -> Option<Placed> {
    let (mut doctor, mut slot) = (None, None);
    let mut row: Option<Placed> = None;
    for change in changes {
        let Event::Appointment(event) = &change.event else { continue };
        let row = row.get_or_insert_with(|| empty(event));
        for field in event.set.clone() {
            match field {
                AppointmentField::Doctor(id) => doctor = Some(id),
                AppointmentField::Slot(when) => slot = Some(when),
                AppointmentField::Reason(reason) => row.reason = reason,
                AppointmentField::State(change) => (row.state, row.why) = (change.state, change.reason),
            }
        }
        if event.set.iter().any(|field| matches!(field, AppointmentField::Doctor(_) | AppointmentField::Slot(_))) {
            row.placed.clone_from(&change.stamp);
        }
    }
    Some(Placed { doctor: doctor?, slot: slot?, ..row? })
}

fn empty(event: &AppointmentEvent) -> Placed {
    Placed {
        id: event.appointment,
        patient: event.patient,
        doctor: Id::default(),
        slot: Slot { date: Date::EPOCH, start: 0, minutes: 0 },
        reason: String::new(),
        state: AppointmentState::Booked,
        why: String::new(),
        placed: Vec::new(),
    }
}

fn store(tx: &Transaction<'_>, row: &Placed) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO appointment (appointment, patient, doctor, date, start, minutes, reason, state, why, placed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    insert.execute(params![
        row.id.0,
        row.patient.0,
        row.doctor.0,
        row.slot.date.to_string(),
        row.slot.start,
        row.slot.minutes,
        row.reason,
        state_text(row.state),
        row.why,
        row.placed,
    ])?;
    Ok(())
}

const COLUMNS: &str = "appointment, patient, doctor, date, start, minutes, reason, state, why, placed FROM appointment";

/// An appointment by id.
pub fn load(conn: &Connection, id: &Id) -> Result<Option<Placed>, StoreError> {
    let mut select = conn.prepare_cached(&format!("SELECT {COLUMNS} WHERE appointment = ?1"))?;
    select.query_row([id.0], |row| Ok(read(row))).optional()?.transpose()
}

/// Whether the patient has, or had, an appointment with the doctor that was not called off.
pub fn is_patient_of(conn: &Connection, patient: &Id, doctor: &Id) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM appointment WHERE doctor = ?1 AND patient = ?2 AND state <> 'cancelled')",
    )?;
    Ok(select.query_row([doctor.0, patient.0], |row| row.get(0))?)
}

/// All such patients of the doctor.
pub fn patients_of(conn: &Connection, doctor: &Id) -> Result<HashSet<Id>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT DISTINCT patient FROM appointment WHERE doctor = ?1 AND state <> 'cancelled'")?;
    let rows = select.query_map([doctor.0], |row| row.get(0).map(Id))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All of a day, by start.
pub fn of_day(conn: &Connection, date: Date) -> Result<Vec<Placed>, StoreError> {
    let mut select =
        conn.prepare_cached(&format!("SELECT {COLUMNS} WHERE date = ?1 ORDER BY start, doctor, placed, appointment"))?;
    let rows = select.query_and_then([date.to_string()], read)?;
    rows.collect()
}

/// One doctor's of a day, by start.
pub fn of_doctor(conn: &Connection, doctor: &Id, date: Date) -> Result<Vec<Placed>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE date = ?1 AND doctor = ?2 ORDER BY start, placed, appointment"
    ))?;
    let rows = select.query_and_then(params![date.to_string(), doctor.0], read)?;
    rows.collect()
}

/// One patient's, newest first.
pub fn of_patient(conn: &Connection, patient: &Id) -> Result<Vec<Placed>, StoreError> {
    let mut select = conn
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE patient = ?1 ORDER BY date DESC, start DESC, appointment"))?;
    let rows = select.query_and_then([patient.0], read)?;
    rows.collect()
}

fn read(row: &Row<'_>) -> Result<Placed, StoreError> {
    let date: String = row.get(3)?;
    let state: String = row.get(7)?;
    Ok(Placed {
        id: Id(row.get(0)?),
        patient: Id(row.get(1)?),
        doctor: Id(row.get(2)?),
        slot: Slot { date: date.parse().map_err(|_| DAMAGED)?, start: row.get(4)?, minutes: row.get(5)? },
        reason: row.get(6)?,
        state: STATES.iter().find(|(_, text)| *text == state).map(|(state, _)| *state).ok_or(DAMAGED)?,
        why: row.get(8)?,
        placed: row.get(9)?,
    })
}

const DAMAGED: StoreError = StoreError::Damaged("an appointment's row");

const STATES: [(AppointmentState, &str); 6] = [
    (AppointmentState::Booked, "booked"),
    (AppointmentState::Arrived, "arrived"),
    (AppointmentState::WithDoctor, "with_doctor"),
    (AppointmentState::Done, "done"),
    (AppointmentState::Missed, "missed"),
    (AppointmentState::Cancelled, "cancelled"),
];

fn state_text(state: AppointmentState) -> &'static str {
    STATES.iter().find(|(value, _)| *value == state).map_or("booked", |(_, text)| text)
}
