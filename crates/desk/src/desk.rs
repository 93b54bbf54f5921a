//! One desk on one computer: its folder, its session, its commands.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Instant,
};

use daybook_api::{ApiError, Command, ErrorCode, OfferedServer, Stage};
use daybook_ledger::{Id, Operation, Role};
use serde_json::Value;

use crate::{
    commands,
    folder::Folder,
    host::Host,
    jobs::Jobs,
    keys::{
        password::KdfCost,
        slots::{Makings, Slots},
    },
    memory, similar,
    store::{
        Author, Store,
        index::{Reading, read_in_background},
        projections::{settings::USUAL_IDLE_MINUTES, staff::Account},
        renewal::Renewal,
    },
    sync,
};

/// Started whenever somebody has logged in; stops by itself through [`Open::at_lock`].
type AtUnlock = fn(&Arc<Desk>, &Arc<Open>);

/// All that is started so.
const AT_UNLOCK: &[AtUnlock] =
    &[read_in_background, similar::prepare_in_background, similar::go_on_in_background, sync::engine::start];

/// After so many commands memory is given back that they have left behind.
const TIDIED_AFTER: u32 = 1_000;
/// Commands that a window asks again and again by itself: they do not count as somebody being there.
const PASSIVE: &[&str] = &["home.state", "sync.status", "job.status"];

/// A desk: opened once a process, shared by whoever calls it.
pub struct Desk {
    folder: Folder,
    host: Arc<dyn Host>,
    options: Options,
    jobs: Jobs,
    slots: Mutex<Option<Slots>>,
    open: Mutex<Option<Arc<Open>>>,
    /// Held while logging in, founding, joining: one at a time.
    turn: Mutex<()>,
    renewal: Renewal,
    last_activity: AtomicI64,
    /// How many commands were called, to tidy memory now and then.
    calls: AtomicU32,
}

/// What a host may choose about a desk.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How dear a wrong guess at a password shall be.
    pub kdf_cost: KdfCost,
    /// A ledger server that whoever starts the program offers.
    pub offered_server: Option<OfferedServer>,
}

/// Everything that exists only while somebody is logged in. Commands under way keep it alive, but its store answers
/// [`ErrorCode::Locked`] from the moment the desk is locked.
pub struct Open {
    /// The encrypted database.
    pub store: Arc<Store>,
    /// Who is logged in.
    pub session: Session,
    parts: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    at_lock: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The member of staff.
    pub staff: Id,
    /// The role they work in.
    pub role: Role,
    /// User name.
    pub user: String,
    /// Full name.
    pub name: String,
}

/// Whether whoever is logged in still works here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StillHere {
    /// Dismissed: the desk is to be locked.
    No,
    /// Yes.
    Yes,
}

impl Desk {
    /// Opens the folder `home`, making it if need be, for the real world.
    pub fn open(home: &Path, host: Arc<dyn Host>) -> Result<Arc<Self>, ApiError> {
        Self::open_with(home, host, Options::default())
    }

    /// Opens the folder `home` with chosen options.
    pub fn open_with(home: &Path, host: Arc<dyn Host>, options: Options) -> Result<Arc<Self>, ApiError> {
        memory::hold_little();
        let folder = Folder::take(home)?;
        let slots = Slots::read(&folder.slots())?;
        let last_activity = AtomicI64::new(host.now_ms());
        Ok(Arc::new(Self {
            folder,
            host,
            options,
            jobs: Jobs::default(),
            slots: Mutex::new(slots),
            open: Mutex::default(),
            turn: Mutex::default(),
            renewal: Renewal::default(),
            last_activity,
            calls: AtomicU32::new(0),
        }))
    }

    /// Runs the command called `name`. Needs a tokio runtime. What has begun is finished even if the caller goes away.
    pub async fn call(self: &Arc<Self>, name: &str, request: Value) -> Result<Value, ApiError> {
        if !PASSIVE.contains(&name) {
            self.touch();
        }
        let (desk, command, begun) = (Arc::clone(self), name.to_owned(), Instant::now());
        let run = move || tokio::runtime::Handle::current().block_on(commands::dispatch(&desk, &command, request));
        let answer = tokio::task::spawn_blocking(run).await.unwrap_or_else(|_| Err(broken_off()));
        if self.calls.fetch_add(1, Ordering::Relaxed) % TIDIED_AFTER == TIDIED_AFTER - 1 {
            tokio::task::spawn_blocking(memory::give_back);
        }
        let code = answer.as_ref().err().map(|error| error.code);
        tracing::debug!(command = name, ms = begun.elapsed().as_millis() as u64, error = ?code, "called");
        answer
    }

    /// Runs a command whose type is known.
    pub async fn request<C: Command>(self: &Arc<Self>, request: C) -> Result<C::Response, ApiError> {
        let unreadable = |error: serde_json::Error| ApiError::new(ErrorCode::Internal, error.to_string());
        let answer = self.call(C::NAME, serde_json::to_value(request).map_err(unreadable)?).await?;
        serde_json::from_value(answer).map_err(unreadable)
    }

    /// The clock, the calendar, randomness.
    pub fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// The same, to keep.
    pub fn shared_host(&self) -> Arc<dyn Host> {
        Arc::clone(&self.host)
    }

