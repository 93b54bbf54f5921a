//! The proofs and checkpoints that are kept: each must hold for its entry, under the pinned key, and in this very tree; and
//! where it says that witnesses have confirmed it, enough of them have.

use daybook_api::FindingKind;
use daybook_ledger::{Hash, History, SignedCheckpoint, TlogProof, VerifierKey};
use rusqlite::{Connection, Row};

use super::{findings::Findings, go_on};
use crate::{
    jobs::Progress,
    store::{
        StoreError, cosigned,
        keys::KeyRing,
        network::{self, Fold, Tree},
    },
    sync::{
        book,
        policy::{self, Asked},
        proofs,
    },
};

/// Checks every proof; how many there are.
pub fn check(
    conn: &Connection,
    keys: &KeyRing,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<u64, StoreError> {
    let total: u64 = conn.query_row("SELECT count(*) FROM proof", [], |row| row.get(0))?;
    let Some(server) = book::server(conn)? else {
        if total > 0 {
            let message = "There are proofs, but it is not known any more whose.";
            findings.add(FindingKind::BadProof, "the server's key", message);
        }
        return Ok(total);
    };
    let asked = policy::asked(conn, keys)?;
    checkpoint(conn, &server.log_key, findings)?;
    confirmations(conn, asked.as_ref(), findings)?;
    let judge =
        Judge { conn, key: &server.log_key, asked: asked.as_ref(), reached: network::load(conn, Fold::Shared)?.size() };
    let mut query =
        conn.prepare("SELECT proof.hash, text, tree_index, policy FROM proof LEFT JOIN entry USING (hash)")?;
    let mut rows = query.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        go_on(progress)?;
        let kept = read(row)?;
        if let Err(message) = judge.holds(&kept) {
            findings.add(FindingKind::BadProof, format!("proof of entry {}", kept.hash), message);
        }
        done += 1;
        progress.step(done, total);
    }
    Ok(total)
}

/// A proof as it is stored.
struct Kept {
    hash: Hash,
    text: String,
    index: Option<u64>,
    policy: Option<[u8; 32]>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept { hash: Hash(row.get(0)?), text: row.get(1)?, index: row.get(2)?, policy: row.get(3)? })
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

/// The checkpoints that confirm entries: of this tree, and cosigned by as many as the policy asks for.
fn confirmations(conn: &Connection, asked: Option<&Asked>, findings: &mut Findings) -> Result<(), StoreError> {
    let Some(asked) = asked else { return Ok(()) };
    let Ok(kept) = cosigned::all(conn) else {
        findings.add(FindingKind::BadProof, "cosigned checkpoints", "A cosigned checkpoint is damaged.");
        return Ok(());
    };
    for kept in kept.iter().filter(|kept| kept.meets == Some(asked.id)) {
        let (size, root) = (kept.note.checkpoint().size, kept.note.checkpoint().root);
        let place = format!("confirmation of {size} entries");
        if let Err(why) = asked.policy.verify_of(&kept.note, &asked.log) {
            findings.add(FindingKind::BadProof, &*place, format!("The witnesses have not confirmed this: {why}."));
        }
        if Tree(conn).root_at(size) != Some(root) {
            let message = "The witnesses have cosigned another ledger than the one held here.";
            findings.add(FindingKind::BadProof, &*place, message);
        }
    }
    Ok(())
}

/// What proofs are judged by.
struct Judge<'a> {
    conn: &'a Connection,
    key: &'a VerifierKey,
    asked: Option<&'a Asked>,
    reached: u64,
}

impl Judge<'_> {
    fn holds(&self, kept: &Kept) -> Result<(), &'static str> {
        let proof = TlogProof::parse(&kept.text).map_err(|_| "This proof is damaged.")?;
        let checkpoint = proof.verify(&kept.hash, self.key).map_err(|_| "This proof does not hold for its entry.")?;
        if kept.index != Some(proof.index) {
            return Err("This proof is for another place in the shared ledger than its entry's.");
        }
        let note = SignedCheckpoint::parse(&proof.checkpoint).map_err(|_| "This proof's checkpoint is damaged.")?;
        if let Some(asked) = self.asked.filter(|asked| kept.policy == Some(*asked.id.as_bytes())) {
            let met = asked.policy.verify_of(&note, self.key);
            met.map_err(|_| "This proof is kept as one that the witnesses confirm, and they do not.")?;
        }
        match Tree(self.conn).root_at(checkpoint.size) {
            Some(root) if root == checkpoint.root => Ok(()),
            // A receipt may be ahead of the tree, until the next pull.
            None if checkpoint.size > self.reached => Ok(()),
            _ => Err("This proof is under a checkpoint of another ledger than the one held here."),
        }
    }
}
