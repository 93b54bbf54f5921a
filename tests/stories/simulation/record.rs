//! What a simulation must account for at its end: everything that was promised to anybody.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use daybook_ledger::Hash;

/// Kept outside the simulated world: no crash reaches it.
#[derive(Default)]
pub struct Record {
    /// Entries with a verified receipt: where they lie, and which server gave it.
    acknowledged: RefCell<BTreeMap<Hash, (u64, usize)>>,
    /// Trees that some desk took for confirmed by the witnesses.
    confirmed: RefCell<BTreeSet<(u64, Hash)>>,
    /// At which desk each write was made.
    written: RefCell<BTreeMap<u32, usize>>,
    /// Those that only a disk held which was put back from its backup.
    may_be_lost: RefCell<BTreeSet<u32>>,
    complaints: RefCell<Vec<String>>,
}

impl Record {
    pub fn acknowledge(&self, leaf: Hash, index: u64, by: usize) {
        self.acknowledged.borrow_mut().insert(leaf, (index, by));
    }

    pub fn confirm(&self, size: u64, root: Hash) {
        self.confirmed.borrow_mut().insert((size, root));
    }

    /// The number of a new write at a desk.
    pub fn write(&self, desk: usize) -> u32 {
        let number = self.written.borrow().len() as u32;
        self.written.borrow_mut().insert(number, desk);
        number
    }

    pub fn may_be_lost(&self, number: u32) {
        self.may_be_lost.borrow_mut().insert(number);
    }

    pub fn may_lose_all_of(&self, desk: usize) {
        let written = self.written.borrow();
        let of_desk = written.iter().filter(|(_, by)| **by == desk).map(|(number, _)| *number);
        self.may_be_lost.borrow_mut().extend(of_desk);
    }

    pub fn complain(&self, what: String) {
        self.complaints.borrow_mut().push(what);
    }

    pub fn complaints(&self) -> Vec<String> {
        self.complaints.borrow().clone()
    }

    /// Every acknowledged entry, by leaf hash.
    pub fn acknowledged(&self) -> BTreeMap<Hash, (u64, usize)> {
        self.acknowledged.borrow().clone()
    }

    pub fn confirmed(&self) -> BTreeSet<(u64, Hash)> {
        self.confirmed.borrow().clone()
    }

    /// The writes that must be in the log, when these desks rest.
    pub fn must_be_there(&self, resting: &BTreeSet<usize>) -> BTreeSet<u32> {
        let (written, lost) = (self.written.borrow(), self.may_be_lost.borrow());
        let must = written.iter().filter(|(number, desk)| !lost.contains(number) && !resting.contains(desk));
        must.map(|(number, _)| *number).collect()
    }
}