    /// The folder and its files.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// What the host chose.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Long work under way.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// What belongs to whoever is logged in, or [`ErrorCode::Locked`].
    pub fn session(&self) -> Result<Arc<Open>, ApiError> {
        self.opened().ok_or_else(locked)
    }

    /// What belongs to whoever is logged in, if anybody is.
    pub fn opened(&self) -> Option<Arc<Open>> {
        lock(&self.open).clone()
    }

    /// Which screen is due.
    pub fn stage(&self) -> Stage {
        match (&*lock(&self.slots), self.opened()) {
            (_, Some(_)) => Stage::Open,
            (None, None) => Stage::FirstRun,
            (Some(slots), None) if slots.recovery_unconfirmed() => Stage::ConfirmRecovery,
            (Some(_), None) => Stage::Locked,
        }
    }

    /// The key slots as they are on disk, if this computer has a hospital.
    pub(crate) fn slots(&self) -> MutexGuard<'_, Option<Slots>> {
        lock(&self.slots)
    }

    /// How far a database of an older version has been brought to this one, while somebody logs in.
    pub fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// One at a time: logging in, founding, joining.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }

    /// Makes the key slots fit what the entries say now: after every change of staff, at login, after every sync.
    /// Whether whoever is logged in still works here; if not, the caller locks the desk.
    pub fn reconcile_slots(&self, open: &Open) -> Result<StillHere, ApiError> {
        open.store.read_with_keys(|conn, keys| {
            let makings = Makings::load(conn, keys.database())?;
            let mut slots = self.slots();
            if let Some(present) = slots.as_mut()
                && let mut next = present.clone()
                && next.reconcile(&makings, self.host())?
            {
                next.write(&self.folder.slots())?;
                *present = next;
            }
            let still = |account: &&Account| account.staff == open.session.staff && account.works_here;
            Ok(if makings.accounts.iter().any(|account| still(&account)) { StillHere::Yes } else { StillHere::No })
        })
    }

    /// Begins a session on an opened store, ending the one before.
    pub(crate) fn unlock(self: &Arc<Self>, store: Arc<Store>, session: Session) -> Arc<Open> {
        self.lock();
        let open = Arc::new(Open { store, session, parts: Mutex::default(), at_lock: Mutex::default() });
        *lock(&self.open) = Some(Arc::clone(&open));
        self.touch();
        for start in AT_UNLOCK {
            start(self, &open);
        }
        open
    }

    /// Locks: background work stops, results are forgotten, connections are closed, keys are zeroized. Waits for transactions under way.
    pub fn lock(&self) {
        let Some(open) = lock(&self.open).take() else { return };
        for stop in std::mem::take(&mut *lock(&open.at_lock)) {
            stop();
        }
        self.jobs.clear();
        let reading = open.part::<Reading>();
        lock(&open.parts).clear();
        open.store.close();
        // It finds the store closed; nobody's name is in anybody's hands once this has returned.
        reading.wait();
        drop(open);
        memory::give_back();
    }

    /// Somebody is there: puts off the idle lock.
    pub fn touch(&self) {
        self.last_activity.store(self.host.now_ms(), Ordering::SeqCst);
    }

    /// Locks if nobody has done anything for the idle minutes. Whether the desk is locked afterwards.
    pub fn lock_if_idle(&self) -> bool {
        let idle_ms = self.host.now_ms() - self.last_activity.load(Ordering::SeqCst);
        let minutes = self.slots().as_ref().map_or(USUAL_IDLE_MINUTES, |slots| slots.idle_minutes);
        let limit_ms = u64::from(minutes) * 60_000;
        // A clock that was set back says nothing about who is there: it locks too.
        if idle_ms.unsigned_abs() >= limit_ms {
            self.lock();
        }
        self.opened().is_none()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.lock();
    }
}

impl Open {
    /// Who is answerable for what this session writes.
    pub fn author(&self) -> Author {
        Author { staff: self.session.staff, role: self.session.role }
    }

    /// Whether this session's role may do `operation`: the table of security.md.
    pub fn permit(&self, operation: Operation) -> Result<(), ApiError> {
        match self.session.role.may(operation) {
            true => Ok(()),
            false => Err(ApiError::new(ErrorCode::NotAllowed, "Your role does not allow this. Ask an administrator.")),
        }
    }

    /// What a part of the desk keeps in memory while somebody is logged in: made at first use, dropped at lock.
    pub fn part<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let part = Arc::clone(lock(&self.parts).entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default())));
        part.downcast().unwrap_or_default()
    }

    /// Runs `stop` when the desk locks, before the database is closed. It must not wait for work that may itself lock the desk.
    pub fn at_lock(&self, stop: impl FnOnce() + Send + 'static) {
        lock(&self.at_lock).push(Box::new(stop));
    }
}

fn locked() -> ApiError {
    ApiError::new(ErrorCode::Locked, "Nobody is logged in. Log in to go on.")
}

fn broken_off() -> ApiError {
    ApiError::new(ErrorCode::Internal, "This broke off by a fault of ours. Nothing saved is lost; try again.")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
