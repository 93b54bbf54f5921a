//! Values of the front desk in people's words: what history and lists show.

use daybook_api::{Address, Hours, Identifier, Interpreter, Kin, Sex};

use super::{
    event::{DoctorField, PatientField},
    hours::clock,
};

/// A patient's register as people read it; empty if nothing is recorded.
pub fn patient_field(field: &PatientField) -> String {
    match field {
        PatientField::Given(text)
        | PatientField::Family(text)
        | PatientField::SecondGiven(text)
        | PatientField::SecondFamily(text)
        | PatientField::Title(text)
        | PatientField::Language(text)
        | PatientField::Note(text) => text.clone(),
        PatientField::Sex(sex) => self::sex(*sex).to_owned(),
        PatientField::Birth(birth) => birth.for_people(None),
        PatientField::Phones(phones) => phones.join(", "),
        PatientField::Address(address) => self::address(address),
        PatientField::Kin(kin) => self::kin(kin),
        PatientField::Identifiers(identifiers) => identifiers.iter().map(identifier).collect::<Vec<_>>().join(", "),
        PatientField::Interpreter(interpreter) => self::interpreter(*interpreter).to_owned(),
        PatientField::Died(died) => died.map(|died| died.for_people()).unwrap_or_default(),
    }
}

/// A doctor's register as people read it; empty if nothing is recorded.
pub fn doctor_field(field: &DoctorField) -> String {
    match field {
        DoctorField::Given(text)
        | DoctorField::Family(text)
        | DoctorField::Title(text)
        | DoctorField::Speciality(text)
        | DoctorField::Department(text)
        | DoctorField::Room(text)
        | DoctorField::Phone(text)
        | DoctorField::Identifier(text) => text.clone(),
        DoctorField::Languages(languages) => languages.join(", "),
        DoctorField::Hours(hours) => hours.iter().map(stretch).collect::<Vec<_>>().join(", "),
        DoctorField::Login(login) => login.map(|login| login.to_string()).unwrap_or_default(),
    }
}

/// The sex in full words.
pub fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "Female",
        Sex::Male => "Male",
        Sex::Other => "Other",
        Sex::Unknown => "Unknown",
        Sex::NotRecorded => "Not recorded",
    }
}

/// The address on one line.
pub fn address(address: &Address) -> String {
    let lines = address.lines.replace('\n', ", ");
    let town = joined(&[&address.postcode, &address.city], " ");
    joined(&[&lines, &town, &address.district, &address.country], ", ")
}

fn kin(kin: &Kin) -> String {
    let relation = if kin.relation.is_empty() { String::new() } else { format!("({})", kin.relation) };
    joined(&[&joined(&[&kin.name, &relation], " "), &kin.phone], ", ")
}

fn identifier(identifier: &Identifier) -> String {
    joined(&[&identifier.kind, &identifier.value], " ")
}

fn interpreter(interpreter: Interpreter) -> &'static str {
    match interpreter {
        Interpreter::Needed => "Needed",
        Interpreter::NotNeeded => "Not needed",
        Interpreter::NotRecorded => "Not recorded",
    }
}

fn stretch(stretch: &Hours) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(stretch.weekday).wrapping_sub(1)).copied().unwrap_or("?");
    let room = if stretch.room.is_empty() { String::new() } else { format!("in room {}", stretch.room) };
    let times = format!("{day} {}–{}", clock(stretch.from), clock(stretch.to));
    joined(&[&times, &room, &format!("every {} min", stretch.slot_minutes)], " ")
}

/// `Roth, Eva (Dr)`.
pub fn formal_name(family: &str, given: &str, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("({title})") };
    joined(&[&joined(&[family, given], ", "), &title], " ")
}

fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_not_recorded_leave_no_trace() {
        assert_eq!(address(&Address::default()), "");
        let some = Address {
            lines: "Rua 1\n2 esq".into(),
            city: "Porto".into(),
            postcode: "4000".into(),
            ..Address::default()
        };
        assert_eq!(address(&some), "Rua 1, 2 esq, 4000 Porto");
        assert_eq!(
            kin(&Kin { name: "Rui".into(), relation: "brother".into(), phone: "12".into() }),
            "Rui (brother), 12"
        );
        assert_eq!(formal_name("Roth", "Eva", "Dr"), "Roth, Eva (Dr)");
        assert_eq!(formal_name("", "Eva", ""), "Eva");
    }

    #[test]
    fn hours_are_written_as_on_a_door() {
        let hours = Hours { weekday: 1, from: 540, to: 780, room: "3".into(), slot_minutes: 15 };
        assert_eq!(stretch(&hours), "Mon 09:00–13:00 in room 3 every 15 min");
    }
}
