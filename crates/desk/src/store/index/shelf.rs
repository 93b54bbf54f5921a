//! Where the register in memory stands while the desk is open: read from the log, and brought up to date before every use.

use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rusqlite::{Connection, OptionalExtension};

use super::{FORGET, first, image, tidy};
use crate::{
    desk::{Desk, Open},
    domain::register::{Record, Register},
    memory,
    store::{Store, StoreError},
};

/// After so many records read, closing is asked for.
const STRETCH: usize = 1024;
/// From so many records at once on, room that is not used is given back.
const MANY: usize = 50_000;

/// The register, and how much of the log it holds.
#[derive(Default)]
pub struct Shelf {
    state: RwLock<State>,
    closing: AtomicBool,
}

#[derive(Default)]
struct State {
    register: Register,
    /// The id of the last record that was read; none before the first reading.
    read: Option<i64>,
}

impl Shelf {
    /// Brings the register up to what `conn` sees, and looks at it. The first time, that is the whole log.
    ///
    /// What is committed is there, what is not is not: the log is read like any other table.
    pub(in crate::store) fn look<T, E: From<StoreError>>(
        &self,
        conn: &Connection,
        look: impl FnOnce(&Register) -> Result<T, E>,
    ) -> Result<T, E> {
        let newest = newest(conn).map_err(E::from)?;
        if self.state().read.is_none_or(|read| read < newest) {
            self.read(conn).map_err(E::from)?;
        }
        look(&self.state().register)
    }

    /// Makes a reading under way break off, so that closing need not wait for its end.
    pub(in crate::store) fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    /// Forgets everybody; what is forgotten is wiped.
    pub(in crate::store) fn clear(&self) {
        *self.state_to_change() = State::default();
    }

    fn read(&self, conn: &Connection) -> Result<(), StoreError> {
        let mut state = self.state_to_change();
        let state = &mut *state;
        let is_first = state.read.is_none();
        let from = match state.read {
            Some(read) => read,
            None => match image::load(conn)? {
                Some((register, read)) => {
                    state.register.replace(register);
                    read
                }
                None => {
                    state.register.clear();
                    first::read(conn, &mut state.register)?;
                    state.register.reserve(usize::try_from(count(conn)?).unwrap_or(0));
                    0
                }
            },
        };
        let outcome = self.read_from(conn, from, state);
        state.register.settle();
        if is_first {
            memory::give_back();
        }
        if outcome.is_err() {
            // What was read in part is read anew.
            state.read = None;
        }
        outcome
    }

    fn read_from(&self, conn: &Connection, from: i64, state: &mut State) -> Result<(), StoreError> {
        let mut select = conn.prepare_cached("SELECT id, record FROM search_log WHERE id > ?1 ORDER BY id")?;
        let mut rows = select.query([from])?;
        let (mut last, mut count) = (from, 0);
        while let Some(row) = rows.next()? {
            last = row.get(0)?;
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            if bytes == FORGET {
                state.register.clear();
            } else {
                state.register.put(&Record::decode(bytes).ok_or(StoreError::Damaged("the search log"))?);
            }
            count += 1;
            if count % STRETCH == 0 && self.closing.load(Ordering::SeqCst) {
                return Err(StoreError::Closed);
            }
        }
        if count >= MANY {
            state.register.trim();
        }
        state.read = Some(last);
        Ok(())
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_to_change(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of the log's last record; 0 if there is none.
pub fn newest(conn: &Connection) -> Result<i64, StoreError> {
    let newest = conn
        .prepare_cached("SELECT id FROM search_log ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(newest.unwrap_or(0))
}

/// How many records there are, at most: ids may have gaps.
fn count(conn: &Connection) -> Result<i64, StoreError> {
    let oldest: Option<i64> =
        conn.query_row("SELECT id FROM search_log ORDER BY id LIMIT 1", [], |row| row.get(0)).optional()?;
    Ok(oldest.map_or(0, |oldest| newest(conn).map_or(0, |newest| newest - oldest + 1)))
}

/// The reading in the background, as long as it lasts. A part of [`Open`].
#[derive(Default)]
pub struct Reading(Mutex<Option<thread::JoinHandle<()>>>);

impl Reading {
    /// Waits until it has ended.
    pub fn wait(&self) {
        let thread = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("reading the search log broke off; what is missing is read with the next search");
        }
    }
}

/// Reads the log as soon as somebody has logged in, then tidies it. Broken off when the desk locks.
pub fn read_in_background(_: &Arc<Desk>, open: &Arc<Open>) {
    let store = Arc::clone(&open.store);
    let read = move || match read_and_tidy(&store) {
        Ok(()) | Err(StoreError::Closed) => {}
        Err(error) => {
            tracing::warn!(%error, "the search log could not be read; it is tried again with the next search")
        }
    };
    match thread::Builder::new().name("register".to_owned()).spawn(read) {
        Ok(thread) => *open.part::<Reading>().0.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread),
        Err(error) => tracing::warn!(%error, "the search log is read with the first search"),
    }
}

fn read_and_tidy(store: &Store) -> Result<(), StoreError> {
    store.with_register(|_, _| Ok::<_, StoreError>(()))?;
    first::replace(store)?;
    tidy(store)?;
    image::renew(store)?;
    memory::give_back();
    Ok(())
}
