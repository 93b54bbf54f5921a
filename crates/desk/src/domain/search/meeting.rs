//! Who may meet what is needed, without looking at everybody.

use std::sync::Arc;

use super::{
    judge::Needs,
    marked::Marked,
    word::{Typed, Within},
};
use crate::domain::register::{Register, Slot};

/// With fewer than this, it is not worth asking who has the other words, too.
const FEW: u64 = 1_024;
/// To ask who has a number costs as much as to look at this part of all.
const DEAR: usize = 50;

/// Those who may meet the needs, each once.
pub(super) enum Candidates<'a> {
    /// So few that each is looked at.
    Few(Vec<Slot>),
    /// Many: those who have a word for each.
    Many(Meeting<'a>),
}

/// Words that are needed, the rarest first, each of which many have.
pub(super) struct Meeting<'a> {
    pub telling: Vec<&'a Typed>,
    needs: &'a Needs,
}

/// Who has one of the words that the fewest have, unless these are many.
pub(super) fn candidates<'a>(register: &Register, needs: &'a Needs) -> Candidates<'a> {
    let telling = telling(needs);
    // Where one may be missing, whoever fits has one of the two rarest.
    let rarest = &telling[..telling.len().min(1 + needs.spare)];
    if rarest.is_empty() {
        let number = needs.numbers.first();
        return Candidates::Few(number.map_or_else(Vec::new, |number| number.slots(register)));
    }
    if rarest.iter().map(|word| word.docs).sum::<u64>() >= FEW {
        return Candidates::Many(Meeting { telling, needs });
    }
    let words = rarest.iter().flat_map(|typed| typed.words(register));
    let mut slots: Vec<Slot> = words.flat_map(|word| register.slots(word)).collect();
    slots.sort_unstable();
    slots.dedup();
    Candidates::Few(slots)
}

impl Meeting<'_> {
    /// Those who may meet the needs by words that are no further off.
    pub fn within(&self, register: &Register, within: Within) -> Marked {
        let each = self.telling.iter().map(|typed| typed.marked(register, within));
        // One may be missing only where all that is nearer does not suffice.
        let is_whole = self.needs.spare == 0 || within != Within::Any;
        let mut meeting = if is_whole { Marked::in_each(each) } else { Marked::in_nearly_each(each) };
        for number in &self.needs.numbers {
            if meeting.count() > register.end() as usize / DEAR {
                meeting.keep(number.marked(register));
            }
        }
        meeting
    }
}

/// The words that are needed, the rarest first. Of particles alone only the rarest is.
fn telling(needs: &Needs) -> Vec<&Typed> {
    let all = || needs.words.iter().map(Arc::as_ref);
    let mut telling: Vec<&Typed> = all().filter(|word| !word.is_particle).collect();
    if telling.is_empty() {
        telling.extend(all().min_by_key(|word| word.docs));
    }
    telling.sort_by_key(|word| word.docs);
    telling
}
