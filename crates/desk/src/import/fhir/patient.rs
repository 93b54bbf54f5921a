//! A FHIR Patient as the desk records one.

use daybook_api::{Birth, Date, Identifier, ImportLine, Interpreter, Kin, Person, Sex, Strictness};
use serde_json::Value;

use super::{
    datatypes::{self, Address, Communication, Contact, ContactPoint, Extension, HumanName, joined, phones, words},
    name,
    resource::Resource,
};
use crate::import::{
    ReadOptions,
    dates::{self, DayOrder},
    fit,
    record::Remarks,
    words::relation_of,
};

/// Reads a Patient.
pub fn read(resource: &Resource<'_>, remarks: &mut Remarks, options: &ReadOptions) -> Result<Person, ImportLine> {
    let extensions: Vec<Extension> = resource.list("extension", remarks);
    if extensions.iter().any(|extension| extension.url.ends_with("/patient-animal")) {
        return Err(remarks.refuse(None, "The patient is an animal."));
    }
    let mut reading = Reading { resource, options, remarks, notes: Vec::new() };
    let mut person = Person { interpreter: interpreter(&extensions), ..Person::default() };
    reading.names(&mut person);
    person.sex = reading.sex()?;
    person.birth = reading.birth()?;
    person.died = reading.died()?;
    reading.telecom(&mut person);
    reading.address(&mut person);
    reading.kin(&mut person);
    reading.identifiers(&mut person);
    reading.language(&mut person);
    person.note = reading.notes.join("\n");
    fit::person(person, options, remarks)
}

struct Reading<'a> {
    resource: &'a Resource<'a>,
    options: &'a ReadOptions,
    remarks: &'a mut Remarks,
    notes: Vec<String>,
}

impl Reading<'_> {
    fn names(&mut self, person: &mut Person) {
        let names: Vec<HumanName> = self.resource.list("name", self.remarks);
        self.notes.extend(name::fill(&names, person, self.remarks));
    }

    fn sex(&mut self) -> Result<Sex, ImportLine> {
        Ok(match self.resource.text("gender") {
            None => Sex::NotRecorded,
            Some("female") => Sex::Female,
            Some("male") => Sex::Male,
            Some("other") => Sex::Other,
            Some("unknown") => Sex::Unknown,
            Some(text) => {
                self.unusable("gender", text, "It is none of female, male, other, unknown")?;
                Sex::NotRecorded
            }
        })
    }

    fn birth(&mut self) -> Result<Birth, ImportLine> {
        let Some(text) = self.resource.text("birthDate") else {
            let asked = self.resource.value("_birthDate").is_some_and(is_asked_but_unknown);
            return Ok(if asked { Birth::Unknown } else { Birth::NotRecorded });
        };
        match dates::read_birth(text, DayOrder::DayFirst, self.options.today) {
            Ok(read) => Ok(read.birth),
            Err(problem) => {
                self.unusable("birthDate", text, &format!("The date cannot be used: {problem}"))?;
                Ok(Birth::NotRecorded)
            }
        }
    }

    fn died(&mut self) -> Result<Option<Date>, ImportLine> {
        if let Some(text) = self.resource.text("deceasedDateTime") {
            let read = dates::read_birth(text, DayOrder::DayFirst, self.options.today).map(|read| read.birth);
            return match read {
                Ok(Birth::Day { date }) => Ok(Some(date)),
                Ok(_) => {
                    self.unusable("deceasedDateTime", text, "The day of death is not given to the day").map(|()| None)
                }
                Err(problem) => {
                    let reason = format!("The date cannot be used: {problem}");
                    self.unusable("deceasedDateTime", text, &reason).map(|()| None)
                }
            };
        }
        if self.resource.value("deceasedBoolean") == Some(&Value::Bool(true)) {
            self.remarks.warn("deceasedBoolean", "Dead, but the day of death is not recorded; said in the note.");
            self.notes.push("Dead; the day of death is not recorded.".to_owned());
        }
        Ok(None)
    }

    fn telecom(&mut self, person: &mut Person) {
        let telecom: Vec<ContactPoint> = self.resource.list("telecom", self.remarks);
        person.phones = phones(&telecom);
        for point in telecom.iter().filter(|point| point.system.as_deref() == Some("email")) {
            self.notes.extend(words(point.value.as_deref()).map(|address| format!("Email: {address}")));
        }
    }

    fn address(&mut self, person: &mut Person) {
        let addresses: Vec<Address> = self.resource.list("address", self.remarks);
        let best = addresses.iter().min_by_key(|address| match address.r#use.as_deref() {
            Some("home") => 0,
            None => 1,
            Some("old") => 3,
            Some(_) => 2,
        });
        let Some(address) = best.filter(|address| address.r#use.as_deref() != Some("old")) else { return };
        person.address = daybook_api::Address {
            lines: joined(&address.line, ", "),
            city: words(address.city.as_deref()).unwrap_or_default(),
            district: joined(&[address.district.clone(), address.state.clone()], ", "),
            postcode: words(address.postal_code.as_deref()).unwrap_or_default(),
            country: words(address.country.as_deref()).unwrap_or_default(),
        };
        if person.address == daybook_api::Address::default() {
            person.address.lines = words(address.text.as_deref()).unwrap_or_default();
        }
    }

    fn kin(&mut self, person: &mut Person) {
        let contacts: Vec<Contact> = self.resource.list("contact", self.remarks);
        let people = contacts
            .iter()
            .filter(|contact| contact.name.is_some() && contact.period.as_ref().is_none_or(|p| p.end.is_none()));
        let code =
            |contact: &Contact, code| contact.relationship.iter().any(|kind| kind.codes().any(|known| known == code));
        let closest = people.min_by_key(|contact| (!code(contact, "N"), !code(contact, "C")));
        let Some((contact, name)) = closest.and_then(|contact| Some((contact, contact.name.as_ref()?))) else { return };
        let (given, family) = name::parts(name, &mut Remarks::at(0));
        person.kin = Kin {
            name: format!("{given} {family}").trim().to_owned(),
            relation: relation(contact),
            phone: phones(&contact.telecom).into_iter().next().unwrap_or_default(),
        };
    }

    fn identifiers(&mut self, person: &mut Person) {
        let identifiers: Vec<datatypes::Identifier> = self.resource.list("identifier", self.remarks);
        for identifier in &identifiers {
            let Some(value) = words(identifier.value.as_deref()) else { continue };
            let identifier = Identifier { kind: kind_of(identifier), value };
            if !person.identifiers.contains(&identifier) {
                person.identifiers.push(identifier);
            }
        }
    }

    fn language(&mut self, person: &mut Person) {
        let spoken: Vec<Communication> = self.resource.list("communication", self.remarks);
        let first = spoken.iter().min_by_key(|communication| communication.preferred != Some(true));
        person.language = first.and_then(|communication| language(&communication.language)).unwrap_or_default();
    }

    fn unusable(&mut self, field: &str, text: &str, reason: &str) -> Result<(), ImportLine> {
        if self.options.strictness == Strictness::Strict {
            return Err(self.remarks.refuse(Some(field), format!("{reason}.")));
        }
        self.remarks.warn(field, format!("{reason}; kept as text in the note."));
        self.notes.push(format!("{field}: {text}"));
        Ok(())
    }
}

