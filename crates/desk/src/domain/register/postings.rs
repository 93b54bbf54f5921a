//! Who has each word in a name: one long list of places, word by word in the order of the alphabet, and beside it lists of those who have
//! come since.

use std::{collections::HashMap, ops::Range};

use super::image;

/// Places ([`super::order`]) by word of a name ([`super::Dictionary::name`]), ascending; those given up since are in them too.
#[derive(Default)]
pub(super) struct Postings {
    places: Vec<u32>,
    /// Where those of each word end.
    ends: Vec<u32>,
    since: HashMap<u32, Vec<u32>>,
    /// Words that somebody who came since has, a bit each.
    has_since: Vec<u64>,
}

impl Postings {
    /// Of so many for each word; `each` calls back with every place and word. `None` if it does not keep to that.
    pub(super) fn of(
        counts: &[u32],
        each: impl FnOnce(&mut dyn FnMut(u32, usize) -> Option<()>) -> Option<()>,
    ) -> Option<Self> {
        let ends = image::ends(counts.iter().copied())?;
        let mut places = vec![0; ends.last().map_or(0, |end| *end as usize)];
        let mut next: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).take(counts.len()).collect();
        each(&mut |place, name| {
            let at = next.get_mut(name)?;
            *places.get_mut(*at as usize)? = place;
            *at += 1;
            Some(())
        })?;
        if next != ends {
            return None;
        }
        let begins = std::iter::once(&0).chain(&ends);
        begins.zip(&ends).for_each(|(begin, end)| places[*begin as usize..*end as usize].sort_unstable());
        Some(Self { places, ends, ..Self::default() })
    }

    /// Adds a place above all others of the word.
    pub(super) fn push(&mut self, name: usize, place: u32) {
        self.since.entry(name as u32).or_default().push(place);
        if self.has_since.len() <= name / 64 {
            self.has_since.resize(name / 64 + 1, 0);
        }
        self.has_since[name / 64] |= 1 << (name % 64);
    }

    /// Those who have the word: from the one list, and who came since.
    pub(super) fn get(&self, name: usize) -> [&[u32]; 2] {
        [self.run(name..name + 1), self.since(name)]
    }

    /// Words below this are in the one list, in the order of the alphabet.
    pub(super) fn in_order(&self) -> usize {
        self.ends.len()
    }

    /// From the one list, those who have one of these words, word by word.
    pub(super) fn run(&self, names: Range<usize>) -> &[u32] {
        let end = |name: usize| self.ends.get(name).map(|end| *end as usize);
        let begin = names.start.checked_sub(1).map_or(Some(0), end);
        let range = begin.zip(names.end.checked_sub(1).and_then(end));
        range.map_or(&[], |(begin, end)| &self.places[begin..end])
    }

    /// Those who came since and have the word.
    pub(super) fn since(&self, name: usize) -> &[u32] {
        let has_any = self.has_since.get(name / 64).is_some_and(|bits| bits >> (name % 64) & 1 == 1);
        if has_any { self.since.get(&(name as u32)).map_or(&[], Vec::as_slice) } else { &[] }
    }

    /// How much memory they take, in bytes.
    pub(super) fn memory(&self) -> usize {
        let since: usize = self.since.values().map(|places| 4 * places.capacity()).sum();
        let table = self.since.capacity() * size_of::<(u32, Vec<u32>)>() + 8 * self.has_since.capacity();
        4 * (self.places.capacity() + self.ends.capacity()) + table + since
    }
}
