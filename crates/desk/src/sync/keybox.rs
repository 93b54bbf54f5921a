//! Content keys on their way to the key box beside the log, and from there.

use daybook_ledger::ContentKeyId;
use rusqlite::{Connection, Transaction};

use super::{SyncError, book, line::Line, wire::KeyPage};
use crate::store::{
    Store, StoreError, entries,
    keys::{self, BoxedKey, KeyRing},
};

const PAGE: u32 = 10_000;

/// Puts every key into the box that is not there yet: before the entries that need them.
pub async fn put(line: &mut Line, store: &Store) -> Result<(), SyncError> {
    loop {
        let unboxed = store.read(|conn| keys::unboxed(conn, PAGE))?;
        if unboxed.is_empty() {
            return Ok(());
        }
        let token = line.token(store).await?;
        match line.client().put_keys(&token, &unboxed).await {
            Err(error) if line.forgot_us(&error) => {
                let token = line.token(store).await?;
                line.client().put_keys(&token, &unboxed).await?;
            }
            other => other?,
        }
        let ids: Vec<ContentKeyId> = unboxed.iter().map(|key| key.id).collect();
        store.write(|tx| keys::set_boxed(tx, &ids))?;
    }
}

/// Fetches every key that has come into the box since, and applies the events that waited for one. How many those were.
pub async fn fetch(line: &mut Line, store: &Store) -> Result<u64, SyncError> {
    let mut applied = 0;
    loop {
        let cursor = store.read(book::server)?.map_or(0, |server| server.key_cursor);
        let page = page(line, store, cursor).await?;
        if page.keys.is_empty() {
            return Ok(applied);
        }
        let opened = store.write_with_keys(|tx, keys| take_in(tx, keys, &page))?;
        if opened > 0 {
            store.changed();
        }
        applied += opened;
    }
}

/// Whether events wait for their key.
pub fn is_missing_keys(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.query_row("SELECT EXISTS (SELECT 1 FROM unopened)", [], |row| row.get(0))?)
}

async fn page(line: &mut Line, store: &Store, cursor: u64) -> Result<KeyPage, SyncError> {
    let token = line.token(store).await?;
    match line.client().keys(&token, cursor, PAGE).await {
        Err(error) if line.forgot_us(&error) => {
            let token = line.token(store).await?;
            Ok(line.client().keys(&token, cursor, PAGE).await?)
        }
        other => Ok(other?),
    }
}

fn take_in(tx: &Transaction<'_>, ring: &KeyRing, page: &KeyPage) -> Result<u64, StoreError> {
    let is_waited_for = is_missing_keys(tx)?;
    let mut arrived = Vec::with_capacity(page.keys.len());
    for key in &page.keys {
        if is_here(tx, ring, key)? {
            arrived.push(key.id);
        }
    }
    let opened = if is_waited_for { entries::apply_unopened(tx, ring, &arrived)? } else { 0 };
    book::set_key_cursor(tx, page.next)?;
    Ok(opened)
}

/// Takes in one key; whether this desk has it now, and can use it.
fn is_here(tx: &Transaction<'_>, ring: &KeyRing, key: &BoxedKey) -> Result<bool, StoreError> {
    keys::take_in(tx, key)?;
    // Most are new here and sound: they need not be read back.
    if matches!(ring.unwrap(key), Ok(Some(_))) {
        return Ok(true);
    }
    match ring.content_key(tx, &key.id) {
        Ok(found) => Ok(found.is_some()),
        // The box may hold rubbish under this name; the real one may still come.
        Err(_) => {
            keys::forget_unused(tx, &key.id)?;
            Ok(false)
        }
    }
}
