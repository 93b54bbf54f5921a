//! Patients, a bit each, by where they stand in the order in which they are shown: who has one of many words, and who has one of each of
//! several.

use std::ops::Range;

use crate::domain::register::{Register, Slot};

/// Patients, by place.
#[derive(Clone)]
pub struct Marked(Vec<u64>);

impl Marked {
    /// Those who stand at one of the places in the lists.
    pub fn of<'a>(register: &Register, lists: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut marked = Self::nobody(register);
        lists.flatten().for_each(|place| marked.mark(*place));
        marked
    }

    /// Those in the slots.
    pub fn of_slots(register: &Register, slots: impl Iterator<Item = Slot>) -> Self {
        let mut marked = Self::nobody(register);
        slots.for_each(|slot| marked.mark(register.place_of(slot)));
        marked
    }

    fn nobody(register: &Register) -> Self {
        Self(vec![0; register.end() as usize / 64 + 1])
    }

    fn mark(&mut self, place: u32) {
        self.0[place as usize / 64] |= 1 << (place % 64);
    }

    /// Those who are in each of several.
    pub fn in_each<'a>(mut several: impl Iterator<Item = &'a Self>) -> Self {
        let Some(mut all) = several.next().cloned() else { return Self(Vec::new()) };
        several.for_each(|other| all.keep(other));
        all
    }

    /// Those who are in each of several, or in all but one of them.
    pub fn in_nearly_each<'a>(several: impl Iterator<Item = &'a Self>) -> Self {
        let (mut all, mut nearly) = (Vec::new(), Vec::new());
        for other in several {
            all.resize(other.0.len(), u64::MAX);
            nearly.resize(other.0.len(), u64::MAX);
            for ((all, nearly), other) in all.iter_mut().zip(&mut nearly).zip(&other.0) {
                *nearly = *nearly & other | *all;
                *all &= other;
            }
        }
        Self(nearly)
    }

    /// Leaves those who are among others, too.
    pub fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(all, other)| *all &= other);
    }

    /// Leaves those who are not among others.
    pub fn leave(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(all, other)| *all &= !other);
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Each of those who stand there, in order, while `look` says so.
    pub fn each_of(&self, register: &Register, places: Range<u32>, mut look: impl FnMut(Slot) -> bool) {
        let (from, to) = (places.start as usize / 64, (places.end as usize).div_ceil(64).min(self.0.len()));
        for (at, bits) in (from..to).zip(&self.0[from.min(to)..to]) {
            let mut bits = *bits;
            while bits != 0 {
                let place = at as u32 * 64 + bits.trailing_zeros();
                if places.contains(&place) && !look(register.slot_at(place)) {
                    return;
                }
                bits &= bits - 1;
            }
        }
    }

    /// Each, in order.
    pub fn each(&self, register: &Register, mut look: impl FnMut(Slot)) {
        self.each_of(register, 0..register.end(), |slot| {
            look(slot);
            true
        });
    }
}
