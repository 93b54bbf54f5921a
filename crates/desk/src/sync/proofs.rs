//! Proofs of inclusion: the receipts that were kept, and those that this desk's own tree gives.

use daybook_ledger::{Entry, SignedCheckpoint, TlogProof, merkle::prove_inclusion};
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::policy::{self, Asked};
use crate::store::{
    StoreError, cosigned,
    entries::{Standing, Stored},
    keys::KeyRing,
    network::Tree,
    outbox,
};

/// The proof text of an entry: under a checkpoint that enough witnesses have cosigned, if there is one; else its receipt, or one
/// under the last checkpoint this desk has reached. `None` while there is none.
pub fn of(conn: &Connection, keys: &KeyRing, stored: &Stored) -> Result<Option<String>, StoreError> {
    if let Some(confirmed) = confirmed(conn, keys, stored)? {
        return Ok(Some(confirmed));
    }
    if let Some(receipt) = outbox::proof(conn, &stored.hash)? {
        return Ok(Some(receipt));
    }
    let (Standing::Shared(index), Some(checkpoint)) = (stored.standing, reached(conn)?) else { return Ok(None) };
    if index >= checkpoint.checkpoint().size {
        return Ok(None);
    }
    Ok(Some(prove(conn, index, &checkpoint)?.to_string()))
}

/// The proof of an entry that is confirmed: the one that is kept, or a new one.
fn confirmed(conn: &Connection, keys: &KeyRing, stored: &Stored) -> Result<Option<String>, StoreError> {
    let (Standing::Shared(index), Some(asked)) = (stored.standing, policy::asked(conn, keys)?) else { return Ok(None) };
    if let Some(kept) = outbox::proof_by(conn, &stored.hash, asked.id)? {
        return Ok(Some(kept));
    }
    match cosigned::confirmed(conn, asked.id)?.filter(|kept| index < kept.note.checkpoint().size) {
        Some(kept) => Ok(Some(prove(conn, index, &kept.note)?.to_string())),
        None => Ok(None),
    }
}

/// Exchanges at most `limit` receipts of entries that are confirmed for proofs under the checkpoint that confirms them. How many.
pub fn exchange(tx: &Transaction<'_>, asked: &Asked, limit: u32) -> Result<u32, StoreError> {
    outbox::forget_policies_but(tx, asked.id)?;
    let Some(kept) = cosigned::confirmed(tx, asked.id)? else { return Ok(0) };
    let size = kept.note.checkpoint().size;
    let plain = outbox::proofs_below(tx, size, limit)?;
    for (hash, index) in &plain {
        let text = prove(tx, *index, &kept.note)?.to_string();
        outbox::set_witnessed(tx, hash, &outbox::Proof { size, text: &text }, asked.id)?;
    }
    Ok(plain.len() as u32)
}

/// Those of `taken`, the first at `from`, that are this desk's own and came back without a receipt get a proof under `target`,
/// which has just been reached.
pub fn prove_own(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    (from, taken): (u64, &[Entry]),
    target: &SignedCheckpoint,
) -> Result<(), StoreError> {
    let own = keys.key_id();
    for (index, entry) in (from..).zip(taken).filter(|(_, entry)| entry.header().key_id == own) {
        let hash = entry.leaf_hash();
        if outbox::proof(tx, &hash)?.is_none() {
            let text = prove(tx, index, target)?.to_string();
            outbox::set_shared(tx, &hash, index, &outbox::Proof { size: target.checkpoint().size, text: &text })?;
        }
    }
    Ok(())
}

/// The last checkpoint this desk has reached.
pub fn reached(conn: &Connection) -> Result<Option<SignedCheckpoint>, StoreError> {
    let note: Option<String> = conn.query_row("SELECT note FROM checkpoint", [], |row| row.get(0)).optional()?;
    let parse = |note: String| SignedCheckpoint::parse(&note).map_err(|_| StoreError::Damaged("the last checkpoint"));
    note.map(parse).transpose()
}

/// A proof that the log's entry at `index` is under `checkpoint`, which this desk has reached.
fn prove(conn: &Connection, index: u64, checkpoint: &SignedCheckpoint) -> Result<TlogProof, StoreError> {
    let hashes = prove_inclusion(index, checkpoint.checkpoint().size, &Tree(conn));
    let hashes = hashes.map_err(|_| StoreError::Damaged("the tree"))?;
    Ok(TlogProof { index, hashes, checkpoint: checkpoint.text().to_owned(), extra: None })
}
