//! A desk's encrypted store: entries, keys, projections, and the one way to change them.

pub mod blocks;
pub mod cosigned;
pub mod db;
pub mod digest;
pub mod draft;
pub mod entries;
pub mod index;
pub mod keys;
pub mod network;
pub mod numbers;
pub mod outbox;
pub mod pack;
pub mod pairs;
pub mod projections;
pub mod rebuild;
pub mod renewal;
mod write;

use std::{
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use daybook_api::{ApiError, ErrorCode};
use daybook_ledger::{Act, ControlEvent, Hash, Id, Role};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::watch;

use self::{
    db::{Database, DatabaseKey},
    index::Shelf,
    keys::{KeyRing, NewIdentity},
    renewal::Renewal,
};
use crate::{
    domain::{event::Event, register::Register},
    folder::disk_error,
    host::Host,
};

/// The open store. From [`Store::close`] on, every call answers [`StoreError::Closed`].
///
/// Closures given to it must not call the store again: closing waits for them, and what comes after waits for closing.
pub struct Store {
    inner: RwLock<Option<Inner>>,
    shelf: Shelf,
    revision: watch::Sender<u64>,
    folder: PathBuf,
}

struct Inner {
    database: Database,
    keys: KeyRing,
}

/// Who is answerable for an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The member of staff.
    pub staff: Id,
    /// The role they act in.
    pub role: Role,
}

/// What a command has decided: one entry to be. Either `events` (sealed) or `control` (plain) is empty.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What it does.
    pub act: Act,
    /// What it is about.
    pub subject: Id,
    /// The sealed payload.
    pub events: Vec<Event>,
    /// The plain payload.
    pub control: Vec<ControlEvent>,
}

impl Decided {
    /// An entry of sealed events.
    pub fn sealed(act: Act, subject: Id, events: Vec<Event>) -> Self {
        Self { act, subject, events, control: Vec::new() }
    }

    /// A control entry.
    pub fn control(act: Act, subject: Id, event: ControlEvent) -> Self {
        Self { act, subject, events: Vec::new(), control: vec![event] }
    }
}

