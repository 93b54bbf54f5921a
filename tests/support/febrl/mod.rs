//! Person records with altered duplicates, as the data set generator of FEBRL makes them (Christen 2005): people who are here, records
//! of them with errors, records of others with errors. Seeded: the same seed makes the same set.

mod alter;
mod people;

use crate::random::Random;

/// The columns, as FEBRL names them.
pub const COLUMNS: [&str; 10] = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
];
/// The columns with names and birth, each after the field of an import that it is read as.
pub const NAMES_AND_BIRTH: &[(&str, &str)] =
    &[("given", "given_name"), ("family", "surname"), ("born", "date_of_birth")];
/// Those with the address.
pub const ADDRESS: &[(&str, &str)] = &[
    ("address", "street_number"),
    ("address", "address_1"),
    ("address", "address_2"),
    ("city", "suburb"),
    ("district", "state"),
    ("postcode", "postcode"),
];
const GIVEN: usize = 0;
const SURNAME: usize = 1;
const NUMBER: usize = 2;
const STREET: usize = 3;
const PROPERTY: usize = 4;
const SUBURB: usize = 5;
const POSTCODE: usize = 6;
const STATE: usize = 7;
const BORN: usize = 8;
const SOCIAL: usize = 9;

/// One record; an empty value is a missing one.
pub type Row = [String; COLUMNS.len()];

/// How a set is made.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// For the table.
    pub name: &'static str,
    /// People who are here.
    pub people: usize,
    /// Altered records of them; and as many of others.
    pub altered: usize,
    /// Altered records of one person, at most.
    pub of_one: usize,
    /// Times a record is altered, at most.
    pub times: usize,
    /// How often one error in a field is followed by another.
    pub again: f64,
}

/// Sets like the four that come with FEBRL, a larger one, and one of people written down with less care.
pub const KINDS: [Kind; 6] = [
    Kind { name: "one altered record each", people: 500, altered: 500, of_one: 1, times: 4, again: 0.08 },
    Kind { name: "few altered, up to five each", people: 4_000, altered: 1_000, of_one: 5, times: 4, again: 0.08 },
    Kind { name: "most altered, up to five each", people: 2_000, altered: 3_000, of_one: 5, times: 4, again: 0.08 },
    Kind { name: "all altered once", people: 5_000, altered: 5_000, of_one: 1, times: 4, again: 0.08 },
    Kind { name: "many people", people: 10_000, altered: 5_000, of_one: 3, times: 4, again: 0.08 },
    Kind { name: "more errors", people: 5_000, altered: 5_000, of_one: 1, times: 6, again: 0.3 },
];

/// Records of which the truth is known.
pub struct Set {
    /// People who are here.
    pub people: Vec<Row>,
    /// Altered records of them, each with the place of the person among `people`.
    pub altered: Vec<(usize, Row)>,
    /// Altered records of people who are not here.
    pub strangers: Vec<Row>,
}

impl Set {
    /// The set of a seed.
    pub fn new(kind: Kind, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let people: Vec<Row> = (0..kind.people).map(|_| people::person(&mut random)).collect();
        let mut altered = Vec::with_capacity(kind.altered + kind.of_one);
        for whose in people::shuffled(kind.people, &mut random).into_iter().cycle() {
            if altered.len() >= kind.altered {
                break;
            }
            for _ in 0..=random.below(kind.of_one) {
                altered.push((whose, alter::alter(&people[whose], kind, &mut random)));
            }
        }
        altered.truncate(kind.altered);
        let stranger = |random: &mut Random| alter::alter(&people::person(random), kind, random);
        let strangers = (0..kind.altered).map(|_| stranger(&mut random)).collect();
        Self { people, altered, strangers }
    }
}

impl Set {
    /// A file of FEBRL, whose `rec_id` tells the truth: people with a number below `here` are here, all others are strangers.
    pub fn read(text: &str, here: usize) -> Self {
        let mut set = Self { people: Vec::new(), altered: Vec::new(), strangers: Vec::new() };
        let rows = text.lines().skip(1).filter_map(read_row);
        let (mut originals, mut altered): (Vec<_>, Vec<_>) = rows.partition(|(_, copy, _)| copy.is_none());
        originals.retain(|(number, _, row)| {
            let is_here = *number < here;
            if !is_here {
                set.strangers.push(row.clone());
            }
            is_here
        });
        for (number, _, row) in altered.drain(..) {
            match originals.iter().position(|(known, ..)| *known == number) {
                Some(whose) => set.altered.push((whose, row)),
                None => set.strangers.push(row),
            }
        }
        set.people = originals.into_iter().map(|(_, _, row)| row).collect();
        set
    }
}

/// `rec-7-org, …` or `rec-7-dup-0, …`: whose record, which copy, and the values.
fn read_row(line: &str) -> Option<(usize, Option<usize>, Row)> {
    let mut values = line.split(',').map(str::trim);
    let mut id = values.next()?.split('-').skip(1);
    let number = id.next()?.parse().ok()?;
    let copy = if id.next()? == "dup" { id.next()?.parse().ok() } else { None };
    let mut row = Row::default();
    row.iter_mut().zip(values).for_each(|(known, value)| *known = value.to_owned());
    Some((number, copy, row))
}

/// Rows as a CSV file.
pub fn file<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let lines = rows.into_iter().map(|row| row.join(",") + "\n");
    std::iter::once(COLUMNS.join(",") + "\n").chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_set_and_all_altered_differ() {
        let set = Set::new(KINDS[0], 7);
        assert_eq!(set.people, Set::new(KINDS[0], 7).people);
        assert_eq!((set.people.len(), set.altered.len(), set.strangers.len()), (500, 500, 500));
        let same = set.altered.iter().filter(|(whose, row)| *row == set.people[*whose]).count();
        assert!(same < 25, "{same} of 500 altered records are as they were");
        let fields = |(whose, row): &(usize, Row)| row.iter().zip(&set.people[*whose]).filter(|(a, b)| a != b).count();
        let altered: usize = set.altered.iter().map(fields).sum();
        // FEBRL 1 has 2.3.
        assert!((900..1_500).contains(&altered), "{altered} fields of 500 records altered");
    }
}
