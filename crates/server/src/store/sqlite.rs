//! The embedded store: one SQLite file, one writing connection, a few reading ones.

mod beside;
mod cosignatures;
mod evidence;
mod log;

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use refinery::{Migration, Runner};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::StoreError;

const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__ledger", include_str!("../../../../migrations/server/sqlite/0001_ledger.sql")),
    ("V2__access", include_str!("../../../../migrations/server/sqlite/0002_access.sql")),
    ("V3__witnesses", include_str!("../../../../migrations/server/sqlite/0003_witnesses.sql")),
];

/// Readers beside the writer: two cores serve no more at a time.
const READERS: usize = 4;
/// The invitation command and a check may hold the file for a moment.
const BUSY: Duration = Duration::from_secs(10);
/// Pages of 4 KiB written before the write-ahead log is copied into the database: 32 MiB.
const WAL_PAGES: u32 = 8_192;
const WAL_KEPT_BYTES: u32 = 64 << 20;

/// The ledger's database.
pub struct SqliteStore {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
}

/// Which log a database belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The log's origin.
    pub origin: String,
    /// The log's verifier key in its text form.
    pub verifier_key: String,
}

impl SqliteStore {
    /// Makes the database of a new log; fails where one is.
    pub fn create(path: &Path, identity: &Identity) -> Result<(), StoreError> {
        let mut conn = open_writer(path, OpenFlags::SQLITE_OPEN_CREATE)?;
        migrate(&mut conn)?;
        conn.execute(
            "INSERT INTO identity (one, origin, verifier_key) VALUES (1, ?1, ?2)",
            (&identity.origin, &identity.verifier_key),
        )?;
        Ok(())
    }

    /// Opens an existing database and brings its tables to this version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut writer = open_writer(path, OpenFlags::empty())?;
        migrate(&mut writer)?;
        let readers = (0..READERS).map(|_| open_reader(path)).collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(readers),
            returned: Condvar::new(),
        })
    }

    /// Opens an existing database to read only; nothing in it is changed, not even to bring it to this version.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let readers = (0..READERS).map(|_| open_reader(path)).collect::<Result<_, _>>()?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(open_reader(path)?),
            readers: Mutex::new(readers),
            returned: Condvar::new(),
        })
    }

    /// Which log this is.
    pub fn identity(&self) -> Result<Identity, StoreError> {
        self.read(|conn| {
            conn.query_row("SELECT origin, verifier_key FROM identity", [], |row| {
                Ok(Identity { origin: row.get(0)?, verifier_key: row.get(1)? })
            })
            .optional()?
            .ok_or_else(|| StoreError::Damaged("the table `identity` is empty".into()))
        })
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let reader = Borrowed { store: self, conn: Some(self.borrow_reader()) };
        match &reader.conn {
            Some(conn) => ask(conn),
            None => Err(StoreError::Damaged("no reading connection".into())),
        }
    }

    fn borrow_reader(&self) -> Connection {
        let mut readers = lock(&self.readers);
        loop {
            if let Some(conn) = readers.pop() {
                return conn;
            }
            readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn write<T>(&self, act: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        transact(&mut lock(&self.writer), act)
    }

    /// A write that may be lost in a crash, as a whole and together with all later ones; it saves the wait for the disk.
    fn write_lazily<T>(&self, act: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut conn = lock(&self.writer);
        conn.pragma_update(None, "synchronous", "NORMAL")?;
        let done = transact(&mut conn, act);
        conn.pragma_update(None, "synchronous", "FULL")?;
        done
    }
}

fn transact<T>(conn: &mut Connection, act: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = act(&tx)?;
    tx.commit()?;
    Ok(done)
}

/// A reading connection that goes back when it is dropped.
struct Borrowed<'a> {
    store: &'a SqliteStore,
    conn: Option<Connection>,
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            lock(&self.store.readers).push(conn);
            self.store.returned.notify_one();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open_writer(path: &Path, more: OpenFlags) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    conn.pragma_update_and_check(None, "wal_autocheckpoint", WAL_PAGES, |_| Ok(()))?;
    conn.pragma_update_and_check(None, "journal_size_limit", WAL_KEPT_BYTES, |_| Ok(()))?;
    Ok(conn)
}

fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    Ok(conn)
}

fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let migrations =
        MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<Vec<_>, _>>()?;
    Runner::new(&migrations).set_abort_missing(true).run(conn)?;
    Ok(())
}
