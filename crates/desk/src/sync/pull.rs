//! Taking in what the log has beyond what this desk knows: fetched, checked against the signed root and every rule, opened,
//! applied; a batch is one transaction. Never back, never sideways.

use daybook_ledger::{
    Entry, Frontier, History, Payload, Seen, SignedCheckpoint, evidence::Beginning, leaf_hash,
    merkle::verify_consistency, verify::native::AwsLc,
};
use rusqlite::{Connection, Transaction};

use super::{
    SyncError,
    batch::{self, Broken, Checked},
    book::{self, Evidence},
    client::ClientError,
    keybox,
    line::Line,
    plan::{self, Contradiction, Sight, Verified},
    proofs, rechain, tiles,
};
use crate::{
    host::Host,
    store::{
        Store, StoreError,
        entries::{self, Standing},
        keys::KeyRing,
        network::{self, Fold, Tree},
    },
};

/// How often a server is asked again before what it served counts as a contradiction.
const ATTEMPTS: u32 = 3;

/// Takes in everything up to `offered`, whose signature has been verified; first what an earlier checkpoint promised.
pub async fn pull(line: &mut Line, store: &Store, host: &dyn Host, offered: SignedCheckpoint) -> Result<(), SyncError> {
    let known = verified(store)?;
    // A server that has gone back does not have any more what it promised: that must not be waited for.
    if let Sight::Contradiction(kind) = plan::judge(&known, &offered) {
        return Err(raise(store, host, &known, &offered, Charge::new(kind, String::new()))?);
    }
    if let Some(promised) = known.note.filter(|note| note.checkpoint().size > known.size) {
        reach(line, store, host, &promised).await?;
    }
    if keybox_waits(store)? {
        fetch_keys(line, store).await?;
    }
    consider(store, host, &offered)?;
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
    store: &Store,
    host: &dyn Host,
    target: &SignedCheckpoint,
) -> Result<(), SyncError> {
    loop {
        let known = verified(store)?;
        line.report(known.size, target.checkpoint().size)?;
        if known.size < target.checkpoint().size {
            step(line, store, host, &known, target).await?;
            continue;
        }
        let own = store.read(|conn| Ok::<_, StoreError>(Tree(conn).root_at(target.checkpoint().size)))?;
        if own != Some(target.checkpoint().root) {
            return Err(raise(store, host, &known, target, Charge::new(Contradiction::Forked, String::new()))?);
        }
        return Ok(store.write(|tx| note_contact(tx, &known, target, host.now_ms()))?);
    }
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

/// One batch: fetched, checked, applied.
async fn step(
    line: &mut Line,
    store: &Store,
    host: &dyn Host,
    known: &Verified,
    target: &SignedCheckpoint,
) -> Result<(), SyncError> {
    let mut attempt = 1;
    loop {
        match fetch_checked(line, store, known, target).await {
            Ok(checked) => return take_in(line, store, host, &checked, target).await,
            Err(Fault::Server(charge)) if attempt == ATTEMPTS => {
                return Err(raise(store, host, known, target, charge)?);
            }
            Err(Fault::Server(_)) => attempt += 1,
            Err(Fault::Sync(error)) => return Err(error),
        }
    }
}

/// What a server is found to have done.
pub(super) struct Charge {
    kind: Contradiction,
    /// Which entries, which rule.
    detail: String,
    /// What its tree begins with instead of ours.
    beginning: Option<Beginning>,
}

impl Charge {
    pub(super) fn new(kind: Contradiction, detail: String) -> Self {
        Self { kind, detail, beginning: None }
    }
}

/// Why a batch was not taken in.
enum Fault {
    /// The server contradicts what it signed, or its log breaks a rule.
    Server(Charge),
    /// Anything else.
    Sync(SyncError),
}

impl<E: Into<SyncError>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Sync(error.into())
    }
}