/// The words of a language, else its code.
pub fn language(concept: &datatypes::CodeableConcept) -> Option<String> {
    concept.words().or_else(|| concept.codes().next().map(str::to_owned))
}

/// What kind of id: in words, else by its code, else the last part of its system.
pub fn kind_of(identifier: &datatypes::Identifier) -> String {
    let concept = identifier.r#type.as_ref();
    let by_code = || concept.and_then(|concept| concept.codes().find_map(type_words)).map(str::to_owned);
    let by_system = || identifier.system.as_deref().map(system_words);
    concept.and_then(datatypes::CodeableConcept::words).or_else(by_code).or_else(by_system).unwrap_or_default()
}

/// Identifier types of v2 table 0203.
fn type_words(code: &str) -> Option<&'static str> {
    Some(match code {
        "MR" => "Medical record number",
        "SS" => "Social security number",
        "DL" => "Driver's licence",
        "PPN" => "Passport number",
        "NI" | "NNxxx" => "National id",
        "PI" => "Patient internal id",
        "NH" => "National health plan number",
        "MC" => "Medicare number",
        "HC" => "Health card number",
        _ => return None,
    })
}

fn system_words(system: &str) -> String {
    match system {
        "http://hl7.org/fhir/sid/us-npi" => "NPI".to_owned(),
        "http://hl7.org/fhir/sid/us-ssn" => "Social security number".to_owned(),
        _ => system.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default().to_owned(),
    }
}

fn relation(contact: &Contact) -> String {
    let codes = contact.relationship.iter().flat_map(|kind| kind.codes());
    let close = codes.filter(|code| !matches!(*code, "N" | "C")).find_map(relation_of);
    let words = || contact.relationship.iter().find_map(|kind| kind.words());
    let general = || contact.relationship.iter().flat_map(|kind| kind.codes()).find_map(relation_of);
    close.map(str::to_owned).or_else(words).or_else(|| general().map(str::to_owned)).unwrap_or_default()
}

fn interpreter(extensions: &[Extension]) -> Interpreter {
    let asked = extensions.iter().find(|extension| extension.url.ends_with("/patient-interpreterRequired"));
    match asked.and_then(|extension| extension.value_boolean) {
        Some(true) => Interpreter::Needed,
        Some(false) => Interpreter::NotNeeded,
        None => Interpreter::NotRecorded,
    }
}

/// <https://hl7.org/fhir/R4/extension-data-absent-reason.html>
fn is_asked_but_unknown(element: &Value) -> bool {
    let extensions = element.get("extension").and_then(Value::as_array);
    extensions.into_iter().flatten().any(|extension| {
        let url = extension.get("url").and_then(Value::as_str).unwrap_or_default();
        let code = extension.get("valueCode").and_then(Value::as_str).unwrap_or_default();
        url.ends_with("/data-absent-reason") && matches!(code, "unknown" | "asked-unknown" | "temp-unknown")
    })
}
