//! After an alarm: which witnesses have signed what the server showed. The alarm stands before anybody is asked; a server that
//! says nothing more only keeps its witnesses' names to itself.

use std::time::Duration;

use daybook_ledger::{
    Policy, SignedCheckpoint,
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
    let mut strongest: Option<(&SignedCheckpoint, Accusing)> = None;
    for note in &shown.checkpoints {
        let told = signed_twice(client, store, &policy, note).await?;
        let most = strongest.as_ref().map_or(0, |(_, accusing)| accusing.witnesses);
        strongest = told.filter(|accusing| accusing.witnesses > most).map(|accusing| (note, accusing)).or(strongest);
    }
    let Some((note, Accusing { fork, .. })) = strongest else {
        return Ok(store.write(|tx| book::name_signers(tx, &shown.checkpoints, &policy))?);
    };
    Ok(store.write(|tx| book::prove(tx, fork, note, &policy))?)
}

/// What proves that the log has signed two histories, and so many of the policy's witnesses with it.
struct Accusing {
    fork: Fork,
    witnesses: usize,
}

/// What proves of most witnesses of the policy that they have signed a history of this desk's and, with `note`, another one.
async fn signed_twice(
    client: &Client,
    store: &Store,
    policy: &Policy,
    note: &SignedCheckpoint,
) -> Result<Option<Accusing>, SyncError> {
    let mut strongest: Option<Accusing> = None;
    for kept in store.read(|conn| evidence::same_signers(conn, note))?.iter().take(MOST) {
        let (old, new) = (kept.checkpoint().size, note.checkpoint().size);
        let own = store.read(|conn| Ok::<_, StoreError>(evidence::own_beginning(conn, kept, note)))?;
        let beginning = match own {
            None if old < new => Some(tiles::beginning(client, old, new).await?),
            own => own,
        };
        let fork = Fork::of(kept, note, beginning);
        let is_proven = matches!(fork.verify(client.log_key()), Ok(Proven::TwoHistories { .. }));
        let witnesses = fork.cosigned_by(policy).unwrap_or_default().len();
        if is_proven && witnesses > strongest.as_ref().map_or(0, |other| other.witnesses) {
            strongest = Some(Accusing { fork, witnesses });
        }
    }
    Ok(strongest)
}