async fn fetch_checked(
    line: &mut Line,
    store: &Store,
    known: &Verified,
    target: &SignedCheckpoint,
) -> Result<Checked, Fault> {
    let bytes = fetch(line, store, known.size, target.checkpoint().size).await?;
    let mut frontier = store.read(|conn| network::frontier(conn, known.size))?;
    for entry in &bytes {
        frontier.push(leaf_hash(entry));
    }
    if !is_part_of(line, &frontier, target).await? {
        let which = format!("entries {} to {}", known.size, frontier.size());
        let (kind, beginning) = blame(line, known, target).await?;
        return Err(Fault::Server(Charge { kind, detail: which, beginning }));
    }
    let checked = store.read(|conn| {
        let state = network::load(conn, Fold::Shared)?;
        let edge = network::frontier(conn, known.size)?;
        Ok::<_, StoreError>(batch::check(state, edge, &Tree(conn), &bytes, &AwsLc))
    })?;
    checked.map_err(|broken| match broken {
        Broken::Rule { index, rejection } => {
            Fault::Server(Charge::new(Contradiction::RuleBroken, format!("entry {index}: {}", rejection.code())))
        }
        Broken::Newer { .. } => Fault::Sync(SyncError::Stuck(
            "The ledger holds entries of a newer Daybook. Install the new version to go on sharing; your work here is safe."
                .to_owned(),
        )),
    })
}

/// The entries from `from` on. Whoever has been shut out since they got their token hears so, and reads up to there.
async fn fetch(line: &mut Line, store: &Store, from: u64, size: u64) -> Result<Vec<Vec<u8>>, SyncError> {
    match fetch_once(line, store, from, size).await {
        Err(SyncError::Client(ClientError::Refused(refusal))) if refusal.code == "revoked" => {
            line.forget_token();
            fetch_once(line, store, from, size).await
        }
        other => other,
    }
}

/// As many as one transaction takes, of those that a log of `size` has.
async fn fetch_once(line: &mut Line, store: &Store, from: u64, size: u64) -> Result<Vec<Vec<u8>>, SyncError> {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    let size = line.reads(store, size).await?;
    if from >= size {
        return Err(SyncError::Stuck(
            "This desk has been shut out of its hospital by an administrator. It shares and fetches nothing any more."
                .to_owned(),
        ));
    }
    for span in plan::spans(from, plan::batch_end(from, size), size) {
        let bundle = line.bundle(store, &span.tile).await?;
        let wanted = bundle.into_iter().take(span.take).skip(span.skip);
        entries.extend(wanted.inspect(|entry| bytes += entry.len()));
        if bytes >= plan::BATCH_BYTES {
            break;
        }
    }
    Ok(entries)
}

/// Whether the tree with this right edge is `target`'s, or the beginning of it.
async fn is_part_of(line: &Line, edge: &Frontier, target: &SignedCheckpoint) -> Result<bool, ClientError> {
    let (size, root) = (target.checkpoint().size, target.checkpoint().root);
    if edge.size() == size {
        return Ok(edge.root() == root);
    }
    let proof = tiles::consistency(line.client(), edge.size(), size).await?;
    Ok(verify_consistency(edge.size(), &edge.root(), size, &root, &proof).is_ok())
}

/// Whether the server has left the log this desk knows, and what shows it, or only serves entries that are not in it.
async fn blame(
    line: &Line,
    known: &Verified,
    target: &SignedCheckpoint,
) -> Result<(Contradiction, Option<Beginning>), ClientError> {
    let (size, root) = (target.checkpoint().size, target.checkpoint().root);
    let beginning = tiles::beginning(line.client(), known.size, size).await?;
    match verify_consistency(known.size, &known.root, size, &root, &beginning.proof) {
        Ok(()) => Ok((Contradiction::Unjustified, None)),
        Err(_) => Ok((Contradiction::Forked, Some(beginning))),
    }
}

/// Fetches the keys that the batch needs, then takes it in.
async fn take_in(
    line: &mut Line,
    store: &Store,
    host: &dyn Host,
    checked: &Checked,
    target: &SignedCheckpoint,
) -> Result<(), SyncError> {
    if store.read_with_keys(|conn, keys| needs_keys(conn, keys, checked))? {
        fetch_keys(line, store).await?;
    }
    match store.write_with_keys(|tx, keys| apply(tx, keys, host, checked, target)) {
        Err(StoreError::Rejected(rejection)) => {
            Err(SyncError::Stuck(format!("This ledger server cannot take in this hospital. {rejection}")))
        }
        Err(error) => Err(error.into()),
        Ok(()) => {
            store.changed();
            Ok(())
        }
    }
}

