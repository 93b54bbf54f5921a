//! The one error every command answers with.

use serde::{Deserialize, Serialize};

/// What went wrong, in a form that programs may match on and that never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request could not be read, or names a command that does not exist.
    BadRequest,
    /// Something typed is missing or wrong; see `fields`.
    Invalid,
    /// Nobody is logged in.
    Locked,
    /// User name or password is wrong; never says which.
    WrongPassword,
    /// Too many wrong passwords: wait `retry_after` seconds.
    Wait,
    /// The role of who asks may not do this.
    NotAllowed,
    /// There is no such patient, doctor, entry …
    NotFound,
    /// Somebody else changed it meanwhile, or the slot is taken.
    Conflict,
    /// This computer has no hospital yet.
    NoHospital,
    /// This computer has a hospital already.
    HospitalExists,
    /// Another Daybook has this folder open.
    Busy,
    /// The server cannot be reached.
    Offline,
    /// The server answered no.
    Refused,
    /// What the server showed does not fit what it showed before: an alarm.
    Tampered,
    /// A file on disk is damaged.
    Damaged,
    /// The database or a file is of a newer Daybook.
    Newer,
    /// The disk is full or cannot be written.
    Disk,
    /// The person cancelled it.
    Cancelled,
    /// A fault of ours.
    Internal,
}

/// One input field that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's path in the request: `family`, `phones.0`, `birth`.
    pub field: String,
    /// A sentence for people.
    pub message: String,
}

/// The one error every command answers with. Carries no patient data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// For programs.
    pub code: ErrorCode,
    /// For people: what happened, that nothing is lost, what to do.
    pub message: String,
    /// The input fields concerned, for [`ErrorCode::Invalid`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Seconds until it is worth trying again, for [`ErrorCode::Wait`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl ApiError {
    /// An error with a sentence and nothing else.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new(), retry_after: None }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
