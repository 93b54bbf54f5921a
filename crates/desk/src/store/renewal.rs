//! A database brought to the version of this program: how far that is, for whoever waits for it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daybook_api::Renewing;
use rusqlite::{Connection, hooks::Action};

use super::StoreError;

/// Which migration copies which tables: what takes its time at a large hospital. A copy is called as its table is, and [`COPY`] behind.
const COPIED: &[(u64, &[&str])] = &[(14, &["change", "patient", "content_key"])];
const COPY: &str = "_anew";

/// How far it is; nothing while no database is brought to a new version.
#[derive(Clone, Default)]
pub struct Renewal(Arc<Mutex<Option<Renewing>>>);

impl Renewal {
    /// How far it is.
    pub fn now(&self) -> Option<Renewing> {
        self.state().clone()
    }

    /// Runs `renew`, which brings the tables of a database from `version` to a newer one, and follows it row by row.
    pub(super) fn follow<T>(
        &self,
        connection: &mut Connection,
        version: u64,
        renew: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        *self.state() = Some(Renewing::default());
        let outcome = self.watch(connection, version).and_then(|()| renew(connection));
        *self.state() = None;
        connection.update_hook(None::<fn(Action, &str, &str, i64)>)?;
        outcome
    }

    fn watch(&self, connection: &Connection, version: u64) -> Result<(), StoreError> {
        let total = count(connection, version)?;
        *self.state() = Some(Renewing { done: 0, total });
        let state = self.clone();
        connection.update_hook(Some(move |action: Action, _: &str, table: &str, _: i64| {
            if action == Action::SQLITE_INSERT && table.ends_with(COPY) {
                state.step();
            }
        }))?;
        Ok(())
    }

    fn step(&self) {
        if let Some(renewing) = self.state().as_mut() {
            renewing.done += 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, Option<Renewing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many rows will be copied.
fn count(connection: &Connection, version: u64) -> Result<u64, StoreError> {
    let tables = COPIED.iter().filter(|(migration, _)| *migration > version).flat_map(|(_, tables)| *tables);
    let count = |table: &&str| {
        // A table that a later migration makes is not there yet, and nothing is copied of it.
        if !connection.table_exists(None, *table)? {
            return Ok(0);
        }
        Ok(connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, u64>(0))?)
    };
    tables.map(count).sum()
}
