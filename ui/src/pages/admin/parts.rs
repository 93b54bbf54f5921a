//! The parts of what is recorded of a person, in words: what two records are laid side by side by, and merged by.

use daybook_api::{Interpreter, Person, PersonPart};

use crate::state::name::display_name;
use crate::{browser, t, words};

/// What the part is called.
pub fn label(part: PersonPart) -> String {
    t!(&format!("field-{}", part.name()))
}

/// What is recorded there, on one line; empty if nothing is.
pub fn text(part: PersonPart, person: &Person) -> String {
    let (address, kin) = (&person.address, &person.kin);
    match part {
        PersonPart::Family => person.family.clone(),
        PersonPart::Given => person.given.clone(),
        PersonPart::SecondName => display_name(&person.second_family, &person.second_given, ""),
        PersonPart::Title => person.title.clone(),
        PersonPart::Birth => words::birth(person.birth, person.died.unwrap_or_else(browser::today)),
        PersonPart::Sex => words::sex(person.sex),
        PersonPart::Phones => person.phones.join(", "),
        PersonPart::Address => {
            joined(&[&address.lines, &address.city, &address.district, &address.postcode, &address.country])
        }
        PersonPart::Kin => joined(&[&kin.name, &kin.relation, &kin.phone]),
        PersonPart::Identifiers => {
            let ids = person.identifiers.iter().map(|id| format!("{} {}", id.kind, id.value).trim().to_owned());
            ids.collect::<Vec<_>>().join(", ")
        }
        PersonPart::Language => person.language.clone(),
        PersonPart::Interpreter if person.interpreter == Interpreter::NotRecorded => String::new(),
        PersonPart::Interpreter => words::interpreter(person.interpreter),
        PersonPart::Note => person.note.lines().collect::<Vec<_>>().join("; "),
        PersonPart::Died => person.died.map(words::date).unwrap_or_default(),
    }
}

fn joined(parts: &[&String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
