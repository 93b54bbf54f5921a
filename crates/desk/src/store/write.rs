//! From what was decided to entries: sealed, chained, signed, checked, stored and projected, in one transaction.

use daybook_ledger::{
    Entry, Hash, Header, Hlc, NetworkState, Payload, SealedEvent, Seen, Unsigned, verify::native::AwsLc,
};
use rusqlite::Transaction;
use zeroize::Zeroizing;

use super::{
    Author, Decided, StoreError, entries,
    entries::Standing,
    keys::KeyRing,
    network::{self, Fold, Tree},
};
use crate::{
    domain::{event::Event, hlc},
    host::{Host, random},
};

/// Appends one entry for each that was decided. Their leaf hashes.
pub(super) fn append(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    author: &Author,
    decided: Vec<Decided>,
    host: &dyn Host,
) -> Result<Vec<Hash>, StoreError> {
    if decided.is_empty() {
        return Ok(Vec::new());
    }
    let mut chain = Chain::load(tx, keys)?;
    let mut hashes = Vec::with_capacity(decided.len());
    for decided in decided {
        let entry = chain.write(tx, keys, author, &decided, host)?;
        entries::insert(tx, &entry, Standing::Waiting)?;
        entries::apply(tx, keys, &entry)?;
        hashes.push(entry.leaf_hash());
    }
    network::save(tx, Fold::Local, &chain.network)?;
    Ok(hashes)
}

/// Where this desk's chain ends, and what the network would accept after it.
struct Chain {
    network: NetworkState,
    seen: Seen,
    time: Hlc,
}

impl Chain {
    fn load(tx: &Transaction<'_>, keys: &KeyRing) -> Result<Self, StoreError> {
        let network = network::load(tx, Fold::Local)?;
        let own = network.desk(&keys.key_id()).map(|desk| desk.last_time).unwrap_or_default();
        Ok(Self { network, seen: network::seen(tx)?, time: hlc::heard(newest_time(tx)?, own) })
    }

    fn write(
        &mut self,
        tx: &Transaction<'_>,
        keys: &KeyRing,
        author: &Author,
        decided: &Decided,
        host: &dyn Host,
    ) -> Result<Entry, StoreError> {
        let header = self.header(keys, author, decided, host);
        let payload = seal(tx, keys, &header, decided, host)?;
        let unsigned = Unsigned::new(header, payload);
        let signature = keys.signing().sign(&unsigned.to_be_signed()).map_err(|_| StoreError::Key("signing failed"))?;
        let entry = unsigned.finish(signature)?;
        let step = self.network.check(&entry, &Tree(tx), &AwsLc)?;
        self.network.advance(step);
        Ok(entry)
    }

    fn header(&mut self, keys: &KeyRing, author: &Author, decided: &Decided, host: &dyn Host) -> Header {
        let now_ms = u64::try_from(host.now_ms()).unwrap_or(0);
        self.time = hlc::next(self.time, now_ms);
        let desk = self.network.desk(&keys.key_id());
        Header {
            site: keys.site(),
            desk: keys.desk(),
            subject: decided.subject,
            issued_at: now_ms / 1000,
            key_id: keys.key_id(),
            seq: desk.map_or(0, |desk| desk.next_seq),
            prev: desk.and_then(|desk| desk.last),
            seen: self.seen,
            time: self.time,
            actor: author.staff,
            role: author.role,
            act: decided.act,
        }
    }
}

fn seal(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    header: &Header,
    decided: &Decided,
    host: &dyn Host,
) -> Result<Payload, StoreError> {
    if decided.act.is_control() {
        return Ok(Payload::Control(decided.control.clone()));
    }
    let protected = header.protected();
    let seal = |(position, event): (u32, &Event)| {
        let (id, key) = keys.key_for(tx, event.subject_key(), host)?;
        let plain = Zeroizing::new(event.to_cbor());
        SealedEvent::seal(&key, id, &protected, position, random(host), &plain).map_err(|_| StoreError::TooLarge)
    };
    (0..).zip(&decided.events).map(seal).collect::<Result<_, _>>().map(Payload::Sealed)
}

/// The newest time in any entry this desk holds: what it writes next is above it.
fn newest_time(tx: &Transaction<'_>) -> Result<Hlc, StoreError> {
    use rusqlite::OptionalExtension;
    let newest = tx
        .prepare_cached("SELECT time_ms, time_counter FROM entry ORDER BY time_ms DESC, time_counter DESC LIMIT 1")?
        .query_row([], |row| Ok(Hlc { ms: row.get(0)?, counter: row.get(1)? }))
        .optional()?;
    Ok(newest.unwrap_or_default())
}
