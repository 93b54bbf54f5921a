//! Values of the front desk as people read them: what history and lists show.

use daybook_api::{Address, HistoryValue, Identifier, Kin};

use super::event::{DoctorField, PatientField};

/// A patient's register, to be read by people.
pub fn patient_field(field: &PatientField) -> HistoryValue {
    match field {
        PatientField::Given(text)
        | PatientField::Family(text)
        | PatientField::SecondGiven(text)
        | PatientField::SecondFamily(text)
        | PatientField::Title(text)
        | PatientField::Language(text)
        | PatientField::Note(text) => HistoryValue::text(text),
        PatientField::Sex(sex) => HistoryValue::Sex(*sex),
        PatientField::Birth(birth) => HistoryValue::Birth(*birth),
        PatientField::Phones(phones) => HistoryValue::text(phones.join(", ")),
        PatientField::Address(address) => HistoryValue::text(self::address(address)),
        PatientField::Kin(kin) => HistoryValue::text(self::kin(kin)),
        PatientField::Identifiers(identifiers) => {
            HistoryValue::text(identifiers.iter().map(identifier).collect::<Vec<_>>().join(", "))
        }
        PatientField::Interpreter(interpreter) => HistoryValue::Interpreter(*interpreter),
        PatientField::Died(died) => died.map(HistoryValue::Day).unwrap_or_default(),
    }
}

/// A doctor's register, to be read by people.
pub fn doctor_field(field: &DoctorField) -> HistoryValue {
    match field {
        DoctorField::Given(text)
        | DoctorField::Family(text)
        | DoctorField::Title(text)
        | DoctorField::Speciality(text)
        | DoctorField::Department(text)
        | DoctorField::Room(text)
        | DoctorField::Phone(text)
        | DoctorField::Identifier(text) => HistoryValue::text(text),
        DoctorField::Languages(languages) => HistoryValue::text(languages.join(", ")),
        DoctorField::Hours(hours) if hours.is_empty() => HistoryValue::Nothing,
        DoctorField::Hours(hours) => HistoryValue::Hours(hours.clone()),
        DoctorField::Login(login) => login.map(|login| HistoryValue::text(login.to_string())).unwrap_or_default(),
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
}
