//! A day of appointments for a demonstration: some done, some here, most to come.

use daybook_api::{
    ApiError, AppointmentDay, AppointmentId, AppointmentState, BookAppointment, Date, DoctorRow, ErrorCode, Hours,
    ListDoctors, PatientId, SearchPatients, SetAppointmentState,
};

use super::random::Random;
use crate::{exit::Failure, terminal::Terminal};

/// At most so many for one doctor.
const MOST: usize = 4;

const REASONS: [&str; 8] = [
    "Control visit",
    "Cough",
    "Back pain",
    "Vaccination",
    "Blood pressure",
    "Wound check",
    "Test results",
    "First visit",
];

/// Books appointments for today where there are none yet. How many were booked.
pub async fn book(terminal: &Terminal, random: &mut Random) -> Result<usize, Failure> {
    if !terminal.request(AppointmentDay::default()).await?.is_empty() {
        return Ok(0);
    }
    let patients = patients(terminal).await?;
    let doctors = terminal.request(ListDoctors::default()).await?;
    let (today, now) = local_now();
    let mut booked = 0;
    for doctor in doctors.iter().filter(|_| !patients.is_empty()) {
        for start in starts(doctor, today, random) {
            let patient = patients[random.below(patients.len())].clone();
            let reason = random.pick(&REASONS).to_owned();
            let request =
                BookAppointment { patient, doctor: doctor.id.clone(), date: today, start, minutes: 0, reason };
            if let Some(id) = unless_taken(terminal.request(request).await.map(|appointment| appointment.id))? {
                booked += 1;
                advance(terminal, id, start, now, random).await?;
            }
        }
    }
    Ok(booked)
}

/// A few starts within the doctor's hours of that day.
fn starts(doctor: &DoctorRow, day: Date, random: &mut Random) -> Vec<u16> {
    let mut starts = Vec::new();
    let by_day = |hours: &&Hours| hours.weekday == day.weekday() && (6 * 60..20 * 60).contains(&hours.from);
    for hours in doctor.form.hours.iter().filter(by_day) {
        let slots = usize::from((hours.to - hours.from) / hours.slot_minutes);
        for _ in 0..1 + random.below(MOST) {
            let start = hours.from + random.below(slots) as u16 * hours.slot_minutes;
            if !starts.contains(&start) {
                starts.push(start);
            }
        }
    }
    starts
}

/// A slot that is taken is no failure: chance chose it twice.
fn unless_taken(booked: Result<AppointmentId, Failure>) -> Result<Option<AppointmentId>, Failure> {
    match booked {
        Ok(id) => Ok(Some(id)),
        Err(Failure::Desk(ApiError { code: ErrorCode::Conflict | ErrorCode::Invalid, .. })) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// What lies in the past has mostly happened.
async fn advance(
    terminal: &Terminal,
    id: AppointmentId,
    start: u16,
    now: u16,
    random: &mut Random,
) -> Result<(), Failure> {
    let state = match () {
        () if start + 60 < now => {
            if random.happens(85) {
                AppointmentState::Done
            } else {
                AppointmentState::Missed
            }
        }
        () if start < now => AppointmentState::WithDoctor,
        () if start < now + 30 && random.happens(60) => AppointmentState::Arrived,
        () => return Ok(()),
    };
    terminal.request(SetAppointmentState { id, state, reason: String::new() }).await.map(drop)
}

/// Some patients of the hospital, whoever they are.
async fn patients(terminal: &Terminal) -> Result<Vec<PatientId>, Failure> {
    let mut found = Vec::new();
    for query in ["", "a", "e", "m", "s"] {
        let rows =
            terminal.request(SearchPatients { query: query.to_owned(), limit: 100, ..Default::default() }).await?;
        found.extend(rows.into_iter().filter(|row| row.died.is_none()).map(|row| row.id));
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The local day, and minutes after its midnight.
fn local_now() -> (Date, u16) {
    let now = jiff::Zoned::now();
    let day = Date::new(now.year(), now.month() as u8, now.day() as u8).unwrap_or(Date::EPOCH);
    (day, now.hour() as u16 * 60 + now.minute() as u16)
}
