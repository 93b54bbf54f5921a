//! Patients registered twice: the check of the whole register, what it found, and what people say of it.

use serde::{Deserialize, Serialize};

use crate::{JobId, Likeness, PatientId, Person, Reason};

/// Starts the check of the whole register, or goes on with it where it was; what was checked before is not checked again unless it
/// has changed. Administrators only. If it is under way already, that job.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CheckDuplicates {}

/// What the check did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicatesChecked {
    /// Records compared by this run.
    pub records: u64,
    /// Pairs this run found worth keeping.
    pub pairs: u64,
}

/// Lists what the check has found so far, the likeliest first. Administrators only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListDuplicates {
    /// How many at most; 0 means 50.
    pub limit: u32,
    /// Which.
    pub shown: ShowPairs,
}

/// Which pairs are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowPairs {
    /// Those who are likely one person, and of whom nobody has said otherwise.
    #[default]
    Likely,
    /// Those who were said to be two people, the last said first.
    Apart,
}

/// What the check has found so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duplicates {
    /// The likeliest first.
    pub pairs: Vec<DuplicatePair>,
    /// How many there are, listed or not; 2,000 at most are looked at.
    pub total: u64,
    /// How far the check is.
    pub check: RegisterCheck,
}

/// How far the check of the register is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterCheck {
    /// Where it is in its life.
    pub state: CheckState,
    /// The job, while it is under way.
    pub job: Option<JobId>,
    /// Records still to be compared: all at first, then those written since.
    pub left: u64,
    /// When it last came to the end.
    pub finished_at: Option<i64>,
}

/// Where the check of the register is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Nobody has begun it yet.
    Never,
    /// Under way.
    Running,
    /// Somebody stopped it before its end.
    Stopped,
    /// Everybody has been compared; it goes on by itself with whoever is registered or changed.
    Done,
}

/// Two patients who are likely one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DuplicatePair {
    /// One of them.
    pub one: PairPatient,
    /// The other.
    pub other: PairPatient,
    /// How likely they are one person, 0 to 1.
    pub probability: f64,
    /// What they most likely are to each other.
    pub likeness: Likeness,
    /// What speaks for and against, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// One of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairPatient {
    /// Opaque id.
    pub id: PatientId,
    /// `KGH-04-00217-X`.
    pub number: String,
    /// Present values.
    pub person: Person,
}

/// Says that two patients are two people: a signed entry. The pair is not shown again at any desk until one of them changes in what
/// people are told apart by, or somebody takes it back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NotSame {
    /// Opaque id, or the patient number.
    pub one: PatientId,
    /// The same.
    pub other: PatientId,
}

/// Takes [`NotSame`] back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MaybeSame {
    /// Opaque id, or the patient number.
    pub one: PatientId,
    /// The same.
    pub other: PatientId,
}
