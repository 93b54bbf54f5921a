//! Taking in what the log has beyond what this desk knows, batch by batch: fetched, checked against the signed root and every
//! rule, opened, applied. While one batch is applied, the next is checked and opened, and the one after that fetched.
//!
//! A batch is one transaction, and they follow each other: what is fetched and prepared ahead is in memory only, and comes
//! anew after a crash.

mod apply;
mod fetch;
mod prepare;

use std::sync::Arc;

use daybook_ledger::{Frontier, SignedCheckpoint, evidence::Beginning, merkle::verify_consistency};

use self::{
    fetch::Fetched,
    prepare::{Base, Flaw, Prepared},
};
use super::{SyncError, batch::Broken, client::ClientError, keybox, line::Line, plan::Contradiction, tiles};
use crate::{
    host::Host,
    store::{Store, StoreError},
};

/// So many entries are opened without fetching the keys first: mostly they need none that is not here.
const FEW: u64 = 64;

/// Why a batch was not taken in.
pub enum Fault {
    /// The server contradicts what it signed, or its log breaks a rule.
    Server(Charge),
    /// Anything else.
    Sync(SyncError),
}

/// What a server is found to have done.
pub struct Charge {
    /// In a word.
    pub kind: Contradiction,
    /// Which entries, which rule.
    pub detail: String,
    /// What its tree begins with instead of ours.
    pub beginning: Option<Beginning>,
}

impl Charge {
    /// Without more to show for it.
    pub fn new(kind: Contradiction, detail: String) -> Self {
        Self { kind, detail, beginning: None }
    }
}

impl<E: Into<SyncError>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Sync(error.into())
    }
}

/// Takes in everything between what this desk has verified and `target`. What was taken in before a fault stays.
pub async fn run(
    line: &mut Line,
    store: &Arc<Store>,
    host: &Arc<dyn Host>,
    target: &SignedCheckpoint,
) -> Result<(), Fault> {
    let end = target.checkpoint().size;
    let mut base = Base::stored(store)?;
    if base.size() + FEW < end {
        // What is opened beside the rest is opened with the keys that are here.
        fetch_keys(line, store).await?;
    }
    let mut edge = Some(base.frontier().clone()).filter(|edge| edge.size() < end);
    let (mut fetched, mut prepared) = (None, None);
    while edge.is_some() || fetched.is_some() || prepared.is_some() {
        let (next, checked, applied) = tokio::join!(
            fetch_behind(edge.as_ref(), line, store, target),
            beside(fetched.take(), prepare_on(store, &base, target)),
            beside(prepared.take(), apply_on(store, host, target)),
        );
        if let Some(size) = applied.transpose()? {
            line.report(size, end)?;
        }
        // What came before the batch that was checked is stored now: `base` is what this desk has verified.
        match checked {
            Some(Ok(batch)) => {
                let batch = with_keys(batch, line, store).await?;
                base = batch.base();
                prepared = Some(batch);
            }
            Some(Err(flaw)) => return Err(blame(line, &base, flaw, target).await),
            None => {}
        }
        edge = match &next {
            Some(Ok(batch)) if batch.edge.size() < end => Some(batch.edge.clone()),
            Some(_) | None => None,
        };
        fetched = next;
    }
    Ok(())
}

/// The batch behind `edge`, if there is to be one.
async fn fetch_behind(
    edge: Option<&Frontier>,
    line: &mut Line,
    store: &Store,
    target: &SignedCheckpoint,
) -> Option<Result<Fetched, SyncError>> {
    match edge {
        Some(edge) => Some(fetch::fetch(line, store, edge, target).await),
        None => None,
    }
}

/// Opens what could not be opened for want of a key, if the key comes now.
async fn with_keys(mut batch: Prepared, line: &mut Line, store: &Store) -> Result<Prepared, SyncError> {
    if batch.is_missing_keys() {
        fetch_keys(line, store).await?;
        batch.open(store)?;
    }
    Ok(batch)
}

