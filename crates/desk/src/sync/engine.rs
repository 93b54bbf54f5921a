//! Sharing in the background while somebody is logged in: attempt, wait for something to do, attempt again.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak, mpsc},
    thread::{self, ThreadId},
    time::Duration,
};

use tokio::sync::{Mutex as AsyncMutex, watch};

use super::{
    SyncError, confirm, keybox,
    line::{Line, Listener},
    pull,
    push::{self, Pushed},
    retry,
    wire::WaitingJoin,
    witnesses,
};
use crate::{
    desk::{Desk, Open, StillHere},
    host::{Host, random},
    store::Store,
};

/// How long a key that is missing is waited for before it is asked for again.
const LATE_KEYS: Duration = Duration::from_secs(2);

/// How long locking waits for the background work to come to rest.
const FAREWELL: Duration = Duration::from_secs(5);

/// Sharing, as long as somebody is logged in. A part of [`Open`].
#[derive(Default)]
pub struct Sharing {
    standing: Mutex<Standing>,
    /// One attempt at a time, in the background or asked for.
    line: AsyncMutex<Option<Line>>,
    stop: watch::Sender<Stop>,
    thread: OnceLock<ThreadId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stop {
    #[default]
    No,
    Yes,
}

/// How the last attempts went.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether the last attempt reached the server.
    pub reach: Reach,
    /// Since when it has been out of reach, milliseconds.
    pub offline_since: Option<i64>,
    /// What stands in the way, as a sentence.
    pub trouble: Option<String>,
    failures: u32,
}

/// Whether the server answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Not tried yet, or no server is connected.
    #[default]
    Unknown,
    /// It answered.
    Online,
    /// It did not.
    Offline,
}

/// Starts sharing for this session; it ends when the desk locks. Without a tokio runtime nothing is started.
pub fn start(desk: &Arc<Desk>, open: &Arc<Open>) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let sharing = open.part::<Sharing>();
    let background = Background {
        sharing: Arc::clone(&sharing),
        host: desk.shared_host(),
        store: Arc::clone(&open.store),
        desk: Arc::downgrade(desk),
        open: Arc::downgrade(open),
    };
    let (ended, end) = mpsc::channel::<()>();
    runtime.clone().spawn_blocking(move || {
        background.sharing.set_thread();
        runtime.block_on(background.run());
        drop(ended);
    });
    open.at_lock(move || {
        sharing.stop();
        // It may be the background work itself that locks, because somebody was dismissed.
        if !sharing.is_this_thread() {
            let _ended = end.recv_timeout(FAREWELL);
        }
    });
}

/// Pulls and pushes until nothing is left to do, and lets the key slots follow what came. Whoever has been dismissed
/// meanwhile is locked out.
pub async fn attempt(desk: &Arc<Desk>, open: &Arc<Open>) -> Result<(), SyncError> {
    let before = open.store.revision();
    let outcome = open.part::<Sharing>().attempt(&open.store, &desk.shared_host()).await;
    if open.store.revision() != before {
        match desk.reconcile_slots(open) {
            Ok(StillHere::Yes) => {}
            Ok(StillHere::No) => desk.lock(),
            Err(error) => tracing::warn!(%error, "the key slots could not be brought up to date"),
        }
    }
    outcome
}

/// What the background work holds: nothing that would keep a desk alive which its host has let go.
struct Background {
    sharing: Arc<Sharing>,
    host: Arc<dyn Host>,
    store: Arc<Store>,
    desk: Weak<Desk>,
    open: Weak<Open>,
}

