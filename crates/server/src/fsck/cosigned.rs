//! The cosignatures of a store: each must be its witness's, over its block's checkpoint.

use std::collections::BTreeMap;

use daybook_ledger::{Checkpoint, VerifierKey, note::NoteSignature};

use super::source::{Source, SourceError};
use super::{Finding, MOST_FINDINGS};
use crate::store::{Cosignature, CosignedBlock, WitnessId};

/// Checks every cosignature that is kept, the newest first.
pub fn check(source: &dyn Source, origin: &str, findings: &mut Vec<Finding>) -> Result<(), SourceError> {
    let Some(inner) = source.inner() else { return Ok(()) };
    let keys = inner.witnesses()?.into_iter().filter_map(|(id, key)| Some((id, VerifierKey::parse(&key).ok()?)));
    let keys: BTreeMap<WitnessId, VerifierKey> = keys.collect();
    let mut below = u64::MAX;
    while findings.len() < MOST_FINDINGS {
        let page = inner.cosigned_below(below)?;
        let Some(last) = page.last() else { break };
        below = last.block.number;
        for CosignedBlock { block, cosignatures } in &page {
            let text = Checkpoint { origin: origin.into(), size: block.size, root: block.root }.to_text();
            let wrong = cosignatures.iter().filter(|one| !holds(one, keys.get(&one.witness), &text));
            let what = "a cosignature is not its witness's";
            findings.extend(wrong.map(|_| Finding { about: "block", number: Some(block.number), what: what.into() }));
        }
    }
    findings.truncate(MOST_FINDINGS);
    Ok(())
}

fn holds(cosignature: &Cosignature, key: Option<&VerifierKey>, text: &str) -> bool {
    let line = cosignature.line.strip_suffix('\n').and_then(|line| NoteSignature::parse(line).ok());
    matches!((key, line), (Some(key), Some(line)) if key.has_made(&line) && key.verify_cosignature(text, &line).is_ok())
}
