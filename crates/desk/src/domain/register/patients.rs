//! Where each patient is: most in the order of their ids, who has come since by a table.

use hashbrown::HashTable;

use super::doc::{Docs, Slot};

/// Once so many have come since, they are put in order,
const MANY: usize = 16_384;
/// or as many as this part of those in order, if that is more.
const PART: usize = 16;

/// The slot of each patient.
#[derive(Default)]
pub(super) struct Patients {
    /// Slots in the order of their patients' ids; some may have been given up.
    ordered: Vec<u32>,
    since: HashTable<u32>,
}

impl Patients {
    /// Of everybody.
    pub(super) fn of(docs: &Docs) -> Self {
        let mut ordered: Vec<u32> = Vec::with_capacity(docs.end() as usize);
        ordered.extend(docs.live().map(|slot| slot.0));
        ordered.sort_unstable_by_key(|slot| docs.patient(*slot));
        Self { ordered, since: HashTable::new() }
    }

    /// The slot of a patient.
    pub(super) fn find(&self, docs: &Docs, patient: &[u8; 16]) -> Option<u32> {
        let since = self.since.find(hash(patient), |slot| docs.patient(*slot) == patient);
        since.copied().or_else(|| self.find_ordered(docs, patient))
    }

    fn find_ordered(&self, docs: &Docs, patient: &[u8; 16]) -> Option<u32> {
        let place = self.ordered.binary_search_by_key(&patient, |slot| docs.patient(*slot)).ok()?;
        Some(self.ordered[place]).filter(|slot| docs.is_live(Slot(*slot)))
    }

    /// The patient, who is in no slot now, is in this one.
    pub(super) fn insert(&mut self, docs: &Docs, slot: u32) {
        self.since.insert_unique(hash(docs.patient(slot)), slot, |slot| hash(docs.patient(*slot)));
    }

    /// The patient's slot is being given up.
    pub(super) fn remove(&mut self, docs: &Docs, patient: &[u8; 16]) -> Option<u32> {
        match self.since.find_entry(hash(patient), |slot| docs.patient(*slot) == patient) {
            Ok(entry) => Some(entry.remove().0),
            Err(_) => self.find_ordered(docs, patient),
        }
    }

    /// Puts those who have come since in order, if they are many.
    pub(super) fn settle(&mut self, docs: &Docs) {
        if self.since.len() > MANY.max(self.ordered.len() / PART) {
            *self = Self::default();
            *self = Self::of(docs);
        }
    }

    /// How much memory it takes, in bytes.
    pub(super) fn memory(&self) -> usize {
        4 * self.ordered.capacity() + self.since.allocation_size()
    }
}

/// Ids are random bytes: their first eight, mixed, spread them well enough.
fn hash(patient: &[u8; 16]) -> u64 {
    let mut head = [0; 8];
    head.copy_from_slice(&patient[..8]);
    let tail = patient[8..].iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    (u64::from_le_bytes(head) ^ tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
