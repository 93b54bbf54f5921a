//! The proofs and checkpoints that are kept: each must hold for its entry, under the pinned key, and in this very tree.

use daybook_api::FindingKind;
use daybook_ledger::{Hash, History, SignedCheckpoint, TlogProof, VerifierKey};
use rusqlite::{Connection, Row};

use super::{findings::Findings, go_on};
use crate::{
    jobs::Progress,
    store::{
        StoreError,
        network::{self, Fold, Tree},
    },
    sync::{book, proofs},
};

/// Checks every proof; how many there are.
pub fn check(conn: &Connection, progress: &Progress, findings: &mut Findings) -> Result<u64, StoreError> {
    let total: u64 = conn.query_row("SELECT count(*) FROM proof", [], |row| row.get(0))?;
    let Some(server) = book::server(conn)? else {
        if total > 0 {
            let message = "There are proofs, but it is not known any more whose.";
            findings.add(FindingKind::BadProof, "the server's key", message);
        }
        return Ok(total);
    };
    checkpoint(conn, &server.log_key, findings)?;
    let reached = network::load(conn, Fold::Shared)?.size();
    let mut query = conn.prepare("SELECT proof.hash, text, tree_index FROM proof LEFT JOIN entry USING (hash)")?;
    let mut rows = query.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        go_on(progress)?;
        let kept = read(row)?;
        if let Err(message) = holds(conn, &kept, &server.log_key, reached) {
            findings.add(FindingKind::BadProof, format!("proof of entry {}", kept.0), message);
        }
        done += 1;
        progress.step(done, total);
    }
    Ok(total)
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Hash, String, Option<u64>)> {
    Ok((Hash(row.get(0)?), row.get(1)?, row.get(2)?))
}

fn checkpoint(conn: &Connection, key: &VerifierKey, findings: &mut Findings) -> Result<(), StoreError> {
    const PLACE: &str = "the last checkpoint";
    let Ok(reached) = proofs::reached(conn) else {
        findings.add(FindingKind::BadProof, PLACE, "The last checkpoint is damaged.");
        return Ok(());
    };
    let Some(note) = reached else { return Ok(()) };
    if note.verify(key).is_err() {
        findings.add(FindingKind::BadProof, PLACE, "The last checkpoint is not signed by the ledger server.");
    }
    let (size, root) = (note.checkpoint().size, note.checkpoint().root);
    if Tree(conn).root_at(size) != Some(root) {
        findings.add(FindingKind::BadProof, PLACE, "The stored tree is not the one that the ledger server signed.");
    }
    Ok(())
}

fn holds(
    conn: &Connection,
    (hash, text, index): &(Hash, String, Option<u64>),
    key: &VerifierKey,
    reached: u64,
) -> Result<(), &'static str> {
    let proof = TlogProof::parse(text).map_err(|_| "This proof is damaged.")?;
    let checkpoint = proof.verify(hash, key).map_err(|_| "This proof does not hold for its entry.")?;
    if *index != Some(proof.index) {
        return Err("This proof is for another place in the shared ledger than its entry's.");
    }
    SignedCheckpoint::parse(&proof.checkpoint).map_err(|_| "This proof's checkpoint is damaged.")?;
    match Tree(conn).root_at(checkpoint.size) {
        Some(root) if root == checkpoint.root => Ok(()),
        // A receipt may be ahead of the tree, until the next pull.
        None if checkpoint.size > reached => Ok(()),
        _ => Err("This proof is under a checkpoint of another ledger than the one held here."),
    }
}
