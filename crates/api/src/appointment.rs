//! Appointments: a day's list, booking, their states.

use serde::{Deserialize, Serialize};

use crate::{AppointmentId, Date, DoctorId, PatientId};

/// Where an appointment is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// Booked.
    #[default]
    Booked,
    /// The patient is here.
    Arrived,
    /// With the doctor.
    WithDoctor,
    /// Done.
    Done,
    /// The patient did not come.
    Missed,
    /// Cancelled.
    Cancelled,
}

/// An appointment as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Opaque id.
    pub id: AppointmentId,
    /// Whose.
    pub patient: PatientId,
    /// The patient's number.
    pub patient_number: String,
    /// Family names, given names.
    pub patient_family: String,
    /// Given names.
    pub patient_given: String,
    /// With whom.
    pub doctor: DoctorId,
    /// The doctor's family and given names, title.
    pub doctor_name: String,
    /// The doctor's department.
    pub department: String,
    /// Which room.
    pub room: String,
    /// The day, local.
    pub date: Date,
    /// Minutes after midnight, local time.
    pub start: u16,
    /// How long.
    pub minutes: u16,
    /// Why the patient comes.
    pub reason: String,
    /// Its state.
    pub state: AppointmentState,
    /// Another appointment of this doctor overlaps: booked at two desks at once.
    pub clash: Clash,
}

/// Whether another appointment of the same doctor overlaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clash {
    /// No.
    #[default]
    No,
    /// Yes, and this is the later one in the ledger.
    Yes,
}

/// Asks for a day's appointments, ordered by start.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AppointmentDay {
    /// Which day; today if absent.
    pub date: Option<Date>,
    /// Only this doctor's.
    pub doctor: Option<DoctorId>,
}

/// Books an appointment. A slot of that doctor that is taken is a [`crate::ErrorCode::Conflict`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BookAppointment {
    /// Who comes.
    pub patient: PatientId,
    /// To whom.
    pub doctor: DoctorId,
    /// The day, local.
    pub date: Date,
    /// Minutes after midnight, local time.
    pub start: u16,
    /// How long; 0 means the doctor's slot length.
    #[serde(default)]
    pub minutes: u16,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Moves an appointment to another state; every move can be undone by another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetAppointmentState {
    /// Which.
    pub id: AppointmentId,
    /// The new state.
    pub state: AppointmentState,
    /// Why, for a cancellation.
    #[serde(default)]
    pub reason: String,
}
