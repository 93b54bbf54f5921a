//! How far names go together: where people of several cultures come, whoever is called Kim is likelier called Min-jun as well, and two
//! people share both names more often than each name's share says.

use crate::domain::register::{Doc, Field, Register, Slot, WordId};

/// What is usual weighs as much as so many expected namesakes.
const USUAL_EXPECTED: f64 = 1.0;
/// So many times as many namesakes as expected, where nothing is counted.
pub const USUAL: f64 = 2.0;

/// Namesakes of some people, counted, and as many as there would be if names did not go together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Together {
    seen: f64,
    expected: f64,
}

impl Together {
    /// Counts the namesakes of one patient. Those born on the same day may be the same person, and do not count.
    pub fn look(&mut self, register: &Register, slot: Slot) {
        let Some(doc) = register.doc(slot) else { return };
        let (Some(given), Some(family)) = (first(doc, Field::Given), first(doc, Field::Family)) else { return };
        let others = |word: WordId| f64::from(register.words().docs(word)) - 1.0;
        self.expected += others(given) * others(family) / register.len().max(1) as f64;
        let rarer = if others(given) < others(family) { given } else { family };
        let namesakes = register.with_word(rarer).filter_map(|slot| register.doc(slot)).filter(|other| {
            let same = |field, word| first(*other, field) == Some(word);
            other.birth() != doc.birth() && same(Field::Given, given) && same(Field::Family, family)
        });
        self.seen += namesakes.count() as f64;
    }

    /// How many times as many namesakes there are as would be if names did not go together; never fewer.
    pub fn times(self) -> f64 {
        ((self.seen + USUAL * USUAL_EXPECTED) / (self.expected + USUAL_EXPECTED)).max(1.0)
    }
}

fn first(doc: Doc<'_>, wanted: Field) -> Option<WordId> {
    doc.names().find(|(_, field)| *field == wanted).map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use daybook_api::{Birth, Person};
    use daybook_ledger::Id;

    use super::*;
    use crate::domain::register::{Record, Standing};

    /// Four hundred people with one of four given and of four family names: each with each, or always the same two.
    fn times(go_together: bool) -> f64 {
        let mut register = Register::default();
        for number in 0..400_u16 {
            let (given, family) = (number % 4, if go_together { number % 4 } else { number / 4 % 4 });
            let person = Person {
                given: ["Ana", "Rui", "Eva", "Leo"][usize::from(given)].into(),
                family: ["Silva", "Costa", "Dias", "Melo"][usize::from(family)].into(),
                birth: Birth::Year { year: 1600 + number as i16 },
                ..Person::default()
            };
            let mut id = [0; 16];
            id[..2].copy_from_slice(&number.to_be_bytes());
            register.put(&Record::of(&Id(id), "", &person, Standing::Here));
        }
        register.settle();
        let mut together = Together::default();
        (0..register.end()).for_each(|slot| together.look(&register, Slot(slot)));
        together.times()
    }

    #[test]
    fn names_that_go_together_are_told_from_those_that_do_not() {
        assert!((times(true) - 4.0).abs() < 0.2, "{}", times(true));
        assert!((times(false) - 1.0).abs() < 0.1, "{}", times(false));
        assert!((Together::default().times() - USUAL).abs() < 1e-9);
    }
}
