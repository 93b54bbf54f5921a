//! Appointments: a day's list, booking, their states.

mod book;
mod state;
#[cfg(test)]
mod tests;

pub use self::{book::book, state::set_state};

use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use daybook_api::{
    ApiError, Appointment, AppointmentDay, AppointmentId, Clash, DoctorForm, DoctorId, ErrorCode, PatientId, clock,
};
use daybook_ledger::{Id, Operation};
use rusqlite::Connection;

use crate::{
    commands::reach::Reach,
    desk::Desk,
    domain::{permit::permit_sight, words::formal_name},
    store::{
        StoreError,
        projections::{
            appointment::{self, Placed},
            doctor, merged, patient,
        },
    },
};

/// A day's appointments by start, of one doctor or of all.
pub async fn day(desk: &Arc<Desk>, request: AppointmentDay) -> Result<Vec<Appointment>, ApiError> {
    let open = desk.session()?;
    permit_sight(open.session.role, Operation::Schedule)?;
    let date = request.date.unwrap_or_else(|| desk.host().today());
    let only = request.doctor.as_ref().map(parse_doctor).transpose()?;
    open.store.read(|conn| {
        let reach = Reach::of(conn, &open.session)?;
        let all = appointment::of_day(conn, date)?;
        let within = all.iter().filter(|row| reach.has_doctor(&row.doctor));
        let wanted = within.filter(|row| only.is_none_or(|doctor| row.doctor == doctor));
        let mut shown = Shown::default();
        wanted.map(|row| shown.row(conn, row, &all).map_err(ApiError::from)).collect()
    })
}

/// Those of a patient's records, newest first.
pub(super) fn of_patients(conn: &Connection, records: &[Id]) -> Result<Vec<Appointment>, StoreError> {
    let mut shown = Shown::default();
    let mut placed = Vec::new();
    for record in records {
        placed.extend(appointment::of_patient(conn, record)?);
    }
    placed.sort_by_key(|row| Reverse((row.slot.date, row.slot.start)));
    placed.iter().map(|row| shown.row(conn, row, &appointment::of_doctor(conn, &row.doctor, row.slot.date)?)).collect()
}

fn one(conn: &Connection, id: &Id) -> Result<Appointment, ApiError> {
    let row = appointment::load(conn, id)?.ok_or_else(no_such)?;
    let same_day = appointment::of_doctor(conn, &row.doctor, row.slot.date)?;
    Ok(Shown::default().row(conn, &row, &same_day)?)
}

/// Refuses a place that another appointment of the same doctor has; the patient's own other appointments are no hindrance.
fn refuse_double(conn: &Connection, row: &Placed) -> Result<(), ApiError> {
    let same_day = appointment::of_doctor(conn, &row.doctor, row.slot.date)?;
    let Some(other) = same_day.iter().find(|other| other.stands() && other.overlaps(row)) else { return Ok(()) };
    let (from, to) = (clock(other.slot.start), clock(other.slot.start + other.slot.minutes));
    let sentence = format!("This doctor already has an appointment from {from} to {to}. Choose another time.");
    Err(ApiError::new(ErrorCode::Conflict, sentence))
}

/// Puts names to ids, looking each up once.
#[derive(Default)]
struct Shown {
    /// By the record that was booked for: the one that it counts as.
    patients: HashMap<Id, (Id, patient::Patient)>,
    doctors: HashMap<Id, DoctorForm>,
}

impl Shown {
    fn row(&mut self, conn: &Connection, row: &Placed, same_day: &[Placed]) -> Result<Appointment, StoreError> {
        if let Entry::Vacant(unknown) = self.patients.entry(row.patient) {
            unknown.insert(whose(conn, row.patient)?);
        }
        if let Entry::Vacant(unknown) = self.doctors.entry(row.doctor) {
            unknown.insert(doctor::load(conn, &row.doctor)?.unwrap_or_default());
        }
        let ((id, patient), doctor) = (&self.patients[&row.patient], &self.doctors[&row.doctor]);
        Ok(Appointment {
            id: AppointmentId(row.id.to_string()),
            patient: PatientId(id.to_string()),
            patient_number: patient.number.clone(),
            patient_family: patient.person.family.clone(),
            patient_given: patient.person.given.clone(),
            doctor: DoctorId(row.doctor.to_string()),
            doctor_name: formal_name(&doctor.family, &doctor.given, &doctor.title),
            department: doctor.department.clone(),
            room: room(doctor, row),
            date: row.slot.date,
            start: row.slot.start,
            minutes: row.slot.minutes,
            reason: row.reason.clone(),
            state: row.state,
            clash: if row.clashes(same_day) { Clash::Yes } else { Clash::No },
        })
    }
}

/// The patient that a record counts as.
fn whose(conn: &Connection, record: Id) -> Result<(Id, patient::Patient), StoreError> {
    let known = patient::load(conn, &record)?.unwrap_or_default();
    if known.merged.is_none() {
        return Ok((record, known));
    }
    let id = merged::stands_as(conn, &record)?;
    Ok((id, patient::load(conn, &id)?.unwrap_or(known)))
}

/// The room of the hours it falls into, else the usual one.
fn room(doctor: &DoctorForm, row: &Placed) -> String {
    let covers = |from: u16, to: u16| from <= row.slot.start && row.slot.start < to;
    let weekday = row.slot.date.weekday();
    let stretch = doctor.hours.iter().find(|hours| hours.weekday == weekday && covers(hours.from, hours.to));
    stretch.map(|hours| &hours.room).filter(|room| !room.is_empty()).unwrap_or(&doctor.room).clone()
}

fn parse_doctor(id: &DoctorId) -> Result<Id, ApiError> {
    Id::from_hex(&id.0).map_err(|_| ApiError::new(ErrorCode::NotFound, "There is no such doctor in the directory."))
}

fn no_such() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "There is no such appointment.")
}
