//! People with Australian names and addresses: common names after Zipf's law, and a long tail that hardly anybody shares.

use std::sync::LazyLock;

use super::{BORN, GIVEN, NUMBER, POSTCODE, PROPERTY, Row, SOCIAL, STATE, STREET, SUBURB, SURNAME};
use crate::random::Random;

/// How often each is missing in FEBRL 1.
const MISSING: [(usize, f64); 8] = [
    (GIVEN, 0.03),
    (SURNAME, 0.012),
    (NUMBER, 0.028),
    (STREET, 0.014),
    (PROPERTY, 0.074),
    (SUBURB, 0.012),
    (STATE, 0.012),
    (BORN, 0.026),
];

const NOT_SO_COMMON: usize = 12;

/// What names and addresses are put together from.
struct Words {
    given: Vec<String>,
    surname: Vec<String>,
    suburb: Vec<String>,
    place: Vec<String>,
    street: Vec<String>,
    property: Vec<String>,
    state: Vec<String>,
    onset: Vec<String>,
    nucleus: Vec<String>,
    coda: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |key: &str| {
        let line = include_str!("words.txt").lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' '));
        line.unwrap_or_default().split(' ').map(|word| word.replace('_', " ").trim().to_owned()).collect()
    };
    Words {
        given: of("given"),
        surname: of("surname"),
        suburb: of("suburb"),
        place: of("place"),
        street: of("street"),
        property: of("property"),
        state: of("state"),
        onset: of("onset"),
        nucleus: of("nucleus"),
        coda: of("coda"),
    }
});

/// Somebody.
pub fn person(random: &mut Random) -> Row {
    let words = &*WORDS;
    let mut row = Row::default();
    row[GIVEN] = name(random, &words.given, 0.25);
    row[SURNAME] = name(random, &words.surname, 0.45);
    row[NUMBER] = (1 + random.below(20) * random.below(12)).to_string();
    row[STREET] = format!("{} {}", name(random, &words.surname, 0.6), pick(random, &words.street));
    row[PROPERTY] = property(random);
    row[SUBURB] = suburb(random);
    row[POSTCODE] = (2_000 + random.below(4_800)).to_string();
    row[STATE] = pick(random, &words.state).to_owned();
    row[BORN] = born(random);
    row[SOCIAL] = (1_000_000 + random.below(9_000_000)).to_string();
    for (field, missing) in MISSING {
        if random.chance(missing) {
            row[field].clear();
        }
    }
    row
}

fn property(random: &mut Random) -> String {
    let own = made_up(random);
    if random.chance(0.5) { own } else { format!("{own} {}", pick(random, &WORDS.property)) }
}

fn suburb(random: &mut Random) -> String {
    let own = made_up(random);
    if random.chance(0.3) {
        format!("{} {own}", pick(random, &WORDS.place))
    } else {
        pick(random, &WORDS.suburb).to_owned()
    }
}

/// Any day of a century.
pub fn born(random: &mut Random) -> String {
    format!("{}{:02}{:02}", 1900 + random.below(100), 1 + random.below(12), 1 + random.below(28))
}

/// Places in no order.
pub fn shuffled(end: usize, random: &mut Random) -> Vec<usize> {
    let mut places: Vec<usize> = (0..end).collect();
    for at in (1..end).rev() {
        places.swap(at, random.below(at + 1));
    }
    places
}

fn name(random: &mut Random, known: &[String], rare: f64) -> String {
    if random.chance(rare) { made_up(random) } else { known[common(random, known.len())].clone() }
}

/// A place below `end`, after Zipf's law without its first few: the commonest names of FEBRL 1 are at two or three in a hundred.
fn common(random: &mut Random, end: usize) -> usize {
    loop {
        if let Some(place) = random.zipf(end + NOT_SO_COMMON).checked_sub(NOT_SO_COMMON) {
            return place;
        }
    }
}

/// A name that hardly anybody else has.
fn made_up(random: &mut Random) -> String {
    let words = &*WORDS;
    let syllables = 2 + random.below(2);
    let syllable = |random: &mut Random| format!("{}{}", pick(random, &words.onset), pick(random, &words.nucleus));
    let mut name: String = (0..syllables).map(|_| syllable(random)).collect();
    name.push_str(pick(random, &words.coda));
    name
}

fn pick<'a>(random: &mut Random, among: &'a [String]) -> &'a str {
    &among[random.below(among.len())]
}
