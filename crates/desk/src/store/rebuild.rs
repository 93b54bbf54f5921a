//! All projections dropped and computed anew from the entries.

use daybook_api::RebuildReport;
use daybook_ledger::Entry;
use rusqlite::Transaction;

use super::{Store, StoreError, digest::digest, entries, keys::KeyRing, projections};
use crate::jobs::Progress;

/// Replays every entry into emptied projections, in one transaction: cancelled or killed, nothing has changed.
pub fn rebuild(store: &Store, progress: &Progress) -> Result<RebuildReport, StoreError> {
    let report = store.write_with_keys(|tx, keys| {
        progress.note("Hashing the tables as they are");
        let before = hex::encode(digest(tx)?);
        let entries = replay(tx, keys, progress)?;
        progress.note("Hashing the tables as computed");
        Ok::<_, StoreError>(RebuildReport { entries, before, after: hex::encode(digest(tx)?) })
    })?;
    store.changed();
    Ok(report)
}

/// Empties the projections and replays every entry that stands into them. How many those were.
pub fn replay(tx: &Transaction<'_>, keys: &KeyRing, progress: &Progress) -> Result<u64, StoreError> {
    projections::clear(tx)?;
    tx.execute("DELETE FROM unopened", [])?;
    progress.note("Replaying the entries");
    let (mut done, total) = (0, entries::count(tx)?);
    entries::in_replay_order(tx, |stored| {
        if progress.cancelled() {
            return Err(StoreError::Cancelled);
        }
        entries::apply(tx, keys, &Entry::parse(&stored.bytes)?)?;
        done += 1;
        progress.step(done, total);
        Ok(())
    })?;
    Ok(done)
}
