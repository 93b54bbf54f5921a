//! The only place that calls the desk: through the shell's `invoke`, or over HTTP where a browser is driven.

mod http;
mod tauri;

use daybook_api::{ApiError, CancelJob, Command, ErrorCode, Exported, GetJob, JobId, JobState, JobStatus};
use gloo::timers::future::TimeoutFuture;
use serde_json::Value;

use crate::browser;

/// How often a job is asked how far it is.
const JOB_STEP_MS: u32 = 150;

/// Calls the desk. When the desk has locked itself meanwhile, the page is thrown away and the lock screen comes.
pub async fn call<C: Command>(request: C) -> Result<C::Response, ApiError> {
    let request = serde_json::to_string(&request).map_err(unreadable)?;
    let answer = send(C::NAME, &request).await;
    if let Err(error) = &answer
        && error.code == ErrorCode::Locked
    {
        browser::start_anew();
    }
    serde_json::from_str(&answer?).map_err(unreadable)
}

/// Follows a job to its end, telling every step; the answer is the job's result.
pub async fn follow<R: serde::de::DeserializeOwned>(job: JobId, on_step: impl Fn(JobStatus)) -> Result<R, ApiError> {
    loop {
        let status = call(GetJob { job: job.clone() }).await?;
        on_step(status.clone());
        match status.state {
            JobState::Running => TimeoutFuture::new(JOB_STEP_MS).await,
            JobState::Finished { result } => return read(result),
            JobState::Failed { error } => return Err(error),
        }
    }
}

/// Asks a job to stop; whether it did is told by following it.
pub fn cancel(job: JobId) {
    wasm_bindgen_futures::spawn_local(async move {
        let _ = call(CancelJob { job }).await;
    });
}

/// Lets the shell ask where to keep a file, and keep it: whether it was kept. `None` where there is no shell.
pub async fn save(file: &Exported) -> Option<Result<bool, ApiError>> {
    let invoke = tauri::invoke()?;
    Some(tauri::save(&invoke, file).await.and_then(|answer| serde_json::from_str(&answer).map_err(unreadable)))
}

/// Lets the shell ask where to keep the page that checks proofs. `None` where there is no shell.
pub async fn save_verify_page() -> Option<Result<bool, ApiError>> {
    let invoke = tauri::invoke()?;
    Some(tauri::save_verify_page(&invoke).await.and_then(|answer| serde_json::from_str(&answer).map_err(unreadable)))
}

async fn send(name: &str, request: &str) -> Result<String, ApiError> {
    match tauri::invoke() {
        Some(invoke) => tauri::call(&invoke, name, request).await,
        None => http::call(name, request).await,
    }
}

fn read<R: serde::de::DeserializeOwned>(value: Value) -> Result<R, ApiError> {
    serde_json::from_value(value).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> ApiError {
    ApiError::new(ErrorCode::Internal, error.to_string())
}
