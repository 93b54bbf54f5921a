//! From shared to confirmed: checkpoints that enough witnesses have cosigned are fetched, found to be of this desk's own tree,
//! and kept; every entry under one is confirmed, and own receipts are exchanged for proofs under it.

use std::sync::Arc;

use daybook_ledger::{SignedCheckpoint, policy::Cosigned};
use rusqlite::{Connection, Transaction};

use super::{
    SyncError, book, client,
    client::{Client, ClientError},
    line::Line,
    policy::{self, Asked},
    proofs, pull,
};
use crate::{
    host::Host,
    store::{
        Store, StoreError,
        cosigned::{self, Kept, Order, Sight},
        keys::KeyRing,
    },
};

/// Own receipts exchanged in one transaction.
const RECEIPTS: u32 = 200;

/// Asks for cosigned checkpoints if the policy asks for witnesses, and takes in what holds.
pub async fn confirm(line: &mut Line, store: &Arc<Store>, host: &Arc<dyn Host>) -> Result<(), SyncError> {
    let Some(asked) = store.read_with_keys(policy::asked)? else { return Ok(()) };
    let before = store.read(|conn| cosigned::confirmed_size(conn, asked.id))?;
    let fetched = match line.client().cosigned(None).await {
        Ok(Some(fetched)) => fetched,
        Ok(None) | Err(ClientError::Absent) => client::Cosigned::default(),
        // Entries are shared all the same.
        Err(error) => {
            tracing::info!(%error, "cosigned checkpoints could not be fetched");
            return Ok(());
        }
    };
    for note in &fetched.checkpoints {
        is_ours(line, store, host, note).await?;
    }
    store.write(|tx| take_in(tx, &asked, &fetched.checkpoints, host.now_ms()))?;
    line.set_cosigned(fetched.tag);
    while store.write(|tx| proofs::exchange(tx, &asked, RECEIPTS))? == RECEIPTS {}
    if store.read(|conn| cosigned::confirmed_size(conn, asked.id))? > before {
        store.changed();
    }
    Ok(())
}

/// Returns when the server has other cosigned checkpoints than those taken in last: never, if nothing waits for them.
pub async fn news(client: &Client, tag: Option<&str>, store: &Store) {
    if let (Some(tag), Ok(true)) = (tag, store.read_with_keys(is_waiting)) {
        loop {
            match client.cosigned(Some(tag)).await {
                Ok(Some(_)) => return,
                Ok(None) => {}
                // The server's absence is noticed elsewhere.
                Err(_) => break,
            }
        }
    }
    std::future::pending().await
}

/// Whether entries are shared and not confirmed.
fn is_waiting(conn: &Connection, keys: &KeyRing) -> Result<bool, StoreError> {
    let Some(asked) = policy::asked(conn, keys)? else { return Ok(false) };
    Ok(cosigned::confirmed_size(conn, asked.id)? < pull::verified_in(conn)?.size)
}

/// A checkpoint that the log has signed is of the one log there is, or the server has two: then this raises the alarm.
async fn is_ours(
    line: &mut Line,
    store: &Arc<Store>,
    host: &Arc<dyn Host>,
    note: &SignedCheckpoint,
) -> Result<(), SyncError> {
    if note.checkpoint().size > pull::verified(store)?.size {
        pull::consider(store, &**host, note)?;
    }
    pull::reach(line, store, host, note).await
}

/// Judges what was fetched and what is kept by the policy in force, and remembers who has signed what.
fn take_in(tx: &Transaction<'_>, asked: &Asked, fetched: &[SignedCheckpoint], at: i64) -> Result<(), StoreError> {
    for kept in cosigned::all(tx)?.into_iter().filter(|kept| kept.meets != Some(asked.id)) {
        judge(tx, asked, &kept.note, kept.at)?;
    }
    for note in fetched {
        judge(tx, asked, note, at)?;
    }
    cosigned::prune(tx, asked.id)
}

fn judge(tx: &Transaction<'_>, asked: &Asked, note: &SignedCheckpoint, at: i64) -> Result<(), StoreError> {
    let Ok(by) = asked.policy.cosigned(note.note()) else {
        tracing::warn!(size = note.checkpoint().size, "a cosignature does not hold; this checkpoint confirms nothing");
        return Ok(());
    };
    for one in by {
        see(tx, one, note, at)?;
    }
    let meets = asked.policy.verify_of(note, &asked.log).is_ok().then_some(asked.id);
    cosigned::keep(tx, &Kept { note: note.clone(), meets, at })
}

/// Remembers what a witness has signed, and notices if it has signed less after it had signed more.
fn see(tx: &Transaction<'_>, one: Cosigned<'_>, note: &SignedCheckpoint, at: i64) -> Result<(), StoreError> {
    let seen = Sight { size: note.checkpoint().size, time: one.time };
    if let Some(known) = cosigned::sight(tx, &one.witness.key)?
        && let Some(kept) = cosigned::signed_last(tx, &one.witness.key)?
    {
        let sides = match known.order(&seen) {
            Order::Right => None,
            Order::WentBackTo => Some([&kept, note]),
            Order::WentBackFrom => Some([note, &kept]),
        };
        if let Some(sides) = sides {
            book::note_went_back(tx, &pull::verified_in(tx)?, one.witness, sides, at)?;
        }
    }
    cosigned::see(tx, &one.witness.key, seen, note)
}
