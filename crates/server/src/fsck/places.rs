//! The list of desks' entries, read in portions as a fold passes along every desk's chain.

use std::collections::{HashMap, VecDeque};

use daybook_ledger::KeyId;

use super::source::{Inner, SourceError};
use crate::store::Run;

/// Runs of a desk that are read at a time.
const PORTION: u32 = 64;

/// Where each desk's next entries are said to lie.
#[derive(Default)]
pub struct Places {
    ahead: HashMap<KeyId, VecDeque<Run>>,
}

impl Places {
    /// Where the entry of this number is said to lie; a desk's numbers must be asked for in rising order.
    pub fn of(&mut self, inner: &dyn Inner, desk: &KeyId, seq: u64) -> Result<Option<u64>, SourceError> {
        let runs = self.ahead.entry(*desk).or_default();
        while runs.front().is_some_and(|run| run.seq + run.count <= seq) {
            runs.pop_front();
        }
        if runs.is_empty() {
            runs.extend(inner.runs(desk, seq, PORTION)?);
        }
        let run = runs.front().filter(|run| (run.seq..run.seq + run.count).contains(&seq));
        Ok(run.map(|run| run.first + (seq - run.seq)))
    }
}
