//! Import of patients and doctors from files.

use serde::{Deserialize, Serialize};

use crate::{Date, ImportId, Likeness, PatientId, Reason, UploadId};

/// Hands a file to the desk piece by piece; it is held in memory, never on disk.
#[derive(Clone, Serialize, Deserialize)]
pub struct UploadChunk {
    /// Absent for the first piece.
    pub upload: Option<UploadId>,
    /// The file's name, for the report and to tell its format.
    pub name: String,
    /// The next piece, base64.
    pub base64: String,
}

/// Where a file being handed over is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// Name it in the next call.
    pub upload: UploadId,
    /// Bytes held so far.
    pub bytes: u64,
}

/// Looks into an uploaded file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreviewImport {
    /// Which.
    pub upload: UploadId,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// Its format.
    pub format: ImportFormat,
    /// Records in it.
    pub records: u64,
    /// Its columns, for CSV, each with the field it is guessed to be (one of [`IMPORT_FIELDS`]) and a few values.
    pub columns: Vec<ImportColumn>,
}

/// A column of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its heading.
    pub heading: String,
    /// The field it is guessed to be, if any.
    pub field: Option<String>,
    /// The first values.
    pub samples: Vec<String>,
}

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportFormat {
    /// Comma, semicolon or tab separated, with a heading row.
    Csv,
    /// One FHIR R4 resource a line.
    FhirNdjson,
    /// A FHIR R4 Bundle, or one resource.
    FhirBundle,
}

/// The fields a CSV column may be mapped to.
pub const IMPORT_FIELDS: &[&str] = &[
    "given",
    "family",
    "second_given",
    "second_family",
    "born",
    "age",
    "sex",
    "phone",
    "address",
    "city",
    "postcode",
    "country",
    "kin",
    "kin_phone",
    "other_id",
    "note",
    "name",
    "title",
    "district",
    "kin_relation",
    "source_id",
    "language",
    "died",
];

/// Imports an uploaded file, or says what it would do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartImport {
    /// Which.
    pub upload: UploadId,
    /// Field to heading, for CSV; empty: as guessed.
    #[serde(default)]
    pub mapping: Vec<(String, String)>,
    /// Say only, or do.
    #[serde(default)]
    pub run: ImportRun,
    /// What to do with a row that has an impossible value.
    #[serde(default)]
    pub strictness: Strictness,
    /// For ages: the day they were true; today if absent.
    #[serde(default)]
    pub as_of: Option<Date>,
}

/// Whether an import writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportRun {
    /// Writes.
    #[default]
    Real,
    /// Says what it would do.
    Dry,
}

/// What an import does with an impossible value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// Keeps it as text in the note, with a warning.
    #[default]
    Lenient,
    /// Refuses the row.
    Strict,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    /// Records read.
    pub records: u64,
    /// Patients written, or that would be.
    pub patients: u64,
    /// Doctors written, or that would be.
    pub doctors: u64,
    /// Records refused.
    pub refused: u64,
    /// Records passed over because they are here already (same source id), or of a type a desk does not hold.
    pub skipped: u64,
    /// Signed entries written.
    pub entries: u64,
    /// Every refusal and warning, by line.
    pub lines: Vec<ImportLine>,
    /// Of a dry run: every row whose person is probably registered already, by line. They would be imported all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub probably_here: Vec<ProbablyHere>,
    /// Of a dry run: every row whose person probably stands in the file before, by line. They would be imported all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub probably_twice: Vec<ProbablyTwice>,
}

/// A row whose person is probably registered already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbablyHere {
    /// Line of the file, as in [`ImportLine`].
    pub line: u64,
    /// As whom: opaque id.
    pub patient: PatientId,
    /// Their number.
    pub number: String,
    /// Their family names.
    pub family: String,
    /// Their given names.
    pub given: String,
    /// How likely it is the same person, 0 to 1.
    pub probability: f64,
    /// What they most likely are to each other.
    pub likeness: Likeness,
    /// What speaks for and against, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// A row whose person probably stands in the same file before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbablyTwice {
    /// Line of the file, as in [`ImportLine`].
    pub line: u64,
    /// The line before.
    pub first: u64,
    /// How likely it is the same person, 0 to 1.
    pub probability: f64,
    /// What they most likely are to each other.
    pub likeness: Likeness,
    /// What speaks for and against, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// One refusal or warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Line of the file, 1 the first; for a Bundle the entry's position.
    pub line: u64,
    /// How bad.
    pub severity: Severity,
    /// The field, if one.
    pub field: Option<String>,
    /// Why, as a sentence.
    pub reason: String,
}

/// How bad a line of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The record was not taken.
    Refused,
    /// The record was passed over; nothing is wrong with it.
    Skipped,
    /// The record was taken, with a change.
    Warning,
}

/// Lists what was brought in from files, newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListImports {}

/// One import in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Which: the subject of all its entries.
    pub id: ImportId,
    /// When its first entry was written.
    pub at: i64,
    /// Who: the full name as this desk knows it.
    pub who: String,
    /// Patients it registered, as far as this desk may open them.
    pub patients: u64,
    /// Of these, how many are withdrawn by now.
    pub withdrawn: u64,
    /// Doctors it added.
    pub doctors: u64,
}

/// Takes an import back: withdraws its patients as entered in error. Each can be restored; nothing is deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UndoImport {
    /// Which.
    pub id: ImportId,
    /// Why.
    pub reason: String,
}

/// What taking an import back did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportUndone {
    /// Patients withdrawn.
    pub withdrawn: u64,
    /// Patients left as they are, because somebody changed them or booked for them since.
    pub kept: u64,
}
