//! The order in which patients are shown among equals: by family name, given name, birth. Whoever has come since it was last worked out
//! stands behind it, in the order of coming.

use std::cmp::Ordering;

use super::{Register, Slot, WordId, doc::Doc, postings::Postings, record::Field};

/// Once so many have come since, it is worked out anew,
const MANY: u32 = 4_096;
/// or as many as this part of those in it, if that is more.
const PART: u32 = 16;

/// Where each slot stands.
#[derive(Default)]
pub(super) struct Order {
    /// The slot at each place, and the place of each slot.
    slots: Vec<u32>,
    places: Vec<u32>,
}

impl Order {
    /// Of so many slots, each once; `None` if they are not.
    pub(super) fn of(slots: Vec<u32>) -> Option<Self> {
        let mut places = vec![u32::MAX; slots.len()];
        for (place, slot) in (0..).zip(&slots) {
            let known = places.get_mut(*slot as usize)?;
            if *known != u32::MAX {
                return None;
            }
            *known = place;
        }
        Some(Self { slots, places })
    }

    /// How many slots stand in it: those below this.
    pub(super) fn len(&self) -> u32 {
        self.slots.len() as u32
    }

    pub(super) fn memory(&self) -> usize {
        4 * (self.slots.capacity() + self.places.capacity())
    }

    fn is_old(&self, end: u32) -> bool {
        end - self.len() > MANY.max(self.len() / PART)
    }
}

impl Register {
    /// Places below this are in order; behind stand those who have come since.
    pub fn arranged(&self) -> u32 {
        self.order.len()
    }

    /// Where a slot stands.
    pub fn place_of(&self, slot: Slot) -> u32 {
        self.order.places.get(slot.0 as usize).copied().unwrap_or(slot.0)
    }

    /// The slot that stands there.
    pub fn slot_at(&self, place: u32) -> Slot {
        Slot(self.order.slots.get(place as usize).copied().unwrap_or(place))
    }

    /// Which of two is shown first among equals.
    pub fn compare(&self, one: Slot, other: Slot) -> Ordering {
        if one.0 < self.arranged() && other.0 < self.arranged() {
            return self.place_of(one).cmp(&self.place_of(other));
        }
        self.key(one).cmp(&self.key(other))
    }

    fn key(&self, slot: Slot) -> (u64, u32, &[u8; 16]) {
        let doc = self.docs.any(slot);
        (self.names_rank(doc), doc.birth(), self.docs.patient(slot.0))
    }

    /// Whether many have come since the order was worked out.
    pub(super) fn is_order_old(&self) -> bool {
        self.order.is_old(self.end())
    }

    /// Works the order out anew, and with it who has which word.
    pub(super) fn arrange(&mut self) {
        self.order = Order::of(self.in_order()).unwrap_or_default();
        self.words.number();
        self.postings = self.list().map(|(_, postings)| postings).unwrap_or_default();
    }

    /// How many have each word in a name, by [`super::Dictionary::name`], and who; `None` if there is a word that is in no name's place.
    pub(super) fn list(&self) -> Option<(Vec<u32>, Postings)> {
        let mut counts = vec![0_u32; self.words().names().len()];
        self.each_name(&mut |_, name| counts.get_mut(name).map(|count| *count += 1))?;
        let postings = Postings::of(&counts, |each| self.each_name(each))?;
        Some((counts, postings))
    }

    /// The place of each slot that was not given up, with every word of its names once; `None` if one has no place in the alphabet.
    fn each_name(&self, each: &mut dyn FnMut(u32, usize) -> Option<()>) -> Option<()> {
        let mut seen: Vec<WordId> = Vec::with_capacity(16);
        self.docs.live().try_for_each(|slot| {
            seen.clear();
            for (word, field) in self.docs.words(slot.0) {
                if field.is_name() && !seen.contains(&word) {
                    seen.push(word);
                    each(self.place_of(slot), self.words.name(word)?)?;
                }
            }
            Some(())
        })
    }

    /// All slots in the order in which they are shown.
    fn in_order(&self) -> Vec<u32> {
        let key = |slot: u32| {
            let (names, birth, _) = self.key(Slot(slot));
            (names, birth, slot)
        };
        let mut keyed: Vec<(u64, u32, u32)> = (0..self.end()).map(key).collect();
        keyed.sort_unstable_by(|one, other| {
            let whose = |slot: u32| self.docs.patient(slot);
            (one.0, one.1).cmp(&(other.0, other.1)).then_with(|| whose(one.2).cmp(whose(other.2)))
        });
        keyed.into_iter().map(|(_, _, slot)| slot).collect()
    }

    /// The order without those who were given up, the others numbered without them.
    pub(super) fn order_of_live(&self) -> Vec<u32> {
        let mut number = vec![0; self.end() as usize];
        for (live, slot) in (0..).zip(self.docs.live()) {
            number[slot.0 as usize] = live;
        }
        let live = self.order.slots.iter().filter(|slot| self.docs.is_live(Slot(**slot)));
        live.map(|slot| number[*slot as usize]).collect()
    }

    /// The rank of the family name, and behind it that of the given name.
    fn names_rank(&self, doc: Doc<'_>) -> u64 {
        let rank = |word: Option<WordId>| word.map_or(u32::MAX, |word| self.words().rank(word));
        u64::from(rank(doc.first(Field::Family))) << 32 | u64::from(rank(doc.first(Field::Given)))
    }
}
