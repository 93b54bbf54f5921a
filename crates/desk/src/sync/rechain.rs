//! Own entries written anew: behind what turned out to be in the log already, or behind one that was refused.
//!
//! What they say, who said it and when it was said stay; their place in the chain, and so their bytes, are new.

use daybook_ledger::{
    Act, BadSignature, DeskState, Entry, Header, NetworkState, Payload, Rejection, SealedEvent, Unsigned, VerifyPs256,
};
use rusqlite::Transaction;

use super::plan;
use crate::{
    host::{Host, random},
    jobs::Progress,
    store::{
        StoreError,
        entries::{self, Standing, WAITS},
        keys::KeyRing,
        network::{self, Fold, Tree},
        outbox, rebuild,
    },
};

/// Takes every own entry that waits out of the book, in the chain's order: for [`resume`] in the same transaction.
pub fn park(tx: &Transaction<'_>) -> Result<Vec<Entry>, StoreError> {
    let waiting = entries::waiting(tx, u32::MAX)?;
    let parked = waiting.iter().map(|stored| Ok(Entry::parse(&stored.bytes)?)).collect::<Result<_, StoreError>>()?;
    tx.execute(&format!("DELETE FROM entry WHERE {WAITS}"), [])?;
    Ok(parked)
}

/// Puts parked entries back: as they are where they still fit, anew where they do not. One that breaks a rule whatever its
/// place is kept as refused. Projections follow.
pub fn resume(tx: &Transaction<'_>, keys: &KeyRing, host: &dyn Host, parked: Vec<Entry>) -> Result<(), StoreError> {
    let mut state = network::with_receipts(tx, &Own)?;
    let mut outcome = Outcome::AsBefore;
    for entry in parked {
        // It came with the log: it waited in a backup, and has been shared since.
        if entries::by_hash(tx, &entry.leaf_hash())?.is_some() {
            outcome = Outcome::Changed;
            continue;
        }
        if let Some(refused) = place(tx, keys, host, &mut state, &entry, &mut outcome)? {
            outcome = Outcome::Changed;
            entries::insert(tx, &entry, Standing::Waiting)?;
            let at = host.now_ms();
            outbox::set_refused(tx, &entry.leaf_hash(), refused.code(), &refused.to_string(), at)?;
        }
    }
    network::save(tx, Fold::Local, &state)?;
    match outcome {
        Outcome::AsBefore => Ok(()),
        Outcome::Changed => rebuild::replay(tx, keys, &Progress::unwatched()).map(drop),
    }
}

/// Parks and resumes: after an entry was refused, or when those that wait do not fit any more.
pub fn rechain(tx: &Transaction<'_>, keys: &KeyRing, host: &dyn Host) -> Result<(), StoreError> {
    let parked = park(tx)?;
    resume(tx, keys, host, parked)
}

/// After the shared log has grown: whether the entries that wait still fit behind it; if not, they are written anew.
pub fn refit(tx: &Transaction<'_>, keys: &KeyRing, host: &dyn Host) -> Result<(), StoreError> {
    check_founding(tx)?;
    match network::refold(tx, &Own)? {
        None => Ok(()),
        Some(_) => rechain(tx, keys, host),
    }
}

/// The hospital's first entry has one place and one form: if the log does not admit it, this log is not for this hospital.
fn check_founding(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let Some(first) = entries::waiting(tx, 1)?.pop() else { return Ok(()) };
    let entry = Entry::parse(&first.bytes)?;
    if entry.header().act == Act::SiteFound {
        let _step = network::load(tx, Fold::Shared)?.check_unsigned(&entry, &Tree(tx))?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    AsBefore,
    Changed,
}

/// Places one entry behind `state`; the rule it breaks if it cannot be placed.
fn place(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    host: &dyn Host,
    state: &mut NetworkState,
    entry: &Entry,
    outcome: &mut Outcome,
) -> Result<Option<Rejection>, StoreError> {
    if let Ok(step) = state.check(entry, &Tree(tx), &Own) {
        entries::insert(tx, entry, Standing::Waiting)?;
        state.advance(step);
        return Ok(None);
    }
    let Some(desk) = state.desk(&keys.key_id()) else { return Ok(Some(Rejection::NotEnrolled)) };
    let again = write_anew(tx, keys, host, entry, desk)?;
    match state.check(&again, &Tree(tx), &Own) {
        Err(rejection) => Ok(Some(rejection)),
        Ok(step) => {
            entries::insert(tx, &again, Standing::Waiting)?;
            state.advance(step);
            *outcome = Outcome::Changed;
            Ok(None)
        }
    }
}

fn write_anew(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    host: &dyn Host,
    entry: &Entry,
    desk: &DeskState,
) -> Result<Entry, StoreError> {
    let header = plan::follow(entry.header(), desk);
    let payload = match entry.payload() {
        Payload::Control(events) => Payload::Control(events.clone()),
        Payload::Sealed(events) => Payload::Sealed(seal_anew(tx, keys, host, entry, &header, events)?),
    };
    let unsigned = Unsigned::new(header, payload);
    let signature = keys.signing().sign(&unsigned.to_be_signed()).map_err(|_| StoreError::Key("signing failed"))?;
    Ok(unsigned.finish(signature)?)
}

fn seal_anew(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    host: &dyn Host,
    entry: &Entry,
    header: &Header,
    events: &[SealedEvent],
) -> Result<Vec<SealedEvent>, StoreError> {
    let protected = header.protected();
    let seal = |(position, event): (u32, &SealedEvent)| {
        let id = event.key_id();
        let key = keys.content_key(tx, &id)?.ok_or(StoreError::Damaged("a content key"))?;
        let plain = event.open(&key, entry.protected(), position).map_err(|_| StoreError::Damaged("an own entry"))?;
        SealedEvent::seal(&key, id, &protected, position, random(host), &plain).map_err(|_| StoreError::TooLarge)
    };
    (0..).zip(events).map(seal).collect()
}

/// Own entries need no second look at signatures this desk made itself.
struct Own;

impl VerifyPs256 for Own {
    fn verify(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), BadSignature> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Bench;

    /// Between two batches of a long log: a receipt is here, the entry's place in the log is not reached yet.
    #[tokio::test]
    async fn what_waits_stays_as_it_is_behind_an_own_entry_that_has_a_receipt() {
        let bench = Bench::founded().await;
        let open = bench.desk.session().unwrap();
        let hashes = |tx: &Transaction<'_>| {
            let waiting = entries::waiting(tx, u32::MAX)?;
            Ok::<_, StoreError>(waiting.into_iter().map(|stored| stored.hash).collect::<Vec<_>>())
        };
        open.store
            .write_with_keys(|tx, keys| {
                let before = hashes(tx)?;
                let proof = outbox::Proof { size: 9, text: "a receipt" };
                outbox::set_shared(tx, &before[0], 7, &proof)?;
                refit(tx, keys, bench.desk.host())?;
                assert_eq!(hashes(tx)?, before[1..], "written anew, they would be second entries of their numbers");
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}
