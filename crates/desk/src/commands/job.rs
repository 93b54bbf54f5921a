//! Following long work, and stopping it.

use std::sync::Arc;

use daybook_api::{ApiError, CancelJob, Done, ErrorCode, GetJob, JobStatus};

use crate::desk::Desk;

/// How far a job is.
pub async fn status(desk: &Arc<Desk>, request: GetJob) -> Result<JobStatus, ApiError> {
    desk.jobs().status(&request.job).ok_or_else(unknown)
}

/// Asks a job to stop.
pub async fn cancel(desk: &Arc<Desk>, request: CancelJob) -> Result<Done, ApiError> {
    desk.jobs().cancel(&request.job).map(Done::from).ok_or_else(unknown)
}

fn unknown() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "This work is not under way any more.")
}
