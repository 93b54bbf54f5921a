//! What a great many meet, as one or two letters do: those who come first are found in the order in which they are shown.

use super::{
    find::first_word,
    judge::{Class, Needs},
    marked::Marked,
    word::Typed,
};
use crate::domain::register::{Field, Register, Slot};

/// With fewer than this, each is judged.
pub(super) const MANY: usize = 4_096;

/// Whether those who meet the needs can be found in their order: only words are needed, as typed or begun so, and none of several
/// may be too much.
pub(super) fn has_order(needs: &Needs) -> bool {
    let is_needed = |typed: &Typed| typed.is_strict() && (!typed.is_particle || needs.words.len() == 1);
    needs.numbers.is_empty() && needs.spare == 0 && needs.words.iter().all(|typed| is_needed(typed))
}

/// Goes through those who have every word as typed, then those who have one that begins so for each, by family name, until `wanted`
/// were taken. How many were; all of the last family name are among them.
pub(super) fn in_order(
    register: &Register,
    needs: &Needs,
    meeting: &Marked,
    wanted: usize,
    mut take: impl FnMut(Slot, Class) -> bool,
) -> usize {
    let exact = exact(register, needs);
    let mut taken = exact.map_or(0, |exact| by_family(register, &exact, wanted, |slot| take(slot, Class::Exact)));
    if taken < wanted {
        taken += by_family(register, meeting, wanted - taken, |slot| take(slot, Class::Begins));
    }
    taken
}

/// Those who have every word as typed.
fn exact(register: &Register, needs: &Needs) -> Option<Marked> {
    let marked = |typed: &Typed| typed.exact(register).map(|word| Marked::of(register, std::iter::once(word)));
    let each: Vec<Marked> = needs.words.iter().map(|typed| marked(typed)).collect::<Option<_>>()?;
    Some(Marked::in_each(&each.iter().collect::<Vec<_>>(), 0))
}

fn by_family(register: &Register, marked: &Marked, wanted: usize, mut take: impl FnMut(Slot) -> bool) -> usize {
    let mut taken = 0;
    if marked.count() <= MANY {
        marked.each(|slot| taken += usize::from(take(slot)));
        return taken;
    }
    for family in register.words().names().words() {
        let is_of_it = |slot: Slot| register.doc(slot).and_then(|doc| first_word(doc, Field::Family)) == Some(*family);
        let people = register.slots(*family).iter().map(|slot| Slot(*slot));
        taken += people.filter(|slot| marked.has(*slot) && is_of_it(*slot) && take(*slot)).count();
        if taken >= wanted {
            break;
        }
    }
    taken
}
