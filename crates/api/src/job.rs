//! Long work: started by one command, followed by another, cancellable.

use serde::{Deserialize, Serialize};

use crate::{ApiError, Done, JobId};

/// The answer of every command that starts long work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobStarted {
    /// Ask `job.status` with this.
    pub job: JobId,
}

/// Asks how far a job is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GetJob {
    /// Which.
    pub job: JobId,
}

/// Asks a job to stop; what is half done is undone or was never visible.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelJob {
    /// Which.
    pub job: JobId,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobStatus {
    /// What it is doing now, as a short sentence: "Making the keys".
    pub note: String,
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 while unknown.
    pub total: u64,
    /// Whether it has ended, and how.
    pub state: JobState,
}

/// Whether a job has ended, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum JobState {
    /// Still at work.
    Running,
    /// Ended well; the result is the type named beside the command.
    Finished {
        /// As JSON.
        result: serde_json::Value,
    },
    /// Ended with an error.
    Failed {
        /// Which.
        error: ApiError,
    },
}

impl From<()> for Done {
    fn from((): ()) -> Self {
        Self {}
    }
}
