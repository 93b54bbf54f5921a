//! Long work under way: its progress, its end, its cancellation.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use daybook_api::{ApiError, ErrorCode, JobId, JobStarted, JobState, JobStatus};
use serde::Serialize;

use crate::{
    host::{Host, random},
    memory,
};

/// All jobs of a desk. Results stay until the desk locks or they are dropped.
#[derive(Default)]
pub struct Jobs {
    running: Mutex<HashMap<JobId, Arc<Job>>>,
}

struct Job {
    status: Mutex<JobStatus>,
    cancelled: AtomicBool,
}

/// A job's own view of itself: where it reports progress and learns that it shall stop.
#[derive(Clone)]
pub struct Progress(Arc<Job>);

impl Jobs {
    /// Starts `work` on a thread of its own, where it may block; needs a tokio runtime.
    pub fn start<T, W, F>(&self, host: &dyn Host, work: W) -> JobStarted
    where
        T: Serialize,
        F: Future<Output = Result<T, ApiError>>,
        W: FnOnce(Progress) -> F + Send + 'static,
    {
        let id = JobId(hex::encode(random::<16>(host)));
        let job = Arc::new(Job::new());
        lock(&self.running).insert(id.clone(), Arc::clone(&job));
        tokio::task::spawn_blocking(move || {
            let ending = Ending(Arc::clone(&job));
            let outcome = tokio::runtime::Handle::current().block_on(work(Progress(job)));
            ending.end(outcome);
            memory::give_back();
        });
        JobStarted { job: id }
    }

    /// How far a job is.
    pub fn status(&self, id: &JobId) -> Option<JobStatus> {
        lock(&self.running).get(id).map(|job| lock(&job.status).clone())
    }

    /// Asks a job to stop. Whether there was such a job.
    pub fn cancel(&self, id: &JobId) -> Option<()> {
        lock(&self.running).get(id).map(|job| job.cancelled.store(true, Ordering::SeqCst))
    }

    /// Asks every job to stop and forgets every result.
    pub fn clear(&self) {
        for (_, job) in lock(&self.running).drain() {
            job.cancelled.store(true, Ordering::SeqCst);
        }
    }
}

impl Job {
    fn new() -> Self {
        let status = JobStatus { note: String::new(), done: 0, total: 0, state: JobState::Running };
        Self { status: Mutex::new(status), cancelled: AtomicBool::new(false) }
    }
}

impl Progress {
    /// A progress that nobody follows: for work that is done on the spot.
    pub fn unwatched() -> Self {
        Self(Arc::new(Job::new()))
    }

    /// A progress that shall stop before it has begun.
    #[cfg(test)]
    pub fn cancelled_already() -> Self {
        let progress = Self::unwatched();
        progress.0.cancelled.store(true, Ordering::SeqCst);
        progress
    }

    /// Says what the job is doing now, as a short sentence.
    pub fn note(&self, note: impl Into<String>) {
        lock(&self.0.status).note = note.into();
    }

    /// Says how many of how many steps are done; a total of 0 means unknown.
    pub fn step(&self, done: u64, total: u64) {
        let mut status = lock(&self.0.status);
        (status.done, status.total) = (done, total);
    }

    /// Whether the job shall stop.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    /// An [`ErrorCode::Cancelled`] once the job shall stop; to be asked between steps.
    pub fn check(&self) -> Result<(), ApiError> {
        match self.cancelled() {
            true => Err(ApiError::new(ErrorCode::Cancelled, "Stopped, as you asked.")),
            false => Ok(()),
        }
    }
}

/// Ends the job even if its work panics.
struct Ending(Arc<Job>);

impl Ending {
    fn end<T: Serialize>(self, outcome: Result<T, ApiError>) {
        let outcome = outcome.and_then(|result| {
            serde_json::to_value(result).map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
        });
        lock(&self.0.status).state = match outcome {
            Ok(result) => JobState::Finished { result },
            Err(error) => JobState::Failed { error },
        };
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        let mut status = lock(&self.0.status);
        if status.state == JobState::Running {
            let error =
                ApiError::new(ErrorCode::Internal, "This work broke off by a fault of ours. Nothing saved is lost.");
            status.state = JobState::Failed { error };
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::ManualHost;

    async fn ended(jobs: &Jobs, started: &JobStarted) -> JobState {
        loop {
            match jobs.status(&started.job).unwrap().state {
                JobState::Running => tokio::task::yield_now().await,
                state => return state,
            }
        }
    }

    fn code(state: JobState) -> ErrorCode {
        match state {
            JobState::Failed { error } => error.code,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_job_tells_how_far_it_is_and_what_came_of_it() {
        let (jobs, host) = (Jobs::default(), ManualHost::new(0, 1));
        let job = jobs.start(&host, |progress| async move {
            progress.note("Counting");
            progress.step(2, 2);
            Ok(7)
        });
        assert_eq!(ended(&jobs, &job).await, JobState::Finished { result: serde_json::json!(7) });
        let status = jobs.status(&job.job).unwrap();
        assert_eq!((status.note.as_str(), status.done, status.total), ("Counting", 2, 2));
    }

    #[tokio::test]
    async fn a_job_stops_when_asked_and_its_end_is_told_even_if_it_panics() {
        let (jobs, host) = (Jobs::default(), ManualHost::new(0, 1));
        let job = jobs.start(&host, |progress| async move {
            while progress.check().is_ok() {
                std::thread::yield_now();
            }
            progress.check()
        });
        jobs.cancel(&job.job).unwrap();
        assert_eq!(code(ended(&jobs, &job).await), ErrorCode::Cancelled);
        let job = jobs.start(&host, |_| async { if true { panic!("a fault") } else { Ok(()) } });
        assert_eq!(code(ended(&jobs, &job).await), ErrorCode::Internal);
        assert_eq!(jobs.cancel(&JobId("none".into())), None);
    }
}
