//! One batch in one transaction: stored, projected, its tree and state kept; own entries that wait are fitted behind it.

use daybook_ledger::{Entry, Seen, SignedCheckpoint};
use rusqlite::{Connection, Transaction};

use super::{
    super::{proofs, rechain},
    prepare::Prepared,
};
use crate::{
    host::Host,
    store::{
        StoreError,
        entries::{self, Novelty, Opened, Standing},
        keys::KeyRing,
        network::{self, Fold},
    },
};

/// Stores, projects and proves a batch; what waits here goes behind it.
pub fn apply(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    host: &dyn Host,
    mut prepared: Prepared,
    target: &SignedCheckpoint,
) -> Result<(), StoreError> {
    let whose = whose(tx, keys, &prepared.entries)?;
    let parked = match whose {
        Whose::OwnUnknown => Some(rechain::park(tx)?),
        Whose::OwnKnown | Whose::Others => None,
    };
    let opened = std::mem::take(&mut prepared.opened);
    for ((index, entry), opened) in (prepared.from..).zip(&prepared.entries).zip(opened) {
        settle(tx, keys, index, entry, opened)?;
    }
    network::add_nodes(tx, prepared.nodes())?;
    network::save(tx, Fold::Shared, prepared.state())?;
    if prepared.size() == target.checkpoint().size {
        let seen = Seen { size: prepared.size(), root: prepared.root() };
        network::set_checkpoint(tx, seen, target.text(), host.now_ms())?;
        proofs::prove_own(tx, keys, (prepared.from, &prepared.entries), target)?;
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

fn whose(conn: &Connection, keys: &KeyRing, taken: &[Entry]) -> Result<Whose, StoreError> {
    let own = keys.key_id();
    let mut whose = Whose::OwnKnown;
    for entry in taken {
        if entry.header().key_id != own {
            whose = Whose::Others;
        } else if entries::standing(conn, &entry.leaf_hash())?.is_none() {
            return Ok(Whose::OwnUnknown);
        }
    }
    Ok(whose)
}

/// Gives an entry its index; one that was not here is stored and applied.
fn settle(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    index: u64,
    entry: &Entry,
    opened: Vec<Opened>,
) -> Result<(), StoreError> {
    if entries::store(tx, entry, Standing::Shared(index))? == Novelty::New {
        return entries::apply_opened(tx, keys, entry, opened);
    }
    let hash = entry.leaf_hash();
    let before = entries::standing(tx, &hash)?;
    entries::set_standing(tx, &hash, Standing::Shared(index))?;
    match before {
        Some(Standing::Refused) => entries::apply(tx, keys, entry),
        Some(Standing::Shared(_) | Standing::Waiting) | None => Ok(()),
    }
}
