//! Sending what waits: keys first, then entries; every receipt verified before an entry counts as shared.

use daybook_ledger::{Act, Entry, Hash, SignedCheckpoint, TlogProof};
use rusqlite::{Connection, Transaction};

use super::{
    SyncError, book,
    client::ClientError,
    keybox,
    line::Line,
    plan, rechain,
    wire::{AcceptedEntry, Refusal},
};
use crate::{
    host::Host,
    store::{Store, StoreError, entries::WAITS, outbox},
};

/// What one push came to.
pub enum Pushed {
    /// Nothing waits.
    Nothing,
    /// Entries are in the log, under these checkpoints, the smallest first; each is yet to be reached.
    Shared(Vec<SignedCheckpoint>),
    /// An entry was refused; what comes after it has been written anew.
    Refused,
}

/// Own entries to send next.
struct Outgoing {
    hashes: Vec<Hash>,
    entries: Vec<Vec<u8>>,
    /// Whether this is the hospital's first entry, which goes alone.
    founding: Founding,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Founding {
    Yes,
    No,
}

/// Whether the hospital's first entry waits: who is not in the log yet may not read it, and so cannot pull first.
pub fn is_founding(store: &Store) -> Result<bool, SyncError> {
    let first = store.read(|conn| outbox::next(conn, 1))?.pop();
    let Some(first) = first else { return Ok(false) };
    Ok(Entry::parse(&first.bytes).map_err(StoreError::from)?.header().act == Act::SiteFound)
}

/// Sends the next run of entries that wait.
pub async fn push(line: &mut Line, store: &Store, host: &dyn Host) -> Result<Pushed, SyncError> {
    let outgoing = store.read(outgoing)?;
    if outgoing.entries.is_empty() {
        return Ok(Pushed::Nothing);
    }
    if outgoing.founding == Founding::No {
        keybox::put(line, store).await?;
    }
    match submit(line, &outgoing).await {
        Ok(accepted) => receive(line, store, host, &outgoing, &accepted),
        Err(ClientError::Refused(refusal)) => refused(line, store, host, outgoing, refusal).await,
        Err(error) => Err(error.into()),
    }
}

async fn submit(line: &Line, outgoing: &Outgoing) -> Result<Vec<AcceptedEntry>, ClientError> {
    let invite = match outgoing.founding {
        Founding::Yes => line.server().invite.as_deref(),
        Founding::No => None,
    };
    line.client().submit(&outgoing.entries, invite).await
}

fn outgoing(conn: &Connection) -> Result<Outgoing, StoreError> {
    let count = plan::cut(&waiting_sizes(conn)?).first().copied().unwrap_or(0);
    let mut waiting = outbox::next(conn, u32::try_from(count).unwrap_or(u32::MAX))?;
    let mut founding = Founding::No;
    if let Some(first) = waiting.first()
        && Entry::parse(&first.bytes)?.header().act == Act::SiteFound
    {
        waiting.truncate(1);
        founding = Founding::Yes;
    }
    let (hashes, entries) = waiting.into_iter().map(|stored| (stored.hash, stored.bytes)).unzip();
    Ok(Outgoing { hashes, entries, founding })
}

/// The lengths of the next entries, without reading them: enough of them for one request.
fn waiting_sizes(conn: &Connection) -> Result<Vec<usize>, StoreError> {
    let sql = format!("SELECT length(bytes) FROM entry WHERE {WAITS} ORDER BY position LIMIT 4096");
    let mut query = conn.prepare_cached(&sql)?;
    let sizes = query.query_map([], |row| row.get(0))?;
    Ok(sizes.collect::<Result<_, _>>()?)
}

/// Verifies every receipt; then, and only then, the entries count as shared.
fn receive(
    line: &Line,
    store: &Store,
    host: &dyn Host,
    outgoing: &Outgoing,
    accepted: &[AcceptedEntry],
) -> Result<Pushed, SyncError> {
    let receipts = outgoing.hashes.iter().zip(accepted).map(|(hash, accepted)| Receipt::verify(line, *hash, accepted));
    let receipts = receipts.collect::<Result<Vec<_>, _>>()?;
    let mut notes: Vec<_> = receipts.iter().map(|receipt| receipt.note.clone()).collect();
    notes.sort_by_key(|note| note.checkpoint().size);
    notes.dedup();
    store.write(|tx| {
        receipts.iter().try_for_each(|receipt| receipt.keep(tx))?;
        if outgoing.founding == Founding::Yes {
            book::clear_invite(tx)?;
        }
        notes.last().map_or(Ok(()), |newest| book::set_sighting(tx, newest, host.now_ms()))
    })?;
    Ok(Pushed::Shared(notes))
}

/// A proof that one of our entries is in the log.
struct Receipt {
    hash: Hash,
    index: u64,
    note: SignedCheckpoint,
    text: String,
}

impl Receipt {
    fn verify(line: &Line, hash: Hash, accepted: &AcceptedEntry) -> Result<Self, ClientError> {
        const BAD: ClientError = ClientError::Garbled("a receipt that does not hold");
        let proof = TlogProof::parse(&accepted.proof).map_err(|_| BAD)?;
        proof.verify(&hash, line.client().log_key()).map_err(|_| BAD)?;
        let note = SignedCheckpoint::parse(&proof.checkpoint).map_err(|_| BAD)?;
        match proof.index == accepted.index {
            true => Ok(Self { hash, index: proof.index, note, text: accepted.proof.clone() }),
            false => Err(BAD),
        }
    }

    fn keep(&self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let size = self.note.checkpoint().size;
        outbox::set_shared(tx, &self.hash, self.index, &outbox::Proof { size, text: &self.text })
    }
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// This one entry.
    Entry,
    /// This desk or this hospital as such; people must do something.
    Desk,
    /// The moment: it may be taken later.
    Moment,
}

fn verdict(code: &str, founding: Founding) -> Verdict {
    match code {
        // The chain goes on elsewhere: the next pull brings what is missing here.
        "gap" | "wrong_prev" | "superseded" | "already_known" | "seen_ahead" | "clock_ahead" => Verdict::Moment,
        "invite_needed" | "bad_invite" | "revoked" | "not_enrolled" | "equivocation" | "quarantined" => Verdict::Desk,
        _ if founding == Founding::Yes => Verdict::Desk,
        _ => Verdict::Entry,
    }
}

async fn refused(
    line: &mut Line,
    store: &Store,
    host: &dyn Host,
    mut outgoing: Outgoing,
    refusal: Refusal,
) -> Result<Pushed, SyncError> {
    if (1..outgoing.entries.len()).contains(&refusal.position) {
        // Those before it are in the log; sent again, they come back with their receipts.
        outgoing.entries.truncate(refusal.position);
        outgoing.hashes.truncate(refusal.position);
        let accepted = submit(line, &outgoing).await?;
        return receive(line, store, host, &outgoing, &accepted);
    }
    let sentence = format!("The ledger server refuses: {}", refusal.message);
    match verdict(&refusal.code, outgoing.founding) {
        Verdict::Desk => Err(SyncError::Stuck(sentence)),
        Verdict::Moment => Err(SyncError::NotYet(sentence)),
        Verdict::Entry => {
            let Some(hash) = outgoing.hashes.first() else { return Ok(Pushed::Nothing) };
            store.write_with_keys(|tx, keys| {
                outbox::set_refused(tx, hash, &refusal.code, &refusal.message, host.now_ms())?;
                rechain::rechain(tx, keys, host)
            })?;
            store.changed();
            Ok(Pushed::Refused)
        }
    }
}
