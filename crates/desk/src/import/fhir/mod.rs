//! FHIR R4: resources out of ndjson, a Bundle, a list or a single one; patients and practitioners out of resources.

mod datatypes;
mod doctor;
mod hours;
mod name;
mod patient;
mod resource;
mod roles;

use std::borrow::Cow;

use serde_json::Value;

use super::{
    ReadOptions,
    file::FileError,
    record::{Parsed, Remarks, Subject},
};
use resource::Resource;
use roles::Roles;

/// A JSON document that holds resources.
#[derive(Debug)]
pub struct Document {
    entries: Vec<Value>,
}

impl Document {
    /// Takes a Bundle, a list of resources or one resource apart.
    pub fn of(value: Value) -> Result<Self, FileError> {
        let entries = match value {
            Value::Array(resources) => resources,
            Value::Object(mut map) if map.get("resourceType").is_some_and(|t| t == "Bundle") => {
                match map.remove("entry") {
                    Some(Value::Array(entries)) => entries,
                    _ => Vec::new(),
                }
            }
            Value::Object(map) if map.contains_key("resourceType") => vec![Value::Object(map)],
            _ => return Err(FileError::NotFhir),
        };
        Ok(Self { entries })
    }

    /// How many entries there are.
    pub fn count(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Reads the entries.
    pub fn records<'a>(&'a self, options: &ReadOptions) -> FhirRecords<'a> {
        let items =
            || self.entries.iter().zip(1..).map(|(entry, position)| Item::of_entry(position, Cow::Borrowed(entry)));
        FhirRecords { roles: Roles::among(items()), items: Box::new(items()), options: options.clone() }
    }
}

/// Lines that each hold a resource.
#[derive(Debug)]
pub struct Ndjson<'a> {
    text: Cow<'a, str>,
}

impl<'a> Ndjson<'a> {
    /// Of a text.
    pub fn of(text: Cow<'a, str>) -> Self {
        Self { text }
    }

    /// How many lines are not blank.
    pub fn count(&self) -> u64 {
        self.lines().count() as u64
    }

    fn lines(&self) -> impl Iterator<Item = (&str, u64)> {
        self.text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty())
    }

    /// Reads the lines.
    pub fn records(&self, options: &ReadOptions) -> FhirRecords<'_> {
        let about_doctors = self.lines().filter(|(line, _)| line.contains("\"Practitioner"));
        let roles = Roles::among(about_doctors.map(|(line, number)| Item::of_line(number, line)));
        let items = self.lines().map(|(line, number)| Item::of_line(number, line));
        FhirRecords { items: Box::new(items), roles, options: options.clone() }
    }
}

/// One resource and where it stood.
struct Item<'a> {
    line: u64,
    full_url: Option<String>,
    /// `None`: not JSON.
    resource: Option<Cow<'a, Value>>,
}

impl<'a> Item<'a> {
    fn of_line(line: u64, text: &str) -> Self {
        Self { line, full_url: None, resource: serde_json::from_str(text).ok().map(Cow::Owned) }
    }

    /// An entry of a Bundle has its resource inside; in a list it is the resource itself.
    fn of_entry(line: u64, entry: Cow<'a, Value>) -> Self {
        let full_url = entry.get("fullUrl").and_then(Value::as_str).map(str::to_owned);
        let resource = match entry {
            Cow::Borrowed(entry) => Some(Cow::Borrowed(entry.get("resource").unwrap_or(entry))),
            Cow::Owned(mut entry) => Some(Cow::Owned(entry.get_mut("resource").map(Value::take).unwrap_or(entry))),
        };
        Self { line, full_url, resource }
    }
}

/// The resources of a file as patients and doctors.
pub struct FhirRecords<'a> {
    items: Box<dyn Iterator<Item = Item<'a>> + 'a>,
    roles: Roles,
    options: ReadOptions,
}

impl Iterator for FhirRecords<'_> {
    type Item = Parsed;

    fn next(&mut self) -> Option<Parsed> {
        let item = self.items.next()?;
        Some(self.read(item))
    }
}

impl FhirRecords<'_> {
    fn read(&self, item: Item<'_>) -> Parsed {
        let mut remarks = Remarks::at(item.line);
        let Some(value) = item.resource else {
            return Err(remarks.refuse(None, "The line is not JSON: damaged or cut short."));
        };
        let Some(resource) = Resource::of(&value, item.full_url.as_deref()) else {
            return Err(remarks.refuse(Some("resourceType"), "This is not a FHIR resource."));
        };
        if resource.is_inactive() {
            return Err(remarks.skip("Its source marks this record as no longer in use."));
        }
        let subject = match resource.kind() {
            "Patient" => Subject::Patient(Box::new(patient::read(&resource, &mut remarks, &self.options)?)),
            "Practitioner" => Subject::Doctor(Box::new(doctor::read(&resource, &self.roles, &mut remarks)?)),
            "PractitionerRole" if self.roles.is_taken(&resource) => {
                return Err(remarks.skip("Taken together with its practitioner."));
            }
            "PractitionerRole" => {
                return Err(remarks.refuse(Some("practitioner"), "The practitioner of this role is not in the file."));
            }
            _ => return Err(remarks.skip("Only Patient, Practitioner and PractitionerRole are imported.")),
        };
        Ok(super::Record { line: item.line, source: resource.source(), subject, warnings: remarks.into_lines() })
    }
}
