//! The order of the entries: each desk's chain without a gap, the shared tree up to the signed root, the network's rules.

use std::collections::BTreeMap;

use daybook_api::FindingKind;
use daybook_ledger::{Entry, Frontier, Hash, HashReader, KeyId, NetworkState, NodeIndex};
use rusqlite::Connection;

use super::{entries::Kept, findings::Findings};
use crate::store::{
    StoreError,
    entries::Standing,
    network::{self, Fold, Tree},
};

/// What has been seen of the order so far.
pub struct Chains {
    ends: BTreeMap<KeyId, End>,
    shared: Shared,
    rules: Rules,
}

/// Where a desk's chain has come to.
struct End {
    next_seq: u64,
    last: Hash,
}

impl Chains {
    /// Before the first entry.
    pub fn begin(conn: &Connection) -> Result<Self, StoreError> {
        let reached = network::load(conn, Fold::Shared)?.size().max(network::seen(conn)?.size);
        let shared = Shared { reached, frontier: Frontier::new() };
        Ok(Self { ends: BTreeMap::new(), shared, rules: Rules { state: Some(NetworkState::new()) } })
    }

    /// Takes the next entry: the shared log's in its order, then those that wait, then those refused.
    pub fn next(
        &mut self,
        conn: &Connection,
        kept: &Kept,
        entry: Option<&Entry>,
        findings: &mut Findings,
    ) -> Result<(), StoreError> {
        if kept.standing == Standing::Refused {
            return Ok(());
        }
        self.link(kept, entry, findings);
        match kept.standing {
            // A receipt may be ahead of the tree, until the next pull.
            Standing::Shared(index) if index < self.shared.reached => self.shared.grow(conn, kept, index, findings)?,
            Standing::Shared(_) | Standing::Waiting | Standing::Refused => {}
        }
        self.rules.fold(conn, kept, entry, &self.shared, findings)
    }

    /// After the last entry: nothing is missing at the end, and the tree is the one that was signed.
    pub fn end(self, conn: &Connection, findings: &mut Findings) -> Result<(), StoreError> {
        self.shared.end(findings);
        let local = network::load(conn, Fold::Local)?;
        for (site, _) in local.sites() {
            for (key, desk) in local.desks_of(site) {
                let held = self.ends.get(&key).map_or(0, |end| end.next_seq);
                missing(findings, desk.number, held, desk.next_seq);
            }
        }
        self.rules.end(&local, findings);
        Ok(())
    }

    fn link(&mut self, kept: &Kept, entry: Option<&Entry>, findings: &mut Findings) {
        let end = self.ends.get(&kept.key_id);
        let (expected, last) = (end.map_or(0, |end| end.next_seq), end.map(|end| end.last));
        if let Some(entry) = entry {
            missing(findings, entry.header().desk, expected, kept.seq);
            if kept.seq == expected && entry.header().prev != last {
                let message = "This entry does not continue its desk's chain.";
                findings.add(FindingKind::BadEntry, kept.place(), message);
            }
        }
        self.ends.insert(kept.key_id, End { next_seq: kept.seq.max(expected) + 1, last: kept.hash });
    }
}

fn missing(findings: &mut Findings, desk: u16, from: u64, to: u64) {
    if from < to {
        let which = if from + 1 == to { format!("number {from}") } else { format!("numbers {from} to {}", to - 1) };
        let message = format!("Entries of desk {desk} are missing here: {which}.");
        findings.add(FindingKind::MissingEntry, format!("desk {desk}, {which}"), message);
    }
}

/// The shared tree, computed from the entries and held against the one that is stored.
struct Shared {
    /// How many entries this desk has taken in.
    reached: u64,
    frontier: Frontier,
}

