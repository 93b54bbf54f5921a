//! The check of the whole register as long work: begun by an administrator, stopped by one, going on by itself after a lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use daybook_api::{JobId, JobStarted, JobState};

use super::pairs::check;
use crate::{
    desk::{Desk, Open},
    host::Host,
    jobs::Progress,
    store::{
        StoreError, index,
        pairs::{self, Wanted},
    },
};

/// Which job it is, while somebody is logged in.
#[derive(Default)]
struct Checking(Mutex<Option<JobId>>);

impl Checking {
    fn job(&self) -> MutexGuard<'_, Option<JobId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The job, if it is under way.
pub fn running(desk: &Desk, open: &Open) -> Option<JobId> {
    is_running(desk, open.part::<Checking>().job().as_ref())
}

fn is_running(desk: &Desk, job: Option<&JobId>) -> Option<JobId> {
    let status = desk.jobs().status(job?)?;
    (status.state == JobState::Running).then(|| job.cloned()).flatten()
}

/// Starts it, or goes on with it where it was; it goes on by itself from now on. If it is under way already, that job.
pub fn start(desk: &Arc<Desk>, open: &Arc<Open>) -> Result<JobStarted, StoreError> {
    let checking = open.part::<Checking>();
    let mut job = checking.job();
    if let Some(job) = is_running(desk, job.as_ref()) {
        return Ok(JobStarted { job });
    }
    open.store.write(|tx| pairs::want(tx, Wanted::Yes))?;
    let (work, host, weak) = (Arc::clone(open), desk.shared_host(), Arc::downgrade(desk));
    let started = desk.jobs().start(desk.host(), move |progress| async move { run(&weak, &work, &*host, &progress) });
    *job = Some(started.job.clone());
    Ok(started)
}

fn run(
    desk: &Weak<Desk>,
    open: &Arc<Open>,
    host: &dyn Host,
    progress: &Progress,
) -> Result<daybook_api::DuplicatesChecked, daybook_api::ApiError> {
    let outcome = check(open, host, progress);
    if outcome.is_err() && progress.cancelled() && is_open(desk, open) {
        open.store.write(|tx| pairs::want(tx, Wanted::No))?;
    }
    outcome
}

/// Whether this session goes on: then somebody has stopped the work, and not the lock.
fn is_open(desk: &Weak<Desk>, open: &Arc<Open>) -> bool {
    desk.upgrade().and_then(|desk| desk.opened()).is_some_and(|now| Arc::ptr_eq(&now, open))
}

/// Goes on with a check that was begun and not stopped, if there is anything left to compare.
pub fn go_on_in_background(desk: &Arc<Desk>, open: &Arc<Open>) {
    if let Err(error) = go_on(desk, open) {
        tracing::warn!(%error, "the check for patients registered twice goes on when it is asked for");
    }
}

fn go_on(desk: &Arc<Desk>, open: &Arc<Open>) -> Result<(), StoreError> {
    let is_due = open.store.read(|conn| {
        let checked = pairs::checked(conn)?;
        Ok::<_, StoreError>(checked.wanted == Wanted::Yes && index::newest(conn)? > checked.upto)
    })?;
    if is_due { start(desk, open).map(drop) } else { Ok(()) }
}
