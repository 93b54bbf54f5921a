//! Taking in what the log has beyond what this desk knows, batch by batch: fetched, checked against the signed root and every
//! rule, opened, applied. While one batch is applied on this thread, the next is checked and opened on another.
//!
//! A batch is one transaction, and they follow each other: what is prepared ahead is in memory only, and is prepared anew
//! after a crash.

mod apply;
mod fetch;
mod prepare;

use std::thread;

use daybook_ledger::{SignedCheckpoint, evidence::Beginning, merkle::verify_consistency};

use self::{
    fetch::Fetched,
    prepare::{Base, Flaw, Prepared},
};
use super::{SyncError, batch::Broken, client::ClientError, keybox, line::Line, plan::Contradiction, tiles};
use crate::{
    host::Host,
    store::{Store, StoreError},
};

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
pub async fn run(line: &mut Line, store: &Store, host: &dyn Host, target: &SignedCheckpoint) -> Result<(), Fault> {
    let end = target.checkpoint().size;
    let (mut base, mut waiting) = (Base::stored(store)?, None);
    while base.size() < end || waiting.is_some() {
        let fetched = fetch_next(line, store, &base, target).await;
        let (prepared, applied) = side_by_side(store, &base, fetched, target, || match waiting.take() {
            Some(prepared) => apply_batch(store, host, prepared, target).map(Some),
            None => Ok(None),
        });
        if let Some(size) = applied? {
            line.report(size, end)?;
        }
        // What was prepared before is stored now, so that `base` is what this desk has verified.
        let Some(prepared) = prepared else { continue };
        let mut prepared = match prepared {
            Ok(prepared) => prepared,
            Err(flaw) => return Err(blame(line, &base, flaw, target).await),
        };
        if prepared.is_missing_keys() {
            fetch_keys(line, store).await?;
            prepared.open(store)?;
        }
        base = prepared.base();
        waiting = Some(prepared);
    }
    Ok(())
}

/// The batch behind `base`; nothing where that is all of `target`.
async fn fetch_next(
    line: &mut Line,
    store: &Store,
    base: &Base,
    target: &SignedCheckpoint,
) -> Option<Result<Fetched, SyncError>> {
    match base.size() < target.checkpoint().size {
        true => Some(fetch::fetch(line, store, base.frontier(), target).await),
        false => None,
    }
}

/// Checks and opens what was fetched on a thread of its own while `apply` runs on this one.
fn side_by_side<T>(
    store: &Store,
    base: &Base,
    fetched: Option<Result<Fetched, SyncError>>,
    target: &SignedCheckpoint,
    apply: impl FnOnce() -> T,
) -> (Option<Result<Prepared, Flaw>>, T) {
    let prepare = |fetched: Result<Fetched, SyncError>| prepare::prepare(store, base, fetched?, target);
    thread::scope(|scope| {
        let preparing = fetched.map(|fetched| scope.spawn(move || prepare(fetched)));
        let applied = apply();
        let broken_off = |_| Err(Flaw::Sync(StoreError::Damaged("a thread").into()));
        (preparing.map(|preparing| preparing.join().unwrap_or_else(broken_off)), applied)
    })
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
