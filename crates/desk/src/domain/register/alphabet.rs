//! Words in the order of the alphabet, side by side, each with how many letters it shares with the one before: all that begin so are a
//! range, and whoever looks through them looks at what many have in common once.

use std::{cmp::Ordering, ops::Range};

use super::{
    dictionary::WordId,
    image::{self, Columns, Refusal},
};

/// Up to so many new words are put in one by one, more of them all at once.
const FEW: usize = 16;
/// More shared letters than this are not counted.
const MOST_SHARED: usize = 255;

/// Texts in order, each with the word that it belongs to; the same text may stand there for several words.
#[derive(Default)]
pub struct Alphabet {
    words: Vec<WordId>,
    text: Vec<u8>,
    /// Where the text of each ends.
    ends: Vec<u32>,
    /// How many letters each shares with the one before.
    shared: Vec<u8>,
}

/// Goes along the letters of words, many of which begin alike.
pub trait Walk {
    /// Goes on by the letter at `depth`, having gone along those before. Whether any word that begins so can be meant.
    fn step(&mut self, depth: usize, letter: u8) -> Onwards;
    /// At the end of a word of so many letters.
    fn end(&mut self, letters: usize, word: WordId);
}

/// Whether it is worth going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onwards {
    /// Yes.
    Yes,
    /// No word that begins so is meant.
    No,
}

impl Alphabet {
    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + self.shared.capacity() + 4 * self.ends.capacity() + 4 * self.words.capacity()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, in order.
    pub fn words(&self) -> &[WordId] {
        &self.words
    }

    /// The text at a place.
    pub fn text(&self, place: usize) -> &[u8] {
        let from = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[from as usize..self.ends[place] as usize]
    }

    /// The places of the texts that begin so.
    pub fn beginning(&self, begins: &[u8]) -> Range<usize> {
        let from = self.first(|text| text < begins);
        from..self.first(|text| text < begins || text.starts_with(begins))
    }

    /// The places of this very text.
    pub fn same(&self, text: &[u8]) -> Range<usize> {
        self.first(|known| known < text)..self.first(|known| known <= text)
    }

    /// The first place behind all whose text is `before`, as those in front are.
    fn first(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let mut places = 0..self.len();
        while !places.is_empty() {
            let middle = places.start + places.len() / 2;
            if before(self.text(middle)) {
                places.start = middle + 1;
            } else {
                places.end = middle;
            }
        }
        places.start
    }

    /// The places of the texts that have `part` anywhere.
    pub fn with_part(&self, part: &[u8]) -> impl Iterator<Item = usize> {
        let (finder, mut from, length) = (memchr::memmem::Finder::new(part).into_owned(), 0, part.len());
        // One that reaches from word to word may overlap another that does not.
        let found = std::iter::from_fn(move || {
            let at = from + finder.find(self.text.get(from..)?)?;
            from = at + 1;
            Some(at)
        });
        found.filter_map(move |at| {
            let place = self.ends.partition_point(|end| *end as usize <= at);
            (at + length <= *self.ends.get(place)? as usize).then_some(place)
        })
    }

    /// Goes along every text, as far as `walk` goes on.
    pub fn walk(&self, walk: &mut impl Walk) {
        let (mut place, mut depth) = (0, 0);
        while place < self.len() {
            let text = self.text(place);
            depth = depth.min(usize::from(self.shared[place]));
            while depth < text.len() && walk.step(depth, text[depth]) == Onwards::Yes {
                depth += 1;
            }
            if depth == text.len() {
                walk.end(depth, self.words[place]);
                place += 1;
            } else {
                // Whatever shares the letter that led nowhere leads nowhere too.
                place += 1 + count_above(&self.shared[place + 1..], depth.min(MOST_SHARED) as u8);
            }
        }
    }

    /// Puts new ones in, which are in order.
    pub(super) fn insert(&mut self, new: &[(&[u8], WordId)]) {
        if new.len() > FEW {
            return self.merge(new);
        }
        for (text, word) in new {
            self.insert_one(text, *word);
        }
    }

