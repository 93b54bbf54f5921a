//! A day's appointments by doctor, with how full each doctor's day is.

use std::collections::{BTreeMap, BTreeSet};

use daybook_api::{Appointment, AppointmentState, DoctorId, DoctorRow, PatientId};

use super::slots::holds_its_slot;

/// One doctor's day.
#[derive(Clone, Debug, PartialEq)]
pub struct DoctorDay {
    /// Which.
    pub doctor: DoctorId,
    /// `SILVA, Ana (Dr)`.
    pub name: String,
    /// Department.
    pub department: String,
    /// The directory's row, if it was found.
    pub row: Option<DoctorRow>,
    /// By start.
    pub appointments: Vec<Appointment>,
    /// How full it is.
    pub load: Load,
}

/// Minutes booked, of minutes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Booked and not cancelled.
    pub booked: u16,
    /// In the weekly hours of that weekday.
    pub open: u16,
}

/// How full, as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fullness {
    /// No hours that day.
    NoHours,
    /// Below two thirds.
    Free,
    /// From two thirds.
    Filling,
    /// Full.
    Full,
    /// More than there is.
    Over,
}

impl Load {
    /// Percent, at most 100.
    pub fn percent(self) -> u16 {
        match self.open {
            0 => 0,
            open => (u32::from(self.booked) * 100 / u32::from(open)).min(100) as u16,
        }
    }

    /// As a word.
    pub fn fullness(self) -> Fullness {
        match (self.booked, self.open) {
            (_, 0) => Fullness::NoHours,
            (booked, open) if booked > open => Fullness::Over,
            (booked, open) if booked == open => Fullness::Full,
            (booked, open) if u32::from(booked) * 3 >= u32::from(open) * 2 => Fullness::Filling,
            _ => Fullness::Free,
        }
    }
}

/// Groups a day by doctor: who has appointments, and who has hours on that weekday; by name.
pub fn by_doctor(appointments: &[Appointment], doctors: &[DoctorRow], weekday: u8) -> Vec<DoctorDay> {
    let mut days: Vec<DoctorDay> = doctors
        .iter()
        .filter(|row| open_minutes(row, weekday) > 0 || appointments.iter().any(|one| one.doctor == row.id))
        .map(|row| empty_day(row, weekday))
        .collect();
    for appointment in appointments {
        let at = days.iter().position(|day| day.doctor == appointment.doctor).unwrap_or_else(|| {
            days.push(unlisted_day(appointment));
            days.len() - 1
        });
        if holds_its_slot(appointment.state) {
            days[at].load.booked += appointment.minutes;
        }
        days[at].appointments.push(appointment.clone());
    }
    days.sort_by(|a, b| (a.appointments.is_empty(), &a.name).cmp(&(b.appointments.is_empty(), &b.name)));
    days
}

fn empty_day(row: &DoctorRow, weekday: u8) -> DoctorDay {
    DoctorDay {
        doctor: row.id.clone(),
        name: super::name::display_name(&row.form.family, &row.form.given, &row.form.title),
        department: row.form.department.clone(),
        load: Load { booked: 0, open: open_minutes(row, weekday) },
        row: Some(row.clone()),
        appointments: Vec::new(),
    }
}

fn unlisted_day(appointment: &Appointment) -> DoctorDay {
    DoctorDay {
        doctor: appointment.doctor.clone(),
        name: appointment.doctor_name.clone(),
        department: appointment.department.clone(),
        row: None,
        appointments: Vec::new(),
        load: Load::default(),
    }
}

fn open_minutes(row: &DoctorRow, weekday: u8) -> u16 {
    row.form.hours.iter().filter(|stretch| stretch.weekday == weekday).map(|stretch| stretch.to - stretch.from).sum()
}

/// The one step that usually comes next, for the row's button.
pub fn next_state(state: AppointmentState) -> Option<AppointmentState> {
    match state {
        AppointmentState::Booked => Some(AppointmentState::Arrived),
        AppointmentState::Arrived => Some(AppointmentState::WithDoctor),
        AppointmentState::WithDoctor => Some(AppointmentState::Done),
        AppointmentState::Done | AppointmentState::Missed | AppointmentState::Cancelled => None,
    }
}

