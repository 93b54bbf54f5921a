//! Whether what is kept against desks would convince anybody.

use std::collections::HashMap;

use daybook_ledger::verify::native::AwsLc;
use daybook_ledger::{Entry, Hash, KeyId, NetworkState, VerifyPs256, leaf_hash};

use super::source::{Inner, SourceError};
use crate::store::{Equivocation, KeptEvidence};

/// Pieces of evidence, by the index of the entry that stands.
#[derive(Default)]
pub struct Pieces {
    waiting: HashMap<u64, Vec<KeptEvidence>>,
    met: Vec<KeptEvidence>,
}

impl Pieces {
    /// Those of a store.
    pub fn read(inner: &dyn Inner) -> Result<Self, SourceError> {
        let mut pieces = Self::default();
        let mut after = 0;
        loop {
            let page = inner.evidence(after)?;
            let Some(last) = page.last() else { return Ok(pieces) };
            after = last.number;
            for kept in page {
                pieces.waiting.entry(kept.found.kept).or_default().push(kept);
            }
        }
    }

    /// The fold has come to this entry: what is wrong with the pieces in which it stands.
    pub fn meet(&mut self, index: u64, leaf: &Hash, entry: &Entry) -> Vec<(u64, &'static str)> {
        let Some(pieces) = self.waiting.remove(&index) else { return Vec::new() };
        let header = entry.header();
        let fits = |found: &Equivocation| (header.key_id, header.seq) == (found.desk, found.seq) && *leaf != found.leaf;
        let wrong = pieces.iter().filter(|kept| !fits(&kept.found));
        let wrong = wrong.map(|kept| (kept.number, "it does not contradict the entry that it names")).collect();
        self.met.extend(pieces);
        wrong
    }

    /// The fold is over: what is wrong with the other entries, which are not in the log, and what was never met.
    pub fn finish(self, state: Option<&NetworkState>) -> Vec<(u64, &'static str)> {
        let lost =
            self.waiting.into_values().flatten().map(|kept| (kept.number, "the entry that it names is not in the log"));
        let met = self.met.iter().filter_map(|kept| Some((kept.number, wrong_with(&kept.found, state)?)));
        let mut wrong: Vec<_> = lost.chain(met).collect();
        wrong.sort_unstable();
        wrong
    }
}

fn wrong_with(found: &Equivocation, state: Option<&NetworkState>) -> Option<&'static str> {
    let Ok(entry) = Entry::parse(&found.entry) else { return Some("the other entry cannot be read") };
    let header = entry.header();
    if leaf_hash(&found.entry) != found.leaf || (header.key_id, header.seq) != (found.desk, found.seq) {
        return Some("the other entry is not the one that it names");
    }
    let enrolled = state.and_then(|state| state.desk(&found.desk)).map(|desk| desk.spki.as_slice());
    let Some(spki) = enrolled.or((!found.spki.is_empty()).then_some(found.spki.as_slice())) else {
        return Some("the desk's key is not known");
    };
    if KeyId::of_spki(spki) != found.desk {
        return Some("the key kept with it is not the desk's");
    }
    let verified = AwsLc.verify(spki, &entry.to_be_signed(), entry.signature());
    verified.err().map(|_| "the desk did not sign the other entry")
}
