//! What goes wrong when somebody is written down once more: by the keyboard, the scanner, the ear; values exchanged, replaced, left out.

use super::{
    BORN, COLUMNS, GIVEN, Kind, NUMBER, POSTCODE, PROPERTY, Row, SOCIAL, STREET, SUBURB, SURNAME,
    people::{born, person},
};
use crate::{people::slip::beside, random::Random};

/// How often each field is altered, as counted in FEBRL 1.
const FIELD_WEIGHTS: [usize; COLUMNS.len()] = [16, 17, 9, 18, 22, 14, 8, 2, 5, 5];
/// What is heard or read for what.
const MISHEARD: &[(&str, &str)] = &[
    ("ph", "f"),
    ("c", "k"),
    ("k", "c"),
    ("ie", "y"),
    ("y", "ie"),
    ("ck", "k"),
    ("ee", "ea"),
    ("ai", "ay"),
    ("s", "z"),
    ("th", "t"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("ou", "u"),
    ("e", "a"),
    ("i", "e"),
    ("o", "u"),
    ("rn", "m"),
    ("l", "i"),
    ("cl", "d"),
];

/// Alters a record in some of its fields; the social security number as any other.
pub fn alter(row: &Row, kind: Kind, random: &mut Random) -> Row {
    let mut altered = row.clone();
    for _ in 0..=random.below(kind.times) {
        let field = random.weighted(&FIELD_WEIGHTS);
        alter_field(&mut altered, field, random);
        while random.chance(kind.again) {
            alter_field(&mut altered, field, random);
        }
    }
    altered
}

/// In a hundred, as counted in FEBRL 1: exchanged, left out, replaced; all else are errors of writing.
fn alter_field(row: &mut Row, field: usize, random: &mut Random) {
    match (field, random.below(100)) {
        (GIVEN | SURNAME, 0..27) => row.swap(GIVEN, SURNAME),
        (STREET | PROPERTY, 0..9) => row.swap(STREET, PROPERTY),
        (GIVEN, 27..36) | (SURNAME, 27..31) | (NUMBER, 0..20) | (STREET, 9..15) | (PROPERTY, 9..28) => {
            row[field].clear();
        }
        (SUBURB, 0..4) | (BORN, 0..33) => row[field].clear(),
        (GIVEN, 36..62) | (SURNAME, 31..45) | (STREET, 15..23) | (PROPERTY, 28..31) | (SUBURB, 4..26) => {
            row[field] = person(random)[field].clone();
        }
        (NUMBER, 20..66) => row[field] = (1 + random.below(140)).to_string(),
        (BORN, 33..80) => row[field] = born(random),
        (POSTCODE | SOCIAL, 0..45) => turn(&mut row[field], random),
        (POSTCODE, 45..50) | (SOCIAL, 45..75) => row[field] = person(random)[field].clone(),
        _ => typing_error(&mut row[field], random),
    }
}

/// Two neighbours exchanged.
fn turn(text: &mut String, random: &mut Random) {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() > 1 {
        let at = random.below(letters.len() - 1);
        letters.swap(at, at + 1);
        *text = letters.into_iter().collect();
    }
}

/// A letter too many, missing, wrong, or exchanged; a blank too many or missing; something misheard.
fn typing_error(text: &mut String, random: &mut Random) {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return;
    }
    let at = random.below(letters.len());
    match random.below(10) {
        0 | 1 => letters.insert(at, like(letters[at], random)),
        2 | 3 => drop(letters.remove(at)),
        4 | 5 => letters[at] = next_to(letters[at], random),
        6 | 7 => return turn(text, random),
        8 => blank(&mut letters, at, random),
        _ => {
            let (from, to) = random.pick(MISHEARD);
            *text = text.replacen(from, to, 1);
            return;
        }
    }
    *text = letters.into_iter().collect::<String>().trim().to_owned();
}

fn blank(letters: &mut Vec<char>, at: usize, random: &mut Random) {
    match letters.iter().position(|letter| *letter == ' ') {
        Some(blank) => drop(letters.remove(blank)),
        None if letters[at].is_ascii_digit() => letters[at] = like(letters[at], random),
        None => letters.insert(at, ' '),
    }
}

/// A digit for a digit, a letter for a letter.
fn like(letter: char, random: &mut Random) -> char {
    let (from, many) = if letter.is_ascii_digit() { (b'0', 10) } else { (b'a', 26) };
    char::from(from + random.below(many) as u8)
}

fn next_to(letter: char, random: &mut Random) -> char {
    match u8::try_from(letter) {
        Ok(key) if key.is_ascii_alphabetic() => char::from(beside(key, random)),
        _ => like(letter, random),
    }
}
