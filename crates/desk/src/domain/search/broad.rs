//! A word that means a great many, as one or two letters do: those who come first are found in the order in which they are shown.

use super::{
    find::first_word,
    judge::{Class, Needs},
    word::{Meant, Typed},
};
use crate::domain::register::{Field, Register, Slot, WordId};

/// With fewer than this, each is judged.
pub(super) const MANY: usize = 4_096;

/// Whether what is needed is one word that a great many have.
pub(super) fn is_broad(needs: &Needs) -> bool {
    match needs.words.as_slice() {
        [typed] => {
            needs.numbers.is_empty()
                && needs.spare == 0
                && needs.farfetched == 0
                && typed.docs > MANY as u64
                && typed.is_strict()
        }
        _ => false,
    }
}

/// Goes through those who have the word as typed, then those who have one that begins so, by family name, until `wanted` were taken.
/// How many were; all of the last family name are among them.
pub(super) fn in_order(
    register: &Register,
    needs: &Needs,
    wanted: usize,
    mut take: impl FnMut(Slot, Class) -> bool,
) -> usize {
    let mut taken = 0;
    for typed in &needs.words {
        for (class, meant) in [(Class::Exact, Meant::Exact), (Class::Begins, Meant::Begins)] {
            if taken < wanted {
                taken += of_class(register, typed, meant, wanted - taken, |slot| take(slot, class));
            }
        }
    }
    taken
}

fn of_class(
    register: &Register,
    typed: &Typed,
    meant: Meant,
    wanted: usize,
    mut take: impl FnMut(Slot) -> bool,
) -> usize {
    let words = || typed.words.iter().copied().filter(|word| typed.means(*word) == Some(meant));
    let docs: u64 = words().map(|word| u64::from(register.words().docs(word))).sum();
    let marked = Marked::of(register, words());
    let mut taken = 0;
    if docs <= MANY as u64 {
        marked.each(|slot| taken += usize::from(take(slot)));
        return taken;
    }
    for family in register.words().names() {
        let is_of_it = |slot: Slot| register.doc(slot).and_then(|doc| first_word(doc, Field::Family)) == Some(*family);
        let people = register.slots(*family).iter().map(|slot| Slot(*slot));
        taken += people.filter(|slot| marked.has(*slot) && is_of_it(*slot) && take(*slot)).count();
        if taken >= wanted {
            break;
        }
    }
    taken
}

/// Slots, a bit each.
pub(super) struct Marked(Vec<u64>);

impl Marked {
    /// Those who have one of the words; some may have been given up.
    pub(super) fn of(register: &Register, words: impl Iterator<Item = WordId>) -> Self {
        let mut marked = vec![0_u64; register.end() as usize / 64 + 1];
        for slot in words.flat_map(|word| register.slots(word)) {
            marked[*slot as usize / 64] |= 1 << (slot % 64);
        }
        Self(marked)
    }

    fn has(&self, slot: Slot) -> bool {
        self.0[slot.0 as usize / 64] >> (slot.0 % 64) & 1 == 1
    }

    /// Each, in order.
    pub(super) fn each(self, mut look: impl FnMut(Slot)) {
        for (at, mut bits) in (0..).zip(self.0) {
            while bits != 0 {
                look(Slot(at * 64 + bits.trailing_zeros()));
                bits &= bits - 1;
            }
        }
    }
}
