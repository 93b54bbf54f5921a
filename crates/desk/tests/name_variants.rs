//! Other spellings of a name find it: nicknames, romanisations, diacritics, double surnames. Skips, and says so, where the list is absent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use daybook_api::{Date, Person};
use daybook_desk::domain::{
    names::is_particle,
    register::{Record, Register, Standing},
    search::{Familiar, Lately, Search, Shown, find},
};
use daybook_ledger::Id;

/// Of a hundred pairs of a class.
const LEAST: f64 = 85.0;
/// Of a hundred pairs of the class that is noisy.
const LEAST_ARABIC: f64 = 75.0;
/// Of a hundred pairs of names that have nothing to do with each other.
const MOST_OF_RANDOM: f64 = 0.5;
/// Every name is held against as many others.
const OTHERS: usize = 10;

type Pair = (String, String);

#[test]
fn other_spellings_are_found_and_other_names_are_not() {
    let Some(classes) = pairs() else { return };
    let mut missed = Vec::new();
    for (class, pairs) in &classes {
        let found = pairs.iter().filter(|(known, typed)| finds(known, typed)).count();
        let share = 100.0 * found as f64 / pairs.len() as f64;
        println!("{class}: {found} of {} ({share:.1} %)", pairs.len());
        let least = if class.starts_with("arabic") { LEAST_ARABIC } else { LEAST };
        if share < least {
            missed.push(format!("{class}: {share:.1} % are found, not {least} %"));
        }
    }
    let (found, asked) = of_random(&classes.into_values().flatten().collect::<Vec<_>>());
    let share = 100.0 * found as f64 / asked as f64;
    println!("random: {found} of {asked} ({share:.2} %)");
    if share >= MOST_OF_RANDOM {
        missed.push(format!("{share:.2} % of random pairs are found"));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// By class: a name, and another spelling of it.
fn pairs() -> Option<BTreeMap<String, Vec<Pair>>> {
    let data = std::env::var_os("DAYBOOK_SHARED_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| [env!("CARGO_MANIFEST_DIR"), "../../../shared/data"].iter().collect());
    let Ok(list) = fs::read_to_string(data.join("names/name_variants.tsv")) else {
        eprintln!("SKIPPED: ../shared/data/names/name_variants.tsv is not here");
        return None;
    };
    let mut classes: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [class, one, other] = cells.as_slice() else { panic!("{line}") };
        classes.entry((*class).to_owned()).or_default().push(((*one).to_owned(), (*other).to_owned()));
    }
    Some(classes)
}

/// Names against those of pairs a good way off in the list, which tell of somebody else.
fn of_random(pairs: &[Pair]) -> (usize, usize) {
    let (mut found, mut asked) = (0, 0);
    for (at, (known, _)) in pairs.iter().enumerate() {
        for other in 1..=OTHERS {
            let (_, typed) = &pairs[(at + other * 431) % pairs.len()];
            found += usize::from(finds(known, typed));
            asked += 1;
        }
    }
    (found, asked)
}

/// Whether who is called `known` is found by `typed`.
fn finds(known: &str, typed: &str) -> bool {
    let mut register = Register::default();
    let (given, family) = match known.split_once(' ') {
        Some((given, family)) if !is_particle(&given.to_lowercase()) => (given, family),
        _ => ("", known),
    };
    let person = Person { given: given.to_owned(), family: family.to_owned(), ..Person::default() };
    register.put(&Record::of(&Id([1; 16]), "KGH-04-00001-X", &person, Standing::Here));
    register.settle();
    let search = Search {
        text: typed,
        today: Date::new(2026, 11, 22).unwrap(),
        limit: 1,
        shown: Shown::Active,
        familiar: &Familiar::default(),
        lately: &Lately::default(),
        within: None,
    };
    !find(&register, &search).is_empty()
}