/// Keys that do not come now are late: the events that need them wait, nothing else does.
async fn fetch_keys(line: &mut Line, store: &Store) -> Result<(), SyncError> {
    match keybox::fetch(line, store).await {
        Err(SyncError::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::info!(%error, "keys are late");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

fn keybox_waits(store: &Store) -> Result<bool, StoreError> {
    store.read(keybox::is_missing_keys)
}

fn needs_keys(conn: &Connection, keys: &KeyRing, checked: &Checked) -> Result<bool, StoreError> {
    for entry in checked.entries.iter().filter(|entry| entry.header().site == keys.site()) {
        let Payload::Sealed(events) = entry.payload() else { continue };
        if entries::by_hash(conn, &entry.leaf_hash())?.is_some() {
            continue;
        }
        for event in events {
            if keys.content_key(conn, &event.key_id())?.is_none() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn apply(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    host: &dyn Host,
    checked: &Checked,
    target: &SignedCheckpoint,
) -> Result<(), StoreError> {
    let whose = whose(tx, keys, checked)?;
    let parked = match whose {
        Whose::OwnUnknown => Some(rechain::park(tx)?),
        Whose::OwnKnown | Whose::Others => None,
    };
    for (index, entry) in (checked.from..).zip(&checked.entries) {
        settle(tx, keys, index, entry)?;
    }
    let nodes: Vec<_> = checked.nodes.iter().map(|(at, hash)| (*at, *hash)).collect();
    network::add_nodes(tx, &nodes)?;
    network::save(tx, Fold::Shared, &checked.state)?;
    if checked.frontier.size() == target.checkpoint().size {
        let seen = Seen { size: checked.frontier.size(), root: checked.frontier.root() };
        network::set_checkpoint(tx, seen, target.text(), host.now_ms())?;
        proofs::prove_own(tx, keys, (checked.from, &checked.entries), target)?;
    }
    match (parked, whose) {
        (Some(parked), _) => rechain::resume(tx, keys, host, parked),
        // The entries that waited come to lie where this desk had put them: what still waits fits behind them.
        (None, Whose::OwnKnown) => Ok(()),
        (None, _) => rechain::refit(tx, keys, host),
    }
}

/// Whose the entries of a batch are, seen from this desk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Only its own, and all of them were here.
    OwnKnown,
    /// Some are its own and were not here: it was restored from a backup.
    OwnUnknown,
    /// Some are others', and none of its own was missing.
    Others,
}

fn whose(conn: &Connection, keys: &KeyRing, checked: &Checked) -> Result<Whose, StoreError> {
    let own = keys.key_id();
    let mut whose = Whose::OwnKnown;
    for entry in &checked.entries {
        if entry.header().key_id != own {
            whose = Whose::Others;
        } else if entries::by_hash(conn, &entry.leaf_hash())?.is_none() {
            return Ok(Whose::OwnUnknown);
        }
    }
    Ok(whose)
}

/// Gives an entry its index; one that was not here is stored, opened and applied.
fn settle(tx: &Transaction<'_>, keys: &KeyRing, index: u64, entry: &Entry) -> Result<(), StoreError> {
    let hash = entry.leaf_hash();
    match entries::by_hash(tx, &hash)?.map(|stored| stored.standing) {
        Some(Standing::Shared(_) | Standing::Waiting) => entries::set_standing(tx, &hash, Standing::Shared(index)),
        Some(Standing::Refused) => {
            entries::set_standing(tx, &hash, Standing::Shared(index))?;
            entries::apply(tx, keys, entry)
        }
        None => {
            entries::insert(tx, entry, Standing::Shared(index))?;
            entries::apply(tx, keys, entry)
        }
    }
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
    let alarm = store.write(|tx| {
        book::raise(tx, &evidence, host.now_ms())?;
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
        let told = pull(line, store, bench.desk.host(), signed(5, 2)).await;
        assert!(matches!(told, Err(SyncError::Alarm(_))), "{told:?}");
        let alarm = store.read(book::alarm).unwrap();
        assert!(alarm.is_some());
    }
}
