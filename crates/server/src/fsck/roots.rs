//! The roots of earlier trees, for what entries say to have seen.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

use daybook_ledger::merkle::root_at;
use daybook_ledger::{Hash, History, empty_root};

use super::source::{Source, SourceHashes};

/// Roots of the latest trees kept; older ones are computed from the source's tiles.
const RECENT_ROOTS: usize = 1 << 20;

/// Every root up to the tree folded so far, the latest ones at hand.
pub struct RecentRoots<'a> {
    source: SourceHashes<'a>,
    first: u64,
    roots: VecDeque<Hash>,
    older: RefCell<HashMap<u64, Option<Hash>>>,
}

impl<'a> RecentRoots<'a> {
    pub fn new(source: &'a dyn Source, size: u64) -> Self {
        let source = SourceHashes { source, size };
        let roots = VecDeque::from([empty_root()]);
        Self { source, first: 0, roots, older: RefCell::default() }
    }

    pub fn push(&mut self, root: Hash) {
        self.roots.push_back(root);
        if self.roots.len() > RECENT_ROOTS {
            self.roots.pop_front();
            self.first += 1;
        }
    }
}

impl History for RecentRoots<'_> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        match size.checked_sub(self.first) {
            Some(at) => self.roots.get(usize::try_from(at).ok()?).copied(),
            None => *self.older.borrow_mut().entry(size).or_insert_with(|| root_at(size, &self.source).ok()),
        }
    }
}
