//! Which screen is shown: kept in the address after `#`, so that going back works and a screen has a name.

use daybook_api::{Date, DoctorId, GetBlock, PatientId};

/// A screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// The day's appointments; today if no day is named.
    #[default]
    Today,
    /// Another day's.
    Day(Date),
    /// Finding patients.
    Patients,
    /// Registering one.
    Register,
    /// One patient.
    Patient(PatientId),
    /// Changing one patient.
    EditPatient(PatientId),
    /// Booking: for whom, with whom, when, as far as known.
    Book(Booking),
    /// The directory of doctors.
    Doctors,
    /// Adding a doctor.
    AddDoctor,
    /// One doctor.
    Doctor(DoctorId),
    /// Changing one doctor.
    EditDoctor(DoctorId),
    /// Import of files.
    Import,
    /// The ledger.
    Ledger,
    /// One entry, by leaf hash or index.
    Entry(String),
    /// One block of it.
    Block(GetBlock),
    /// The administrator's rooms.
    Admin(AdminRoom),
}

/// What is known of an appointment to be booked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Booking {
    /// For whom.
    pub patient: Option<PatientId>,
    /// With whom.
    pub doctor: Option<DoctorId>,
    /// When.
    pub date: Option<Date>,
}

/// A part of the administration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AdminRoom {
    /// Who can log in.
    #[default]
    Staff,
    /// Enrolled and waiting desks.
    Desks,
    /// Patients registered twice.
    Duplicates,
    /// The witness policy and its witnesses.
    Witnesses,
    /// The hospital's settings and the window's preferences.
    Settings,
    /// One's own password.
    Password,
}

impl AdminRoom {
    /// Its name in the address and in message keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Desks => "desks",
            Self::Duplicates => "duplicates",
            Self::Witnesses => "witnesses",
            Self::Settings => "settings",
            Self::Password => "password",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "desks" => Self::Desks,
            "duplicates" => Self::Duplicates,
            "witnesses" => Self::Witnesses,
            "settings" => Self::Settings,
            "password" => Self::Password,
            _ => Self::Staff,
        }
    }
}

impl Route {
    /// Reads the part of the address after `#`; what it does not know is [`Route::Today`].
    pub fn parse(hash: &str) -> Self {
        let (path, query) = hash.trim_start_matches('#').split_once('?').unwrap_or((hash.trim_start_matches('#'), ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["day", date] => date.parse().map_or(Self::Today, Self::Day),
            ["patients"] => Self::Patients,
            ["patients", "new"] => Self::Register,
            ["patients", id] => Self::Patient(PatientId((*id).to_owned())),
            ["patients", id, "edit"] => Self::EditPatient(PatientId((*id).to_owned())),
            ["book"] => Self::Book(Booking::parse(query)),
            ["doctors"] => Self::Doctors,
            ["doctors", "new"] => Self::AddDoctor,
            ["doctors", id] => Self::Doctor(DoctorId((*id).to_owned())),
            ["doctors", id, "edit"] => Self::EditDoctor(DoctorId((*id).to_owned())),
            ["import"] => Self::Import,
            ["ledger"] => Self::Ledger,
            ["ledger", "block", number] => {
                number.parse().map_or(Self::Ledger, |number| Self::Block(GetBlock::Number(number)))
            }
            ["ledger", "block-of", index] => {
                index.parse().map_or(Self::Ledger, |index| Self::Block(GetBlock::Of(index)))
            }
            ["ledger", entry] => Self::Entry((*entry).to_owned()),
            ["admin"] => Self::Admin(AdminRoom::Staff),
            ["admin", room] => Self::Admin(AdminRoom::named(room)),
            _ => Self::Today,
        }
    }

    /// The part of the address after `#`, with it.
    pub fn hash(&self) -> String {
        match self {
            Self::Today => "#/today".to_owned(),
            Self::Day(date) => format!("#/day/{date}"),
            Self::Patients => "#/patients".to_owned(),
            Self::Register => "#/patients/new".to_owned(),
            Self::Patient(id) => format!("#/patients/{id}"),
            Self::EditPatient(id) => format!("#/patients/{id}/edit"),
            Self::Book(booking) => format!("#/book{}", booking.query()),
            Self::Doctors => "#/doctors".to_owned(),
            Self::AddDoctor => "#/doctors/new".to_owned(),
            Self::Doctor(id) => format!("#/doctors/{id}"),
            Self::EditDoctor(id) => format!("#/doctors/{id}/edit"),
            Self::Import => "#/import".to_owned(),
            Self::Ledger => "#/ledger".to_owned(),
            Self::Entry(entry) => format!("#/ledger/{entry}"),
            Self::Block(GetBlock::Number(number)) => format!("#/ledger/block/{number}"),
            Self::Block(GetBlock::Of(index)) => format!("#/ledger/block-of/{index}"),
            Self::Admin(room) => format!("#/admin/{}", room.name()),
        }
    }

    /// The room on the rail that this screen belongs to.
    pub fn room(&self) -> Room {
        match self {
            Self::Today | Self::Day(_) => Room::Today,
            Self::Patients | Self::Register | Self::Patient(_) | Self::EditPatient(_) => Room::Patients,
            Self::Book(booking) if booking.patient.is_some() => Room::Patients,
            Self::Book(_) => Room::Today,
            Self::Doctors | Self::AddDoctor | Self::Doctor(_) | Self::EditDoctor(_) => Room::Doctors,
            Self::Import => Room::Import,
            Self::Ledger | Self::Entry(_) | Self::Block(_) => Room::Ledger,
            Self::Admin(_) => Room::Administration,
        }
    }
}

impl Booking {
    fn parse(query: &str) -> Self {
        let mut booking = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "patient" => booking.patient = Some(PatientId(value.to_owned())),
                "doctor" => booking.doctor = Some(DoctorId(value.to_owned())),
                "date" => booking.date = value.parse().ok(),
                _ => {}
            }
        }
        booking
    }

    fn query(&self) -> String {
        let known = [
            self.patient.as_ref().map(|id| format!("patient={id}")),
            self.doctor.as_ref().map(|id| format!("doctor={id}")),
            self.date.map(|date| format!("date={date}")),
        ];
        let known: Vec<String> = known.into_iter().flatten().collect();
        if known.is_empty() { String::new() } else { format!("?{}", known.join("&")) }
    }
}

