//! After an alarm: which witnesses have signed what the server showed. The alarm stands before anybody is asked; a server that
//! says nothing more only keeps its witnesses' names to itself.

use std::time::Duration;

use daybook_ledger::{
    SignedCheckpoint,
    evidence::{Fork, Proven},
};

use super::{SyncError, book, client::Client, evidence, policy, tiles};
use crate::store::{Store, StoreError};

/// So long a server that was found to lie may take for its answers.
const PATIENCE: Duration = Duration::from_secs(5);
/// Of the checkpoints that a witness has signed here, so many are held against each that the server shows.
const MOST: usize = 4;

/// Looks for witnesses to name in the newest alarm, and gives its sentence then.
pub async fn name(client: &Client, store: &Store, sentence: String) -> SyncError {
    match tokio::time::timeout(PATIENCE, look(client, store)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::info!(%error, "who has signed what was shown could not be found out"),
        Err(_) => tracing::info!("the server does not say who has signed what it showed"),
    }
    let alarm = store.read(book::alarm).ok().flatten();
    SyncError::Alarm(alarm.map_or(sentence, |alarm| alarm.sentence))
}

async fn look(client: &Client, store: &Store) -> Result<(), SyncError> {
    let Some(policy) = store.read_with_keys(policy::readable)? else { return Ok(()) };
    let Some(shown) = client.cosigned(None).await? else { return Ok(()) };
    let mut named = 0;
    for note in &shown.checkpoints {
        for kept in store.read(|conn| evidence::same_signers(conn, note))?.iter().take(MOST) {
            let Some(fork) = fork(client, store, kept, note).await? else { continue };
            let witnesses = fork.cosigned_by(&policy).unwrap_or_default().len();
            // Kept at once: a server that lies may not say the rest.
            if witnesses > named {
                store.write(|tx| book::prove(tx, fork, note, &policy))?;
                named = witnesses;
            }
        }
    }
    match named {
        0 => Ok(store.write(|tx| book::name_signers(tx, &shown.checkpoints, &policy))?),
        _ => Ok(()),
    }
}

/// What proves that the log has signed a history of this desk's with `kept` and another one with `note`.
async fn fork(
    client: &Client,
    store: &Store,
    kept: &SignedCheckpoint,
    note: &SignedCheckpoint,
) -> Result<Option<Fork>, SyncError> {
    let (old, new) = (kept.checkpoint().size, note.checkpoint().size);
    let own = store.read(|conn| Ok::<_, StoreError>(evidence::own_beginning(conn, kept, note)))?;
    let beginning = match own {
        None if old < new => Some(tiles::beginning(client, old, new).await?),
        own => own,
    };
    let fork = Fork::of(kept, note, beginning);
    let is_proven = matches!(fork.verify(client.log_key()), Ok(Proven::TwoHistories { .. }));
    Ok(is_proven.then_some(fork))
}
