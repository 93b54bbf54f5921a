//! Made-up people of twelve name cultures, to fill a register with: names after Zipf's law with a long tail, households, twins.
//! Seeded: the same seed makes the same people, and the first thousand of a million are the thousand.

pub mod again;
mod culture;
pub mod slip;

use daybook_api::{Address, Birth, Date, Identifier, Kin, Person, Sex};

use self::culture::{CULTURES, Culture};
use crate::random::Random;

/// How many live with whoever was made before.
const IN_A_HOUSEHOLD: f64 = 0.45;
/// Of those, how many were born on the same day to the same parents.
const TWIN: f64 = 0.02;
/// The last day somebody was born.
const YEARS: std::ops::Range<i16> = 1930..2026;

/// People without end.
pub struct People {
    random: Random,
    before: Option<(usize, Person)>,
}

impl People {
    /// Those of a seed.
    pub fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), before: None }
    }
}

impl Iterator for People {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        let random = &mut self.random;
        let next = match self.before.take() {
            Some((culture, before)) if random.chance(IN_A_HOUSEHOLD) => (culture, relative(culture, &before, random)),
            _ => stranger(random),
        };
        self.before = Some(next.clone());
        Some(next.1)
    }
}

fn stranger(random: &mut Random) -> (usize, Person) {
    let at = random.below(CULTURES.len());
    let culture = &CULTURES[at];
    let sex = sex(random);
    let person = Person {
        given: culture.given(sex, random),
        family: culture.family(random),
        sex,
        birth: birth(random),
        phones: phones(random),
        address: address(culture, random),
        kin: kin(culture, random),
        identifiers: identifiers(random),
        ..Person::default()
    };
    (at, person)
}

/// Spouse, child, sibling, twin of somebody: one house, mostly one family name and one phone.
fn relative(at: usize, of: &Person, random: &mut Random) -> Person {
    let culture = &CULTURES[at];
    let sex = sex(random);
    let is_twin = random.chance(TWIN);
    Person {
        given: culture.given(sex, random),
        family: if is_twin || random.chance(0.85) { of.family.clone() } else { culture.family(random) },
        sex,
        birth: if is_twin { of.birth } else { birth(random) },
        phones: if random.chance(0.6) { of.phones.clone() } else { phones(random) },
        address: of.address.clone(),
        kin: kin(culture, random),
        identifiers: identifiers(random),
        ..Person::default()
    }
}

fn sex(random: &mut Random) -> Sex {
    if random.chance(0.5) { Sex::Female } else { Sex::Male }
}

fn birth(random: &mut Random) -> Birth {
    let year = YEARS.start + random.below((YEARS.end - YEARS.start) as usize) as i16;
    if random.chance(0.03) {
        return if random.chance(0.5) { Birth::Estimated { year } } else { Birth::NotRecorded };
    }
    let (month, day) = (1 + random.below(12) as u8, 1 + random.below(28) as u8);
    Date::new(year, month, day).map_or(Birth::Year { year }, |date| Birth::Day { date })
}

fn phones(random: &mut Random) -> Vec<String> {
    if random.chance(0.1) {
        return Vec::new();
    }
    let one = |random: &mut Random| format!("0{}", 100_000_000 + random.below(899_999_999));
    let first = one(random);
    if random.chance(0.15) { vec![first, one(random)] } else { vec![first] }
}

fn address(culture: &Culture, random: &mut Random) -> Address {
    Address {
        lines: format!("{} {} Street", 1 + random.below(200), culture.family(random)),
        city: culture.town(random),
        postcode: format!("{:05}", 10_000 + random.below(4_000)),
        ..Address::default()
    }
}

fn kin(culture: &Culture, random: &mut Random) -> Kin {
    if random.chance(0.7) {
        return Kin::default();
    }
    let sex = sex(random);
    let name = format!("{} {}", culture.given(sex, random), culture.family(random));
    Kin { name, relation: "relative".to_owned(), phone: format!("0{}", 100_000_000 + random.below(899_999_999)) }
}

fn identifiers(random: &mut Random) -> Vec<Identifier> {
    if random.chance(0.6) {
        return Vec::new();
    }
    vec![Identifier { kind: "insurance".to_owned(), value: format!("A{:09}", random.below(1_000_000_000)) }]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_seed_makes_the_same_people_and_names_have_a_long_tail() {
        let people: Vec<Person> = People::new(7).take(20_000).collect();
        assert!(People::new(7).take(100).eq(people.iter().take(100).cloned()));
        let families: HashSet<&str> = people.iter().map(|person| person.family.as_str()).collect();
        assert!(families.len() > 4_000, "{} family names", families.len());
        let commonest = people.iter().filter(|person| person.family == "Nguyen").count();
        assert!(commonest > 200, "{commonest} people of one name");
        assert!(people.iter().all(|person| !person.given.is_empty() && !person.family.is_empty()));
    }
}
