//! Who has each word in a name: one long list for most, and beside it lists of those who have come since.

use std::collections::HashMap;

use super::image;

/// Once so many have come since, they are put into the long list,
const MANY: usize = 16_384;
/// or as many as this part of it, if that is more.
const PART: usize = 16;

/// Slots by word of a name ([`super::Dictionary::name`]), ascending; those given up are in them too.
#[derive(Default)]
pub(super) struct Postings {
    slots: Vec<u32>,
    /// Where those of each word end.
    ends: Vec<u32>,
    since: HashMap<u32, Vec<u32>>,
    came: usize,
}

impl Postings {
    /// Of so many for each word; `each` calls back with every slot and word, by slot. `None` if it does not keep to that.
    pub(super) fn of(
        counts: &[u32],
        each: impl FnOnce(&mut dyn FnMut(u32, usize) -> Option<()>) -> Option<()>,
    ) -> Option<Self> {
        let ends = image::ends(counts.iter().copied())?;
        let mut slots = vec![0; ends.last().map_or(0, |end| *end as usize)];
        let mut next: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).take(counts.len()).collect();
        each(&mut |slot, name| {
            let place = next.get_mut(name)?;
            *slots.get_mut(*place as usize)? = slot;
            *place += 1;
            Some(())
        })?;
        (next == ends).then(|| Self { slots, ends, ..Self::default() })
    }

    /// Adds a slot above all others of the word.
    pub(super) fn push(&mut self, name: usize, slot: u32) {
        self.since.entry(name as u32).or_default().push(slot);
        self.came += 1;
    }

    /// Those who have the word: the one list, and behind it the other.
    pub(super) fn get(&self, name: usize) -> [&[u32]; 2] {
        let end = |name: usize| self.ends.get(name).map(|end| *end as usize);
        let begin = name.checked_sub(1).map_or(Some(0), end);
        let old = begin.zip(end(name)).map_or(&[][..], |(begin, end)| &self.slots[begin..end]);
        [old, self.since.get(&(name as u32)).map_or(&[], Vec::as_slice)]
    }

    /// Puts those who have come since into the long list, if they are many; there are so many words.
    pub(super) fn settle(&mut self, names: usize) {
        if self.came <= MANY.max(self.slots.len() / PART) {
            return;
        }
        let (mut slots, mut ends) = (Vec::with_capacity(self.slots.len() + self.came), Vec::with_capacity(names));
        for name in 0..names {
            self.get(name).into_iter().for_each(|part| slots.extend_from_slice(part));
            ends.push(slots.len() as u32);
        }
        *self = Self { slots, ends, ..Self::default() };
    }

    /// How much memory they take, in bytes.
    pub(super) fn memory(&self) -> usize {
        let since: usize = self.since.values().map(|slots| 4 * slots.capacity()).sum();
        let table = self.since.capacity() * size_of::<(u32, Vec<u32>)>();
        4 * (self.slots.capacity() + self.ends.capacity()) + table + since
    }
}
