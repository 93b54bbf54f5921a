//! A sketch of everybody, by slot: a scan over them finds who is worth a comparison, in the same time whatever is asked.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use crate::{
    domain::{
        register::{Register, Slot},
        similar::{Probe, Sketch},
    },
    store::{Store, StoreError},
};

/// So many are drawn before others may go on with the register.
const STRETCH: u32 = 4_096;

/// Sketches by slot.
#[derive(Default)]
pub struct Sketches(RwLock<Drawn>);

#[derive(Default)]
struct Drawn {
    epoch: u64,
    sketches: Vec<Sketch>,
}

impl Sketches {
    /// Draws those who have come into the register since.
    pub fn catch_up(&self, store: &Store) -> Result<(), StoreError> {
        while store.with_register(|_, register| Ok::<_, StoreError>(self.draw(register)))? == Left::Some {}
        Ok(())
    }

    fn draw(&self, register: &Register) -> Left {
        if self.is_up_to(register) {
            return Left::None;
        }
        let mut drawn = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if drawn.epoch != register.epoch() {
            *drawn = Drawn { epoch: register.epoch(), sketches: Vec::with_capacity(register.end() as usize) };
        }
        let from = drawn.sketches.len() as u32;
        let to = register.end().min(from + STRETCH);
        let draw = |slot| register.doc(Slot(slot)).map(|doc| Sketch::of_doc(doc, register.words())).unwrap_or_default();
        drawn.sketches.extend((from..to).map(draw));
        if to == register.end() { Left::None } else { Left::Some }
    }

    fn is_up_to(&self, register: &Register) -> bool {
        let drawn = self.read();
        drawn.epoch == register.epoch() && drawn.sketches.len() as u32 == register.end()
    }

    /// The slots of those who look most alike. Those given up are passed over.
    pub fn most_alike(&self, register: &Register, probe: &Probe, most: usize) -> Vec<Slot> {
        let drawn = self.read();
        if drawn.epoch != register.epoch() {
            return Vec::new();
        }
        let mut best: BinaryHeap<Reverse<(u32, Reverse<u32>)>> = BinaryHeap::with_capacity(most + 1);
        let mut least = 0;
        for (slot, sketch) in (0..).zip(&drawn.sketches) {
            if let Some(likeness) = probe.likeness_above(sketch, least)
                && register.doc(Slot(slot)).is_some()
            {
                best.push(Reverse((likeness, Reverse(slot))));
                if best.len() > most {
                    best.pop();
                    least = best.peek().map_or(0, |Reverse((likeness, _))| *likeness);
                }
            }
        }
        best.into_iter().map(|Reverse((_, Reverse(slot)))| Slot(slot)).collect()
    }

    /// Of `slots` those who look most alike.
    pub fn most_alike_of(&self, register: &Register, probe: &Probe, slots: Vec<Slot>, most: usize) -> Vec<Slot> {
        let drawn = self.read();
        if drawn.epoch != register.epoch() {
            return Vec::new();
        }
        let likeness = |slot: &Slot| drawn.sketches.get(slot.0 as usize).map(|sketch| probe.likeness(sketch));
        let live = slots.into_iter().filter(|slot| register.doc(*slot).is_some());
        let mut alike: Vec<(Option<u32>, Slot)> = live.map(|slot| (likeness(&slot), slot)).collect();
        alike.sort_by(|one, other| other.cmp(one));
        alike.truncate(most);
        alike.into_iter().map(|(_, slot)| slot).collect()
    }

    /// How much memory they take, in bytes.
    pub fn memory(&self) -> usize {
        size_of::<Sketch>() * self.read().sketches.capacity()
    }

    fn read(&self) -> RwLockReadGuard<'_, Drawn> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(PartialEq, Eq)]
enum Left {
    None,
    Some,
}
