//! How many relatives a person has in a register: counted, since hospitals differ, and a list of strangers has none.

use std::collections::HashSet;

use daybook_api::Agreement;

use super::{
    blocks::{house, phones},
    word,
};
use crate::domain::register::{Doc, Field, Register, Slot};

/// Years between parent and child, at least.
pub const GENERATION_YEARS: u32 = 15;
/// More people of one house or phone are no household.
const LARGEST: usize = 40;
/// What is usual weighs as much as half a relative seen: hospitals differ more than any one of them by chance.
const USUAL: f64 = 0.5;

/// Relatives of a person who are in the register too, for each person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relatives {
    /// Of one household.
    pub household: f64,
    /// Born on one day.
    pub twins: f64,
    /// Parents or children of the same name.
    pub generation: f64,
}

impl Default for Relatives {
    /// At a desk: families come to the same hospital.
    fn default() -> Self {
        Self { household: 2.0, twins: 0.02, generation: 0.04 }
    }
}

/// A sample of people, and those of the register who share a house or a phone with them.
pub struct Homes {
    people: Vec<Slot>,
    /// Key, and whose of the sample, by key.
    keys: Vec<(u32, u32)>,
    met: HashSet<(u32, Slot)>,
    seen: [usize; 3],
}

/// What somebody of the same house is to somebody, in the order of the counts.
#[derive(Clone, Copy)]
enum Relative {
    Household,
    Twin,
    Generation,
}

impl Homes {
    /// Those of a sample of people.
    pub fn new(register: &Register, sample: impl IntoIterator<Item = Slot>) -> Self {
        let mut people: Vec<Slot> = sample.into_iter().filter(|slot| register.doc(*slot).is_some()).collect();
        people.sort_unstable();
        people.dedup();
        let docs = (0..).zip(people.iter().filter_map(|slot| register.doc(*slot)));
        let mut keys: Vec<(u32, u32)> =
            docs.flat_map(|(at, doc)| keys(register, doc).into_iter().map(move |key| (key, at))).collect();
        keys.sort_unstable();
        Self { people, keys, met: HashSet::new(), seen: [0; 3] }
    }

    /// Looks at some of the register's slots.
    pub fn look(&mut self, register: &Register, slots: impl IntoIterator<Item = Slot>) {
        for doc in slots.into_iter().filter_map(|slot| register.doc(slot)) {
            for key in keys(register, doc) {
                let from = self.keys.partition_point(|(known, _)| *known < key);
                let same = self.keys[from..].iter().take_while(|(known, _)| *known == key).take(LARGEST);
                for (_, whose) in same.copied().collect::<Vec<_>>() {
                    self.meet(register, whose, doc);
                }
            }
        }
    }

    fn meet(&mut self, register: &Register, whose: u32, doc: Doc<'_>) {
        let slot = self.people[whose as usize];
        if slot == doc.slot() || !self.met.insert((whose, doc.slot())) {
            return;
        }
        if let Some(relative) = register.doc(slot).and_then(|person| relative(register, person, doc)) {
            self.seen[relative as usize] += 1;
        }
    }

    /// Relatives for each person.
    pub fn relatives(&self) -> Relatives {
        let people = self.people.len() as f64;
        let rate =
            |relative: Relative, usual: f64| (USUAL + self.seen[relative as usize] as f64) / (USUAL / usual + people);
        let usual = Relatives::default();
        Relatives {
            household: rate(Relative::Household, usual.household),
            twins: rate(Relative::Twin, usual.twins),
            generation: rate(Relative::Generation, usual.generation),
        }
    }
}

fn keys(register: &Register, doc: Doc<'_>) -> Vec<u32> {
    house(doc, register.words()).into_iter().chain(phones(doc)).collect()
}

/// None for somebody who may be the same person.
fn relative(register: &Register, one: Doc<'_>, other: Doc<'_>) -> Option<Relative> {
    let given = |doc: Doc<'_>| {
        let mut names = doc.names().filter(|(_, field)| *field == Field::Given);
        names.next().map(|(word, _)| register.words().text(word).to_owned())
    };
    let (first, second) = (given(one)?, given(other)?);
    let (born, years) = (one.birth(), (one.birth() / 10_000).abs_diff(other.birth() / 10_000));
    match word::compare(&first, &second) {
        Agreement::Same if years >= GENERATION_YEARS && born > 0 && other.birth() > 0 => Some(Relative::Generation),
        Agreement::Different | Agreement::Near if born > 0 && born == other.birth() => Some(Relative::Twin),
        Agreement::Different | Agreement::Near => Some(Relative::Household),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use daybook_api::{Address, Birth, Date, Person};
    use daybook_ledger::Id;

    use super::*;
    use crate::domain::register::{Record, Standing};

    /// Fifty families of five: parents, twins, and a son called as his father; or five strangers each.
    fn register(families: bool) -> Register {
        let mut register = Register::default();
        for family in 0..50_u8 {
            let members = [("Rui", 1950), ("Ana", 1952), ("Eva", 1980), ("Leo", 1980), ("Rui", 1978)];
            for (member, (given, year)) in (0..).zip(members) {
                let house = if families { family } else { 5 * family + member };
                let person = Person {
                    given: given.into(),
                    family: "Silva".into(),
                    birth: Birth::Day { date: Date::new(year, 3, 4).unwrap() },
                    address: Address {
                        lines: format!("{} Harbour Street", 1 + u32::from(house)),
                        ..Address::default()
                    },
                    ..Person::default()
                };
                register.put(&Record::of(&Id([5 * family + member; 16]), "", &person, Standing::Here));
            }
        }
        register.settle();
        register
    }

    fn relatives(register: &Register) -> Relatives {
        let all = || (0..register.end()).map(Slot);
        let mut homes = Homes::new(register, all());
        homes.look(register, all());
        homes.relatives()
    }

    #[test]
    fn families_are_counted_and_strangers_have_none() {
        let found = relatives(&register(true));
        // Of each five, two pairs are twins or of one name; eight are of one household; a pair counts for both.
        assert!((found.household - 16.0 / 5.0).abs() < 0.05, "{found:?}");
        assert!((found.twins - 2.0 / 5.0).abs() < 0.05 && (found.generation - 2.0 / 5.0).abs() < 0.05, "{found:?}");
        let none = relatives(&register(false));
        assert!(none.household < 0.003 && none.twins < 0.003 && none.generation < 0.003, "{none:?}");
    }

    #[test]
    fn nobody_seen_leaves_what_is_usual() {
        assert_eq!(Homes::new(&Register::default(), []).relatives(), Relatives::default());
    }
}