/// Patients of a day whose name somebody else of that day has too: who acts on one must see it.
pub fn namesakes(appointments: &[Appointment]) -> BTreeSet<PatientId> {
    let mut by_name: BTreeMap<(String, String), BTreeSet<PatientId>> = BTreeMap::new();
    for one in appointments {
        let name = (one.patient_family.trim().to_lowercase(), one.patient_given.trim().to_lowercase());
        by_name.entry(name).or_default().insert(one.patient.clone());
    }
    by_name.into_values().filter(|patients| patients.len() > 1).flatten().collect()
}

/// How many are in each state: booked, arrived, with the doctor, done, missed or cancelled.
pub fn tally(appointments: &[Appointment], state: AppointmentState) -> usize {
    appointments.iter().filter(|one| one.state == state).count()
}

#[cfg(test)]
pub mod tests {
    use daybook_api::{AppointmentId, Clash, Date, DoctorForm, Hours, PatientId, Presence};

    use super::*;

    pub fn appointment(doctor: &str, start: u16, state: AppointmentState) -> Appointment {
        Appointment {
            id: AppointmentId(format!("{doctor}{start}")),
            patient: PatientId("p".into()),
            patient_number: "KGH-01-00001-X".into(),
            patient_family: "Smith".into(),
            patient_given: "John".into(),
            doctor: DoctorId(doctor.into()),
            doctor_name: doctor.into(),
            department: String::new(),
            room: String::new(),
            date: Date::new(2026, 11, 23).unwrap(),
            start,
            minutes: 20,
            reason: String::new(),
            state,
            clash: Clash::No,
        }
    }

    fn doctor(id: &str, family: &str) -> DoctorRow {
        let hours = vec![Hours { weekday: 1, from: 540, to: 600, room: String::new(), slot_minutes: 20 }];
        let form = DoctorForm { family: family.into(), hours, ..DoctorForm::default() };
        DoctorRow { id: DoctorId(id.into()), form, presence: Presence::Out { next_weekday: None, from: None } }
    }

    #[test]
    fn doctors_with_appointments_come_first() {
        let booked = [appointment("b", 540, AppointmentState::Booked), appointment("x", 540, AppointmentState::Booked)];
        let days = by_doctor(&booked, &[doctor("a", "Adams"), doctor("b", "Brown")], 1);
        let names: Vec<&str> = days.iter().map(|day| day.name.as_str()).collect();
        assert_eq!(names, ["BROWN", "x", "ADAMS"]);
        assert_eq!(by_doctor(&[], &[doctor("a", "Adams")], 2), []);
    }

    #[test]
    fn people_with_one_name_are_namesakes_but_nobody_is_their_own() {
        let of = |patient: &str, family: &str| Appointment {
            patient: PatientId(patient.into()),
            patient_family: family.into(),
            ..appointment("a", 540, AppointmentState::Booked)
        };
        let day = [of("1", "Smith"), of("1", "Smith"), of("2", " smith"), of("3", "Brown"), of("3", "Brown")];
        let found: Vec<String> = namesakes(&day).into_iter().map(|id| id.0).collect();
        assert_eq!(found, ["1", "2"]);
    }

    #[test]
    fn the_load_counts_what_holds_a_slot() {
        let states = [AppointmentState::Booked, AppointmentState::Done, AppointmentState::Cancelled];
        let booked: Vec<Appointment> = states.map(|state| appointment("a", 540, state)).into();
        let load = by_doctor(&booked, &[doctor("a", "Adams")], 1)[0].load;
        assert_eq!((load.booked, load.open, load.percent()), (40, 60, 66));
        assert_eq!(load.fullness(), Fullness::Filling);
        assert_eq!(Load { booked: 80, open: 60 }.fullness(), Fullness::Over);
        assert_eq!(Load { booked: 20, open: 0 }.fullness(), Fullness::NoHours);
    }
}
