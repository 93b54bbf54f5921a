//! What a check has found: named, and not drowned in its own consequences.

use std::collections::BTreeMap;

use daybook_api::{Finding, FindingKind};

/// So many of one kind are told one by one.
const EACH: usize = 100;

/// What has been found so far.
#[derive(Default)]
pub struct Findings {
    list: Vec<Finding>,
    counts: BTreeMap<&'static str, usize>,
}

impl Findings {
    /// Adds one.
    pub fn add(&mut self, kind: FindingKind, place: impl Into<String>, message: impl Into<String>) {
        let count = self.counts.entry(name(kind)).or_default();
        *count += 1;
        if *count <= EACH {
            self.list.push(Finding { kind, place: place.into(), message: message.into() });
        }
    }

    /// Whether nothing has been found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in the order they were found; of each kind a hundred, and how many more there are.
    pub fn into_list(mut self) -> Vec<Finding> {
        let kinds: Vec<FindingKind> = self.list.iter().map(|finding| finding.kind).collect();
        for (kind, count) in self.counts {
            let more = count.saturating_sub(EACH);
            if let Some(kind) = kinds.iter().find(|known| name(**known) == kind)
                && more > 0
            {
                let message = format!("{more} more of this kind.");
                self.list.push(Finding { kind: *kind, place: String::new(), message });
            }
        }
        self.list
    }
}

fn name(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::BadEntry => "bad_entry",
        FindingKind::MissingEntry => "missing_entry",
        FindingKind::BadPayload => "bad_payload",
        FindingKind::BadProof => "bad_proof",
        FindingKind::BrokenRule => "broken_rule",
        FindingKind::BadRow => "bad_row",
    }
}
