//! Similar patients: who may be the same person, how likely that is, and what speaks for and against it.

use serde::{Deserialize, Serialize};

use crate::{PatientId, PatientRow, Person, UploadId};

/// What two people are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimilarField {
    /// Given names.
    Given,
    /// Family names.
    Family,
    /// Given and family names, exchanged.
    Names,
    /// Jr, Sr, II, III.
    Suffix,
    /// Birth.
    Birth,
    /// Sex.
    Sex,
    /// Phones.
    Phone,
    /// Address.
    Address,
    /// Other ids.
    Identifier,
    /// Next of kin.
    Kin,
}

/// How far two values agree. Not every field knows every step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Not recorded on one side: says nothing.
    #[default]
    Missing,
    /// The same.
    Same,
    /// The same letters, written together, apart, in another order or without its particle.
    Joined,
    /// A usual short form of the other.
    Nickname,
    /// One slip: a wrong, missing, doubled or swapped letter or digit.
    Slip,
    /// Sounds alike.
    Sound,
    /// Two or three slips.
    Near,
    /// One of several words is the same.
    Part,
    /// The first letter is the same, and no more is recorded.
    Initial,
    /// Day and month exchanged; given and family names exchanged.
    Swapped,
    /// Day and month the same, another year.
    DayMonth,
    /// The year the same, another day.
    Year,
    /// The same as far as it is known: a year, an estimated age.
    About,
    /// Most of it the same.
    Mostly,
    /// Some of it the same.
    Partly,
    /// Little of it the same.
    Little,
    /// Something else.
    Different,
}

/// One thing that speaks for or against two records being one person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Which field.
    pub field: SimilarField,
    /// How far it agrees.
    pub agreement: Agreement,
    /// How many years lie between two births that differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u16>,
    /// Its weight in bits: above zero for, below zero against.
    pub bits: f32,
}

/// What two similar records most likely are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same person.
    SamePerson,
    /// Twins: born on the same day, same family and household, other given names.
    Twin,
    /// Parent and child of the same name.
    Generation,
    /// People of one household.
    Household,
    /// Two people of the same name.
    Namesake,
    /// Somehow alike, and no more.
    Alike,
}

/// A patient who may be the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimilarPatient {
    /// Who.
    pub patient: PatientRow,
    /// How likely it is the same person, 0 to 1.
    pub probability: f64,
    /// Whether it is likely enough to call attention to it. Never a reason to refuse anything.
    pub alert: bool,
    /// What they most likely are to each other.
    pub likeness: Likeness,
    /// What speaks for and against, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// Who is similar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// The likeliest first.
    pub candidates: Vec<SimilarPatient>,
    /// Whether the likeliest is worth an alert.
    pub alert: bool,
    /// Those left out because somebody said that they are two people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<PatientRow>,
}

/// Asks who is similar to a form being filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SimilarToForm {
    /// The form as far as it is filled in.
    pub person: Person,
    /// A date of birth as it was typed, where it is no date: compared digit by digit.
    pub born: String,
    /// How many at most; 0 means 5.
    pub limit: u32,
    /// All that were compared, or those worth showing.
    pub show: ShowSimilar,
}

/// Which candidates are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowSimilar {
    /// Those worth a look: likely the same, or plainly related.
    #[default]
    Telling,
    /// The likeliest, however unlikely.
    All,
}

/// Asks who is similar to a registered patient.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SimilarToPatient {
    /// Opaque id, or the patient number.
    pub id: PatientId,
    /// How many at most; 0 means 5.
    #[serde(default)]
    pub limit: u32,
    /// All that were compared, or those worth showing.
    #[serde(default)]
    pub show: ShowSimilar,
}

/// Asks for every row of an uploaded CSV file who is similar. Starts a job; nothing is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SimilarToFile {
    /// Which.
    pub upload: UploadId,
    /// Field to heading; empty: as guessed.
    #[serde(default)]
    pub mapping: Vec<(String, String)>,
    /// How many at most for each row; 0 means 5.
    #[serde(default)]
    pub limit: u32,
}

/// Who is similar to the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SimilarRows {
    /// One for each row, in order.
    pub rows: Vec<SimilarRow>,
    /// Rows with an alert.
    pub alerts: u64,
    /// Rows that could not be read.
    pub unread: u64,
}

/// Who is similar to one row of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimilarRow {
    /// Its place among the rows, 1 the first below the heading.
    pub row: u64,
    /// The line of the file it stands on.
    pub line: u64,
    /// Whether the likeliest is worth an alert.
    pub alert: bool,
    /// The likeliest first.
    pub candidates: Vec<SimilarPatient>,
    /// Why the row could not be read as a patient, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<String>,
}
