//! Which of a person's names are the ones to be called by.

use daybook_api::Person;

use super::datatypes::{HumanName, joined, words};
use crate::import::record::Remarks;

/// Puts names, second spelling and title into `person`; returns words for the note (maiden name, suffix).
pub fn fill(names: &[HumanName], person: &mut Person, remarks: &mut Remarks) -> Vec<String> {
    let Some(main) = names.iter().min_by_key(|name| preference(name)) else { return Vec::new() };
    (person.given, person.family) = parts(main, remarks);
    person.title = joined(&main.prefix, " ");
    let mut notes = Vec::new();
    for other in names.iter().filter(|other| !std::ptr::eq(*other, main)) {
        let (given, family) = parts(other, &mut Remarks::at(0));
        match other.r#use.as_deref() {
            Some("old" | "temp" | "anonymous") => {}
            Some("maiden") if script(&given, &family) == script(&person.given, &person.family) => {
                notes.extend(words(Some(&family)).map(|family| format!("Maiden name: {family}")));
            }
            _ if person.second_given.is_empty() && person.second_family.is_empty() => {
                (person.second_given, person.second_family) = (given, family);
            }
            _ => notes.push(format!("Also: {}", format!("{given} {family}").trim())),
        }
    }
    suffix(main, person, &mut notes);
    notes
}

/// The family and given names of a doctor or of kin, on one line each.
pub fn parts(name: &HumanName, remarks: &mut Remarks) -> (String, String) {
    let (given, family) = (joined(&name.given, " "), words(name.family.as_deref()).unwrap_or_default());
    if !given.is_empty() || !family.is_empty() {
        return (given, family);
    }
    let Some(text) = words(name.text.as_deref()) else { return Default::default() };
    remarks.warn("name", "The name is one text: check which part is the family name.");
    match text.split_once(',') {
        Some((family, given)) => (given.trim().to_owned(), family.trim().to_owned()),
        None => {
            text.rsplit_once(' ').map_or_else(|| (String::new(), text.clone()), |(g, f)| (g.to_owned(), f.to_owned()))
        }
    }
}

/// The lower the better: official, then those in use, then those that are history.
pub fn preference(name: &HumanName) -> u8 {
    match name.r#use.as_deref() {
        Some("official") => 0,
        None => 1,
        Some("usual") => 2,
        Some("nickname") => 3,
        Some("maiden") => 5,
        Some("old") => 6,
        Some("anonymous") => 7,
        Some(_) => 4,
    }
}

/// Jr, Sr, III tell two people apart and belong to the name; degrees do not.
fn suffix(name: &HumanName, person: &mut Person, notes: &mut Vec<String>) {
    for suffix in name.suffix.iter().filter_map(|suffix| words(suffix.as_deref())) {
        let generation =
            ["jr", "sr", "ii", "iii", "iv", "v"].contains(&suffix.trim_end_matches('.').to_lowercase().as_str());
        if generation && !person.family.is_empty() {
            person.family = format!("{} {suffix}", person.family);
        } else {
            notes.push(format!("Suffix: {suffix}"));
        }
    }
}

#[derive(PartialEq, Eq)]
enum Script {
    Latin,
    Other,
}

fn script(given: &str, family: &str) -> Script {
    let latin = given.chars().chain(family.chars()).filter(|c| c.is_alphabetic()).all(|c| (c as u32) < 0x250);
    if latin { Script::Latin } else { Script::Other }
}
