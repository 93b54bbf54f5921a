//! Books an appointment: one patient, one doctor, one slot that nobody else has.

use std::sync::Arc;

use daybook_api::{ApiError, Appointment, AppointmentState, BookAppointment, Date, DoctorForm, ErrorCode, PatientId};
use daybook_ledger::{Act, Id, Operation};
use rusqlite::Connection;

use super::{one, parse_doctor, refuse_double};
use crate::{
    commands::{field, invalid, reach::Reach},
    desk::Desk,
    domain::{
        event::{AppointmentEvent, AppointmentField, Event, Slot},
        hours::slot_minutes,
        permit::permit,
        validate,
    },
    host::fresh_id,
    store::{
        Decided,
        projections::{appointment::Placed, doctor, patient},
    },
};

/// Books; a slot of that doctor that is taken is a conflict.
pub async fn book(desk: &Arc<Desk>, request: BookAppointment) -> Result<Appointment, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::Schedule)?;
    let id = Id(fresh_id(desk.host()));
    let today = desk.host().today();
    open.store.decide(&open.author(), desk.host(), |tx| {
        let patient = active_patient(tx, &request.patient)?;
        let doctor = parse_doctor(&request.doctor)?;
        Reach::of(tx, &open.session)?.permit_doctor(&doctor)?;
        let form = doctor::load(tx, &doctor)?
            .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "There is no such doctor in the directory."))?;
        let slot = slot(&request, &form, today)?;
        let reason = reason(&request.reason)?;
        let state = AppointmentState::Booked;
        let row = Placed { id, patient, doctor, slot, reason, state, why: String::new(), placed: Vec::new() };
        refuse_double(tx, &row)?;
        let mut set = vec![AppointmentField::Doctor(doctor), AppointmentField::Slot(slot)];
        if !row.reason.is_empty() {
            set.push(AppointmentField::Reason(row.reason));
        }
        let event = AppointmentEvent { appointment: id, patient, set };
        Ok::<_, ApiError>(vec![Decided::sealed(Act::AppointmentBook, id, vec![Event::Appointment(event)])])
    })?;
    open.store.read(|conn| one(conn, &id))
}

fn active_patient(conn: &Connection, id: &PatientId) -> Result<Id, ApiError> {
    let nobody = || ApiError::new(ErrorCode::NotFound, "There is no such patient at this hospital.");
    let id = Id::from_hex(&id.0).map_err(|_| nobody())?;
    let patient = patient::load(conn, &id)?.ok_or_else(nobody)?;
    match (patient.withdrawn, patient.person.died) {
        _ if patient.merged.is_some() => {
            Err(ApiError::new(ErrorCode::Conflict, "This record was merged into another. Book for that one."))
        }
        (Some(_), _) => Err(ApiError::new(
            ErrorCode::Conflict,
            "This registration is marked as entered in error. Restore it first.",
        )),
        (_, Some(_)) => {
            Err(ApiError::new(ErrorCode::Conflict, "This patient is recorded as dead. No appointment was booked."))
        }
        _ => Ok(id),
    }
}

fn slot(request: &BookAppointment, doctor: &DoctorForm, today: Date) -> Result<Slot, ApiError> {
    let minutes = match request.minutes {
        0 => slot_minutes(&doctor.hours, request.date.weekday(), request.start),
        minutes => minutes,
    };
    let mut wrong = Vec::new();
    if request.date < today {
        wrong.push(field("date", "That day has passed. Choose today or a later day."));
    }
    if !(5..=480).contains(&minutes) {
        wrong.push(field("minutes", "An appointment takes 5 to 480 minutes."));
    }
    if u32::from(request.start) + u32::from(minutes) > 24 * 60 {
        wrong.push(field("start", "An appointment begins and ends on the same day."));
    }
    if wrong.is_empty() { Ok(Slot { date: request.date, start: request.start, minutes }) } else { Err(invalid(wrong)) }
}

fn reason(typed: &str) -> Result<String, ApiError> {
    let reason = validate::line(typed);
    match reason.chars().count() {
        0..=200 => Ok(reason),
        _ => Err(invalid(vec![field("reason", "Keep this to 200 characters.")])),
    }
}
