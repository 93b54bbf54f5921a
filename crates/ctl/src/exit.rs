//! How a run ended, as a number that scripts may rely on.

use std::{io, process::ExitCode};

use daybook_api::{ApiError, ErrorCode};

/// The table in `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0   done
  1   done, and something is wrong: verify or rebuild found damage, an import refused records, the server refused entries
  2   the command line is wrong
  3   what was asked for is invalid, or was refused
  4   wrong user name or password, or too many of them: wait
  5   the server cannot be reached, or none is connected
  6   another Daybook has this folder open, or somebody else changed the same thing
  7   damaged, tampered with, or written by a newer Daybook
  8   not found: no such patient, doctor, entry or hospital
  9   the role of who is logged in may not do this
  10  stopped by Ctrl+C
  11  the disk, a file, or Daybook itself failed";

/// A run that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Good,
    /// It is done, and something is wrong.
    Findings,
    /// It is done here, but could not be shared.
    NotShared,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Good => 0.into(),
            Verdict::Findings => 1.into(),
            Verdict::NotShared => 5.into(),
        }
    }
}

/// A run that did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The desk said no.
    #[error("{}", with_fields(.0))]
    Desk(#[from] ApiError),
    /// The command line cannot be followed.
    #[error("{0}")]
    Usage(String),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// There is no server, or it did not let everything through.
    #[error("{0}")]
    NotShared(String),
    /// The operating system refuses.
    #[error("{0}: {1}")]
    Machine(&'static str, io::Error),
}

impl Failure {
    /// The number for scripts.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::NotShared(_) => 5,
            Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound => 8,
            Self::File { .. } | Self::Machine(..) => 11,
            Self::Desk(error) => code_of(error.code),
        }
    }

    /// The same as an error of the desk, for `--json`.
    pub fn as_api(&self) -> ApiError {
        match self {
            Self::Desk(error) => error.clone(),
            Self::Usage(message) => ApiError::new(ErrorCode::BadRequest, message),
            Self::NotShared(message) => ApiError::new(ErrorCode::Offline, message),
            Self::File { .. } | Self::Machine(..) => ApiError::new(ErrorCode::Disk, self.to_string()),
        }
    }
}

fn code_of(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::BadRequest => 2,
        ErrorCode::Invalid | ErrorCode::Refused | ErrorCode::HospitalExists => 3,
        ErrorCode::WrongPassword | ErrorCode::Wait | ErrorCode::Locked => 4,
        ErrorCode::Offline => 5,
        ErrorCode::Busy | ErrorCode::Conflict => 6,
        ErrorCode::Damaged | ErrorCode::Tampered | ErrorCode::Newer => 7,
        ErrorCode::NotFound | ErrorCode::NoHospital => 8,
        ErrorCode::NotAllowed => 9,
        ErrorCode::Cancelled => 10,
        ErrorCode::Disk | ErrorCode::Internal => 11,
    }
}

fn with_fields(error: &ApiError) -> String {
    let fields: String = error.fields.iter().map(|field| format!("\n  {}: {}", field.field, field.message)).collect();
    format!("{}{fields}", error.message)
}