impl Background {
    async fn run(self) {
        let (mut stop, mut changes) = (self.sharing.stop.subscribe(), self.store.watch());
        while *stop.borrow_and_update() == Stop::No {
            changes.mark_unchanged();
            let outcome = tokio::select! {
                outcome = self.attempt() => outcome,
                _ = stop.changed() => return,
            };
            let Some(outcome) = outcome else { return };
            tokio::select! {
                () = self.pause(outcome.err(), &mut changes) => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// One attempt; `None` once there is no desk to attempt it for.
    async fn attempt(&self) -> Option<Result<(), SyncError>> {
        let (desk, open) = (self.desk.upgrade()?, self.open.upgrade()?);
        let outcome = attempt(&desk, &open).await;
        (!outcome.as_ref().is_err_and(SyncError::is_closed)).then_some(outcome)
    }

    /// Until there may be something to do.
    async fn pause(&self, error: Option<SyncError>, changes: &mut watch::Receiver<u64>) {
        match error {
            None => tokio::select! {
                () = self.listen() => {}
                _ = changes.changed() => {}
            },
            Some(error) if error.is_transient() => tokio::time::sleep(self.delay(&error)).await,
            Some(_) => drop(changes.changed().await),
        }
    }

    /// Until the server's log grows, witnesses have cosigned, a key that is missing may have come, or the server stops answering.
    async fn listen(&self) {
        let Some(listener) = Line::listener(&self.sharing.line, &self.store).await else { return };
        tokio::select! {
            () = self.growth(&listener) => {}
            () = confirm::news(&listener.client, listener.cosigned.as_deref(), &self.store) => {}
        }
    }

    async fn growth(&self, Listener { client, size, .. }: &Listener) {
        match self.store.read(keybox::is_missing_keys) {
            Ok(false) => while let Ok(None) = client.wait(*size).await {},
            _ => drop(tokio::time::timeout(LATE_KEYS, client.wait(*size)).await),
        }
    }

    /// Ever longer, and at least as long as the server has asked for.
    fn delay(&self, error: &SyncError) -> Duration {
        let usual = retry::delay(lock(&self.sharing.standing).failures, u64::from_be_bytes(random(&*self.host)));
        error.wait().map_or(usual, |wait| retry::at_least(wait, usual))
    }
}

impl Sharing {
    /// Ends the background work at its next step.
    pub fn stop(&self) {
        self.stop.send_replace(Stop::Yes);
    }

    fn set_thread(&self) {
        self.thread.get_or_init(|| thread::current().id());
    }

    fn is_this_thread(&self) -> bool {
        self.thread.get() == Some(&thread::current().id())
    }

    /// How the last attempts went.
    pub fn standing(&self) -> Standing {
        lock(&self.standing).clone()
    }

    /// Pulls, pushes what waits, and pulls again until nothing is left to do.
    pub async fn attempt(&self, store: &Arc<Store>, host: &Arc<dyn Host>) -> Result<(), SyncError> {
        let mut line = self.line.lock().await;
        let outcome = match Line::open(&mut line, store) {
            Ok(line) => match self.share(line, store, host).await {
                Err(SyncError::Alarm(sentence)) => Err(witnesses::name(line.client(), store, sentence).await),
                outcome => outcome,
            },
            Err(error) => Err(error),
        };
        self.note(&outcome, host.now_ms());
        outcome
    }

    /// The desks that wait at the server, and the log key their codes commit to.
    pub async fn joins(&self, store: &Store) -> Result<(Vec<WaitingJoin>, String), SyncError> {
        let mut line = self.line.lock().await;
        let line = Line::open(&mut line, store)?;
        let token = line.token(store).await?;
        let joins = match line.client().joins(&token).await {
            Err(error) if line.forgot_us(&error) => {
                let token = line.token(store).await?;
                line.client().joins(&token).await?
            }
            other => other?,
        };
        Ok((joins, line.client().log_key().to_string()))
    }

    /// Takes an answered request off the server's list.
    pub async fn forget_join(&self, store: &Store, id: &str) -> Result<(), SyncError> {
        let mut line = self.line.lock().await;
        let line = Line::open(&mut line, store)?;
        let token = line.token(store).await?;
        Ok(line.client().forget_join(&token, id).await?)
    }

    /// Forgets the connection, so that the next attempt reads where the server is.
    pub async fn reconnect(&self) {
        *self.line.lock().await = None;
    }

    async fn share(&self, line: &mut Line, store: &Arc<Store>, host: &Arc<dyn Host>) -> Result<(), SyncError> {
        let mut newest = line.client().checkpoint().await?;
        self.note_answer();
        if push::is_founding(store)? {
            pull::consider(store, &**host, &newest)?;
            push::push(line, store, &**host).await?;
            newest = line.client().checkpoint().await?;
        }
        pull::pull(line, store, host, newest).await?;
        loop {
            match push::push(line, store, &**host).await? {
                Pushed::Nothing => return confirm::confirm(line, store, host).await,
                Pushed::Refused => {}
                Pushed::Shared(notes) => {
                    for note in &notes {
                        pull::reach(line, store, host, note).await?;
                    }
                }
            }
        }
    }

    /// It answers: whatever comes of it, it is there.
    fn note_answer(&self) {
        let mut standing = lock(&self.standing);
        (standing.reach, standing.offline_since, standing.trouble) = (Reach::Online, None, None);
    }

    fn note(&self, outcome: &Result<(), SyncError>, now_ms: i64) {
        let mut standing = lock(&self.standing);
        match outcome {
            Ok(()) => *standing = Standing { reach: Reach::Online, ..Standing::default() },
            Err(error) => {
                standing.failures = standing.failures.saturating_add(1);
                standing.trouble = error.sentence();
                match error.reach() {
                    Reach::Offline => {
                        standing.reach = Reach::Offline;
                        standing.offline_since = standing.offline_since.or(Some(now_ms));
                    }
                    reach => (standing.reach, standing.offline_since) = (reach, None),
                }
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