    fn insert_one(&mut self, text: &[u8], word: WordId) {
        let place = self.first(|known| known <= text);
        let at = if place == 0 { 0 } else { self.ends[place - 1] };
        self.text.splice(at as usize..at as usize, text.iter().copied());
        self.ends[place..].iter_mut().for_each(|end| *end += text.len() as u32);
        self.ends.insert(place, at + text.len() as u32);
        self.words.insert(place, word);
        self.shared.insert(place, 0);
        self.share(place);
        self.share(place + 1);
    }

    /// Counts anew what the text at a place shares with the one before.
    fn share(&mut self, place: usize) {
        if place < self.len() {
            self.shared[place] = if place == 0 { 0 } else { shared(self.text(place - 1), self.text(place)) };
        }
    }

    fn merge(&mut self, new: &[(&[u8], WordId)]) {
        let known = std::mem::take(self);
        self.reserve(known.len() + new.len(), known.text.len() + new.iter().map(|(text, _)| text.len()).sum::<usize>());
        let mut new = new.iter().peekable();
        for (place, word) in known.words.iter().enumerate() {
            while let Some((text, word)) = new.next_if(|(text, _)| (*text).cmp(known.text(place)) == Ordering::Less) {
                self.push(text, *word);
            }
            self.push(known.text(place), *word);
        }
        new.for_each(|(text, word)| self.push(text, *word));
    }

    fn reserve(&mut self, words: usize, letters: usize) {
        self.words.reserve_exact(words);
        self.ends.reserve_exact(words);
        self.shared.reserve_exact(words);
        self.text.reserve_exact(letters);
    }

    /// Puts one behind the last.
    fn push(&mut self, text: &[u8], word: WordId) {
        let before = self.len().checked_sub(1).map(|last| shared(self.text(last), text));
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len() as u32);
        self.words.push(word);
        self.shared.push(before.unwrap_or(0));
    }

    /// How many columns there are.
    pub(super) const COLUMNS: usize = 3;

    /// Texts, how long each is, and whose each is.
    pub(super) fn column(&self, number: usize) -> Vec<u8> {
        match number {
            0 => self.text.clone(),
            1 => image::from_u32s(image::lengths(&self.ends)),
            _ => image::from_u32s(self.words.iter().map(|word| word.0)),
        }
    }

    /// And back; refused if they are not in order.
    pub(super) fn from_columns<E>(columns: &mut Columns<'_, E>) -> Result<Self, Refusal<E>> {
        let text = columns.bytes()?;
        let ends = image::ends(columns.u32s()?.into_iter()).ok_or(Refusal::Unfit)?;
        let words: Vec<WordId> = columns.u32s()?.into_iter().map(WordId).collect();
        if words.len() != ends.len() || ends.last().map_or(0, |end| *end as usize) != text.len() {
            return Err(Refusal::Unfit);
        }
        let mut alphabet = Self { words, text, shared: vec![0; ends.len()], ends };
        (0..alphabet.len()).for_each(|place| alphabet.share(place));
        let are_in_order = (1..alphabet.len()).all(|place| alphabet.text(place - 1) <= alphabet.text(place));
        are_in_order.then_some(alphabet).ok_or(Refusal::Unfit)
    }
}

/// How many come before the first that is not above `least`. Sixteen at a time, which is one comparison where a processor can.
fn count_above(counts: &[u8], least: u8) -> usize {
    let (chunks, _) = counts.as_chunks::<16>();
    let are_above = |chunk: &&[u8; 16]| !chunk.iter().fold(false, |any, count| any | (*count <= least));
    let whole = 16 * chunks.iter().take_while(are_above).count();
    whole + counts[whole..].iter().take_while(|count| **count > least).count()
}

