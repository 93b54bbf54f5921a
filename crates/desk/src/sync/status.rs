//! How sharing stands, for people.

use daybook_api::{RefusedEntry, SyncStatus};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    book,
    engine::{Reach, Standing},
    policy, pull,
};
use crate::store::{
    Store, StoreError,
    entries::WAITS,
    keys::KeyRing,
    network::{self, Fold},
    outbox,
};

/// How sharing stands now.
pub fn status(store: &Store, standing: &Standing) -> Result<SyncStatus, StoreError> {
    let revision = store.revision();
    store.read_with_keys(|conn, keys| {
        let server = book::server(conn)?;
        let verified = pull::verified_in(conn)?;
        let (own, pending) = (network::load(conn, Fold::Local)?, pending(conn)?);
        let shared = own.desk(&keys.key_id()).map_or(0, |desk| desk.next_seq.saturating_sub(pending));
        Ok(SyncStatus {
            online: server.is_some() && standing.reach == Reach::Online,
            server: server.map(|server| server.address.to_string()),
            offline_since: standing.offline_since,
            pending,
            shared,
            confirmed: confirmed(conn, keys)?,
            policy: policy::standing(conn, keys)?,
            refused: refused(conn)?,
            tree_size: verified.size,
            root: verified.root.to_string(),
            last_contact: conn.query_row("SELECT at FROM checkpoint", [], |row| row.get(0)).optional()?,
            alarm: book::alarm(conn)?.map(|alarm| alarm.sentence),
            trouble: standing.trouble.clone(),
            revision,
        })
    })
}

/// This desk's entries follow each other in the log as in its chain: the last one that is confirmed tells how many are.
fn confirmed(conn: &Connection, keys: &KeyRing) -> Result<u64, StoreError> {
    let size = policy::confirmed_size(conn, keys)?;
    let mut last = conn.prepare_cached(
        "SELECT seq + 1 FROM entry WHERE key_id = ? AND standing <> 'refused' AND standing = 'shared' AND tree_index < ?
         ORDER BY seq DESC LIMIT 1",
    )?;
    Ok(last.query_row(params![keys.key_id().0, size], |row| row.get(0)).optional()?.unwrap_or(0))
}

fn pending(conn: &Connection) -> Result<u64, StoreError> {
    Ok(conn.query_row(&format!("SELECT count(*) FROM entry WHERE {WAITS}"), [], |row| row.get(0))?)
}

fn refused(conn: &Connection) -> Result<Vec<RefusedEntry>, StoreError> {
    let row = |refusal: outbox::Refusal| RefusedEntry {
        entry: refusal.hash.to_string(),
        act: refusal.act,
        reason: refusal.reason,
        at: refusal.at,
    };
    Ok(outbox::refusals(conn)?.into_iter().map(row).collect())
}
