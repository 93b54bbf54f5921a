//! Slots, a bit each: who has one of many words, and who has one of each of several.

use crate::domain::register::{Register, Slot, WordId};

/// Slots.
#[derive(Clone)]
pub struct Marked(Vec<u64>);

impl Marked {
    /// Those who have one of the words; some may have been given up.
    pub fn of(register: &Register, words: impl Iterator<Item = WordId>) -> Self {
        let mut marked = vec![0_u64; register.end() as usize / 64 + 1];
        for slot in words.flat_map(|word| register.slots(word)) {
            marked[*slot as usize / 64] |= 1 << (slot % 64);
        }
        Self(marked)
    }

    /// Those who are in each of several, or in all but one.
    pub fn in_each(several: &[&Self], missing: usize) -> Self {
        let mut several = several.iter();
        let Some(first) = several.next() else { return Self(Vec::new()) };
        if missing == 0 {
            let mut all = Self::clone(first);
            several.for_each(|other| all.0.iter_mut().zip(&other.0).for_each(|(all, other)| *all &= other));
            return all;
        }
        // In all so far, and in all but one.
        let (mut all, mut nearly) = (first.0.clone(), vec![u64::MAX; first.0.len()]);
        for other in several {
            for ((all, nearly), other) in all.iter_mut().zip(&mut nearly).zip(&other.0) {
                *nearly = *nearly & other | *all & !other;
                *all &= other;
            }
        }
        Self(all.iter().zip(&nearly).map(|(all, nearly)| all | nearly).collect())
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether it is among them.
    pub fn has(&self, slot: Slot) -> bool {
        self.0[slot.0 as usize / 64] >> (slot.0 % 64) & 1 == 1
    }

    /// Each, in order.
    pub fn each(&self, mut look: impl FnMut(Slot)) {
        for (at, bits) in (0..).zip(&self.0) {
            let mut bits = *bits;
            while bits != 0 {
                look(Slot(at * 64 + bits.trailing_zeros()));
                bits &= bits - 1;
            }
        }
    }
}