fn shared(one: &[u8], other: &[u8]) -> u8 {
    one.iter().zip(other).take(MOST_SHARED).take_while(|(one, other)| one == other).count() as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Goes along words as long as they begin like `wanted`, and counts its steps.
    struct Along {
        wanted: Vec<u8>,
        met: Vec<WordId>,
        steps: usize,
    }

    impl Walk for Along {
        fn step(&mut self, depth: usize, letter: u8) -> Onwards {
            self.steps += 1;
            if self.wanted.get(depth).is_none_or(|wanted| *wanted == letter) { Onwards::Yes } else { Onwards::No }
        }

        fn end(&mut self, letters: usize, word: WordId) {
            if letters >= self.wanted.len() {
                self.met.push(word);
            }
        }
    }

    fn alphabet(lots: &[Vec<String>]) -> (Alphabet, Vec<(String, WordId)>) {
        let (mut alphabet, mut plain) = (Alphabet::default(), Vec::new());
        for lot in lots {
            let mut new: Vec<(String, WordId)> =
                lot.iter().enumerate().map(|(at, text)| (text.clone(), WordId((plain.len() + at) as u32))).collect();
            new.sort();
            alphabet.insert(&new.iter().map(|(text, word)| (text.as_bytes(), *word)).collect::<Vec<_>>());
            plain.extend(new);
        }
        plain.sort();
        (alphabet, plain)
    }

    fn told(alphabet: &Alphabet) -> Vec<(String, WordId)> {
        let text = |place| String::from_utf8(alphabet.text(place).to_vec()).unwrap();
        let mut told: Vec<_> = (0..alphabet.len()).map(|place| (text(place), alphabet.words()[place])).collect();
        assert!(told.is_sorted_by_key(|(text, _)| text.clone()));
        told.sort();
        told
    }

    proptest! {
        #[test]
        fn words_that_come_one_by_one_or_many_at_once_stand_in_order(
            lots in prop::collection::vec(prop::collection::vec("[ab]{1,4}", 0..40), 0..5),
        ) {
            let (alphabet, plain) = alphabet(&lots);
            prop_assert_eq!(told(&alphabet), plain);
            let again = image::in_columns(&|number| alphabet.column(number), Alphabet::from_columns).unwrap();
            prop_assert_eq!(told(&again), told(&alphabet));
            prop_assert_eq!(again.shared, alphabet.shared);
        }

        #[test]
        fn a_walk_meets_what_looking_at_each_meets(
            lots in prop::collection::vec(prop::collection::vec("[ab]{1,4}", 0..40), 0..3), wanted in "[ab]{0,3}",
        ) {
            let (alphabet, plain) = alphabet(&lots);
            let mut along = Along { wanted: wanted.clone().into_bytes(), met: Vec::new(), steps: 0 };
            alphabet.walk(&mut along);
            let begin = |text: &str| text.starts_with(&wanted);
            let mut expected: Vec<WordId> = plain.iter().filter(|(text, _)| begin(text)).map(|(_, word)| *word).collect();
            let mut ranged = alphabet.words()[alphabet.beginning(wanted.as_bytes())].to_vec();
            expected.sort();
            ranged.sort();
            along.met.sort();
            prop_assert_eq!(&along.met, &expected);
            prop_assert_eq!(&ranged, &expected);
            prop_assert!(along.steps <= plain.iter().map(|(text, _)| text.len()).sum::<usize>());
        }

        #[test]
        fn parts_are_found_within_words_and_not_across(lot in prop::collection::vec("[ab]{1,4}", 0..20), part in "[ab]{1,3}") {
            let (alphabet, plain) = alphabet(std::slice::from_ref(&lot));
            let mut found: Vec<WordId> = alphabet.with_part(part.as_bytes()).map(|place| alphabet.words()[place]).collect();
            found.sort();
            found.dedup();
            let mut expected: Vec<WordId> =
                plain.iter().filter(|(text, _)| text.contains(&part)).map(|(_, word)| *word).collect();
            expected.sort();
            prop_assert_eq!(found, expected);
            let same = alphabet.same(part.as_bytes()).count();
            prop_assert_eq!(same, lot.iter().filter(|text| **text == part).count());
        }
    }
}
