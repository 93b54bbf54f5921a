//! The way that an entry's proof leads, for a picture of it: shown only where the proof holds.

use daybook_api::{ProofPath, ProofSide, ProofStep};
use daybook_ledger::{Hash, PathStep, Side, TlogProof, VerifierKey};

use super::blocks::signatures;

/// The way from `leaf` to the root, if the log's signature and the way itself hold.
pub fn of(text: &str, leaf: Hash, log_key: &VerifierKey, witnesses: &[VerifierKey]) -> Option<ProofPath> {
    let proof = TlogProof::parse(text).ok()?;
    let checkpoint = proof.verify(&leaf, log_key).ok()?;
    let path = proof.path(leaf, checkpoint.size).ok()?;
    Some(ProofPath {
        origin: checkpoint.origin,
        index: proof.index,
        size: checkpoint.size,
        leaf: leaf.to_string(),
        steps: path.iter().map(step).collect(),
        root: checkpoint.root.to_string(),
        signatures: signatures(&proof.checkpoint, Some(log_key), witnesses),
    })
}

fn step(step: &PathStep) -> ProofStep {
    ProofStep {
        sibling: step.sibling.to_string(),
        side: match step.side {
            Side::Left => ProofSide::Left,
            Side::Right => ProofSide::Right,
        },
        first: step.leaves.start,
        last: step.leaves.end - 1,
        parent: step.parent.to_string(),
    }
}