impl Shared {
    fn grow(&mut self, conn: &Connection, kept: &Kept, index: u64, findings: &mut Findings) -> Result<(), StoreError> {
        while self.frontier.size() < index {
            let gap = self.frontier.size();
            let message = format!("Entry {gap} of the shared ledger is missing here.");
            findings.add(FindingKind::MissingEntry, format!("entry {gap}"), message);
            // The stored leaf stands in, so that one gap is not taken for a whole other tree.
            self.push(conn, leaf(conn, gap).unwrap_or_default(), findings)?;
        }
        let stored = leaf(conn, index);
        if stored != Some(kept.hash) {
            let message = "This entry is not the one that the shared tree has at its place.";
            findings.add(FindingKind::BadEntry, kept.place(), message);
        }
        self.push(conn, stored.unwrap_or(kept.hash), findings)
    }

    fn push(&mut self, conn: &Connection, leaf: Hash, findings: &mut Findings) -> Result<(), StoreError> {
        for (at, hash) in self.frontier.push(leaf).into_iter().skip(1) {
            if Tree(conn).read(&[at]).ok() != Some(vec![hash]) {
                let message = "A stored hash of the shared tree does not follow from the entries below it.";
                findings.add(FindingKind::BadProof, format!("tree hash {} of level {}", at.index, at.level), message);
            }
        }
        let seen = network::seen(conn)?;
        if seen.size == self.frontier.size() && seen.root != self.frontier.root() {
            let message = "The entries here do not give the root that the ledger server signed.";
            findings.add(FindingKind::BadProof, format!("checkpoint of {} entries", seen.size), message);
        }
        Ok(())
    }

    /// Whatever has been taken in must be here.
    fn end(&self, findings: &mut Findings) {
        if self.reached > self.frontier.size() {
            let (from, to) = (self.frontier.size(), self.reached - 1);
            let message = format!("Entries {from} to {to} of the shared ledger are missing here.");
            findings.add(FindingKind::MissingEntry, format!("entries {from} to {to}"), message);
        }
    }
}

fn leaf(conn: &Connection, index: u64) -> Option<Hash> {
    Tree(conn).read(&[NodeIndex { level: 0, index }]).ok()?.first().copied()
}

/// The network's rules, folded over the entries as long as they can be.
struct Rules {
    state: Option<NetworkState>,
}

impl Rules {
    fn fold(
        &mut self,
        conn: &Connection,
        kept: &Kept,
        entry: Option<&Entry>,
        shared: &Shared,
        findings: &mut Findings,
    ) -> Result<(), StoreError> {
        let Some(state) = &mut self.state else { return Ok(()) };
        let step =
            entry.filter(|entry| entry.leaf_hash() == kept.hash).map(|entry| state.check_unsigned(entry, &Tree(conn)));
        match step {
            Some(Ok(step)) => state.advance(step),
            Some(Err(rejection)) => {
                // After a gap or a damaged entry this follows, and has been told already.
                if findings.is_empty() {
                    findings.add(FindingKind::BrokenRule, kept.place(), rejection.to_string());
                }
                self.state = None;
            }
            None => self.state = None,
        }
        self.compare(conn, kept, shared, findings)
    }

    /// At the end of the shared log, the fold must be the one that is stored.
    fn compare(
        &self,
        conn: &Connection,
        kept: &Kept,
        shared: &Shared,
        findings: &mut Findings,
    ) -> Result<(), StoreError> {
        let (Some(state), Standing::Shared(index)) = (&self.state, kept.standing) else { return Ok(()) };
        if index + 1 == shared.reached {
            compare(findings, state, &network::load(conn, Fold::Shared)?, "the shared ledger's state");
        }
        Ok(())
    }

    /// After the last entry, the fold must be the one that is stored for this desk.
    fn end(&self, local: &NetworkState, findings: &mut Findings) {
        if let Some(state) = &self.state {
            compare(findings, state, local, "this desk's state");
        }
    }
}

fn compare(findings: &mut Findings, computed: &NetworkState, stored: &NetworkState, what: &str) {
    if computed != stored && findings.is_empty() {
        let message = format!("What is stored as {what} does not follow from the entries.");
        findings.add(FindingKind::MissingEntry, what, message);
    }
}