impl Store {
    /// Opens a finished home's database with its key.
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        Self::open_followed(path, key, &Renewal::default())
    }

    /// The same; if its tables are of an older version, `renewal` says how far they have been brought to this one.
    pub fn open_followed(path: &Path, key: &DatabaseKey, renewal: &Renewal) -> Result<Self, StoreError> {
        let database = Database::open(path, key, renewal)?;
        let keys = KeyRing::load(&database.writer(), key.clone())?;
        let inner = RwLock::new(Some(Inner { database, keys }));
        let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
        Ok(Self { inner, shelf: Shelf::default(), revision: watch::Sender::new(1), folder })
    }

    /// The folder that the database lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the database of a new home.
    pub fn create(path: &Path, key: &DatabaseKey, new: &NewIdentity<'_>) -> Result<Self, StoreError> {
        let database = Database::open(path, key, &Renewal::default())?;
        {
            let mut writer = database.writer();
            let tx = writer.transaction()?;
            KeyRing::create(&tx, new)?;
            tx.commit()?;
        }
        drop(database);
        Self::open(path, key)
    }

    /// Reads in one consistent snapshot, while others may write.
    pub fn read<T, E: From<StoreError>>(&self, look: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let inner = self.inner();
        let mut reader = opened(&inner)?.database.reader();
        let snapshot = reader.transaction().map_err(StoreError::from)?;
        look(&snapshot)
    }

    /// The same, with the keys.
    pub fn read_with_keys<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Connection, &KeyRing) -> Result<T, E>,
    ) -> Result<T, E> {
        let inner = self.inner();
        let open = opened(&inner)?;
        let mut reader = open.database.reader();
        let snapshot = reader.transaction().map_err(StoreError::from)?;
        look(&snapshot, &open.keys)
    }

    /// Reads, with everybody's records in memory; the first time they are read from the log, which takes its time.
    ///
    /// Who looks long keeps what is committed in the meantime from being found: milliseconds, not more.
    pub fn with_register<T, E: From<StoreError>>(
        &self,
        look: impl FnOnce(&Connection, &Register) -> Result<T, E>,
    ) -> Result<T, E> {
        let inner = self.inner();
        let open = opened(&inner)?;
        let mut reader = open.database.reader();
        let snapshot = reader.transaction().map_err(StoreError::from)?;
        self.shelf.look(&snapshot, |register| look(&snapshot, register))
    }

    /// As if nobody had been looked for yet.
    #[cfg(test)]
    fn forget_register(&self) {
        self.shelf.clear();
    }

    /// Changes what is not written by entries: drafts, proofs, the outbox. All or nothing, durable on return.
    pub fn write<T, E: From<StoreError>>(&self, change: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_with_keys(|tx, _| change(tx))
    }

    /// The same, with the keys: for entries of others that are opened and applied.
    pub fn write_with_keys<T, E: From<StoreError>>(
        &self,
        change: impl FnOnce(&Transaction<'_>, &KeyRing) -> Result<T, E>,
    ) -> Result<T, E> {
        let inner = self.inner();
        let open = opened(&inner)?;
        let mut writer = open.database.writer();
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let outcome = change(&tx, &open.keys)?;
        tx.commit().map_err(StoreError::from)?;
        Ok(outcome)
    }

    /// Writes entries: sealed, chained, signed, projected, and durable on return. Their leaf hashes, in order.
    pub fn commit(&self, author: &Author, decided: Vec<Decided>, host: &dyn Host) -> Result<Vec<Hash>, StoreError> {
        self.decide(author, host, |_| Ok(decided))
    }

    /// The same, deciding inside the transaction: what `decide` reads there is what the entries are written upon.
    /// Nothing decided, nothing written.
    pub fn decide<E: From<StoreError>>(
        &self,
        author: &Author,
        host: &dyn Host,
        decide: impl FnOnce(&Transaction<'_>) -> Result<Vec<Decided>, E>,
    ) -> Result<Vec<Hash>, E> {
        let hashes = self.write_with_keys(|tx, keys| {
            let decided = decide(tx)?;
            write::append(tx, keys, author, decided, host).map_err(E::from)
        })?;
        if !hashes.is_empty() {
            self.changed();
        }
        Ok(hashes)
    }

    /// Says that projections have changed, after [`Store::write_with_keys`] applied entries.
    pub fn changed(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    /// Counts up with every change of the projections.
    pub fn revision(&self) -> u64 {
        *self.revision.borrow()
    }

    /// Tells when the projections change: sharing waits for it.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Closes every connection and zeroizes the keys, once the transactions under way have ended.
    pub fn close(&self) {
        self.shelf.close();
        *self.inner.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.shelf.clear();
    }

    fn inner(&self) -> RwLockReadGuard<'_, Option<Inner>> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn opened<'a>(inner: &'a RwLockReadGuard<'_, Option<Inner>>) -> Result<&'a Inner, StoreError> {
    inner.as_ref().ok_or(StoreError::Closed)
}

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The desk has been locked.
    #[error("the store is closed")]
    Closed,
    /// SQLite refuses.
    #[error("the database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The tables cannot be brought up to date.
    #[error("the migrations do not fit")]
    Migration(#[from] Box<refinery::Error>),
    /// The database was written by a newer version.
    #[error("the database is of a newer version")]
    Newer,
    /// What is stored is not what was written.
    #[error("{0} is damaged")]
    Damaged(&'static str),
    /// The network would refuse the entry.
    #[error("an entry would break a rule of the network")]
    Rejected(#[from] Box<daybook_ledger::Rejection>),
    /// An entry cannot be built or read.
    #[error("an entry is not well formed")]
    Entry(#[from] daybook_ledger::EntryError),
    /// An event of ours cannot be read.
    #[error("an event is not well formed")]
    Event(#[from] crate::domain::event::EventError),
    /// One event alone is larger than an entry may be.
    #[error("a change is too large for an entry")]
    TooLarge,
    /// A key does not fit, or signing fails.
    #[error("a key does not fit: {0}")]
    Key(&'static str),
    /// Somebody stopped the work.
    #[error("stopped")]
    Cancelled,
}

impl From<refinery::Error> for StoreError {
    fn from(error: refinery::Error) -> Self {
        Self::Migration(Box::new(error))
    }
}

impl From<daybook_ledger::Rejection> for StoreError {
    fn from(rejection: daybook_ledger::Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        use rusqlite::ErrorCode as Sqlite;
        match &error {
            StoreError::Closed => ApiError::new(ErrorCode::Locked, "The desk has been locked. Log in to go on."),
            StoreError::Newer => ApiError::new(
                ErrorCode::Newer,
                "This hospital was last opened with a newer Daybook. Install that version to go on; nothing was changed.",
            ),
            StoreError::Sqlite(sqlite) => match sqlite.sqlite_error_code() {
                Some(Sqlite::DiskFull | Sqlite::SystemIoFailure | Sqlite::ReadOnly | Sqlite::CannotOpen) => {
                    disk_error()
                }
                Some(Sqlite::NotADatabase | Sqlite::DatabaseCorrupt) => damaged(),
                _ => internal(&error),
            },
            StoreError::Damaged(_) => damaged(),
            StoreError::Rejected(rejection) => ApiError::new(ErrorCode::NotAllowed, format!("{rejection}")),
            StoreError::TooLarge => {
                ApiError::new(ErrorCode::Invalid, "This is too long to be written down in one piece.")
            }
            StoreError::Cancelled => ApiError::new(ErrorCode::Cancelled, "Stopped, as you asked."),
            _ => internal(&error),
        }
    }
}

fn damaged() -> ApiError {
    ApiError::new(
        ErrorCode::Damaged,
        "The database is damaged. Nothing was changed. Put it back from a backup; what was shared can be fetched again.",
    )
}

fn internal(error: &StoreError) -> ApiError {
    tracing::error!(%error, "store");
    ApiError::new(ErrorCode::Internal, "This did not work, by a fault of ours. Nothing saved is lost; try again.")
}

#[cfg(test)]
mod tests;
