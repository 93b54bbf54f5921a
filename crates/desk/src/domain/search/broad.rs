//! What a great many meet, as one or two letters do: those who come first are found in the order in which they are shown.

use super::{
    judge::{Class, Needs},
    marked::Marked,
    meeting::Meeting,
    word::{Typed, Within},
};
use crate::domain::register::{Register, Slot};

/// With fewer than this, each is judged.
const MANY: usize = 256;

/// Whether those who meet the needs are many, and can be found in their order: only words are needed, as typed or begun so.
pub(super) fn is_broad(register: &Register, needs: &Needs, meeting: &Marked) -> bool {
    needs.numbers.is_empty() && needs.spare == 0 && register.arranged() > 0 && meeting.count() > MANY
}

/// Whom a look is for.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// How well all words are met.
    pub class: Class,
    /// How many of the words that may be missing are; any number if not told.
    pub missing: Option<u16>,
}

/// Goes through those who have every word as typed, the fewest particles missing first, then those who have one that begins so for
/// each, in the order in which they are shown, until `take` has taken `wanted` of them.
pub(super) fn in_order(
    register: &Register,
    needs: &Needs,
    meeting: &Meeting<'_>,
    wanted: usize,
    mut take: impl FnMut(Slot, Wanted) -> bool,
) -> usize {
    let particles = (needs.words.len() - meeting.telling.len()) as u16;
    let mut taken = 0;
    for class in [Class::Exact, Class::Begins] {
        for missing in (0..=particles).map(Some).chain([None]) {
            if taken >= wanted {
                return taken;
            }
            let words = if missing == Some(0) {
                needs.words.iter().map(AsRef::as_ref).collect()
            } else {
                meeting.telling.clone()
            };
            let Some(among) = of_class(register, &words, class) else { continue };
            taken += first(register, &among, wanted - taken, |slot| take(slot, Wanted { class, missing }));
        }
    }
    taken
}

/// Those who have a word for each that makes such a class possible.
fn of_class(register: &Register, words: &[&Typed], class: Class) -> Option<Marked> {
    let begun = || words.iter().map(|typed| typed.marked(register, Within::Any));
    if class != Class::Exact {
        return Some(Marked::in_each(begun()));
    }
    let exact =
        |typed: &&Typed| typed.exact(register).map(|word| Marked::of(register, register.places(word).into_iter()));
    let exact: Vec<Marked> = words.iter().map(exact).collect::<Option<_>>()?;
    Some(Marked::in_each(exact.iter()))
}

/// The first of these that are taken, and all who have come since the order was worked out.
fn first(register: &Register, among: &Marked, wanted: usize, mut take: impl FnMut(Slot) -> bool) -> usize {
    let mut taken = 0;
    among.each_of(register, 0..register.arranged(), |slot| {
        taken += usize::from(take(slot));
        taken < wanted
    });
    among.each_of(register, register.arranged()..register.end(), |slot| {
        taken += usize::from(take(slot));
        true
    });
    taken
}