/// Checks and opens a batch that was fetched behind `base`.
fn prepare_on(
    store: &Arc<Store>,
    base: &Base,
    target: &SignedCheckpoint,
) -> impl FnOnce(Result<Fetched, SyncError>) -> Result<Prepared, Flaw> + Send + 'static {
    let (store, base, target) = (Arc::clone(store), base.clone(), target.clone());
    move |fetched| prepare::prepare(&store, &base, fetched?, &target)
}

/// Applies a prepared batch.
fn apply_on(
    store: &Arc<Store>,
    host: &Arc<dyn Host>,
    target: &SignedCheckpoint,
) -> impl FnOnce(Prepared) -> Result<u64, SyncError> + Send + 'static {
    let (store, host, target) = (Arc::clone(store), Arc::clone(host), target.clone());
    move |prepared| apply_batch(&store, &*host, prepared, &target)
}

/// Does a stage's work on a thread of its own, if there is any.
async fn beside<A: Send + 'static, B: Send + 'static, E: From<StoreError> + Send + 'static>(
    work: Option<A>,
    stage: impl FnOnce(A) -> Result<B, E> + Send + 'static,
) -> Option<Result<B, E>> {
    let work = work?;
    let done = tokio::task::spawn_blocking(move || stage(work)).await;
    Some(done.unwrap_or_else(|_| Err(StoreError::Damaged("a thread").into())))
}

/// Applies a batch in one transaction. The size that this desk has verified then.
fn apply_batch(
    store: &Store,
    host: &dyn Host,
    prepared: Prepared,
    target: &SignedCheckpoint,
) -> Result<u64, SyncError> {
    let size = prepared.size();
    match store.write_with_keys(|tx, keys| apply::apply(tx, keys, host, prepared, target)) {
        Err(StoreError::Rejected(rejection)) => {
            Err(SyncError::Stuck(format!("This ledger server cannot take in this hospital. {rejection}")))
        }
        Err(error) => Err(error.into()),
        Ok(()) => {
            store.changed();
            Ok(size)
        }
    }
}

/// Keys that do not come now are late: the events that need them wait, nothing else does.
pub async fn fetch_keys(line: &mut Line, store: &Store) -> Result<(), SyncError> {
    match keybox::fetch(line, store).await {
        Err(SyncError::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::info!(%error, "keys are late");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// What a flaw in the batch behind `base`, which this desk has verified, says about the server.
async fn blame(line: &Line, base: &Base, flaw: Flaw, target: &SignedCheckpoint) -> Fault {
    match flaw {
        Flaw::Sync(error) => error.into(),
        Flaw::NotOfTarget { to } => match has_left(line, base, target).await {
            Ok((kind, beginning)) => {
                Fault::Server(Charge { kind, detail: format!("entries {} to {to}", base.size()), beginning })
            }
            Err(error) => error.into(),
        },
        Flaw::Broken(Broken::Rule { index, rejection }) => {
            Fault::Server(Charge::new(Contradiction::RuleBroken, format!("entry {index}: {}", rejection.code())))
        }
        Flaw::Broken(Broken::Newer { .. }) => Fault::Sync(SyncError::Stuck(
            "The ledger holds entries of a newer Daybook. Install the new version to go on sharing; your work here is safe."
                .to_owned(),
        )),
    }
}

/// Whether the server has left the log this desk knows, and what shows it, or only serves entries that are not in it.
async fn has_left(
    line: &Line,
    base: &Base,
    target: &SignedCheckpoint,
) -> Result<(Contradiction, Option<Beginning>), ClientError> {
    let (size, root) = (target.checkpoint().size, target.checkpoint().root);
    let beginning = tiles::beginning(line.client(), base.size(), size).await?;
    match verify_consistency(base.size(), &base.root(), size, &root, &beginning.proof) {
        Ok(()) => Ok((Contradiction::Unjustified, None)),
        Err(_) => Ok((Contradiction::Forked, Some(beginning))),
    }
}