/// A room on the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The day's appointments.
    Today,
    /// Patients.
    Patients,
    /// Doctors.
    Doctors,
    /// Import.
    Import,
    /// The ledger.
    Ledger,
    /// Administration.
    Administration,
}

/// All rooms, in the order of the rail.
pub const ROOMS: [Room; 6] =
    [Room::Today, Room::Patients, Room::Doctors, Room::Import, Room::Ledger, Room::Administration];

impl Room {
    /// Its name in message keys and test ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Patients => "patients",
            Self::Doctors => "doctors",
            Self::Import => "import",
            Self::Ledger => "ledger",
            Self::Administration => "administration",
        }
    }

    /// Its first screen.
    pub fn route(self) -> Route {
        match self {
            Self::Today => Route::Today,
            Self::Patients => Route::Patients,
            Self::Doctors => Route::Doctors,
            Self::Import => Route::Import,
            Self::Ledger => Route::Ledger,
            Self::Administration => Route::Admin(AdminRoom::Staff),
        }
    }

    /// The operation without which it is hidden.
    pub fn needs(self) -> Option<&'static str> {
        match self {
            Self::Today | Self::Doctors | Self::Administration => None,
            Self::Patients => Some("patient.find"),
            Self::Import => Some("patient.register"),
            Self::Ledger => Some("ledger"),
        }
    }

    /// The single key that opens it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Today => "t",
            Self::Patients => "p",
            Self::Doctors => "d",
            Self::Import => "i",
            Self::Ledger => "l",
            Self::Administration => "a",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_read_back_from_its_hash() {
        let patient = PatientId("00112233445566778899aabbccddeeff".into());
        let doctor = DoctorId("ffeeddccbbaa99887766554433221100".into());
        let date = Date::new(2026, 11, 22).unwrap();
        let full = Booking { patient: Some(patient.clone()), doctor: Some(doctor.clone()), date: Some(date) };
        let routes = [
            Route::Today,
            Route::Day(date),
            Route::Patients,
            Route::Register,
            Route::Patient(patient.clone()),
            Route::EditPatient(patient),
            Route::Book(full),
            Route::Book(Booking::default()),
            Route::Doctors,
            Route::AddDoctor,
            Route::Doctor(doctor.clone()),
            Route::EditDoctor(doctor),
            Route::Import,
            Route::Ledger,
            Route::Entry("17".into()),
            Route::Block(GetBlock::Number(3)),
            Route::Block(GetBlock::Of(17)),
            Route::Admin(AdminRoom::Staff),
            Route::Admin(AdminRoom::Desks),
            Route::Admin(AdminRoom::Duplicates),
            Route::Admin(AdminRoom::Settings),
            Route::Admin(AdminRoom::Password),
        ];
        for route in routes {
            assert_eq!(Route::parse(&route.hash()), route);
        }
    }

    #[test]
    fn what_is_unknown_opens_today() {
        for hash in ["", "#", "#/", "#/nowhere", "#/day/2026-02-30"] {
            assert_eq!(Route::parse(hash), Route::Today, "{hash}");
        }
    }
}
