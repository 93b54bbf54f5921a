//! Patients: the form, the row in a list, the whole record with its history.

use serde::{Deserialize, Serialize};

use crate::{Appointment, Date, HistoryRow, MergedRecord, PatientId, Why};

/// Administrative sex, as FHIR names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Other.
    Other,
    /// Asked, and not known.
    Unknown,
    /// Never asked: shown as "Not recorded".
    #[default]
    NotRecorded,
}

impl Sex {
    /// In full English words.
    pub fn for_people(self) -> &'static str {
        match self {
            Sex::Female => "Female",
            Sex::Male => "Male",
            Sex::Other => "Other",
            Sex::Unknown => "Unknown",
            Sex::NotRecorded => "Not recorded",
        }
    }
}

/// When a patient was born, as exactly as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "known")]
pub enum Birth {
    /// To the day.
    Day {
        /// The day.
        date: Date,
    },
    /// To the month.
    Month {
        /// The year.
        year: i16,
        /// 1 to 12.
        month: u8,
    },
    /// To the year.
    Year {
        /// The year.
        year: i16,
    },
    /// From an estimated age: a year that may be wrong.
    Estimated {
        /// The year.
        year: i16,
    },
    /// Asked, and not known.
    Unknown,
    /// Never asked.
    #[default]
    NotRecorded,
}

/// Where a patient lives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Street, house, further lines.
    pub lines: String,
    /// Town or village.
    pub city: String,
    /// District, county, state.
    pub district: String,
    /// Postcode.
    pub postcode: String,
    /// Country.
    pub country: String,
}

/// Whom to call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kin {
    /// Their name.
    pub name: String,
    /// What they are to the patient.
    pub relation: String,
    /// Their phone.
    pub phone: String,
}

/// Another id: national id, insurance, an old hospital number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identifier {
    /// What kind, in the hospital's words.
    pub kind: String,
    /// The id.
    pub value: String,
}

/// Everything the desk records about a patient. Empty text means *not recorded*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Given names.
    pub given: String,
    /// Family names.
    pub family: String,
    /// Given names in a second script or spelling.
    pub second_given: String,
    /// Family names in a second script or spelling.
    pub second_family: String,
    /// Title: Mr, Mrs, Dr …
    pub title: String,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: Birth,
    /// Phones, the preferred one first.
    pub phones: Vec<String>,
    /// Address.
    pub address: Address,
    /// Next of kin.
    pub kin: Kin,
    /// Other ids.
    pub identifiers: Vec<Identifier>,
    /// Preferred language.
    pub language: String,
    /// Needs an interpreter.
    pub interpreter: Interpreter,
    /// Free words.
    pub note: String,
    /// The day of death, if the patient is dead.
    pub died: Option<Date>,
}

/// Whether an interpreter is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interpreter {
    /// Not asked.
    #[default]
    NotRecorded,
    /// Needed.
    Needed,
    /// Not needed.
    NotNeeded,
}

impl Interpreter {
    /// In English words.
    pub fn for_people(self) -> &'static str {
        match self {
            Interpreter::Needed => "Needed",
            Interpreter::NotNeeded => "Not needed",
            Interpreter::NotRecorded => "Not recorded",
        }
    }
}

/// Finds patients: any part of a name in any order, phone, date of birth, number, other id. Empty: the last seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchPatients {
    /// What was typed or scanned.
    pub query: String,
    /// How many rows at most; 0 means 20.
    pub limit: u32,
    /// Also the dead and the withdrawn.
    pub all: ShowHidden,
}

/// Whether rows that are hidden at the desk are wanted too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowHidden {
    /// Only those a desk acts on.
    #[default]
    No,
    /// The dead and the withdrawn too.
    Yes,
}

/// A patient in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientRow {
    /// Opaque id.
    pub id: PatientId,
    /// `KGH-04-00217-X`.
    pub number: String,
    /// Family names.
    pub family: String,
    /// Given names.
    pub given: String,
    /// Family names, second spelling.
    pub second_family: String,
    /// Given names, second spelling.
    pub second_given: String,
    /// Title.
    pub title: String,
    /// Birth.
    pub birth: Birth,
    /// Sex.
    pub sex: Sex,
    /// Phones.
    pub phones: Vec<String>,
    /// The address on one line.
    pub address: String,
    /// The day of death, if dead.
    pub died: Option<Date>,
    /// Entered in error, and hidden for that.
    pub status: PatientStatus,
    /// Why this row is here, where that is not obvious.
    pub why: Vec<Why>,
}

/// Whether a registration stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PatientStatus {
    /// It stands.
    #[default]
    Registered,
    /// Entered in error: kept, hidden.
    Withdrawn,
    /// Merged into another record: kept, hidden.
    Merged,
}

/// Registers a patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPatient {
    /// The form.
    pub person: Person,
}

/// Opens a patient.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GetPatient {
    /// Opaque id, or the patient number as typed or scanned.
    pub id: PatientId,
}

/// Changes a patient: only the fields that differ between `before` and `after` are written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UpdatePatient {
    /// Which.
    pub id: PatientId,
    /// What the form showed when it was opened.
    pub before: Person,
    /// What it shows now.
    pub after: Person,
}

/// Marks a registration as entered in error. Nothing is deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WithdrawPatient {
    /// Which.
    pub id: PatientId,
    /// Why.
    pub reason: String,
}

/// Takes a withdrawal back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestorePatient {
    /// Which.
    pub id: PatientId,
}

/// Everything the desk shows about one patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientRecord {
    /// Opaque id.
    pub id: PatientId,
    /// `KGH-04-00217-X`.
    pub number: String,
    /// Present values.
    pub person: Person,
    /// Whether the registration stands.
    pub status: PatientStatus,
    /// Who changed what, newest first.
    pub history: Vec<HistoryRow>,
    /// Past and coming, newest first; those of records that were merged into it are among them.
    pub appointments: Vec<Appointment>,
    /// As which record this one counts, if it was merged into another.
    pub merged_into: Option<MergedRecord>,
    /// Records that were merged into this one.
    pub merged: Vec<MergedRecord>,
    /// The leaf hash (hex) of the entry that this call wrote, if it wrote one.
    pub entry: Option<String>,
}
