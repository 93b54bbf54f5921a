//! Following the log: what this desk has verified, what a checkpoint means to it, and taking in what lies between. Never back,
//! never sideways.

use std::sync::Arc;

use daybook_ledger::{History, Seen, SignedCheckpoint};
use rusqlite::{Connection, Transaction};

use super::{
    SyncError,
    book::{self, Evidence},
    intake::{self, Charge, Fault},
    keybox,
    line::Line,
    plan::{self, Contradiction, Sight, Verified},
    policy,
};
use crate::{
    host::Host,
    store::{
        Store, StoreError,
        network::{self, Fold, Tree},
    },
};

/// How often a server is asked again before what it served counts as a contradiction.
const ATTEMPTS: u32 = 3;

/// Takes in everything up to `offered`, whose signature has been verified; first what an earlier checkpoint promised.
pub async fn pull(
    line: &mut Line,
    store: &Arc<Store>,
    host: &Arc<dyn Host>,
    offered: SignedCheckpoint,
) -> Result<(), SyncError> {
    let known = verified(store)?;
    // A server that has gone back does not have any more what it promised: that must not be waited for.
    if let Sight::Contradiction(kind) = plan::judge(&known, &offered) {
        return Err(raise(store, &**host, &known, &offered, Charge::new(kind, String::new()))?);
    }
    if let Some(promised) = known.note.filter(|note| note.checkpoint().size > known.size) {
        reach(line, store, host, &promised).await?;
    }
    if keybox_waits(store)? {
        intake::fetch_keys(line, store).await?;
    }
    consider(store, &**host, &offered)?;
    reach(line, store, host, &offered).await
}

/// What this desk has verified so far.
pub fn verified(store: &Store) -> Result<Verified, StoreError> {
    store.read(verified_in)
}

/// The same, in a transaction.
pub fn verified_in(conn: &Connection) -> Result<Verified, StoreError> {
    let size = network::load(conn, Fold::Shared)?.size();
    let root = Tree(conn).root_at(size).ok_or(StoreError::Damaged("the tree"))?;
    Ok(Verified { size, root, note: book::sighting(conn)? })
}

/// Judges a signed checkpoint: remembers it, or raises the alarm.
pub fn consider(store: &Store, host: &dyn Host, offered: &SignedCheckpoint) -> Result<(), SyncError> {
    let known = verified(store)?;
    match plan::judge(&known, offered) {
        Sight::Contradiction(kind) => Err(raise(store, host, &known, offered, Charge::new(kind, String::new()))?),
        Sight::UpToDate | Sight::Behind => Ok(store.write(|tx| book::set_sighting(tx, offered, host.now_ms()))?),
    }
}

/// Takes in everything up to `target`; if it lies behind already, it must be of this very log.
pub async fn reach(
    line: &mut Line,
    store: &Arc<Store>,
    host: &Arc<dyn Host>,
    target: &SignedCheckpoint,
) -> Result<(), SyncError> {
    let mut faults = Faults::default();
    loop {
        let known = verified(store)?;
        line.report(known.size, target.checkpoint().size)?;
        if known.size >= target.checkpoint().size {
            return arrive(store, &**host, &known, target);
        }
        match intake::run(line, store, host, target).await {
            Ok(()) => {}
            Err(Fault::Sync(error)) => return Err(error),
            Err(Fault::Server(charge)) => {
                let known = verified(store)?;
                if faults.count(known.size) == ATTEMPTS {
                    return Err(raise(store, &**host, &known, target, charge)?);
                }
            }
        }
    }
}

/// Faults of a server at one place of its log.
#[derive(Default)]
struct Faults {
    size: u64,
    count: u32,
}

impl Faults {
    /// How many there have been in a row behind the first `size` entries, with this one.
    fn count(&mut self, size: u64) -> u32 {
        self.count = if size == self.size { self.count + 1 } else { 1 };
        self.size = size;
        self.count
    }
}

/// Everything up to `target` is here: it must be of this very log.
fn arrive(store: &Store, host: &dyn Host, known: &Verified, target: &SignedCheckpoint) -> Result<(), SyncError> {
    let own = store.read(|conn| Ok::<_, StoreError>(Tree(conn).root_at(target.checkpoint().size)))?;
    if own != Some(target.checkpoint().root) {
        return Err(raise(store, host, known, target, Charge::new(Contradiction::Forked, String::new()))?);
    }
    Ok(store.write(|tx| note_contact(tx, known, target, host.now_ms()))?)
}

fn note_contact(
    tx: &Transaction<'_>,
    known: &Verified,
    target: &SignedCheckpoint,
    now_ms: i64,
) -> Result<(), StoreError> {
    match known.size == target.checkpoint().size {
        true => network::set_checkpoint(tx, Seen { size: known.size, root: known.root }, target.text(), now_ms),
        false => Ok(()),
    }
}

fn keybox_waits(store: &Store) -> Result<bool, StoreError> {
    store.read(keybox::is_missing_keys)
}

/// Keeps both sides of a contradiction and gives the error that says so.
pub(super) fn raise(
    store: &Store,
    host: &dyn Host,
    known: &Verified,
    shown: &SignedCheckpoint,
    charge: Charge,
) -> Result<SyncError, SyncError> {
    let Charge { kind, detail, beginning } = charge;
    let (kept, shown) = (known.note.clone(), shown.clone());
    let evidence = Evidence { kind, kept, shown, size: known.size, root: known.root, detail, beginning };
    let alarm = store.write_with_keys(|tx, keys| {
        book::raise(tx, &evidence, policy::readable(tx, keys)?.as_ref(), host.now_ms())?;
        book::alarm(tx)
    })?;
    tracing::error!(kind = kind.as_str(), "the ledger server contradicts itself");
    Ok(SyncError::Alarm(alarm.map_or_else(|| kind.sentence().to_owned(), |alarm| alarm.sentence)))
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{Checkpoint, Hash, SignerKey};

    use super::*;
    use crate::{sync::address::ServerAddress, testing::Bench};

    #[tokio::test]
    async fn a_server_that_went_back_is_found_out_before_it_is_asked_for_what_it_had_promised() {
        let bench = Bench::founded().await;
        let store = &bench.desk.session().unwrap().store;
        let signer = SignerKey::generate("log.test", &[3; 32]).unwrap();
        let signed =
            |size, fill| Checkpoint { origin: "log.test".into(), size, root: Hash([fill; 32]) }.sign(&signer).unwrap();
        // Nobody answers there.
        let address = ServerAddress::parse("http://127.0.0.1:9").unwrap();
        let server = book::Server { address, log_key: signer.verifier().clone(), invite: None, key_cursor: 0 };
        let promised = signed(9, 1);
        store.write(|tx| book::set_server(tx, &server).and_then(|()| book::set_sighting(tx, &promised, 0))).unwrap();
        let mut line = None;
        let line = Line::open(&mut line, store).unwrap();
        let told = pull(line, store, &bench.desk.shared_host(), signed(5, 2)).await;
        assert!(matches!(told, Err(SyncError::Alarm(_))), "{told:?}");
        let alarm = store.read(book::alarm).unwrap();
        assert!(alarm.is_some());
    }
}
